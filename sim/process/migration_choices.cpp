#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "base/interpolation.hpp"
#include "process/migration.hpp"
#include "random/words.hpp"
#include "world/savings.hpp"

namespace qonys {
namespace {

/// A new dwelling takes two months' rent: the first and a deposit (assumed).
constexpr double months_of_rent = 2;
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

Migration::Choices Migration::choices(Month month, const Levers& levers, const Published& published) const {
    const Geography& geography = *geography_;
    const Economy& economy = published.economy;
    const std::size_t places = geography.places.size();
    const std::size_t domestic = geography.domestic_places;
    const std::size_t regions = geography.domestic_regions;
    const MigrationParameters& p = parameters_;
    const double year = year_of(month);
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
    const std::size_t cells = places * ethnicity_count * education_count;
    choices.weight = Matrix<double>(cells, places);
    choices.home_gain = Matrix<double>(cells, regions);

    const auto& population = published.stocks.population;

    const Matrix<double> income = log_real_incomes(levers, published);
    std::vector<double> mean_income(education_count);
    double wages = 0;
    for (std::size_t q = 0; q < domestic; ++q) {
        for (std::size_t e = 0; e < education_count; ++e)
            mean_income[e] += income(q, e) / static_cast<double>(domestic);
        wages += economy.wage(q, index(Education::vocational)) / static_cast<double>(domestic);
    }
    choices.yearly_income.resize(domestic);
    choices.cost_per_person.assign(places, p.cost_wages * wages / 1000);
    choices.cost_of_dwelling.assign(places, 0);
    std::vector<double> share_of_region(domestic);
    std::vector<double> draw_of_place(domestic);
    std::vector<double> residents_of_region(regions);
    Matrix<double> own_group(domestic, ethnicity_count);
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
        residents_of_region[r] = persons;
        for (const PlaceId place : here) {
            const auto q = index(place);
            const auto residents = static_cast<double>(population[q]);
            share_of_region[q] = persons > 0 ? residents / persons : 0;
            draw_of_place[q] = attraction > 0 ? residents * pull(place) / attraction : 0;
            choices.yearly_income[q] = 12 * interpolated(income_[q], month.year());
            choices.cost_of_dwelling[q] = months_of_rent * economy.rent[q] / 1000;
            for (std::size_t e = 0; e < ethnicity_count && residents > 0; ++e)
                own_group(q, e) = static_cast<double>(published.stocks.ethnicity(q, e)) / residents;
        }
    }

    // What the regression knows of networks is how they differ between the destinations of a region: more of them
    // everywhere does not make people move more.
    const Matrix<double>& known = p.network_feedback ? published.network : network_at_start_;
    std::vector<double> network_scale(regions, 1);
    for (std::size_t r = 0; r < regions; ++r) {
        const auto total = [&](const Matrix<double>& of) {
            return std::accumulate(of.row(r).begin(), of.row(r).end(), 0.0);
        };
        if (const double now = total(known); now > 0) network_scale[r] = total(network_at_start_) / now;
    }
    // Weights are products, so that a month takes some thousand exponentials and not one for each cell and destination.
    const auto every = [&](std::size_t rows, std::size_t columns, auto&& utility) {
        Matrix<double> factors(rows, columns);
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t column = 0; column < columns; ++column)
                factors(row, column) = std::exp(utility(row, column));
        return factors;
    };
    const Matrix<double> of_regions = every(regions, regions, [&](std::size_t r, std::size_t s) {
        if (r == s) return 0.0;
        const Relation& relation = geography.relations(r, s);
        const double network = known(r, s) * network_scale[r];
        return p.distance * std::log(relation.km / 100) + (relation.adjacent ? p.adjacent : 0) +
               (relation.hinterland ? p.hinterland : 0) + p.network * std::log1p(network) +
               interpolated(effects_.pull[s], year);
    });
    const Matrix<double> of_income =
        every(domestic, education_count, [&](std::size_t j, std::size_t e) { return p.income * income(j, e); });
    const Matrix<double> of_own_group =
        every(domestic, ethnicity_count, [&](std::size_t j, std::size_t e) { return p.language * own_group(j, e); });
    const Matrix<double> of_policies = every(places, domestic, [&](std::size_t i, std::size_t j) {
        double utility = levers.places.amenity.at(j);
        utility += i < domestic ? -levers.places.amenity.at(i) : levers.homecoming;
        for (const Campaign& campaign : levers.campaigns)
            if (campaign.origins[i] != 0 && campaign.destinations[j] != 0) utility += campaign.utility;
        return utility;
    });
    const double external = interpolated(effects_.external_level, month.year());
    const std::size_t groups = ethnicity_count * education_count;
    const Matrix<double> of_abroad = every(places - domestic, groups, [&](std::size_t j, std::size_t group) {
        const RegionId region = geography.places[domestic + j].region;
        const auto e = static_cast<Ethnicity>(group / education_count);
        return effects_.abroad(index(region) - regions, index(e)) + external +
               levers.border.pull.at(pull_row(region, e, static_cast<Education>(group % education_count)));
    });

    // Those abroad see a region as the people of the other regions do on average: with networks, so that it weighs
    // against staying what it weighs for residents.
    std::vector<double> from_elsewhere(regions);
    for (std::size_t s = 0; s < regions; ++s) {
        double others = 0;
        for (std::size_t r = 0; r < regions; ++r) {
            if (r == s) continue;
            others += residents_of_region[r];
            from_elsewhere[s] += residents_of_region[r] * of_regions(r, s);
        }
        from_elsewhere[s] = others > 0 ? from_elsewhere[s] / others : 0;
    }

    std::vector<double> common(domestic);  // of all who live in a place
    for (std::size_t i = 0; i < places; ++i) {
        const bool from_abroad = i >= domestic;
        const std::size_t r = index(geography.places[i].region);
        for (std::size_t j = 0; j < domestic; ++j) {
            const std::size_t s = index(geography.places[j].region);
            const bool to_town = geography.places[j].settlement == Settlement::urban;
            common[j] = of_policies(i, j);
            if (from_abroad)
                common[j] *= from_elsewhere[s] * draw_of_place[j];
            else if (r == s)
                common[j] *= i == j ? 0 : std::exp(p.within_region + (to_town ? p.urban : 0)) * share_of_region[j];
            else
                common[j] *= of_regions(r, s) * draw_of_place[j];
        }
        const double leaves = from_abroad ? 0 : std::exp(effects_.emigration[r] - levers.places.amenity.at(i));
        for (std::size_t group = 0; group < groups; ++group) {
            const std::size_t e = group / education_count;
            const std::size_t level = group % education_count;
            const double of_here = std::exp(-p.income * (from_abroad ? mean_income[level] : income(i, level)));
            const std::size_t cell = i * groups + group;
            const std::span<double> weights = choices.weight.row(cell);
            for (std::size_t j = 0; j < domestic; ++j)
                weights[j] = common[j] * of_own_group(j, e) * of_income(j, level) * of_here;
            for (std::size_t j = domestic; j < places; ++j) weights[j] = leaves * of_abroad(j - domestic, group);
            for (std::size_t s = 0; s < regions; ++s)
                for (const PlaceId place : geography.regions[s].places)
                    if (s != r) choices.home_gain(cell, s) += weights[index(place)] * choices.home_bonus;
        }
    }
    choices.destination = InversionTable(choices.weight);
    choices.most_elsewhere.assign(places * ethnicity_count, 0);
    choices.most_home_gain = Matrix<double>(places * ethnicity_count, regions);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const std::size_t any = cell / education_count;
        double& elsewhere = choices.most_elsewhere[any];
        elsewhere = std::max(elsewhere, choices.destination.total(cell));
        for (std::size_t r = 0; r < regions; ++r)
            choices.most_home_gain(any, r) = std::max(choices.most_home_gain(any, r), choices.home_gain(cell, r));
        for (const Offer& offer : levers.offers)
            if (offer.origins[any / ethnicity_count] != 0) elsewhere = std::numeric_limits<double>::infinity();
    }
    return choices;
}

struct Migration::Choices::Asked {
    Row household = 0;
    Row member = no_row;  ///< who would go alone
    PlaceId origin{};
    std::size_t cell = 0;
    RegionId home{};
    bool home_elsewhere = false;  ///< in another region of the country
    std::uint8_t size = 0;        ///< persons who would go
    Activity activity{};          ///< of the one who decides
    double stays = 0;             ///< weight of staying; until children are weighed, what it is at least
    bool children_weighed = false;
    double home_share = 1;  ///< of the gain of home's places, under a service
};

Migration::Choices::Asked Migration::Choices::ask(const Block& block, Row row, Row member) const {
    const Household& household = block.households[row];
    const RegionId here = geography->region_of(household.place);
    const bool alone = member != no_row;
    const Person& decides = block.persons[alone ? member : household.first_person];
    Asked asked{.household = row,
                .member = member,
                .origin = household.place,
                .cell = cell(household.place, household.ethnicity, decides.education),
                .home = alone ? here : household.home,  // a member grew up here
                .size = alone ? std::uint8_t{1} : household.size,
                .activity = decides.activity};
    const bool at_home = asked.home == here;
    asked.home_elsewhere = !at_home && index(asked.home) < geography->domestic_regions;
    asked.stays = stay[at_home ? 1 : 0];
    asked.children_weighed = alone;
    asked.stays *= obligation(household);
    if (alone) return asked;
    if (household.tenure == Tenure::owner) asked.stays *= owner;
    if (children < 1 || participates(household.stage)) weigh_children(block, asked);
    if (participates(household.stage)) weigh_programme(block, row, asked);
    return asked;
}

void Migration::Choices::weigh_children(const Block& block, Asked& asked) const {
    if (std::exchange(asked.children_weighed, true)) return;
    bool has_children = false;
    block.for_each_member(asked.household,
                          [&](Row one) { has_children |= block.persons[one].activity == Activity::minor; });
    if (has_children) asked.stays *= children;
}

double Migration::Choices::obligation(const Household& household) const {
    if (!participates(household.stage)) return 1;
    const Programme* const terms = levers->programme(household.programme);
    const bool holds = terms != nullptr && month.index() - household.joined < terms->stay_months;
    return holds ? std::exp(terms->obligation) : 1;
}

void Migration::Choices::weigh_programme(const Block& block, Row row, Asked& asked) const {
    const Household& household = block.households[row];
    const int months = month.index() - household.joined;
    if (const Programme* const terms = levers->programme(household.programme)) {
        double earned = 0;  // the household's own budget, tenge a month; at least what the dwelling costs
        block.for_each_member(row, [&](Row member) {
            const Person& person = block.persons[member];
            earned += economy->earnings(household.place, person.education, person.activity);
        });
        const double income = std::max({earned, economy->rent[index(household.place)], 1.0});
        const auto raised = [&](double share) { return std::pow(1 + share, income_effect); };
        // Rent that is paid for it is income that it has as long as it stays, and for the months that are left; if
        // money runs short it expects as much of it as others got this month.
        if (household.tenure == Tenure::renter && months < terms->rent_months)
            asked.stays *= raised(expected_rent(terms->policy) * static_cast<double>(terms->rent.amount) / income);
        if (months < terms->stay_months)
            asked.stays *= raised(static_cast<double>(terms->claim(household.owed_for()).amount) / (12 * income));
    }
    const AdaptationService* const service = levers->service(household.place, row);
    if (household.stage != Stage::served || service == nullptr || months > service->months || !asked.home_elsewhere)
        return;
    const double pull = home * service->home_pull;
    asked.stays *= std::exp(home - pull);
    asked.home_share = home_bonus > 0 ? std::expm1(pull) / home_bonus : 1;
}

double Migration::Choices::everything(const Asked& asked) const {
    const double gain = asked.home_elsewhere ? asked.home_share * home_gain(asked.cell, index(asked.home)) : 0;
    return asked.stays + destination.total(asked.cell) + gain;
}

PlaceId Migration::Choices::choose(const Asked& asked, double point) const {
    if (point < 0) return asked.origin;
    const double anywhere = destination.total(asked.cell);
    if (point < anywhere) return static_cast<PlaceId>(destination.at(asked.cell, point));
    point -= anywhere;
    PlaceId chosen{};
    for (const PlaceId place : geography->region(asked.home).places) {
        chosen = place;
        point -= weight(asked.cell, index(place)) * home_bonus * asked.home_share;
        if (point < 0) break;
    }
    return chosen;
}

Proposal Migration::Choices::propose(const Block& block, Asked& asked, double point) const {
    Proposal proposal{.block = block.id,
                      .household = asked.household,
                      .member = asked.member,
                      .size = asked.size,
                      .planned = static_cast<MonthIndex>(month.index()),
                      .origin = asked.origin,
                      .own_choice = asked.origin,
                      .offered = asked.origin};
    if (asked.activity == Activity::student) return proposal;  // first finishes where he or she studies
    // Most stay even if they had no children; their members need not be looked up.
    const auto beyond_staying = [&] { return point * everything(asked) - asked.stays; };
    if (beyond_staying() >= 0) weigh_children(block, asked);
    proposal.own_choice = choose(asked, beyond_staying());
    const bool homeward = asked.home_elsewhere && geography->region_of(proposal.own_choice) == asked.home;
    const bool works = employed(asked.activity) || asked.activity == Activity::unemployed;
    proposal.own_reason = homeward ? Reason::homeward : works ? Reason::work : Reason::family;
    return proposal;
}

bool Migration::Choices::surely_stays(const Household& household, const Words& words) const {
    if (participates(household.stage) || children < 1) return false;
    const bool at_home = household.home == geography->region_of(household.place);
    const double stays = stay[at_home ? 1 : 0] * (household.tenure == Tenure::owner ? owner : 1);
    const std::size_t group = index(household.place) * ethnicity_count + index(household.ethnicity);
    const bool home_elsewhere = !at_home && index(household.home) < geography->domestic_regions;
    // Summed in the order of `everything`, so that rounding cannot tell them apart.
    const double gain = home_elsewhere ? most_home_gain(group, index(household.home)) : 0;
    return uniform_of(words[0]) * (stays + most_elsewhere[group] + gain) < stays;
}

Proposal Migration::Choices::decide(const Block& block, Row household, const Words& words) const {
    const double point = uniform_of(words[0]);
    const double offer_point = uniform_of(words[1]);
    const double aware_point = uniform_of(words[2]);
    Asked asked = ask(block, household, no_row);
    Proposal proposal = propose(block, asked, point);
    proposal.ticket = words[3];
    // Programmes resettle families, not single members of them, and everybody once.
    if (!levers->offers.empty() && asked.activity != Activity::student &&
        block.households[household].programme == no_programme)
        weigh_offers(block, asked, offer_point, aware_point, proposal);
    drop_what_cannot_be_paid(block, proposal);
    return proposal;
}

Proposal Migration::Choices::decide_alone(const Block& block, Row person, Stream stream) const {
    Asked asked = ask(block, block.persons[person].household, person);
    Proposal proposal = propose(block, asked, stream.uniform());
    drop_what_cannot_be_paid(block, proposal);
    return proposal;
}

void Migration::Choices::weigh_offers(const Block& block, Asked& asked, double offer_point, double aware_point,
                                      Proposal& proposal) const {
    // Offers are a layer above the choice without them. What an offer adds to the weight of a destination competes
    // with everything; otherwise the household does what it would have done, and takes the money if it goes where the
    // money is. These are exactly the logit's shares, and nobody changes a decision for whom nothing changed.
    const auto extra_weight = [&](const Offer& offer, std::size_t j) {
        const bool to_home = asked.home_elsewhere && geography->places[j].region == asked.home;
        const double plain = weight(asked.cell, j) * (to_home ? 1 + home_bonus * asked.home_share : 1);
        const double lump = worth(offer, proposal.size);
        return plain * (std::pow(1 + lump / (yearly_income[j] * proposal.size), income_effect) - 1);
    };
    const auto for_each_option = [&](auto&& visit) {
        for (std::size_t o = 0; o < levers->offers.size(); ++o) {
            const Offer& offer = levers->offers[o];
            const double hears = levers->awareness.at(asked.origin);
            const double aware = offer.awareness + hears * (1 - offer.awareness);
            if (offer.origins[index(asked.origin)] == 0 || aware_point >= aware ||
                !offer.eligibility.admits(block, asked.household, month))
                continue;
            for (std::size_t j = 0; j < geography->domestic_places; ++j)
                if (offer.destinations[j] != 0 && j != index(asked.origin) &&
                    (offer.within_region || geography->places[j].region != geography->region_of(asked.origin)) &&
                    offer.persons_left[index(geography->places[j].region)] > 0)
                    visit(o, offer, j);
        }
    };
    double extra = 0;
    for_each_option([&](std::size_t o, const Offer& offer, std::size_t j) {
        extra += extra_weight(offer, j);
        if (static_cast<PlaceId>(j) != proposal.own_choice || proposal.own_choice == asked.origin) return;
        // Of several offers for where it goes anyway, it takes the one that is worth most.
        if (proposal.offer != no_offer &&
            worth(offer, proposal.size) <= worth(levers->offers[proposal.offer], proposal.size))
            return;
        proposal.offer = static_cast<std::uint8_t>(o);
        proposal.offered = proposal.own_choice;
    });
    const auto beyond_offers = [&] { return offer_point * (everything(asked) + extra) - everything(asked); };
    if (beyond_offers() >= 0) weigh_children(block, asked);
    double rest = beyond_offers();
    if (rest < 0) return;
    bool found = false;
    for_each_option([&](std::size_t o, const Offer& offer, std::size_t j) {
        if (found) return;
        rest -= extra_weight(offer, j);
        proposal.offer = static_cast<std::uint8_t>(o);
        proposal.offered = static_cast<PlaceId>(j);
        found = rest < 0;
    });
}

void Migration::Choices::drop_what_cannot_be_paid(const Block& block, Proposal& proposal) const {
    if (!liquidity || geography->abroad(proposal.origin)) return;
    if (proposal.own_choice == proposal.origin && proposal.offer == no_offer) return;
    const Household& family = block.households[proposal.household];
    // Who goes alone has a fair share of the family's savings, as Bookkeeper::split gives it.
    const double sharing = proposal.member == no_row ? 1.0 : static_cast<double>(family.size);
    const double own_cost = cost(proposal.own_choice, proposal.size);
    double offer_cost = 0;
    if (proposal.offer != no_offer) {
        const double grant = static_cast<double>(levers->offers[proposal.offer].payment(proposal.size).amount) / 1000;
        offer_cost = std::max(0.0, cost(proposal.offered, proposal.size) - grant);
    }
    double savings = least_savings(*economy, family, month + (-1)) / sharing;
    if (std::max(own_cost, offer_cost) > savings)
        savings = savings_now(*economy, block, proposal.household, month + (-1)) / sharing;
    if (own_cost > savings) proposal.own_choice = proposal.origin;
    proposal.own_cost = static_cast<std::int32_t>(std::lround(own_cost));
    if (proposal.offer == no_offer) return;
    if (offer_cost > savings) proposal.offer = no_offer;
    proposal.offer_cost = static_cast<std::int32_t>(std::lround(offer_cost));
}

}  // namespace qonys
