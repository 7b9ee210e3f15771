#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/interpolation.hpp"
#include "process/migration.hpp"

namespace qonys {
namespace {

/// A new dwelling takes two months' rent: the first and a deposit (assumed).
constexpr double months_of_rent = 2;

/// exp(utility(row, column)). Weights are products of such factors, so that a month takes some thousand exponentials
/// and not one for each cell and destination.
Matrix<double> exponentials(std::size_t rows, std::size_t columns, auto&& utility) {
    Matrix<double> factors(rows, columns);
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column) factors(row, column) = std::exp(utility(row, column));
    return factors;
}

/// Who lives in the country's places and regions.
struct Residents {
    Residents(const Geography& geography, const Stocks& stocks, double urban)
        : share_of_region(geography.domestic_places),
          draw_of_place(geography.domestic_places),
          own_group(geography.domestic_places, ethnicity_count),
          of_region(geography.domestic_regions) {
        const auto pull = [&](PlaceId place) {
            return geography.place(place).settlement == Settlement::urban ? std::exp(urban) : 1.0;
        };
        for (std::size_t r = 0; r < geography.domestic_regions; ++r) {
            const auto& here = geography.regions[r].places;
            double attraction = 0;
            for (const PlaceId place : here) {
                const auto residents = static_cast<double>(stocks.population[index(place)]);
                of_region[r] += residents;
                attraction += residents * pull(place);
            }
            for (const PlaceId place : here) {
                const std::size_t q = index(place);
                const auto residents = static_cast<double>(stocks.population[q]);
                share_of_region[q] = of_region[r] > 0 ? residents / of_region[r] : 0;
                draw_of_place[q] = attraction > 0 ? residents * pull(place) / attraction : 0;
                for (std::size_t e = 0; e < ethnicity_count && residents > 0; ++e)
                    own_group(q, e) = static_cast<double>(stocks.ethnicity(q, e)) / residents;
            }
        }
    }
    /// What those who live elsewhere see on average of each region, by what residents of each see, [region, region].
    std::vector<double> seen_from_elsewhere(const Matrix<double>& seen) const {
        std::vector<double> mean(of_region.size());
        for (std::size_t s = 0; s < mean.size(); ++s) {
            double others = 0;
            for (std::size_t r = 0; r < mean.size(); ++r) {
                if (r == s) continue;
                others += of_region[r];
                mean[s] += of_region[r] * seen(r, s);
            }
            mean[s] = others > 0 ? mean[s] / others : 0;
        }
        return mean;
    }

    std::vector<double> share_of_region;  ///< [place] of its region's residents
    std::vector<double> draw_of_place;    ///< [place] the same with the pull of towns
    Matrix<double> own_group;             ///< [place, ethnicity] share of the group among residents
    std::vector<double> of_region;        ///< [region] residents
};

}  // namespace

Matrix<double> Migration::log_real_incomes(const Levers& levers, const Published& published) const {
    const Geography& geography = *geography_;
    const Economy& economy = published.economy;
    Matrix<double> logs(geography.domestic_places, education_count);
    for (std::size_t p = 0; p < geography.domestic_places; ++p)
        for (std::size_t e = 0; e < education_count; ++e) {
            const auto place = static_cast<PlaceId>(p);
            const auto education = static_cast<Education>(e);
            const auto persons = [&](Activity activity) {
                return static_cast<double>(published.stocks.activity(activity_row(place, education), index(activity)));
            };
            const double formal = persons(Activity::formal);
            const double informal = persons(Activity::informal);
            const double seeking = formal + informal + persons(Activity::unemployed);
            const double share = seeking > 0 ? (formal + informal * economy.informal_wage) / seeking : 1;
            double support = 0;  // of who is out of work
            for (const IncomeSupport& policy : levers.supports)
                if (policy.places[p] != 0 && policy.activity.has(Activity::unemployed) && seeking > 0)
                    support += static_cast<double>(policy.per_person.amount) * persons(Activity::unemployed) / seeking;
            const double earned = std::max(economy.wage(p, e) * share + support, 1.0);
            logs(p, e) = std::log(earned) - parameters_.housing_share * std::log(std::max(economy.rent[p], 1.0));
        }
    return logs;
}

Matrix<double> Migration::remembered(const Matrix<double>& network, const Matrix<std::int64_t>& moves_persons) const {
    const double kept = std::pow(parameters_.network_retention, 1.0 / 12);
    Matrix<double> now(network.rows(), network.columns());
    for (std::size_t cell = 0; cell < now.cells().size(); ++cell) now.cells()[cell] = kept * network.cells()[cell];
    for (std::size_t i = 0; i < geography_->domestic_places; ++i)
        for (std::size_t j = 0; j < geography_->domestic_places; ++j) {
            const std::size_t r = index(geography_->places[i].region);
            const std::size_t s = index(geography_->places[j].region);
            if (r != s) now(r, s) += static_cast<double>(moves_persons(i, j)) / scale_;
        }
    return now;
}

Matrix<double> Migration::pull_between_regions(double year, const Matrix<double>& network) const {
    // What the regression knows of networks is how they differ between the destinations of a region: more of them
    // everywhere does not make people move more.
    const std::size_t regions = geography_->domestic_regions;
    std::vector<double> network_scale(regions, 1);
    for (std::size_t r = 0; r < regions; ++r) {
        const auto total = [&](const Matrix<double>& of) {
            return std::accumulate(of.row(r).begin(), of.row(r).end(), 0.0);
        };
        if (const double now = total(network); now > 0) network_scale[r] = total(network_at_start_) / now;
    }
    const MigrationParameters& p = parameters_;
    return exponentials(regions, regions, [&](std::size_t r, std::size_t s) {
        if (r == s) return 0.0;
        const Relation& relation = geography_->relations(r, s);
        return p.distance * std::log(relation.km / 100) + (relation.adjacent ? p.adjacent : 0) +
               (relation.hinterland ? p.hinterland : 0) + p.network * std::log1p(network(r, s) * network_scale[r]) +
               interpolated(effects_.pull[s], year);
    });
}

void Migration::weigh_destinations(Choices& choices, const Published& published) const {
    const Geography& geography = *geography_;
    const Levers& levers = *choices.levers;
    const MigrationParameters& p = parameters_;
    const std::size_t places = geography.places.size();
    const std::size_t domestic = geography.domestic_places;
    const std::size_t regions = geography.domestic_regions;
    constexpr std::size_t groups = ethnicity_count * education_count;

    const Matrix<double> income = log_real_incomes(levers, published);
    std::vector<double> mean_income(education_count);
    for (std::size_t q = 0; q < domestic; ++q)
        for (std::size_t e = 0; e < education_count; ++e)
            mean_income[e] += income(q, e) / static_cast<double>(domestic);
    const Residents residents(geography, published.stocks, p.urban);

    const Matrix<double> of_regions =
        pull_between_regions(year_of(choices.month), p.network_feedback ? published.network : network_at_start_);
    // Those abroad see a region as the people of the other regions do on average: with networks, so that it weighs
    // against staying what it weighs for residents.
    const std::vector<double> from_abroad = residents.seen_from_elsewhere(of_regions);
    const Matrix<double> of_income =
        exponentials(education_count, domestic, [&](std::size_t e, std::size_t j) { return p.income * income(j, e); });
    const Matrix<double> of_own_group = exponentials(ethnicity_count, domestic, [&](std::size_t e, std::size_t j) {
        return p.language * residents.own_group(j, e);
    });
    const Matrix<double> of_policies = exponentials(places, domestic, [&](std::size_t i, std::size_t j) {
        double utility = levers.places.amenity.at(j);
        utility += i < domestic ? -levers.places.amenity.at(i) : levers.homecoming;
        for (const Campaign& campaign : levers.campaigns)
            if (campaign.origins[i] != 0 && campaign.destinations[j] != 0) utility += campaign.utility;
        return utility;
    });
    const double external = interpolated(effects_.external_level, choices.month.year());
    const Matrix<double> of_abroad = exponentials(places - domestic, groups, [&](std::size_t j, std::size_t group) {
        const RegionId region = geography.places[domestic + j].region;
        const auto e = static_cast<Ethnicity>(group / education_count);
        return effects_.abroad(index(region) - regions, index(e)) + external +
               levers.border.pull.at(pull_row(region, e, static_cast<Education>(group % education_count)));
    });

    choices.weight = Matrix<double>(places * groups, places);
    choices.home_gain = Matrix<double>(places * groups, regions);
    std::vector<double> common(domestic);  // of all who live in a place
    for (std::size_t i = 0; i < places; ++i) {
        const bool abroad = i >= domestic;
        const std::size_t r = index(geography.places[i].region);
        for (std::size_t j = 0; j < domestic; ++j) {
            const std::size_t s = index(geography.places[j].region);
            const bool to_town = geography.places[j].settlement == Settlement::urban;
            common[j] = of_policies(i, j);
            if (abroad)
                common[j] *= from_abroad[s] * residents.draw_of_place[j];
            else if (r != s)
                common[j] *= of_regions(r, s) * residents.draw_of_place[j];
            else if (i != j)
                common[j] *= std::exp(p.within_region + (to_town ? p.urban : 0)) * residents.share_of_region[j];
            else
                common[j] = 0;
        }
        const double leaves = abroad ? 0 : std::exp(effects_.emigration[r] - levers.places.amenity.at(i));
        for (std::size_t group = 0; group < groups; ++group) {
            const std::size_t e = group / education_count;
            const std::size_t level = group % education_count;
            const double of_here = std::exp(-p.income * (abroad ? mean_income[level] : income(i, level)));
            const std::size_t cell = i * groups + group;
            const std::span<double> weights = choices.weight.row(cell);
            for (std::size_t j = 0; j < domestic; ++j)
                weights[j] = common[j] * of_own_group(e, j) * of_income(level, j) * of_here;
            for (std::size_t j = domestic; j < places; ++j) weights[j] = leaves * of_abroad(j - domestic, group);
            for (std::size_t s = 0; s < regions; ++s)
                for (const PlaceId place : geography.regions[s].places)
                    if (s != r) choices.home_gain(cell, s) += weights[index(place)] * choices.home_bonus;
        }
    }
    choices.destination = InversionTable(choices.weight);
}

void Migration::Choices::find_what_leads_elsewhere_at_most() {
    const std::size_t groups = weight.rows() / education_count;
    most_elsewhere.assign(groups, 0);
    most_home_gain = Matrix<double>(groups, home_gain.columns());
    for (std::size_t cell = 0; cell < weight.rows(); ++cell) {
        const std::size_t group = cell / education_count;
        most_elsewhere[group] = std::max(most_elsewhere[group], destination.total(cell));
        for (std::size_t r = 0; r < home_gain.columns(); ++r)
            most_home_gain(group, r) = std::max(most_home_gain(group, r), home_gain(cell, r));
    }
    for (const Offer& offer : levers->offers)
        for (std::size_t group = 0; group < groups; ++group)
            if (offer.origins[group / ethnicity_count] != 0)
                most_elsewhere[group] = std::numeric_limits<double>::infinity();
}

Migration::Choices Migration::choices(Month month, const Levers& levers, const Published& published) const {
    const Geography& geography = *geography_;
    const Economy& economy = published.economy;
    const std::size_t domestic = geography.domestic_places;
    const MigrationParameters& p = parameters_;
    Choices choices;
    choices.geography = &geography;
    choices.levers = &levers;
    choices.economy = &economy;
    choices.month = month;
    choices.income_effect = p.income;
    choices.home = p.home;
    choices.home_bonus = std::exp(p.home) - 1;
    choices.stay = {std::exp(p.stay - p.home), std::exp(p.stay)};
    choices.owner = std::exp(p.owner);
    choices.children = std::exp(p.children);
    choices.liquidity = p.liquidity;
    double wages = 0;
    for (std::size_t q = 0; q < domestic; ++q)
        wages += economy.wage(q, index(Education::vocational)) / static_cast<double>(domestic);
    choices.cost_per_person.assign(geography.places.size(), p.cost_wages * wages / 1000);
    choices.cost_of_dwelling.assign(geography.places.size(), 0);
    choices.yearly_income.resize(domestic);
    for (std::size_t q = 0; q < domestic; ++q) {
        choices.yearly_income[q] = 12 * interpolated(income_[q], month.year());
        choices.cost_of_dwelling[q] = months_of_rent * economy.rent[q] / 1000;
    }
    weigh_destinations(choices, published);
    choices.find_what_leads_elsewhere_at_most();
    return choices;
}

}  // namespace qonys
