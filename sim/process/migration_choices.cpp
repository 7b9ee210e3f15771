#include <algorithm>
#include <cmath>
#include <utility>

#include "process/migration.hpp"
#include "random/words.hpp"
#include "world/savings.hpp"

namespace qonys {

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
    const std::size_t who = group(household.place, household.ethnicity);
    const bool home_elsewhere = !at_home && index(household.home) < geography->domestic_regions;
    // Summed in the order of `everything`, so that rounding cannot tell them apart.
    const double gain = home_elsewhere ? most_home_gain(who, index(household.home)) : 0;
    return uniform_of(words[0]) * (stays + most_elsewhere[who] + gain) < stays;
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
