#include "world/persons_by_age.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace qonys {
namespace {

constexpr Month june{2020, 6};

/// A block of persons of all ages, in an order that has nothing to do with them, a few dead, and `newcomers` who came
/// after the population was sorted: half of them are sorted too.
Block crowd(std::size_t persons, std::size_t newcomers) {
    Block block;
    block.id = BlockId{3};
    Stream dice(Seed{5}, Purpose::benchmark, june, block.id);
    const auto add = [&] {
        if (block.households.empty() || block.households.back().size >= 40)
            block.add_household(PlaceId{0}, RegionId{0}, Ethnicity::kazakh, june);
        const auto household = static_cast<Row>(block.households.size() - 1);
        const Month born = june + (-static_cast<int>(dice.below(12 * 105)));
        block.add_person(household, born, dice.below(2) == 0 ? Sex::male : Sex::female);
    };
    for (std::size_t k = 0; k < persons; ++k) add();
    block.sort_by_birth();
    for (std::size_t k = 0; k < newcomers; ++k) {
        if (k == newcomers / 2) block.sort_newcomers();
        add();
    }
    for (std::uint32_t row = 0; row < block.person_rows(); row += 97) block.remove_person(static_cast<Row>(row));
    return block;
}

/// A hazard that jumps from age to age, is nothing at some ages and certain at one.
double jagged(std::size_t age) {
    if (age == 33) return 1;
    return age % 7 == 3 ? 0 : static_cast<double>(age % 11) / 40;
}

ByAge jagged_by_age() {
    ByAge by_age{};
    for (std::size_t age = 0; age < age_count; ++age) by_age[age] = jagged(age);
    return by_age;
}

TEST(AgeBounds, are_never_below_the_hazard_of_anybody_in_any_month) {
    const ByAge men = jagged_by_age();
    ByAge women{};
    women[30] = 0.7;
    for (int m = 0; m < 24; ++m) {
        const Month month = june + m;
        const AgeBounds bounds(month, men, women);
        for (int born = month.index() - 12 * 120; born <= month.index(); ++born) {
            const std::size_t age = age_at(month, static_cast<MonthIndex>(born));
            BirthYearRun run{.end = 0, .year = static_cast<std::int16_t>(Month::from_index(born).year()), .sex = {}};
            EXPECT_GE(bounds.of(run).hazard, men[age]) << born;
            run.sex = BirthYearRun::Sex::female;
            EXPECT_GE(bounds.of(run).hazard, women[age]) << born;
            run.sex = BirthYearRun::Sex::either;
            EXPECT_GE(bounds.of(run).hazard, std::max(men[age], women[age])) << born;
        }
    }
}

TEST(AgeBounds, are_the_highest_hazard_of_the_two_ages_of_a_year_and_of_one_in_December) {
    ByAge by_age{};
    by_age[20] = 0.5;
    const auto bound = [&](Month month, std::int16_t year) {
        return AgeBounds(month, by_age).of({0, year, {}}).hazard;
    };
    EXPECT_EQ(bound(june, 2000), 0.5) << "some are twenty already";
    EXPECT_EQ(bound(june, 1999), 0.5) << "some are still twenty";
    EXPECT_EQ(bound(june, 2001), 0);
    EXPECT_EQ(bound(june, 1998), 0);
    EXPECT_EQ(bound(Month(2020, 12), 2000), 0.5);
    EXPECT_EQ(bound(Month(2020, 12), 1999), 0) << "all have had their birthday";
}

TEST(AgeBounds, know_whether_anybody_has_a_hazard) {
    EXPECT_TRUE(AgeBounds(Month(2020, 1), ByAge{}).nobody());
    ByAge one_age{};
    one_age[70] = 1e-9;
    EXPECT_FALSE(AgeBounds(Month(2020, 1), ByAge{}, one_age).nobody());
    EXPECT_FALSE(AgeBounds(Month(2020, 1), one_age, ByAge{}).nobody());
}

TEST(PersonsByAge, accept_everybody_with_the_own_hazard_as_a_dense_walk_would) {
    // Every person is accepted with the own hazard in each replicate: a binomial for each, compared with its
    // expectation (chi-square over persons with a hazard strictly between 0 and 1).
    const auto hazard_of = [](const Person& person) {
        if (person.household == no_row) return 0.0;
        return jagged(age_at(june, person.birth_month)) * (person.household % 2 == 0 ? 1 : 0.5);
    };
    const Block block = crowd(3000, 300);
    const AgeBounds bounds(june, jagged_by_age());
    constexpr int replicates = 2000;
    std::vector<int> accepted(block.persons.size());
    for (std::uint64_t r = 0; r < replicates; ++r)
        for_each_candidate(
            Stream(Seed{r}, Purpose::benchmark, june, block.id), block, bounds, "test",
            [](const Person& person) { return jagged(age_at(june, person.birth_month)); },
            [&](const Candidate& candidate) {
                if (candidate.accepted(hazard_of(block.persons[candidate.person]), "test", block))
                    ++accepted[candidate.person];
            });
    double chi_square = 0;
    double degrees = 0;
    for (std::size_t row = 0; row < accepted.size(); ++row) {
        const double hazard = hazard_of(block.persons[row]);
        if (hazard == 0 || hazard == 1) {
            ASSERT_EQ(accepted[row], hazard == 0 ? 0 : replicates) << row;
            continue;
        }
        const double gap = accepted[row] - replicates * hazard;
        chi_square += gap * gap / (replicates * hazard * (1 - hazard));
        degrees += 1;
    }
    EXPECT_GT(degrees, 2000);
    // Normal for so many degrees of freedom; 4.5 standard deviations.
    EXPECT_NEAR(chi_square, degrees, 4.5 * std::sqrt(2 * degrees));
}

TEST(PersonsByAge, draw_numbers_that_are_uniform_below_the_hazard_of_the_accepted) {
    const Block block = crowd(3000, 0);
    const AgeBounds bounds(june, jagged_by_age());
    std::vector<double> tenths(10);
    for (std::uint64_t r = 0; r < 500; ++r)
        for_each_candidate(
            Stream(Seed{r}, Purpose::benchmark, june, block.id), block, bounds, "test",
            [](const Person& person) { return jagged(age_at(june, person.birth_month)); },
            [&](const Candidate& candidate) {
                const double hazard = jagged(age_at(june, block.persons[candidate.person].birth_month));
                tenths[static_cast<std::size_t>(10 * candidate.draw / hazard)] += 1;
            });
    double all = 0;
    for (const double tenth : tenths) all += tenth;
    // Binomial counts; five standard deviations.
    for (const double tenth : tenths) EXPECT_NEAR(tenth, all / 10, 5 * std::sqrt(all * 0.09));
}

TEST(PersonsByAge, name_the_process_and_the_person_whose_hazard_exceeds_the_bound) {
    const Block block = crowd(200, 0);
    ByAge by_age{};
    by_age.fill(0.5);
    const auto walk = [&] {
        for_each_candidate(
            Stream(Seed{1}, Purpose::benchmark, june, block.id), block, AgeBounds(june, by_age), "leaving home",
            [](const Person&) { return 0.6; }, [](const Candidate&) {});
    };
    EXPECT_THROW(walk(), BrokenInvariant);
}

TEST(PersonsByAge, are_those_of_before_the_walk_even_if_a_visit_adds_some) {
    Block block = crowd(500, 20);
    ByAge always{};
    always.fill(1);
    std::set<Row> visited;
    for_each_candidate(
        Stream(Seed{1}, Purpose::benchmark, june, block.id), block, AgeBounds(june, always), "test",
        [](const Person&) { return 1.0; },
        [&](const Candidate& candidate) {
            visited.insert(candidate.person);
            block.add_person(block.persons[candidate.person].household, june, Sex::female);
        });
    EXPECT_EQ(visited.size(), 520U - 6U) << "all who were alive, nobody twice";
    EXPECT_LT(*visited.rbegin(), 520);
}

TEST(PersonsByAge, are_the_same_for_those_of_the_start_whoever_came_later) {
    // Common random numbers: newcomers of one scenario change nobody's candidacy among those both scenarios have.
    const auto candidates = [](const Block& block) {
        std::map<Row, double> of_start;
        for_each_candidate(
            Stream(Seed{1}, Purpose::benchmark, june, block.id), block, AgeBounds(june, jagged_by_age()), "test",
            [](const Person& person) { return jagged(age_at(june, person.birth_month)); },
            [&](const Candidate& candidate) {
                if (candidate.person < 3000) of_start.emplace(candidate.person, candidate.draw);
            });
        return of_start;
    };
    const Block few = crowd(3000, 0);
    const Block many = crowd(3000, 900);
    EXPECT_GT(candidates(few).size(), 100U);
    EXPECT_EQ(candidates(few), candidates(many));
}

TEST(PersonsByAge, who_came_later_are_sorted_by_year_of_birth_behind_those_of_the_start) {
    Block block = crowd(3000, 400);
    const std::vector<Row> before = block.by_birth;
    block.sort_newcomers();
    EXPECT_TRUE(std::equal(before.begin(), before.begin() + 3000, block.by_birth.begin()));
    EXPECT_TRUE(std::ranges::is_permutation(before, block.by_birth));
    Row begin = 0;
    int year = 0;
    for (const BirthYearRun& run : block.birth_years) {
        if (begin >= 3000) {
            EXPECT_EQ(run.sex, BirthYearRun::Sex::either);
            EXPECT_GT(run.year, year) << "each year once";
            year = run.year;
        }
        for (std::size_t place = begin; place < run.end; ++place) {
            const Person& person = block.persons[block.by_birth[place]];
            if (person.household == no_row) continue;
            EXPECT_EQ(Month::from_index(person.birth_month).year(), run.year) << place;
        }
        begin = run.end;
    }
    EXPECT_EQ(begin, block.person_rows());
}

TEST(PersonsByAge, of_an_age_are_found_as_by_asking_everybody) {
    const Block block = crowd(2000, 200);
    for (const auto& [youngest, oldest] : {std::pair<std::size_t, std::size_t>{0, 0}, {15, 49}, {17, 22}, {60, 100}}) {
        std::vector<Row> found;
        for_each_aged(
            block, june, youngest, oldest, BirthYearRun::Sex::female,
            [](const Person& person) { return person.sex == Sex::female; }, [&](Row row) { found.push_back(row); });
        std::ranges::sort(found);
        std::vector<Row> expected;
        for (std::uint32_t row = 0; row < block.person_rows(); ++row) {
            const int years = (june.index() - block.persons[row].birth_month) / 12;
            const bool of_age = years >= static_cast<int>(youngest) && years <= static_cast<int>(oldest);
            if (of_age && block.persons[row].household != no_row && block.persons[row].sex == Sex::female)
                expected.push_back(static_cast<Row>(row));
        }
        EXPECT_EQ(found, expected) << youngest << " to " << oldest;
    }
}

}  // namespace
}  // namespace qonys
