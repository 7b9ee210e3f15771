#include "process/accounting.hpp"

#include "base/prefetch.hpp"

namespace qonys {

void close_month(Month month, const Levers& levers, const Moves& moves, World& world, const Machine& machine) {
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        Ledger& ledger = world.ledgers[thread];
        for (const Move& move : moves[b]) prefetch(block.households[move.household]);
        for (const Move& move : moves[b]) prefetch(block.persons[block.households[move.household].first_person]);
        for (const Move& move : moves[b]) {
            Household& household = block.households[move.household];
            book_move(ledger, world, block, move.household, move.destination);
            household.place = move.destination;
            household.last_move = static_cast<MonthIndex>(month.index());
            block.alarms.unset.push_back(move.household);
            if (move.offer == no_offer) continue;
            const Offer& offer = levers.offers[move.offer];
            const std::int64_t members = household.size;
            household.programme = offer.policy;
            ++ledger.policy_households(offer.policy, index(move.destination));
            ledger.policy_persons(offer.policy, index(move.destination)) += members;
            ledger.policy_spending(offer.policy, index(move.destination)) += offer.payment(members).amount;
        }
    });
    publish(world, month);
}

}  // namespace qonys
