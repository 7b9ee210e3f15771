#include <algorithm>
#include <array>
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

    /// Effects of a year hold in the middle of it, linear in between; constant before the first and after the last.
    double at_month(const MigrationEffects::ByYear& effect) const {
        const double now = month.year() + (month.month_of_year() - 0.5) / 12 - 0.5;
        if (now <= effect.begin()->first) return effect.begin()->second;
        for (auto later = std::next(effect.begin()); later != effect.end(); ++later) {
            const auto& [from, value] = *std::prev(later);
            if (now <= later->first) return value + (later->second - value) * (now - from) / (later->first - from);
        }
        return effect.rbegin()->second;
    }
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
    for (std::size_t place = 0; place < geography.places.size(); ++place)
        for (const int age : {0, 7, 15, 18, 22, 25, 40, 77, 100}) {
            const double push = geography.abroad(static_cast<PlaceId>(place))
                                    ? p.return_push
                                    : at_month(effects.push[index(geography.places[place].region)]);
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

TEST_F(ClosedForm, the_bound_of_a_place_is_its_highest_hazard_and_that_of_a_run_of_heads_theirs) {
    const Migration::Hazards hazards = country().migration.hazards(month);
    for (std::size_t place = 0; place < geography.domestic_places; ++place) {
        const auto here = static_cast<PlaceId>(place);
        const auto highest = [&](int first_birth, int last_birth) {
            double most = 0;
            for (int born = first_birth; born <= last_birth; ++born)
                most = std::max(most, hazards.settled(here, static_cast<MonthIndex>(born)));
            return most;
        };
        EXPECT_NEAR(hazards.bound(here).hazard, highest(month.index() - 12 * 110, month.index()), 1e-15);
        EXPECT_LE(hazards.bound(here).hazard, 1) << "a bound above 1 cannot be honoured by thinning";
        for (int years = 18; years <= 100; ++years)
            for (const int months : {0, 5, 11}) {
                const int first_birth = month.index() - 12 * years - months;
                const HeadAgeRun run{.end = 1, .born_from = static_cast<MonthIndex>(first_birth)};
                EXPECT_NEAR(hazards.bound(here, run).hazard, highest(first_birth, first_birth + 12 * HeadAgeRun::years),
                            1e-15);
            }
    }
}

/// The log of what a resident of a place and education expects to earn, in prices with the rent in them, and of which
/// group how many live in a place, counted from the blocks.
struct Counted {
    const World& world;
    double housing_share;
    std::vector<std::array<std::array<double, activity_count>, education_count>> active;
    std::vector<std::array<double, ethnicity_count>> groups;
    std::vector<double> residents;

    Counted(const World& of, double share_of_rent)
        : world(of),
          housing_share(share_of_rent),
          active(of.geography->places.size()),
          groups(of.geography->places.size()),
          residents(of.geography->places.size()) {
        for (const Block& block : world.blocks)
            for (const Person& person : block.persons) {
                if (person.household == no_row) continue;
                const Household& household = block.households[person.household];
                const std::size_t place = index(household.place);
                ++active[place].at(index(person.education)).at(index(person.activity));
                ++groups[place].at(index(household.ethnicity));
                ++residents[place];
            }
    }
    double log_real_income(std::size_t place, std::size_t education) const {
        const Economy& economy = world.published.economy;
        const auto persons = [&](Activity activity) { return active[place].at(education).at(index(activity)); };
        const double formal = persons(Activity::formal);
        const double informal = persons(Activity::informal);
        const double share =
            (formal + informal * economy.informal_wage) / (formal + informal + persons(Activity::unemployed));
        return std::log(economy.wage(place, education) * share) - housing_share * std::log(economy.rent[place]);
    }
};

TEST_F(ClosedForm, weights_are_exp_utility) {
    const World& world = test::country_at_start();
    const Levers nothing;
    const auto choices = country().migration.choices(month, nothing, world.published);
    TableFolder folder(country().geography_folder);
    Problems problems;
    const Matrix<double> network = networks(folder, problems);
    const IncomesByYear incomes = read_incomes(folder, geography, problems);
    ASSERT_TRUE(problems.empty());
    const Counted counted(world, p.housing_share);
    const std::size_t domestic = geography.domestic_places;
    std::vector<std::array<double, education_count>> income(domestic);
    std::array<double, education_count> mean_income{};
    for (std::size_t level = 0; level < education_count; ++level)
        for (std::size_t place = 0; place < domestic; ++place) {
            income[place].at(level) = counted.log_real_income(place, level);
            mean_income.at(level) += income[place].at(level) / static_cast<double>(domestic);
        }
    const auto urban = [&](std::size_t place) { return geography.places[place].settlement == Settlement::urban; };
    // What a region draws is shared over its places by their people; towns draw exp(urban) times as much.
    std::vector<double> draw(domestic);
    for (std::size_t j = 0; j < domestic; ++j) draw[j] = counted.residents[j] * (urban(j) ? std::exp(p.urban) : 1);
    const auto all_of_region = [&](std::size_t s, const std::vector<double>& figure) {
        double sum = 0;
        for (const PlaceId place : geography.region(RegionId(s)).places) sum += figure[index(place)];
        return sum;
    };
    const auto expected_weight = [&](std::size_t i, std::size_t e, std::size_t level, std::size_t j) {
        const std::size_t r = index(geography.places[i].region);
        const std::size_t s = index(geography.places[j].region);
        const bool from_abroad = i >= domestic;
        if (j == i || (from_abroad && j >= domestic)) return 0.0;
        if (j >= domestic)
            return std::exp(effects.abroad(s - geography.domestic_regions, e) + effects.emigration[r] +
                            interpolated(effects.external_level, month.year()));
        const double gain = income[j].at(level) - (from_abroad ? mean_income.at(level) : income[i].at(level));
        const double attraction =
            std::exp(p.income * gain + p.language * counted.groups[j].at(e) / counted.residents[j]);
        if (r == s) return attraction * std::exp(p.within_region) * draw[j] / all_of_region(s, counted.residents);
        const double share = draw[j] / all_of_region(s, draw);
        const auto from_region = [&](std::size_t from) {
            const Relation& relation = geography.relations(from, s);
            return std::pow(relation.km / 100, p.distance) *
                   std::exp((relation.adjacent ? p.adjacent : 0) + (relation.hinterland ? p.hinterland : 0) +
                            at_month(effects.pull[s])) *
                   std::pow(1 + network(from, s), p.network);
        };
        if (!from_abroad) return attraction * share * from_region(r);
        // As the others in the country see it, on average.
        double people = 0;
        double mean = 0;
        for (std::size_t from = 0; from < geography.domestic_regions; ++from) {
            if (from == s) continue;
            people += all_of_region(from, counted.residents);
            mean += all_of_region(from, counted.residents) * from_region(from);
        }
        return attraction * share * mean / people;
    };
    for (std::size_t i = 0; i < geography.places.size(); ++i)
        for (std::size_t e = 0; e < ethnicity_count; ++e)
            for (std::size_t level = 0; level < education_count; ++level) {
                const std::size_t cell = Migration::Choices::cell(PlaceId(i), Ethnicity(e), Education(level));
                std::vector<double> home_gain(geography.domestic_regions);
                for (std::size_t j = 0; j < geography.places.size(); ++j) {
                    const double expected = expected_weight(i, e, level, j);
                    ASSERT_NEAR(choices.weight(cell, j), expected, 1e-9 * expected) << i << " to " << j;
                    if (j < domestic && geography.places[i].region != geography.places[j].region)
                        home_gain[index(geography.places[j].region)] += expected * (std::exp(p.home) - 1);
                }
                for (std::size_t s = 0; s < home_gain.size(); ++s)
                    ASSERT_NEAR(choices.home_gain(cell, s), home_gain[s], 1e-9 * home_gain[s]) << i << " home to " << s;
            }
    double wage = 0;
    for (std::size_t i = 0; i < domestic; ++i) {
        const double yearly = 12 * interpolated(incomes[i], month.year());
        EXPECT_NEAR(choices.yearly_income[i], yearly, 1e-9 * yearly);
        wage += world.published.economy.wage(i, index(Education::vocational)) / static_cast<double>(domestic);
    }
    for (std::size_t j = 0; j < geography.places.size(); ++j)
        for (const std::size_t persons : {1U, 4U}) {
            const double rent = j < domestic ? world.published.economy.rent[j] : 0;
            const double cost = (2 * rent + p.cost_wages * wage * static_cast<double>(persons)) / 1000;
            EXPECT_NEAR(choices.cost(PlaceId(j), persons), cost, 1e-9 * cost);
        }
    EXPECT_NEAR(choices.stay[1], std::exp(p.stay), 1e-12);
    EXPECT_NEAR(choices.stay[0], std::exp(p.stay - p.home), 1e-12);
    EXPECT_NEAR(choices.owner, std::exp(p.owner), 1e-12);
    EXPECT_NEAR(choices.children, std::exp(p.children), 1e-12);
    EXPECT_NEAR(choices.home_bonus, std::exp(p.home) - 1, 1e-12);
}

TEST_F(ClosedForm, networks_count_as_they_differ_between_destinations_and_only_with_feedback) {
    const World& world = test::country_at_start();
    const Levers nothing;
    Migration migration = country().migration;
    const auto at_start = migration.choices(month, nothing, world.published);
    Published later = world.published;
    const std::size_t regions = geography.domestic_regions;
    Matrix<double>& now = later.network;
    for (std::size_t r = 0; r < regions; ++r)
        for (std::size_t s = 0; s < regions; ++s) now(r, s) *= 1 + static_cast<double>((r + 2 * s) % 5) / 4;
    const auto choices = migration.choices(month, nothing, later);
    for (std::size_t i = 0; i < geography.domestic_places; ++i)
        for (std::size_t j = 0; j < geography.domestic_places; ++j) {
            const std::size_t r = index(geography.places[i].region);
            const std::size_t s = index(geography.places[j].region);
            if (r == s) continue;
            double all_now = 0;
            double all_then = 0;
            for (std::size_t q = 0; q < regions; ++q) {
                all_now += now(r, q);
                all_then += world.published.network(r, q);
            }
            const double factor =
                std::pow((1 + now(r, s) * all_then / all_now) / (1 + world.published.network(r, s)), p.network);
            const std::size_t cell = Migration::Choices::cell(PlaceId(i), Ethnicity::kazakh, Education::vocational);
            ASSERT_NEAR(choices.weight(cell, j), at_start.weight(cell, j) * factor, 1e-9 * choices.weight(cell, j));
        }
    MigrationParameters without = p;
    without.network_feedback = false;
    migration.replace(without, effects);
    EXPECT_TRUE(std::ranges::equal(migration.choices(month, nothing, later).weight.cells(), at_start.weight.cells()));
}

}  // namespace
}  // namespace qonys
