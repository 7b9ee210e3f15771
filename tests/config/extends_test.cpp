#include "config/document.hpp"
#include "folder.hpp"

namespace qonys {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Loads "a.toml" of these files and returns the messages.
std::vector<std::string> messages_of(const std::vector<std::pair<std::string, std::string>>& files,
                                     const std::vector<std::string>& overrides = {}) {
    const Folder folder;
    Problems problems;
    for (const auto& [name, text] : files) folder.write(name, text);
    Document::load(folder.path("a.toml"), overrides, problems);
    return folder.messages(problems);
}

TEST(Extends, names_the_file_that_is_not_there_and_who_asked_for_it) {
    EXPECT_THAT(messages_of({{"a.toml", "\nextends = 'b.toml'\n"}}),
                ElementsAre("a.toml:2:11: extends b.toml: there is no such file"));
}

TEST(Extends, must_be_the_name_of_a_file) {
    EXPECT_THAT(messages_of({{"a.toml", "extends = 3\n"}}),
                ElementsAre("a.toml:1:11: extends = 3 (must be the name of a file in quotes)"));
}

TEST(Extends, prints_the_circle_that_it_goes_round) {
    EXPECT_THAT(messages_of({{"a.toml", "extends = 'd/b.toml'\n"},
                             {"d/b.toml", "extends = '../c.toml'\n"},
                             {"c.toml", "extends = 'd/../d/b.toml'\n"}}),
                ElementsAre("c.toml:1:11: extends goes round in a circle: d/b.toml -> c.toml -> d/b.toml"));
}

TEST(Extends, follows_at_most_sixteen_files) {
    std::vector<std::pair<std::string, std::string>> files{{"a.toml", "extends = '1.toml'\n"}};
    for (int i = 1; i < 16; ++i) {
        files.emplace_back(std::to_string(i) + ".toml", "extends = '" + std::to_string(i + 1) + ".toml'\n");
    }
    files.emplace_back("16.toml", "");
    EXPECT_THAT(messages_of(files), ElementsAre("15.toml:1:11: extends goes deeper than 16 files"));
    files[15].second = "";
    EXPECT_THAT(messages_of(files), IsEmpty());
}

TEST(Extends, reports_bad_toml_in_the_extended_file_and_nothing_that_follows_from_it) {
    EXPECT_THAT(
        messages_of({{"a.toml", "extends = 'b.toml'\n[[policy]]\nname = 'x'\nremove = true\n"}, {"b.toml", "[["}},
                    {"policy.x.quota=1"}),
        ElementsAre("b.toml:1:3: is not valid TOML: while parsing table header: encountered end-of-file"));
}

TEST(Policies, must_have_a_name) {
    EXPECT_THAT(messages_of({{"a.toml", "[[policy]]\nkind = 'k'\n"}}),
                ElementsAre("a.toml:1:1: this policy has no name (write name = \"...\" below [[policy]])"));
}

TEST(Policies, must_have_a_plain_name) {
    EXPECT_THAT(messages_of({{"a.toml", "[[policy]]\nname = 'a.b'\n[[policy]]\nname = 3\n"}}),
                ElementsAre("a.toml:2:8: policy name = \"a.b\" (must be a text of letters a to z, digits, '_' and '-')",
                            "a.toml:4:8: policy name = 3 (must be a text of letters a to z, digits, '_' and '-')"));
}

TEST(Policies, must_have_a_kind) {
    EXPECT_THAT(
        messages_of({{"a.toml", "[[policy]]\nname = 'x'\n[[policy]]\nname = 'y'\nkind = 1\n"}}),
        ElementsAre("a.toml:1:1: policy.x.kind is missing: a policy that no extended file has needs it (did you "
                    "mean 'y'?)",
                    "a.toml:5:8: policy.y.kind = 1 (must be a text in quotes)"));
}

TEST(Policies, must_not_share_a_name_in_one_file) {
    EXPECT_THAT(messages_of({{"a.toml", "[[policy]]\nname = 'x'\nkind = 'k'\n[[policy]]\nname = 'x'\nkind = 'k'\n"}}),
                ElementsAre("a.toml:5:8: a policy named 'x' is already at a.toml:2:8"));
}

TEST(Policies, can_only_be_removed_if_an_extended_file_has_them) {
    EXPECT_THAT(
        messages_of({{"a.toml", "extends = 'b.toml'\n[[policy]]\nname = 'enbeck'\nremove = true\n"},
                     {"b.toml", "[[policy]]\nname = 'enbek'\nkind = 'k'\n"}}),
        ElementsAre("a.toml:2:1: cannot remove policy 'enbeck': no extended file has it (did you mean 'enbek'?)"));
}

TEST(Policies, are_removed_by_true_alone) {
    EXPECT_THAT(messages_of({{"a.toml", "[[policy]]\nname = 'x'\nkind = 'k'\nremove = 'yes'\n"}}),
                ElementsAre("a.toml:4:10: policy.x.remove = \"yes\" (must be true or false)"));
}

TEST(Policies, must_be_written_in_double_brackets) {
    EXPECT_THAT(messages_of({{"a.toml", "[policy.x]\nkind = 'k'\n"}}),
                ElementsAre("a.toml:1:1: a policy must be written as [[policy]], with a name and a kind"));
}

TEST(Sections, must_be_written_in_single_brackets) {
    EXPECT_THAT(messages_of({{"a.toml", "[[run]]\nscale = 1\n"}}),
                ElementsAre("a.toml:1:1: [[run]] must be written once, as [run]: only [[policy]] may be repeated"));
}

TEST(Policies, keep_their_kind) {
    EXPECT_THAT(
        messages_of({{"a.toml", "extends = 'b.toml'\n[[policy]]\nname = 'enbek'\nkind = 'shock'\n"},
                     {"b.toml", "[[policy]]\nname = 'enbek'\nkind = 'resettlement'\n"}}),
        ElementsAre("a.toml:4:8: policy.enbek.kind = \"shock\" changes what is \"resettlement\" at b.toml:3:8 (leave "
                    "the kind as it is, or remove the policy and add one of another name)"));
    EXPECT_THAT(messages_of({{"a.toml", "extends = 'b.toml'\n[[policy]]\nname = 'enbek'\nkind = 'k'\n"},
                             {"b.toml", "[[policy]]\nname = 'enbek'\nkind = 'k'\n"}}),
                ElementsAre());
}

TEST(Overrides, need_an_equals_sign) {
    EXPECT_THAT(messages_of({{"a.toml", ""}}, {"run.scale"}),
                ElementsAre("--set 'run.scale': must be key=value, such as run.scale=0.1"));
}

TEST(Overrides, need_a_key) {
    const std::string rest = ": has an empty key; it must be key=value, such as run.scale=0.1";
    EXPECT_THAT(
        messages_of({{"a.toml", ""}}, {"=1", "run.=1", ".x=1", "a..b=1"}),
        ElementsAre("--set '=1'" + rest, "--set 'run.=1'" + rest, "--set '.x=1'" + rest, "--set 'a..b=1'" + rest));
}

TEST(Overrides, need_a_policy_that_the_files_have) {
    const std::string file = "[[policy]]\nname = 'enbek'\nkind = 'k'\n";
    EXPECT_THAT(messages_of({{"a.toml", file}}, {"policy.enbeck.quota=1", "policy.enbek=1"}),
                ElementsAre("--set 'policy.enbeck.quota=1': there is no policy 'enbeck' (did you mean 'enbek'?)",
                            "--set 'policy.enbek=1': must name a policy and its key, such as policy.enbek.quota=100"));
}

TEST(Overrides, cannot_change_which_files_and_policies_there_are) {
    const std::string file = "[[policy]]\nname = 'enbek'\nkind = 'k'\n";
    EXPECT_THAT(messages_of({{"a.toml", file}}, {"extends=b.toml", "policy.enbek.name=x"}),
                ElementsAre("--set 'extends=b.toml': 'extends' can only be said in a scenario's file",
                            "--set 'policy.enbek.name=x': 'name' of a policy can only be said in a scenario's file"));
    EXPECT_THAT(
        messages_of({{"a.toml", file}}, {"policy.enbek.kind=shock"}),
        ElementsAre("--set 'policy.enbek.kind=shock': 'kind' of a policy can only be said in a scenario's file"));
}

TEST(Overrides, name_the_policies_there_are_where_none_is_nearly_meant) {
    const std::string file = "[[policy]]\nname = 'enbek'\nkind = 'k'\n[[policy]]\nname = 'kandas'\nkind = 'k'\n";
    EXPECT_THAT(messages_of({{"a.toml", file}}, {"policy.relocation.x=1"}),
                ElementsAre("--set 'policy.relocation.x=1': there is no policy 'relocation'; there is: enbek, kandas"));
    EXPECT_THAT(messages_of({{"a.toml", ""}}, {"policy.enbek.x=1"}),
                ElementsAre("--set 'policy.enbek.x=1': there is no policy 'enbek': the scenario has no policies"));
}

TEST(Overrides, take_policies_out) {
    const Folder folder;
    folder.write("a.toml", "[[policy]]\nname = 'enbek'\nkind = 'k'\n[[policy]]\nname = 'other'\nkind = 'k'\n");
    const auto left = [&](const std::vector<std::string>& overrides) {
        Problems problems;
        Document document = Document::load(folder.path("a.toml"), overrides, problems);
        EXPECT_TRUE(problems.empty());
        std::vector<std::string> names;
        for (const PolicySection& policy : document.policies()) names.push_back(policy.name);
        return names;
    };
    EXPECT_THAT(left({"policy.enbek.remove=true"}), ElementsAre("other"));
    EXPECT_THAT(left({"policy.enbek.remove=true", "policy.enbek.quota=1"}), ElementsAre("other"));
    EXPECT_THAT(left({"policy.enbek.remove=false"}), ElementsAre("enbek", "other"));
}

TEST(Overrides, take_policies_out_by_true_alone_and_only_those_that_are_there) {
    const std::string file = "[[policy]]\nname = 'enbek'\nkind = 'k'\n";
    EXPECT_THAT(messages_of({{"a.toml", file}}, {"policy.enbek.remove=yes", "policy.enbeck.remove=true"}),
                ElementsAre("--set 'policy.enbeck.remove=true': there is no policy 'enbeck' (did you mean 'enbek'?)",
                            "--set 'policy.enbek.remove=yes': must be true or false"));
}

}  // namespace
}  // namespace qonys
