#include "process/settlement.hpp"

#include <algorithm>
#include <tuple>

namespace qonys {

Moves settle(const Levers& levers, Purse& purse, const Proposals& proposals, const Geography& geography,
             const Ranks& ranks) {
    std::vector<Proposal> applicants;
    for (const auto& block : proposals)
        for (const Proposal& proposal : block)
            if (proposal.offer != no_offer) applicants.push_back(proposal);
    if (!levers.offers.empty()) applicants = ranks.gather(std::move(applicants));
    const auto queue = [](const Proposal& p) { return std::tuple(p.offer, p.ticket, p.block, p.household); };
    std::ranges::sort(applicants, {}, queue);

    std::vector<std::vector<std::int64_t>> left;
    for (const Offer& offer : levers.offers) left.push_back(offer.persons_left);
    std::vector<std::vector<Row>> refused(proposals.size());
    for (const Proposal& applicant : applicants) {
        std::int64_t& places = left[applicant.offer][index(geography.region_of(applicant.offered))];
        const Offer& offer = levers.offers[applicant.offer];
        if (applicant.size <= places && purse.pay(offer.policy, offer.payment(applicant.size)))
            places -= applicant.size;
        else
            refused[index(applicant.block)].push_back(applicant.household);
    }

    Moves moves(proposals.size());
    for (std::size_t b = 0; b < proposals.size(); ++b) {
        std::ranges::sort(refused[b]);
        moves[b].reserve(proposals[b].size());
        for (const Proposal& proposal : proposals[b]) {
            const bool granted =
                proposal.offer != no_offer && !std::ranges::binary_search(refused[b], proposal.household);
            if (granted)
                moves[b].push_back({proposal.household, proposal.offer, proposal.offered, no_row, Reason::programme,
                                    proposal.offer_cost});
            else if (proposal.own_choice != proposal.origin)
                moves[b].push_back({proposal.household, no_offer, proposal.own_choice, proposal.member,
                                    proposal.own_reason, proposal.own_cost});
        }
    }
    return moves;
}

Refusals refusals(const Proposals& proposals, const Moves& moves) {
    Refusals refused;
    for (std::size_t b = 0; b < proposals.size(); ++b) {
        auto move = moves[b].begin();  // both are by household
        for (const Proposal& wish : proposals[b]) {
            if (wish.offer == no_offer) continue;
            while (move != moves[b].end() && move->household < wish.household) ++move;
            const bool granted =
                move != moves[b].end() && move->household == wish.household && move->offer == wish.offer;
            if (!granted) refused.push_back({wish.block, wish.household, wish.size, wish.offered});
        }
    }
    return refused;
}

}  // namespace qonys
