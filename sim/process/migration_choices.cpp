#include <algorithm>
#include <cmath>

#include "base/interpolation.hpp"
#include "process/migration.hpp"

namespace qonys {

double Migration::log_income(PlaceId place, Month month) const {
    return std::log(interpolated(income_[index(place)], month.year()));
}

Migration::Choices Migration::choices(Month month, const Levers& levers, const Published& published,
                                      const Stocks& at_start) const {
    const Geography& geography = *geography_;
    const std::size_t places = geography.places.size();
    const std::size_t regions = geography.domestic_regions;
    const MigrationParameters& p = parameters_;
    Choices choices;
    choices.places = places;
    choices.levers = &levers;
    choices.income_effect = p.income;
    choices.home_bonus = std::exp(p.home) - 1;
    choices.stay = {std::exp(p.stay - p.home), std::exp(p.stay)};
    choices.weight = Matrix<double>(geography.domestic_places * ethnicity_count, places);
    choices.home_gain = Matrix<double>(geography.domestic_places * ethnicity_count, regions);

    // Persons in a household on average, to count people where the published networks count households.
    const auto sum = [&](const std::vector<std::int64_t>& by_place) {
        double total = 0;
        for (std::size_t q = 0; q < geography.domestic_places; ++q) total += static_cast<double>(by_place[q]);
        return total;
    };
    const double persons_per_agent = sum(at_start.population) / sum(at_start.households) / scale_;
    const auto& population = published.stocks.population;

    choices.yearly_income.resize(geography.domestic_places);
    std::vector<double> log_income_now(geography.domestic_places);
    std::vector<double> share_of_region(geography.domestic_places);
    std::vector<double> draw_of_place(geography.domestic_places);
    for (std::size_t r = 0; r < regions; ++r) {
        double persons = 0;
        double attraction = 0;
        const auto& here = geography.regions[r].places;
        const auto pull = [&](PlaceId place) {
            return geography.place(place).settlement == Settlement::urban ? std::exp(p.urban) : 1.0;
        };
        for (const PlaceId place : here) {
            persons += static_cast<double>(population[index(place)]);
            attraction += static_cast<double>(population[index(place)]) * pull(place);
        }
        for (const PlaceId place : here) {
            const auto q = index(place);
            log_income_now[q] = log_income(place, month);
            share_of_region[q] = persons > 0 ? static_cast<double>(population[q]) / persons : 0;
            draw_of_place[q] = attraction > 0 ? static_cast<double>(population[q]) * pull(place) / attraction : 0;
            choices.yearly_income[q] = 12 * std::exp(log_income_now[q]);
        }
    }

    Matrix<double> regional(regions, regions);
    for (std::size_t r = 0; r < regions; ++r)
        for (std::size_t s = 0; s < regions; ++s) {
            if (r == s) continue;
            const Relation& relation = geography.relations(r, s);
            const double moved_here = static_cast<double>(published.stocks.networks(r, s) - at_start.networks(r, s));
            const double network = std::max(0.0, network_at_start_(r, s) + moved_here * persons_per_agent);
            regional(r, s) = p.distance * std::log(relation.km / 100) + (relation.adjacent ? p.adjacent : 0) +
                             (relation.hinterland ? p.hinterland : 0) + p.network * std::log1p(network) +
                             effects_.pull[s];
        }

    const double external = interpolated(effects_.external_level, month.year());
    for (std::size_t i = 0; i < geography.domestic_places; ++i) {
        const std::size_t r = index(geography.places[i].region);
        for (std::size_t e = 0; e < ethnicity_count; ++e) {
            const std::size_t cell = i * ethnicity_count + e;
            for (std::size_t j = 0; j < places; ++j) {
                const std::size_t s = index(geography.places[j].region);
                double weight = 0;
                if (j >= geography.domestic_places) {
                    weight = std::exp(effects_.abroad(s - regions, e) + effects_.emigration[r] + external);
                } else if (j != i) {
                    const double gain = p.income * (log_income_now[j] - log_income_now[i]);
                    const bool to_town = geography.places[j].settlement == Settlement::urban;
                    weight = r == s ? std::exp(p.within_region + gain + (to_town ? p.urban : 0)) * share_of_region[j]
                                    : std::exp(regional(r, s) + gain) * draw_of_place[j];
                    if (r != s) choices.home_gain(cell, s) += weight * choices.home_bonus;
                }
                choices.weight(cell, j) = weight;
            }
        }
    }
    choices.destination = InversionTable(choices.weight);
    return choices;
}

Proposal Migration::Choices::decide(const Geography& geography, const Block& block, Row household,
                                    Stream stream) const {
    const Household& asked = block.households[household];
    const PlaceId origin = asked.place;
    const RegionId home = asked.home;
    const std::size_t at = cell(origin, asked.ethnicity);
    const bool at_home = home == geography.region_of(origin);
    const bool home_elsewhere = !at_home && index(home) < geography.domestic_regions;

    Proposal proposal{.block = block.id,
                      .household = household,
                      .size = asked.size,
                      .origin = origin,
                      .own_choice = origin,
                      .offered = origin};
    const double stays = stay[at_home ? 1 : 0];
    const double anywhere = destination.total(at);
    const double gain = home_elsewhere ? home_gain(at, index(home)) : 0;
    const double everything = stays + anywhere + gain;

    double point = stream.uniform() * everything - stays;
    const double offer_point = stream.uniform();
    const double aware_point = stream.uniform();
    proposal.ticket = stream.word();
    if (point >= 0) {
        if (point < anywhere) {
            proposal.own_choice = static_cast<PlaceId>(destination.at(at, point));
        } else {
            point -= anywhere;
            for (const PlaceId place : geography.region(home).places) {
                proposal.own_choice = place;
                point -= weight(at, index(place)) * home_bonus;
                if (point < 0) break;
            }
        }
    }
    if (levers->offers.empty() || asked.programme != no_programme) return proposal;

    // Offers are a layer above the choice without them. What an offer adds to the weight of a destination competes
    // with everything; otherwise the household does what it would have done, and takes the money if it goes where the
    // money is. These are exactly the logit's shares, and nobody changes a decision for whom nothing changed.
    const auto extra_weight = [&](const Offer& offer, std::size_t j) {
        const bool to_home = home_elsewhere && geography.places[j].region == home;
        const double plain = weight(at, j) * (to_home ? 1 + home_bonus : 1);
        const auto lump = static_cast<double>(offer.payment(proposal.size).amount);
        return plain * (std::pow(1 + lump / (yearly_income[j] * proposal.size), income_effect) - 1);
    };
    const auto for_each_option = [&](auto&& visit) {
        for (std::size_t o = 0; o < levers->offers.size(); ++o) {
            const Offer& offer = levers->offers[o];
            if (offer.origins[index(origin)] == 0 || aware_point >= offer.awareness) continue;
            for (std::size_t j = 0; j < geography.domestic_places; ++j)
                if (offer.destinations[j] != 0 && j != index(origin) &&
                    offer.persons_left[index(geography.places[j].region)] > 0)
                    visit(o, offer, j);
        }
    };
    double extra = 0;
    for_each_option([&](std::size_t o, const Offer& offer, std::size_t j) {
        extra += extra_weight(offer, j);
        if (static_cast<PlaceId>(j) != proposal.own_choice || proposal.own_choice == origin) return;
        proposal.offer = static_cast<std::uint8_t>(o);
        proposal.offered = proposal.own_choice;
    });
    double rest = offer_point * (everything + extra) - everything;
    if (rest < 0) return proposal;
    bool found = false;
    for_each_option([&](std::size_t o, const Offer& offer, std::size_t j) {
        if (found) return;
        rest -= extra_weight(offer, j);
        proposal.offer = static_cast<std::uint8_t>(o);
        proposal.offered = static_cast<PlaceId>(j);
        found = rest < 0;
    });
    return proposal;
}

}  // namespace qonys
