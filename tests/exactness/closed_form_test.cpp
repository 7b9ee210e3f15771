#include <cmath>

#include <gtest/gtest.h>

#include "base/interpolation.hpp"
#include "country.hpp"

namespace qonys {
namespace {

using test::country;

/// The tables by cell against the formulas of docs/model/migration.md, written once more.
struct ClosedForm : ::testing::Test {
    const Geography& geography = *country().geography;
    const MigrationParameters& p = country().migration.parameters();
    const MigrationEffects& effects = country().migration.effects();
    const Month month = country().settings.start;

    /// networks.csv of the last year at or before the month: persons by [home, residence].
    Matrix<double> networks(TableFolder& folder, Problems& problems) const {
        Matrix<double> persons(geography.domestic_regions, geography.domestic_regions);
        const Table table = folder.open("networks.csv", {"year", "home", "residence", "persons"}, problems);
        double latest = 0;
        for (std::size_t row = 0; row < table.rows(); ++row)
            if (const double year = table.number(row, "year", 1900, 2200, problems); year <= month.year())
                latest = std::max(latest, year);
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const auto home = geography.find_region(table.text(row, "home"));
            const auto residence = geography.find_region(table.text(row, "residence"));
            if (home && residence && table.number(row, "year", 1900, 2200, problems) == latest)
                persons(index(*home), index(*residence)) = table.number(row, "persons", 0, 1e9, problems);
        }
        return persons;
    }
};

TEST_F(ClosedForm, hazard_is_level_times_push_times_rogers_castro_times_recency) {
    const Migration::Hazards hazards = country().migration.hazards(month);
    const auto curve = [&](double age) {
        return p.childhood_level * std::exp(-p.childhood_slope * age) +
               p.labour_level * std::exp(-p.labour_descent * (age - p.labour_peak) -
                                         std::exp(-p.labour_ascent * (age - p.labour_peak))) +
               p.constant_level;
    };
    double peak = 0;
    for (int age = 15; age <= 100; ++age) peak = std::max(peak, curve(age));
    for (std::size_t place = 0; place < geography.domestic_places; ++place)
        for (const int age : {0, 7, 15, 18, 22, 25, 40, 77, 100}) {
            const double push = effects.push[index(geography.places[place].region)];
            const double expected = interpolated(effects.level, month.year()) * push * std::min(1.0, curve(age) / peak);
            for (const int months : {0, 11}) {
                const auto born = static_cast<MonthIndex>(month.index() - 12 * age - months);
                EXPECT_NEAR(hazards.settled(static_cast<PlaceId>(place), born), expected, 1e-12 * expected);
            }
        }
    for (int months = 0; months < 200; ++months) {
        const double expected = months < 120 ? (p.recent_factor - 1) * std::exp(-months / 12.0 / p.recent_years) : 0.0;
        EXPECT_NEAR(hazards.excess(static_cast<MonthIndex>(month.index() - months)), expected, 1e-12);
    }
}

TEST_F(ClosedForm, the_bound_of_a_place_is_its_highest_hazard) {
    const Migration::Hazards hazards = country().migration.hazards(month);
    for (std::size_t place = 0; place < geography.places.size(); ++place) {
        const auto here = static_cast<PlaceId>(place);
        double highest = 0;
        for (int age = 0; age <= 110; ++age)
            highest = std::max(highest, hazards.settled(here, static_cast<MonthIndex>(month.index() - 12 * age)));
        EXPECT_NEAR(hazards.bound(here), highest, 1e-15);
        EXPECT_LE(hazards.bound(here), 1) << "a bound above 1 cannot be honoured by thinning";
    }
}

TEST_F(ClosedForm, weights_are_exp_utility) {
    const World& world = test::country_at_start();
    const Levers nothing;
    const auto choices = country().migration.choices(month, nothing, world.published, world.at_start);
    TableFolder folder(country().geography_folder);
    Problems problems;
    const Matrix<double> network = networks(folder, problems);
    const IncomesByYear incomes = read_incomes(folder, geography, problems);
    ASSERT_TRUE(problems.empty());
    const auto income = [&](std::size_t place) { return interpolated(incomes[place], month.year()); };
    const auto urban = [&](std::size_t place) { return geography.places[place].settlement == Settlement::urban; };
    const auto residents = [&](std::size_t place) {
        return static_cast<double>(world.published.stocks.population[place]);
    };
    for (std::size_t i = 0; i < geography.domestic_places; ++i)
        for (std::size_t e = 0; e < ethnicity_count; ++e)
            for (std::size_t j = 0; j < geography.places.size(); ++j) {
                const std::size_t r = index(geography.places[i].region);
                const std::size_t s = index(geography.places[j].region);
                double expected = 0;
                if (j >= geography.domestic_places) {
                    expected = std::exp(effects.abroad(s - geography.domestic_regions, e) + effects.emigration[r] +
                                        interpolated(effects.external_level, month.year()));
                } else if (j != i) {
                    // The places of a region share what the region draws; towns draw exp(urban) times as much.
                    double all = 0;
                    for (const PlaceId place : geography.region(RegionId(s)).places)
                        all += residents(index(place)) * (r != s && urban(index(place)) ? std::exp(p.urban) : 1);
                    const double share = residents(j) * (urban(j) ? std::exp(p.urban) : 1) / all;
                    const Relation& relation = geography.relations(r, s);
                    const double by_region =
                        r == s ? std::exp(p.within_region)
                               : std::pow(relation.km / 100, p.distance) *
                                     std::exp((relation.adjacent ? p.adjacent : 0) +
                                              (relation.hinterland ? p.hinterland : 0) + effects.pull[s]) *
                                     std::pow(1 + network(r, s), p.network);
                    expected = by_region * share * std::pow(income(j) / income(i), p.income);
                }
                const std::size_t cell = Migration::Choices::cell(PlaceId(i), Ethnicity(e));
                ASSERT_NEAR(choices.weight(cell, j), expected, 1e-9 * expected) << i << " to " << j;
            }
    for (std::size_t i = 0; i < geography.domestic_places; ++i)
        EXPECT_NEAR(choices.yearly_income[i], 12 * income(i), 1e-9 * income(i));
    EXPECT_NEAR(choices.stay[1], std::exp(p.stay), 1e-12);
    EXPECT_NEAR(choices.stay[0], std::exp(p.stay - p.home), 1e-12);
    EXPECT_NEAR(choices.home_bonus, std::exp(p.home) - 1, 1e-12);
}

}  // namespace
}  // namespace qonys
