#include "population/fitting.hpp"

#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/three_places.hpp"
#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

using ::testing::ElementsAre;
using Fitted = PopulationTable<double>;

std::vector<std::int64_t> whole(std::vector<double> values, std::int64_t total) { return integerise(values, total); }

TEST(Integerise, gives_the_missing_units_to_the_largest_remainders) {
    EXPECT_THAT(whole({1.2, 1.3, 1.5}, 4), ElementsAre(1, 1, 2));
    EXPECT_THAT(whole({0.6, 0.9, 0.1, 1.4}, 3), ElementsAre(1, 1, 0, 1)) << "0.6 and 0.9 before 0.4 and 0.1";
}

TEST(Integerise, gives_ties_to_the_lower_index) {
    EXPECT_THAT(whole({0.5, 0.5}, 1), ElementsAre(1, 0));
    EXPECT_THAT(whole({0.25, 0.25, 0.25, 0.25}, 2), ElementsAre(1, 1, 0, 0));
}

TEST(Integerise, scales_to_the_total) {
    EXPECT_THAT(whole({1, 3}, 400), ElementsAre(100, 300));
    EXPECT_THAT(whole({7}, 3), ElementsAre(3));
}

TEST(Integerise, of_nothing_is_zero) {
    EXPECT_THAT(whole({0, 0}, 0), ElementsAre(0, 0));
    EXPECT_THAT(whole({0, 0}, 5), ElementsAre(0, 0)) << "there is nothing to share";
    EXPECT_THAT(whole({2, 3}, 0), ElementsAre(0, 0));
    EXPECT_THAT(whole({}, 0), ElementsAre());
}

TEST(Integerise, sums_to_the_total_and_stays_within_one_of_every_value) {
    Dice dice;
    for (int attempt = 0; attempt < 200; ++attempt) {
        std::vector<double> values(static_cast<std::size_t>(dice.between(1, 60)));
        for (double& value : values) value = dice.between(0, 3) == 0 ? 0 : 100 * dice.uniform();
        const double sum = std::accumulate(values.begin(), values.end(), 0.0);
        if (sum <= 0) continue;
        const std::int64_t total = dice.between(0, 5000);
        const auto made = integerise(values, total);
        EXPECT_EQ(std::accumulate(made.begin(), made.end(), std::int64_t{0}), total);
        for (std::size_t k = 0; k < values.size(); ++k) {
            const double exact = values[k] / sum * static_cast<double>(total);
            ASSERT_GE(static_cast<double>(made[k]), std::floor(exact - 1e-9));
            ASSERT_LE(static_cast<double>(made[k]), std::ceil(exact + 1e-9));
        }
    }
}

TEST(RoundRunningSums, rounds_what_has_been_given_so_far) {
    const std::vector<double> thirds{0.3, 0.3, 0.3, 0.3, 0.3};
    EXPECT_THAT(round_running_sums(thirds, 2), ElementsAre(0, 1, 0, 1, 0)) << "running sums 0.4, 0.8, 1.2, 1.6, 2";
    EXPECT_THAT(round_running_sums(std::vector<double>{0, 0}, 5), ElementsAre(0, 0));
    EXPECT_THAT(round_running_sums(std::vector<double>{1, 0, 3}, 400), ElementsAre(100, 0, 300));
    EXPECT_THAT(round_running_sums({}, 0), ElementsAre());
}

TEST(RoundRunningSums, keeps_the_sum_of_every_stretch_to_within_one) {
    Dice dice;
    for (int attempt = 0; attempt < 100; ++attempt) {
        std::vector<double> values(static_cast<std::size_t>(dice.between(1, 40)));
        for (double& value : values) value = 0.01 + dice.uniform();
        const double sum = std::accumulate(values.begin(), values.end(), 0.0);
        const std::int64_t total = dice.between(0, 100);
        const auto made = round_running_sums(values, total);
        EXPECT_EQ(std::accumulate(made.begin(), made.end(), std::int64_t{0}), total);
        for (std::size_t from = 0; from < values.size(); ++from) {
            double stretch = 0;
            for (std::size_t to = from; to < values.size(); ++to) {
                stretch += static_cast<double>(made[to]) - values[to] / sum * static_cast<double>(total);
                ASSERT_GE(made[to], 0);
                ASSERT_LE(std::abs(stretch), 1 + 1e-9);
            }
        }
    }
}

class Fitting : public testing::Test, protected ThreePlaces {
protected:
    /// The marginals of a table.
    Marginals marginals_of(const Fitted& truth, bool with_age_groups) const {
        Marginals marginals;
        marginals.persons.assign(3, 0);
        marginals.ethnicity = Matrix<double>(2, ethnicity_count);
        marginals.national_ages = Matrix<double>(sex_count, age_count);
        const std::vector<std::pair<int, int>> groups{{0, 15}, {16, 62}, {63, 119}};
        for (const RegionId region : {north, capital})
            for (const Sex sex : {Sex::male, Sex::female})
                for (const auto& [from, to] : groups)
                    if (with_age_groups) marginals.age_groups.push_back({region, sex, from, to, 0});
        for (std::size_t p = 0; p < 3; ++p)
            for (std::size_t e = 0; e < ethnicity_count; ++e)
                for (std::size_t s = 0; s < sex_count; ++s)
                    for (std::size_t a = 0; a < age_count; ++a) {
                        const double persons = truth.of(p)[Fitted::cell(e, s, a)];
                        marginals.persons[p] += persons;
                        marginals.ethnicity(index(geography.places[p].region), e) += persons;
                        marginals.national_ages(s, a) += persons;
                        for (auto& group : marginals.age_groups)
                            if (group.region == geography.places[p].region && index(group.sex) == s &&
                                group.from <= static_cast<int>(a) && static_cast<int>(a) <= group.to)
                                group.persons += persons;
                    }
        return marginals;
    }
    static constexpr auto each_cell(auto&& visit) {
        for (std::size_t e = 0; e < ethnicity_count; ++e)
            for (std::size_t s = 0; s < sex_count; ++s)
                for (std::size_t a = 0; a < age_count; ++a) visit(e, s, a, Fitted::cell(e, s, a));
    }
};

TEST_F(Fitting, of_independent_marginals_is_their_product) {
    const std::array<double, 3> persons{1200, 800, 1000};
    const std::array<double, ethnicity_count> share{0.6, 0.3, 0.1};
    Fitted truth(3);
    for (std::size_t p = 0; p < 3; ++p)
        each_cell([&](std::size_t e, std::size_t s, std::size_t a, std::size_t cell) {
            const double age_share = (s == 0 ? 0.45 : 0.55) * 2 * static_cast<double>(101 - a) / (101.0 * 102.0);
            truth.of(p)[cell] = persons[p] * share[e] * age_share;
        });
    const Fitted fitted = fit_population(geography, marginals_of(truth, false));
    for (std::size_t p = 0; p < 3; ++p)
        each_cell([&](std::size_t, std::size_t, std::size_t, std::size_t cell) {
            ASSERT_NEAR(fitted.of(p)[cell], truth.of(p)[cell], 1e-9);
        });
}

TEST_F(Fitting, meets_all_marginals_that_can_be_met_together) {
    Dice dice;
    Fitted truth(3);
    for (std::size_t p = 0; p < 3; ++p)
        for (double& cell : truth.of(p)) cell = 0.5 + 5 * dice.uniform();
    const Marginals wanted = marginals_of(truth, true);
    const Fitted fitted = fit_population(geography, wanted);
    const Marginals found = marginals_of(fitted, true);
    for (std::size_t p = 0; p < 3; ++p) EXPECT_NEAR(found.persons[p] / wanted.persons[p], 1, 1e-12);
    const auto expect_near = [](std::span<const double> a, std::span<const double> b) {
        for (std::size_t k = 0; k < a.size(); ++k) ASSERT_NEAR(a[k] / b[k], 1, 1e-6) << k;
    };
    expect_near(found.ethnicity.cells(), wanted.ethnicity.cells());
    expect_near(found.national_ages.cells(), wanted.national_ages.cells());
    for (std::size_t g = 0; g < wanted.age_groups.size(); ++g)
        EXPECT_NEAR(found.age_groups[g].persons / wanted.age_groups[g].persons, 1, 1e-6);
}

TEST_F(Fitting, keeps_an_empty_place_empty) {
    Fitted truth(3);
    for (double& cell : truth.of(0)) cell = 1;
    for (double& cell : truth.of(2)) cell = 2;
    const Fitted fitted = fit_population(geography, marginals_of(truth, true));
    for (const double cell : fitted.of(1)) EXPECT_EQ(cell, 0);
}

TEST_F(Fitting, sums_to_the_ages_of_regions) {
    Dice dice;
    Fitted truth(3);
    for (std::size_t p = 0; p < 3; ++p)
        for (double& cell : truth.of(p)) cell = dice.between(0, 50);
    const Matrix<double> ages = regional_ages(geography, truth);
    for (std::size_t s = 0; s < sex_count; ++s)
        for (std::size_t a = 0; a < age_count; ++a) {
            double persons_north = 0;
            for (std::size_t e = 0; e < ethnicity_count; ++e)
                persons_north += truth.of(0)[Fitted::cell(e, s, a)] + truth.of(1)[Fitted::cell(e, s, a)];
            ASSERT_EQ(ages(0, s * age_count + a), persons_north);
        }
}

/// The real tables on 1 January 2019, and what population.csv says of each place then.
class RealPopulation : public testing::Test {
protected:
    static std::vector<std::int64_t> totals(const PopulationTable<std::int64_t>& persons) {
        std::vector<std::int64_t> sums;
        for (std::size_t p = 0; p < persons.places(); ++p)
            sums.push_back(std::accumulate(persons.of(p).begin(), persons.of(p).end(), std::int64_t{0}));
        return sums;
    }
    const Model model = make_model(std::filesystem::path(QONYS_SOURCE) / "scenarios/baseline.toml", {});

    std::vector<std::int64_t> official() const {
        Problems problems;
        const Table table = Table::read(model.geography_folder / "population.csv", {"region"}, problems);
        std::vector<std::int64_t> persons(model.geography->domestic_places);
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (table.text(row, "year") != "2019") continue;
            const Region& region = model.geography->region(*model.geography->find_region(table.text(row, "region")));
            for (const PlaceId place : region.places)
                persons[index(place)] = std::stoll(
                    table.text(row, model.geography->place(place).settlement == Settlement::urban ? "urban" : "rural"));
        }
        return persons;
    }
};

TEST_F(RealPopulation, is_at_scale_1_exactly_what_was_registered) {
    EXPECT_EQ(totals(integerise(model.fitted, model.marginals, 1.0)), official());
}

TEST_F(RealPopulation, is_at_another_scale_shared_by_largest_remainders) {
    const auto persons = official();
    const auto scaled = totals(integerise(model.fitted, model.marginals, 0.001));
    const std::int64_t everyone = std::accumulate(persons.begin(), persons.end(), std::int64_t{0});
    EXPECT_EQ(std::accumulate(scaled.begin(), scaled.end(), std::int64_t{0}),
              std::llround(0.001 * static_cast<double>(everyone)));
    for (std::size_t p = 0; p < persons.size(); ++p)
        EXPECT_LT(std::abs(static_cast<double>(scaled[p]) - 0.001 * static_cast<double>(persons[p])), 1.0 + 1e-3);
}

}  // namespace
}  // namespace qonys
