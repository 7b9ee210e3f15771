#include "model/model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class TinyModel : public testing::Test {
protected:
    /// What the user is told, without the folder's path; nothing when a model could be made.
    std::vector<std::string> problems(const std::vector<std::string>& overrides = {}) const {
        try {
            country.model(overrides);
        } catch (const InputError& error) {
            std::vector<std::string> said;
            const std::string prefix = (country.folder() / "").string();
            for (const Problem& problem : error.problems()) {
                std::string text = to_string(problem.where) + ": " + problem.what;
                for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
                    text.erase(at, prefix.size());
                said.push_back(text);
            }
            return said;
        }
        return {};
    }
    TinyCountry country;
};

TEST_F(TinyModel, of_a_right_scenario_has_no_problems) {
    EXPECT_THAT(problems(), ElementsAre());
    const Model model = country.model();
    EXPECT_EQ(model.settings.start, Month(2020, 1));
    EXPECT_EQ(model.settings.months().size(), 12);
    EXPECT_EQ(model.geography->domestic_places, 3U);
    EXPECT_EQ(model.seed(), Seed{7});
    EXPECT_EQ(model.tables.size(), country.tables.size()) << "every table of the folder is read, once";
}

TEST_F(TinyModel, refuses_an_end_before_the_start) {
    country.run = "start = \"2020-05\"\nend = \"2020-04\"\n";
    EXPECT_THAT(problems(), ElementsAre("tiny.toml:4:7: run.end = 2020-04 lies before run.start = 2020-05"));
}

TEST_F(TinyModel, refuses_a_start_that_the_population_table_does_not_reach) {
    country.run = "start = \"2014-01\"\nend = \"2016-12\"\n";
    EXPECT_THAT(problems(), Contains("data/population.csv: no population at 2014-01 (the table spans 2015 to 2030)"));
    country.run = "start = \"2030-02\"\nend = \"2031-12\"\n";
    EXPECT_THAT(problems(), Contains("data/population.csv: no population at 2030-02 (the table spans 2015 to 2030)"));
    country.run = "start = \"2030-01\"\nend = \"2031-12\"\n";
    EXPECT_THAT(problems(), ElementsAre());
}

TEST_F(TinyModel, reports_the_problems_of_the_scenario_and_of_the_tables_together) {
    country.run = "start = \"2020-05\"\nend = \"2020-04\"\nscale = 2\n";
    country.sections = "[migraton]\nhome = 1\n[migration]\nhome = -1\n";
    country.edit("incomes.csv", "CIT,urban", "CTI,urban");
    country.edit("households.csv", "NOR,urban,2015,3", "NOR,urban,2015,0.5");
    const auto said = problems();
    EXPECT_THAT(said, Contains(HasSubstr("run.end = 2020-04 lies before")));
    EXPECT_THAT(said, Contains(HasSubstr("run.scale = 2")));
    EXPECT_THAT(said, Contains(HasSubstr("migration.home = -1")));
    EXPECT_THAT(said, Contains(HasSubstr("migraton")));
    EXPECT_THAT(said, Contains(HasSubstr("data/incomes.csv:4:1: region = 'CTI' is not a region")));
    EXPECT_THAT(said, Contains(HasSubstr("data/households.csv:2:16: mean_size = 0.5")));
}

TEST_F(TinyModel, refuses_a_folder_that_is_not_there) {
    EXPECT_THAT(problems({"run.geography=\"/nowhere/kz21\""}), Contains(HasSubstr("there is no folder /nowhere/kz21")));
}

TEST_F(TinyModel, misses_every_table_that_is_not_there) {
    const TinyCountry whole;
    for (const auto& [missing, text] : whole.tables) {
        TinyCountry lacking;
        lacking.tables.erase(missing);
        try {
            lacking.model();
            ADD_FAILURE() << "made a model without " << missing;
        } catch (const InputError& error) {
            EXPECT_THAT(error.what(), HasSubstr(missing));
        }
    }
}

TEST_F(TinyModel, refuses_tables_without_a_row_for_every_region) {
    for (const auto& [name, row] :
         std::vector<std::pair<std::string, std::string>>{{"households.csv", "CIT,urban,2015,2.5\n"},
                                                          {"ethnicity.csv", "CIT,2015,0.5,0.3,0.2\n"},
                                                          {"incomes.csv", "CIT,urban,2015,90000\n"},
                                                          {"migration_regions.csv", "CIT,2015,0.75,-4.5,0.25\n"},
                                                          {"mortality.csv", "female,100,0.01\n"}}) {
        TinyCountry lacking;
        lacking.edit(name, row, "");
        EXPECT_THROW(lacking.model(), InputError) << name << " without " << row;
    }
}

TEST_F(TinyModel, refuses_shares_of_ethnic_groups_that_do_not_sum_to_1) {
    country.edit("ethnicity.csv", "CIT,2015,0.5,0.3,0.2", "CIT,2015,0.5,0.3,0.3");
    EXPECT_THAT(problems(), ElementsAre("data/ethnicity.csv:3:10: the shares of the row sum to 1.1000, not 1"));
}

TEST_F(TinyModel, tells_observers_enough_to_run_it_again) {
    country.sections = resettlement_policy("north", 5);
    const Model model = country.model({"run.scale=0.5"});
    const RunInfo info = run_info(model, Machine{3}, "qonys run tiny.toml");
    EXPECT_EQ(info.first, Month(2020, 1));
    EXPECT_EQ(info.last, Month(2020, 12));
    EXPECT_EQ(info.scale, 0.5);
    EXPECT_EQ(info.threads, 3);
    ASSERT_EQ(info.policies.size(), 1U);
    EXPECT_EQ(info.policies[0].name, "north");
    EXPECT_EQ(info.policies[0].kind, "resettlement");
    EXPECT_EQ(info.policies[0].level, "national");
    EXPECT_EQ(info.files.size(), 1 + country.tables.size());
    EXPECT_EQ(info.command_line, "qonys run tiny.toml");
    EXPECT_THAT(info.effective_scenario, HasSubstr("scale = 0.5"));
    EXPECT_THAT(info.effective_scenario, HasSubstr("kind = \"resettlement\""));
}

}  // namespace
}  // namespace qonys
