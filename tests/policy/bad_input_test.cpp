#include <map>

#include "config/describe.hpp"
#include "policy/catalogue.hpp"
#include "tests/support/policy_runs.hpp"

namespace qonys {

/// For the names of tests.
void PrintTo(const PolicyKind& kind, std::ostream* out) { *out << kind.kind; }  // NOLINT(readability-identifier-naming)

namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// What each type of a parameter must be, and something that it is not.
struct Type {
    std::string_view must_be;
    std::string_view not_it;
};

const std::map<std::string_view, Type>& types() {
    static const std::map<std::string_view, Type> all{
        {wording_of(0.0).type, {wording_of(0.0).must_be, "\"many\""}},
        {wording_of(std::int64_t{}).type, {wording_of(std::int64_t{}).must_be, "1.5"}},
        {wording_of(false).type, {wording_of(false).must_be, "\"yes\""}},
        {wording_of(std::string()).type, {wording_of(std::string()).must_be, "3"}},
        {wording_of(Date{}).type, {wording_of(Date{}).must_be, "\"2020-02-30\""}},
        {wording_of(Amount{}).type, {wording_of(Amount{}).must_be, "35"}},
        {wording_of(std::vector<std::string>()).type, {wording_of(std::vector<std::string>()).must_be, "\"NOR\""}},
        {wording_of(std::vector<std::int64_t>()).type, {wording_of(std::vector<std::int64_t>()).must_be, "[\"all\"]"}},
    };
    return all;
}

/// A number as a value of the type, or "" if the type has no range.
std::string written(std::string_view type, double number) {
    if (type == wording_of(0.0).type) return fmt::format("{}", number);
    if (type == wording_of(std::int64_t{}).type) return fmt::format("{:.0f}", number);
    if (type == wording_of(Amount{}).type) return fmt::format("\"{} KZT\"", number);
    return type == wording_of(std::vector<std::int64_t>()).type ? fmt::format("[{:.0f}]", number) : "";
}

/// Of "eligibility.tenure", that of "tenure".
int column_of_last_part(const std::string& key) {
    const std::size_t dot = key.rfind('.');
    return dot == std::string::npos ? 1 : static_cast<int>(dot) + 2;
}

/// Every parameter of every kind of policy, wrong in every way that its declaration forbids.
class BadInput : public PolicyRuns, public testing::WithParamInterface<PolicyKind> {
protected:
    BadInput() {
        FieldDescriber describer("policy");
        GetParam().describe(describer);
        fields = describer.take();
    }
    /// What is wrong with a policy that has these lines after its name and kind.
    std::vector<Problem> problems(const std::string& lines) {
        country.sections = policy("p", GetParam().kind, lines);
        try {
            country.model();
        } catch (const InputError& error) {
            return error.problems();
        }
        return {};
    }
    /// Where `text` stands in the scenario's file, from the column on.
    Location found(const std::string& text, int column) const {
        const std::string all = "[run]\ngeography = \"data\"\n" + country.run + "\n" + country.sections;
        const std::size_t at = all.find("\n" + text);
        EXPECT_NE(at, std::string::npos) << text;
        const auto line = std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 2;
        return {(country.folder() / "tiny.toml").string(), static_cast<int>(line), column};
    }
    /// Exactly one problem stands there, and it says this.
    static void expect_one(const std::vector<Problem>& all, const Location& where, const std::string& what) {
        int there = 0;
        for (const Problem& problem : all)
            if (to_string(problem.where) == to_string(where)) {
                ++there;
                EXPECT_THAT(problem.what, StartsWith(what));
            }
        EXPECT_EQ(there, 1) << to_string(where) << ": " << what;
    }
    /// Gives each parameter that `wrong` has a value for that value, all in one file, and expects a message for each.
    template <class Wrong, class MustBe>
    void expect_all_refused(Wrong&& wrong, MustBe&& must_be) {
        std::string lines;
        for (const DescribedField& field : fields)
            if (const std::string value = wrong(field); !value.empty()) lines += field.name + " = " + value + "\n";
        const std::vector<Problem> all = problems(lines);
        for (const DescribedField& field : fields) {
            const std::string value = wrong(field);
            if (value.empty()) continue;
            const std::string line = field.name + " = " + value;
            const Location where = found(line + "\n", static_cast<int>(field.name.size()) + 4);
            int there = 0;
            for (const Problem& problem : all)
                if (to_string(problem.where) == to_string(where)) {
                    ++there;
                    EXPECT_THAT(problem.what, StartsWith("policy.p." + field.name + " = "));
                    EXPECT_THAT(problem.what, HasSubstr(must_be(field)));
                }
            EXPECT_EQ(there, 1) << line;
        }
    }
    std::vector<DescribedField> fields;
};

TEST_P(BadInput, of_a_wrong_type_is_refused_where_it_stands_with_what_it_must_be) {
    expect_all_refused(
        [](const DescribedField& field) { return std::string(types().at(field.type).not_it); },
        [](const DescribedField& field) { return fmt::format("(must be {}", types().at(field.type).must_be); });
}

TEST_P(BadInput, below_or_above_what_is_possible_is_refused_with_the_range) {
    const auto range = [](const DescribedField& field) { return "must be " + field.range; };
    expect_all_refused(
        [](const DescribedField& field) {
            return std::isfinite(field.least) ? written(field.type, field.least - 1) : "";
        },
        range);
    expect_all_refused(
        [](const DescribedField& field) {
            return std::isfinite(field.most) ? written(field.type, 2 * field.most + 1) : "";
        },
        range);
}

TEST_P(BadInput, that_lacks_what_is_required_is_told_what_it_is_for) {
    const std::vector<Problem> all = problems("");
    for (const DescribedField& field : fields) {
        if (!field.required) continue;
        const std::string what = fmt::format("policy.p.{} is missing: {}", field.name, field.meaning);
        EXPECT_THAT(all, Contains(::testing::Field(&Problem::what, what)));
    }
    for (const Problem& problem : all) EXPECT_GT(problem.where.line, 0) << problem.what;
}

TEST_P(BadInput, of_an_unknown_key_is_refused_with_the_nearest_known_one) {
    std::string lines;
    for (const DescribedField& field : fields) lines += field.name + "_x = 1\n";
    const std::vector<Problem> all = problems(lines);
    for (const DescribedField& field : fields)
        expect_one(all, found(field.name + "_x", column_of_last_part(field.name)),
                   fmt::format("unknown key 'policy.p.{}_x' (did you mean '", field.name));
}

TEST_P(BadInput, of_dates_that_end_before_they_start_is_refused) {
    const std::vector<Problem> all = problems("start = 2020-05-02\nend = 2020-05-01\n");
    expect_one(all, found("end = 2020-05-01", 7), "policy.p.end = 2020-05-01 lies before policy.p.start = 2020-05-02");
}

TEST_P(BadInput, of_a_level_that_does_not_exist_is_refused) {
    const std::vector<Problem> all = problems("level = \"regional\"\n");
    expect_one(all, found("level = \"regional\"", 9),
               "policy.p.level: 'regional' is none of: global, cross-country, national");
}

INSTANTIATE_TEST_SUITE_P(Kinds, BadInput, testing::ValuesIn(policy_catalogue()),
                         [](const auto& kind) { return std::string(kind.param.kind); });

}  // namespace
}  // namespace qonys
