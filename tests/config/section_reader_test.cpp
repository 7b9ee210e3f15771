#include "config/document.hpp"
#include "folder.hpp"

namespace qonys {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Everything {
    double share = 0.5;
    double distance = -1;
    std::int64_t seed = 1;
    bool open = false;
    std::string title = "none";
    Month first{2019, 1};
    Amount grant{35, Amount::Unit::mci};
    std::vector<std::string> origins{"north"};
    double weight = 2;
};

void declare(Fields& fields, Everything& all) {
    const std::string_view none;
    fields.field(all.share, {.name = "share", .unit = none, .meaning = "m", .source = "s", .least = 0, .most = 1});
    fields.field(all.distance, {.name = "distance", .unit = "per km", .meaning = "m", .source = "s", .most = 0});
    fields.field(all.seed, {.name = "seed", .unit = none, .meaning = "m", .source = "s", .least = 0});
    fields.field(all.open, {.name = "open", .unit = none, .meaning = "m", .source = "s"});
    fields.field(all.title, {.name = "title", .unit = none, .meaning = "m", .source = "s"});
    fields.field(all.first, {.name = "first", .unit = none, .meaning = "m", .source = "s"});
    fields.field(all.grant, {.name = "grant", .unit = none, .meaning = "m", .source = "s", .least = 0});
    fields.field(all.origins, {.name = "origins", .unit = none, .meaning = "m", .source = "s"});
    fields.field(all.weight, {.name = "weights.age", .unit = none, .meaning = "m", .source = "s"});
}

struct Demanding {
    std::int64_t households = 0;
};

void declare(Fields& fields, Demanding& run) {
    fields.field(
        run.households,
        {.name = "households", .unit = "", .meaning = "how many there are", .source = "census", .required = true});
}

/// Everything, read from a section [all] of these lines.
struct Reading {
    explicit Reading(const std::string& lines, const std::vector<std::string>& overrides = {}) {
        Document document = Document::load(folder.write("a.toml", "[all]\n" + lines), overrides, problems);
        read_section(document, "all", all, problems);
        messages = folder.messages(problems);
    }
    Folder folder;
    Problems problems;
    Everything all;
    std::vector<std::string> messages;
};

TEST(SectionReader, reads_every_type) {
    const Reading read(
        "share = 1\ndistance = -2.5\nseed = 9\nopen = true\ntitle = 'Қоныс'\nfirst = '2020-12'\n"
        "grant = '1e5 KZT'\norigins = ['a', 'b']\nweights.age = 3\n");
    EXPECT_THAT(read.messages, IsEmpty());
    EXPECT_EQ(read.all.share, 1);
    EXPECT_EQ(read.all.distance, -2.5);
    EXPECT_EQ(read.all.seed, 9);
    EXPECT_TRUE(read.all.open);
    EXPECT_EQ(read.all.title, "Қоныс");
    EXPECT_EQ(read.all.first, Month(2020, 12));
    EXPECT_EQ(read.all.grant, (Amount{100000, Amount::Unit::tenge}));
    EXPECT_THAT(read.all.origins, ElementsAre("a", "b"));
    EXPECT_EQ(read.all.weight, 3);
}

TEST(SectionReader, leaves_the_default_where_nothing_or_nonsense_is_written) {
    const Reading read("seed = 'x'\n");
    EXPECT_EQ(read.all.seed, 1);
    EXPECT_EQ(read.all.share, 0.5);
}

TEST(SectionReader, takes_a_subsection_for_keys_with_two_parts) {
    const Reading read("[all.weights]\nage = 4\nagee = 5\n");
    EXPECT_EQ(read.all.weight, 4);
    EXPECT_THAT(read.messages, ElementsAre("a.toml:4:1: unknown key 'all.weights.agee' (did you mean 'weights.age'?)"));
}

TEST(SectionReader, accepts_a_date_for_a_month_if_it_is_a_first_day) {
    EXPECT_EQ(Reading("first = 2021-03-01\n").all.first, Month(2021, 3));
    EXPECT_THAT(Reading("first = 2021-03-15\n").messages,
                ElementsAre("a.toml:2:9: all.first = 2021-03-15 (must be a month such as \"2019-01\")"));
}

TEST(SectionReader, accepts_the_russian_name_of_the_index) {
    EXPECT_EQ(Reading("grant = '40 MRP'\n").all.grant, (Amount{40, Amount::Unit::mci}));
}

TEST(SectionReader, names_the_range_that_a_number_leaves) {
    EXPECT_THAT(Reading("share = 1.5\ndistance = 2\nseed = -1\ngrant = '-1 MCI'\n").messages,
                ElementsAre("a.toml:2:9: all.share = 1.5 (must be from 0 to 1)",
                            "a.toml:3:12: all.distance = 2 (must be at most 0 per km)",
                            "a.toml:4:8: all.seed = -1 (must be at least 0)",
                            "a.toml:5:9: all.grant = \"-1 MCI\" (must be at least 0)"));
}

TEST(SectionReader, refuses_nan_and_infinities) {
    EXPECT_THAT(Reading("share = nan\ndistance = -inf\ngrant = 'nan MCI'\n").messages,
                ElementsAre("a.toml:2:9: all.share = nan (must be a finite number)",
                            "a.toml:3:12: all.distance = -inf (must be a finite number)",
                            "a.toml:4:9: all.grant = \"nan MCI\" (must be a finite number)"));
}

TEST(SectionReader, names_the_type_that_a_value_must_have) {
    EXPECT_THAT(
        Reading("share = 'half'\nseed = 1.0\nopen = 1\ntitle = 3\nfirst = '2019-13'\ngrant = 35\norigins = ['a', 1]\n")
            .messages,
        ElementsAre("a.toml:2:9: all.share = \"half\" (must be a number)",
                    "a.toml:3:8: all.seed = 1.0 (must be a whole number)",
                    "a.toml:4:8: all.open = 1 (must be true or false)",
                    "a.toml:5:9: all.title = 3 (must be a text in quotes)",
                    "a.toml:6:9: all.first = \"2019-13\" (must be a month such as \"2019-01\")",
                    "a.toml:7:9: all.grant = 35 (must be an amount such as \"35 MCI\" or \"100000 KZT\")",
                    "a.toml:8:11: all.origins = [ \"a\", 1 ] (must be a list of texts such as [\"a\", \"b\"])"));
}

TEST(SectionReader, refuses_an_amount_without_a_known_unit) {
    const std::string rest = " (must be an amount such as \"35 MCI\" or \"100000 KZT\")";
    EXPECT_THAT(Reading("grant = '35'\n").messages, ElementsAre("a.toml:2:9: all.grant = \"35\"" + rest));
    EXPECT_THAT(Reading("grant = '35 USD'\n").messages, ElementsAre("a.toml:2:9: all.grant = \"35 USD\"" + rest));
}

TEST(SectionReader, reports_an_unknown_key_and_the_nearest_known_one) {
    EXPECT_THAT(Reading("distanse = 1\n").messages,
                ElementsAre("a.toml:2:1: unknown key 'all.distanse' (did you mean 'distance'?)"));
}

TEST(SectionReader, lists_the_known_keys_if_none_is_near) {
    EXPECT_THAT(Reading("elasticity = 1\n").messages,
                ElementsAre("a.toml:2:1: unknown key 'all.elasticity' (known here: share, distance, seed, open, title, "
                            "first, grant, origins, weights.age)"));
}

TEST(SectionReader, asks_for_what_is_required_and_says_what_it_is) {
    const Folder folder;
    Problems problems;
    Document document = Document::load(folder.write("a.toml", "\n[run]\n"), {}, problems);
    Demanding run;
    read_section(document, "run", run, problems);
    read_section(document, "walk", run, problems);
    EXPECT_THAT(folder.messages(problems), ElementsAre("a.toml:2:1: run.households is missing: how many there are",
                                                       "a.toml: walk.households is missing: how many there are"));
}

TEST(SectionReader, asks_for_nothing_if_the_scenario_could_not_be_read) {
    const Folder folder;
    Problems problems;
    Document document = Document::load(folder.path("no.toml"), {}, problems);
    Demanding run;
    read_section(document, "run", run, problems);
    EXPECT_THAT(folder.messages(problems), ElementsAre("no.toml: there is no such file"));
}

TEST(SectionReader, lets_set_win_over_files_and_takes_what_is_no_toml_for_text) {
    const Reading read("share = 0.1\n", {"all.share=0.2", "all.title=new north", "all.first=2020-02",
                                         "all.grant = 5 MCI", "all.origins=['x']", "all.weights.age=9"});
    EXPECT_THAT(read.messages, IsEmpty());
    EXPECT_EQ(read.all.share, 0.2);
    EXPECT_EQ(read.all.title, "new north");
    EXPECT_EQ(read.all.first, Month(2020, 2));
    EXPECT_EQ(read.all.grant, (Amount{5, Amount::Unit::mci}));
    EXPECT_THAT(read.all.origins, ElementsAre("x"));
    EXPECT_EQ(read.all.weight, 9);
}

TEST(SectionReader, blames_set_for_what_set_says) {
    EXPECT_THAT(Reading("", {"all.share=2", "all.shara=1"}).messages,
                ElementsAre("--set 'all.share=2': all.share = 2 (must be from 0 to 1)",
                            "--set 'all.shara=1': unknown key 'all.shara' (did you mean 'share'?)"));
}

TEST(SectionReader, does_not_let_a_set_value_smuggle_in_other_keys) {
    EXPECT_THAT(Reading("", {"all.seed=1\nopen = true"}).messages,
                ElementsAre("--set 'all.seed=1?open = true': all.seed = \"1\\nopen = true\" (must be a whole number)"));
}

}  // namespace
}  // namespace qonys
