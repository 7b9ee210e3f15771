#include "population/careers.hpp"

#include <gtest/gtest.h>

#include "tests/exactness/statistics.hpp"
#include "tests/support/working_country.hpp"

namespace qonys {
namespace {

using test::Cells;

class CareersTest : public testing::Test {
protected:
    CareersTest() {
        put_to_work(country);
        country.edit("enrolment.csv", ",0,0", ",0.4,0.3");
        country.edit("education.csv", "NOR,0.333,0.333", "NOR,0.2,0.5");
    }
    /// Counts persons of the country at the start by what `visit(person, age, place)` adds up.
    template <class Visit>
    void for_everybody(const World& world, Visit&& visit) {
        for (const Block& block : world.blocks)
            for (const Person& person : block.persons)
                if (person.household != no_row)
                    visit(person, age_at(Month(2019, 12), person.birth_month),
                          block.households[person.household].place);
    }
    TinyCountry country;
};

TEST_F(CareersTest, give_adults_the_education_of_their_region) {
    const World world = make_world(country.model(), Machine{});
    Matrix<double> found(2, education_count);
    std::array<double, 2> adults{};
    for_everybody(world, [&](const Person& person, std::size_t age, PlaceId place) {
        if (age < 25) return;
        const std::size_t region = place == TinyCountry::city ? 1 : 0;
        found(region, index(person.education)) += 1;
        ++adults[region];
    });
    const Matrix<double> shares = [] {
        Matrix<double> m(2, education_count);
        m(0, 0) = 0.3, m(0, 1) = 0.5, m(0, 2) = 0.2;
        m(1, 0) = 0.334, m(1, 1) = 0.333, m(1, 2) = 0.333;
        return m;
    }();
    Cells cells;
    for (std::size_t region = 0; region < 2; ++region)
        for (std::size_t e = 0; e < education_count; ++e)
            cells.add(found(region, e), adults[region] * shares(region, e));
    EXPECT_PLAUSIBLE(cells.verdict(2));
}

TEST_F(CareersTest, send_the_young_to_school_and_to_study) {
    const World world = make_world(country.model(), Machine{});
    std::array<double, 23> persons{}, students{}, at_university{};
    for_everybody(world, [&](const Person& person, std::size_t, PlaceId) {
        const std::size_t age = age_at(Month(2019, 9), person.birth_month);  // when school began
        EXPECT_EQ(person.activity == Activity::minor, age < 17);
        if (age < 22) {
            EXPECT_NE(person.education, Education::higher);
        }
        if (age >= persons.size()) return;
        ++persons[age];
        if (person.activity != Activity::student) return;
        ++students[age];
        at_university[age] += person.education == Education::vocational;
    });
    const auto near = [&](double count, double of, double share) {
        EXPECT_LT(std::abs(count - of * share), 4 * std::sqrt(of * share * (1 - share))) << count << " of " << of;
    };
    for (std::size_t age = 17; age < 20; ++age) {
        near(students[age], persons[age], 0.7);
        near(at_university[age], persons[age], 0.4);
    }
    for (std::size_t age = 20; age < 22; ++age) near(at_university[age], persons[age], 0.4);
    for (std::size_t age = 20; age < 22; ++age) EXPECT_EQ(students[age], at_university[age]);
    EXPECT_EQ(students[16] + students[22], 0);
}

TEST_F(CareersTest, give_work_to_as_many_as_the_tables_say) {
    const World world = make_world(country.model(), Machine{});
    std::array<double, 2> active{}, unemployed{}, adults{};
    double informal = 0, working = 0, expected_informal = 0, informal_variance = 0;
    const CareerStartParameters parameters;
    for_everybody(world, [&](const Person& person, std::size_t age, PlaceId place) {
        if (age < 25 || age >= pension_age(person.sex)) return;
        const std::size_t region = place == TinyCountry::city ? 1 : 0;
        const bool works = employed(person.activity) || person.activity == Activity::absent;
        EXPECT_TRUE(works || person.activity == Activity::unemployed || person.activity == Activity::inactive);
        ++adults[region];
        active[region] += person.activity != Activity::inactive;
        unemployed[region] += person.activity == Activity::unemployed;
        if (!works) return;
        const double share = parameters.informal_share(
            person.education, place == TinyCountry::village ? Settlement::rural : Settlement::urban);
        ++working;
        informal += person.activity != Activity::formal;
        expected_informal += share;
        informal_variance += share * (1 - share);
    });
    const std::array<double, 2> rate{0.08, 0.05};
    for (std::size_t region = 0; region < 2; ++region) {
        EXPECT_LT(std::abs(active[region] - 0.8 * adults[region]), 4 * std::sqrt(adults[region] * 0.8 * 0.2));
        EXPECT_LT(std::abs(unemployed[region] - rate[region] * active[region]),
                  4 * std::sqrt(active[region] * rate[region] * (1 - rate[region])));
    }
    EXPECT_LT(std::abs(informal - expected_informal), 4 * std::sqrt(informal_variance));
    EXPECT_GT(working, 10'000);
}

TEST_F(CareersTest, let_owners_live_in_their_share_of_the_dwellings) {
    const World world = make_world(country.model(), Machine{});
    const std::array<double, 3> share{0.75, 0.85, 0.75};
    for (std::size_t place = 0; place < 3; ++place) {
        const auto households = static_cast<double>(world.at_start.households[place]);
        const auto owners = static_cast<double>(world.at_start.tenure(place, index(Tenure::owner)));
        EXPECT_LT(std::abs(owners - share[place] * households),
                  4 * std::sqrt(households * share[place] * (1 - share[place])));
    }
}

}  // namespace
}  // namespace qonys
