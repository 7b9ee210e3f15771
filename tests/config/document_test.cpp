#include "config/document.hpp"

#include "config/sha256.hpp"
#include "folder.hpp"

namespace qonys {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Run {
    double scale = 1;
    std::string geography = "here";
};

void declare(Fields& fields, Run& run) {
    fields.field(run.scale, {.name = "scale", .unit = "", .meaning = "share of households", .source = "assumed"});
    fields.field(run.geography, {.name = "geography", .unit = "", .meaning = "folder", .source = "assumed"});
}

struct Quota {
    std::int64_t quota = 7;
};

void declare(Fields& fields, Quota& policy) {
    fields.field(policy.quota,
                 {.name = "quota", .unit = "persons per year", .meaning = "most", .source = "law", .least = 0});
}

/// A folder of scenarios, of which "a.toml" is loaded.
struct Loading {
    Loading& file(std::string_view name, std::string_view text) {
        folder.write(name, text);
        return *this;
    }
    Document load(const std::vector<std::string>& overrides = {}) {
        return Document::load(folder.path("a.toml"), overrides, problems);
    }
    /// Loads, and reads the section [run] and each policy's quota.
    Loading& read(const std::vector<std::string>& overrides = {}) {
        Document document = load(overrides);
        read_section(document, "run", run, problems);
        for (const PolicySection& policy : document.policies()) {
            Quota quota;
            read_section(policy.section, quota, problems);
            policies.push_back(policy.name + ":" + policy.kind + ":" + std::to_string(quota.quota));
        }
        document.report_unread(problems);
        return *this;
    }
    std::vector<std::string> messages() const { return folder.messages(problems); }

    Folder folder;
    Problems problems;
    Run run;
    std::vector<std::string> policies;
};

std::vector<std::string> messages_of(std::string_view text, const std::vector<std::string>& overrides = {}) {
    return Loading().file("a.toml", text).read(overrides).messages();
}

TEST(Document, reads_sections_and_policies) {
    Loading loading;
    loading.file("a.toml", "[run]\nscale = 0.5\n[[policy]]\nname = 'x'\nkind = 'k'\nquota = 3\n").read();
    EXPECT_THAT(loading.messages(), IsEmpty());
    EXPECT_EQ(loading.run.scale, 0.5);
    EXPECT_THAT(loading.policies, ElementsAre("x:k:3"));
}

TEST(Document, tolerates_byte_order_mark_and_crlf) {
    Loading loading;
    loading.file("a.toml", "\xEF\xBB\xBF[run]\r\nscale = 0.5\r\n").read();
    EXPECT_THAT(loading.messages(), IsEmpty());
    EXPECT_EQ(loading.run.scale, 0.5);
}

TEST(Document, takes_an_empty_file_for_a_scenario_of_defaults) { EXPECT_THAT(messages_of(""), IsEmpty()); }

TEST(Document, lets_the_extending_file_win_key_by_key) {
    Loading loading;
    loading.file("a.toml", "extends = 'base/b.toml'\n[run]\nscale = 0.25\n")
        .file("base/b.toml", "[run]\nscale = 0.5\ngeography = 'kz20'\n")
        .read();
    EXPECT_THAT(loading.messages(), IsEmpty());
    EXPECT_EQ(loading.run.scale, 0.25);
    EXPECT_EQ(loading.run.geography, "kz20");
}

TEST(Document, merges_policies_by_name) {
    Loading loading;
    loading
        .file("a.toml",
              "extends = 'b.toml'\n[[policy]]\nname = 'new'\nkind = 'k'\n[[policy]]\nname = 'y'\nquota = 5\n"
              "[[policy]]\nname = 'x'\nremove = true\n")
        .file("b.toml", "[[policy]]\nname = 'x'\nkind = 'k'\n[[policy]]\nname = 'y'\nkind = 'k'\nquota = 3\n")
        .read();
    EXPECT_THAT(loading.messages(), IsEmpty());
    EXPECT_THAT(loading.policies, ElementsAre("y:k:5", "new:k:7"));
}

TEST(Document, keeps_for_every_value_the_place_where_it_was_finally_written) {
    Loading loading;
    loading.file("a.toml", "extends = 'b.toml'\n[run]\nscale = 0.5\n[[policy]]\nname = 'x'\nquota = -1\n")
        .file("b.toml", "\n\n[run]\n  scale = 1\n  geography = 'g'\n[[policy]]\nname = 'x'\nkind = 'k'\nquota = 2\n");
    Document document = loading.load();
    const Section run = document.section("run");
    EXPECT_EQ(loading.folder.shortened(to_string(run.where("scale"))), "a.toml:3:9");
    EXPECT_EQ(loading.folder.shortened(to_string(run.where("geography"))), "b.toml:5:15");
    EXPECT_EQ(loading.folder.shortened(to_string(run.where("unknown"))), "a.toml:2:1");
    const Section policy = document.policies().front().section;
    EXPECT_EQ(loading.folder.shortened(to_string(policy.where("quota"))), "a.toml:6:9");
    EXPECT_EQ(loading.folder.shortened(to_string(policy.where("kind"))), "b.toml:8:8");
}

TEST(Document, resolves_paths_against_the_file_that_says_so) {
    Loading loading;
    loading.file("a.toml", "extends = 'base/b.toml'\n[run]\nabsolute = '/d'\n")
        .file("base/b.toml", "[run]\ngeography = '../kz20'\n");
    Document document = loading.load({"run.scale=d"});
    const Section run = document.section("run");
    EXPECT_EQ(run.resolve("geography", "../kz20"), loading.folder.path("base/../kz20"));
    EXPECT_EQ(run.resolve("scale", "d"), "d");
    EXPECT_EQ(run.resolve("unwritten", "d"), loading.folder.path("d"));
    EXPECT_EQ(run.resolve("absolute", "/d"), "/d");
}

TEST(Document, keeps_every_file_that_it_read) {
    Loading loading;
    loading.file("a.toml", "extends = 'b.toml'\n").file("b.toml", "# base\n");
    const Document document = loading.load();
    ASSERT_EQ(document.files().size(), 2U);
    EXPECT_EQ(document.files()[0].path, loading.folder.path("a.toml"));
    EXPECT_EQ(document.files()[1].text, "# base\n");
    EXPECT_EQ(document.files()[1].sha256, sha256_hex("# base\n"));
}

TEST(Document, notes_effective_values_and_who_said_them) {
    Loading loading;
    loading.file("a.toml", "[[policy]]\nname = 'x'\nkind = 'k'\nquota = 3\n");
    Document document = loading.load({"run.scale=0.5"});
    read_section(document, "run", loading.run, loading.problems);
    Quota quota;
    read_section(document.policies().front().section, quota, loading.problems);
    std::vector<std::string> lines;
    for (const EffectiveValue& value : document.effective_values()) {
        lines.push_back(loading.folder.shortened(value.section + "|" + value.name + "|" + value.value + "|" +
                                                 value.unit + "|" + value.origin + "|" + value.source));
    }
    EXPECT_THAT(lines,
                ElementsAre("run|scale|0.5||--set 'run.scale=0.5'|assumed", "run|geography|\"here\"||default|assumed",
                            "policy.x|quota|3|persons per year|a.toml:4:9|law"));
}

TEST(Document, names_a_policy_and_its_key_in_messages) {
    EXPECT_THAT(messages_of("[[policy]]\nname = 'enbek'\nkind = 'k'\nquota = -50\n"),
                ElementsAre("a.toml:4:9: policy.enbek.quota = -50 (must be at least 0 persons per year)"));
}

TEST(Document, reports_a_section_that_nobody_asked_for) {
    EXPECT_THAT(messages_of("[rum]\nscale = 1\n[anything]\n"),
                ElementsAre("a.toml:3:1: unknown section [anything]",
                            "a.toml:1:1: unknown section [rum] (did you mean 'run'?)"));
}

TEST(Document, reports_a_key_that_stands_in_no_section) {
    EXPECT_THAT(messages_of("scale = 1\n"), ElementsAre("a.toml:1:1: unknown key 'scale': it stands in no [section]"));
}

TEST(Document, reports_policies_that_nobody_asked_for) {
    Loading loading;
    loading.file("a.toml", "\n[[policy]]\nname = 'x'\nkind = 'k'\n").load().report_unread(loading.problems);
    EXPECT_THAT(loading.messages(), ElementsAre("a.toml:2:1: unknown section [[policy]]"));
}

TEST(Document, refuses_a_file_that_is_not_there) {
    EXPECT_THAT(Loading().read().messages(), ElementsAre("a.toml: there is no such file"));
}

TEST(Document, refuses_a_directory) {
    EXPECT_THAT(Loading().file("a.toml/x", "").read().messages(),
                ElementsAre("a.toml: is a directory, not a scenario"));
}

TEST(Document, refuses_a_device) {
    Problems problems;
    Document::load("/dev/zero", {}, problems);
    ASSERT_EQ(problems.found().size(), 1U);
    EXPECT_EQ(problems.found()[0].what, "is not a regular file, so not a scenario");
}

TEST(Document, refuses_a_huge_file_before_reading_it) {
    Loading loading;
    std::filesystem::resize_file(loading.folder.write("a.toml", ""), (8ULL << 20U) + 1);
    EXPECT_THAT(loading.read().messages(), ElementsAre("a.toml: is larger than 8 MiB: is this a scenario?"));
}

TEST(Document, finds_the_first_byte_that_is_not_utf_8) {
    EXPECT_THAT(messages_of("[run]\ngeography = '\xD0\xBE\xD0'\n"),
                ElementsAre("a.toml:2:15: is not UTF-8 text from here on"));
}

TEST(Document, passes_on_where_toml_is_broken) {
    EXPECT_THAT(messages_of("[run]\nscale = = 1\n"),
                ElementsAre("a.toml:2:9: is not valid TOML: while parsing value: could not determine value type"));
}

TEST(Document, reports_a_heading_at_which_the_parser_would_abort) {
    EXPECT_THAT(messages_of("[!]\n"), ElementsAre("a.toml:1:2: is not valid TOML: while parsing key: expected bare key "
                                                  "starting character or string delimiter, saw '!'"));
}

TEST(Document, refuses_a_key_written_twice) {
    EXPECT_THAT(
        messages_of("[run]\nscale = 1\nscale = 2\n"),
        ElementsAre(
            "a.toml:3:9: is not valid TOML: while parsing key-value pair: cannot redefine existing integer 'scale'"));
}

TEST(Document, survives_a_nesting_meant_to_exhaust_the_stack) {
    std::string key = "a";
    for (int part = 0; part < 100'000; ++part) key += ".a";
    EXPECT_THAT(messages_of(key + " = 1\n"),
                ElementsAre("a.toml:1: has more than 100 dots in one line: is this a scenario?"));
    EXPECT_THAT(messages_of("a = " + std::string(100'000, '[') + "\n"),
                ElementsAre("a.toml:1:21: is not valid TOML: while parsing value: exceeded maximum nested value depth "
                            "of 16 (TOML_MAX_NESTED_VALUES)"));
}

TEST(Document, allows_many_dots_in_a_comment) {
    EXPECT_THAT(messages_of("  # " + std::string(500, '.') + "\n"), IsEmpty());
}

}  // namespace
}  // namespace qonys
