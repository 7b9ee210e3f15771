#include "process/schooling.hpp"

#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "tests/exactness/statistics.hpp"
#include "tests/support/books.hpp"
#include "tests/support/three_places.hpp"
#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

constexpr Month september{2020, 9};

class SchoolingTest : public testing::Test, protected ThreePlaces {
protected:
    Schooling schooling(const SchoolingParameters& parameters = {}) const {
        Problems problems;
        TableFolder folder = country.open();
        Schooling made(folder, geography, parameters, problems);
        EXPECT_TRUE(problems.empty());
        return made;
    }
    /// Somebody who lives with a parent; `age` completed years in September.
    Row young(PlaceId place, int age, Activity activity, Education education = Education::secondary) {
        const Row home = household(place, 1);
        block().persons[block().households[home].first_person].activity = Activity::inactive;
        const Row row = block().add_person(home, september + (-12 * age), Sex::female);
        block().persons[row].activity = activity;
        block().persons[row].education = education;
        return row;
    }
    const Person& person(Row row) { return block().persons[row]; }
    /// Everybody in the books as in the blocks, before and after.
    void begin(const Schooling& schooling, Month month = september, std::uint64_t seed = 1) {
        open();
        const Stocks before = world.published.stocks;
        schooling.begin_school_year(month, Levers(), world, Seed{seed}, Machine{});
        publish(world, month);
        check_balances(world, before);
        expect_books_to_agree_with_blocks(world);
    }
    TinyCountry country;
};

TEST_F(SchoolingTest, weighs_universities_by_their_students_and_their_distance) {
    country.edit("universities.csv", "NOR,0", "NOR,50");
    const Schooling schooling = this->schooling({.distance = -0.7, .away = -1.2});
    const double far = std::exp(-1.2) * std::pow(3.0, -0.7);  // 300 km
    EXPECT_NEAR(schooling.study_share(north, capital), 100 * far / (50 + 100 * far), 1e-12);
    EXPECT_NEAR(schooling.study_share(north, north), 50 / (50 + 100 * far), 1e-12);
    EXPECT_NEAR(schooling.study_share(capital, north), 50 * far / (100 + 50 * far), 1e-12);
    EXPECT_NEAR(schooling.study_share(capital, capital), 100 / (100 + 50 * far), 1e-12);
    country.edit("universities.csv", "CIT,100", "CIT,0");
    country.edit("universities.csv", "NOR,50", "NOR,0");
    EXPECT_EQ(this->schooling().study_share(north, north), 1) << "a country without universities";
}

TEST_F(SchoolingTest, enrols_the_shares_of_the_region_and_moves_students_to_their_university) {
    country.tables["enrolment.csv"] = "region,higher,vocational\nNOR,0.4,0.25\nCIT,0.7,0.3\n";
    country.edit("universities.csv", "NOR,0", "NOR,100");
    const Schooling schooling = this->schooling({.distance = -0.5, .away = 0});
    constexpr int leavers = 5000;
    std::vector<Row> rows;
    for (int k = 0; k < leavers; ++k) rows.push_back(young(k % 2 == 0 ? town : village, 17 + k % 3, Activity::minor));
    begin(schooling);
    const double stay = 0.4 * schooling.study_share(north, north);
    const std::vector<double> expected{leavers * stay, leavers * (0.4 - stay), leavers * 0.25, leavers * 0.35};
    std::vector<double> found(4);
    for (const Row row : rows) {
        const PlaceId place = block().households[person(row).household].place;
        if (person(row).activity == Activity::unemployed) {
            EXPECT_EQ(person(row).education, Education::secondary);
            ++found[3];
        } else {
            EXPECT_EQ(person(row).activity, Activity::student);
            if (person(row).education == Education::secondary)
                ++found[2];
            else
                ++found[place == city ? 1 : 0];
        }
        if (place == city) {
            EXPECT_EQ(block().households[person(row).household].size, 1) << "alone";
        }
    }
    EXPECT_PLAUSIBLE(test::goodness_of_fit(found, expected));
    const Ledger& ledger = world.published.ledger;
    double moved = 0;
    for (const PlaceId origin : {town, village})
        moved += static_cast<double>(ledger.moves_by_reason(reason_row(Reason::study, origin, 4), index(city)));
    EXPECT_EQ(moved, found[1]);
    EXPECT_EQ(ledger.formed[0] + ledger.formed[1], static_cast<std::int64_t>(moved));
}

TEST_F(SchoolingTest, graduates_at_20_and_22) {
    struct Case {
        int age;
        Education before;
        Activity activity;
        Education after;
    };
    std::vector<std::pair<Row, Case>> people;
    using enum Education;
    for (const Case& one :
         {Case{19, secondary, Activity::student, secondary}, Case{20, secondary, Activity::unemployed, vocational},
          Case{21, vocational, Activity::student, vocational}, Case{22, vocational, Activity::unemployed, higher}})
        people.emplace_back(young(town, one.age, Activity::student, one.before), one);
    begin(schooling());
    for (const auto& [row, one] : people) {
        EXPECT_EQ(person(row).activity, one.activity) << one.age;
        EXPECT_EQ(person(row).education, one.after) << one.age;
    }
}

TEST_F(SchoolingTest, leaves_children_at_school) {
    country.edit("enrolment.csv", ",0,0", ",1,0");
    const std::vector<Row> rows{young(town, 16, Activity::minor), young(city, 5, Activity::minor),
                                young(out, 16, Activity::minor)};
    begin(schooling());
    for (const Row row : rows) EXPECT_EQ(person(row).activity, Activity::minor);
    EXPECT_EQ(world.published.ledger.digest, 0U) << "nothing happened";
}

TEST_F(SchoolingTest, lets_those_abroad_finish_what_they_learn_and_begin_nothing_new) {
    country.edit("enrolment.csv", ",0,0", ",1,0");
    const Row child = young(out, 17, Activity::minor);
    const Row student = young(out, 22, Activity::student, Education::vocational);
    begin(schooling());
    EXPECT_EQ(person(child).activity, Activity::unemployed);
    EXPECT_EQ(person(student).activity, Activity::unemployed);
    EXPECT_EQ(person(student).education, Education::higher);
}

TEST_F(SchoolingTest, lets_heads_and_those_with_a_partner_study_where_they_live) {
    country.edit("enrolment.csv", ",0,0", ",1,0");
    std::vector<Row> stay;
    for (int k = 0; k < 50; ++k) {
        const Row orphan = household(town, 1);
        stay.push_back(block().households[orphan].first_person);
        block().persons[stay.back()].birth_month = static_cast<MonthIndex>((september + (-12 * 18)).index());
        block().households[orphan].head_birth_month = block().persons[stay.back()].birth_month;
        stay.push_back(young(town, 18, Activity::minor));
        Person& wife = block().persons[stay.back()];
        wife.partnered = true;
        block().persons[block().households[wife.household].first_person].partnered = true;
    }
    block().sort_by_birth();
    begin(schooling({.distance = 0, .away = 10}));  // everybody else would go to the city
    for (const Row row : stay) {
        EXPECT_EQ(person(row).activity, Activity::student);
        EXPECT_EQ(block().households[person(row).household].place, town);
    }
}

TEST_F(SchoolingTest, begins_in_September_only) {
    country.edit("enrolment.csv", ",0,0", ",0.5,0.5");
    for (int month = 1; month <= 12; ++month) {
        world.blocks.assign(1, Block{});
        const Row one = young(town, 18, Activity::minor);
        const Row other = young(town, 21, Activity::student);
        begin(schooling(), Month(2020, month));
        EXPECT_EQ(person(one).activity == Activity::minor, month != 9) << month;
        EXPECT_EQ(person(other).activity == Activity::student, month != 9) << month;
    }
}

TEST_F(SchoolingTest, is_the_same_for_any_number_of_Threads) {
    country.edit("enrolment.csv", ",0,0", ",0.5,0.3");
    const Model model = country.model();
    const World start = make_world(model, Machine{});
    std::vector<std::uint64_t> digests;
    for (const int threads : {1, 2, 3}) {
        World now = start;
        now.ledgers.resize(static_cast<std::size_t>(threads), now.ledgers.front());
        model.schooling.begin_school_year(september, Levers(), now, Seed{1}, Machine{threads});
        publish(now, september);
        EXPECT_NE(now.published.digest, start.published.digest);
        digests.push_back(chained(state_digest(now), now.published.digest));
    }
    EXPECT_EQ(digests[0], digests[1]);
    EXPECT_EQ(digests[0], digests[2]);
}

TEST_F(SchoolingTest, needs_shares_that_make_sense_for_every_region_of_the_country) {
    for (const auto& [table, from, to] :
         {std::tuple{"enrolment.csv", "NOR,0,0", "NOR,0.7,0.4"}, std::tuple{"enrolment.csv", "CIT,0,0\n", ""},
          std::tuple{"universities.csv", "CIT,100\n", ""}, std::tuple{"universities.csv", "CIT,100", "CIT,-1"}}) {
        TinyCountry wrong;
        wrong.edit(table, from, to);
        EXPECT_THROW(wrong.model(), InputError) << table;
    }
}

}  // namespace
}  // namespace qonys
