#include "process/settlement.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace qonys {

Refusals settle(const Levers& levers, Purse& purse, Proposals& wishes, const Geography& geography, const Ranks& ranks) {
    Refusals refused;
    if (levers.offers.empty()) return refused;
    std::vector<Proposal> applicants;
    for (const auto& of_block : wishes)
        std::ranges::copy_if(of_block, std::back_inserter(applicants), &Proposal::takes_offer);
    applicants = ranks.gather(std::move(applicants));
    const auto queue = [](const Proposal& p) { return std::tuple(p.offer, p.ticket, p.block, p.household); };
    std::ranges::sort(applicants, {}, queue);

    std::vector<std::vector<std::int64_t>> left;
    for (const Offer& offer : levers.offers) left.push_back(offer.persons_left);
    std::vector<std::vector<Row>> refused_in(wishes.size());
    for (const Proposal& applicant : applicants) {
        std::int64_t& places = left[applicant.offer][index(geography.region_of(applicant.offered))];
        const Offer& offer = levers.offers[applicant.offer];
        if (applicant.size <= places && purse.pay(offer.policy, offer.payment(applicant.size)))
            places -= applicant.size;
        else
            refused_in[index(applicant.block)].push_back(applicant.household);
    }
    for (std::size_t b = 0; b < wishes.size(); ++b) {
        std::ranges::sort(refused_in[b]);
        for (Proposal& wish : wishes[b]) {
            if (!wish.takes_offer() || !std::ranges::binary_search(refused_in[b], wish.household)) continue;
            refused.push_back({wish.block, wish.household, wish.size, wish.offered});
            wish.offer = no_offer;
        }
    }
    return refused;
}

}  // namespace qonys
