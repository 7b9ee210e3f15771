#include "process/accounting.hpp"

#include <algorithm>

#include "base/prefetch.hpp"
#include "world/bookkeeper.hpp"
#include "world/savings.hpp"

namespace qonys {
namespace {

/// Work does not move along: whoever had some looks for it at the destination.
void lose_jobs(Bookkeeper& books, const Block& block, Row household) {
    block.for_each_member(household, [&](Row member) {
        if (employed(block.persons[member].activity)) books.set_activity(member, Activity::unemployed);
    });
}

}  // namespace

void close_month(Month month, const Levers& levers, const Moves& moves, World& world, const Machine& machine) {
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        Ledger& ledger = world.ledgers[thread];
        for (const Move& move : moves[b]) prefetch(block.households[move.household]);
        for (const Move& move : moves[b]) prefetch(block.persons[block.households[move.household].first_person]);
        Bookkeeper books(world, block, ledger);
        for (const Move& move : moves[b]) {
            // What it put aside here, at the prices that are known; who goes alone takes a share.
            settle_savings(world.published.economy, block, move.household, world.published.month);
            const Row row = move.member == no_row ? move.household : books.split(move.member);
            std::int32_t& savings = block.households[row].savings;
            savings -= std::min(savings, move.cost);
            books.move(row, move.destination, month, move.reason);
            lose_jobs(books, block, row);
            if (move.offer == no_offer) continue;
            const Offer& offer = levers.offers[move.offer];
            Household& household = block.households[row];
            const std::int64_t members = household.size;
            household.programme = offer.policy;
            household.joined = static_cast<MonthIndex>(month.index());
            ++ledger.policy_households(offer.policy, index(move.destination));
            ledger.policy_persons(offer.policy, index(move.destination)) += members;
            ledger.policy_spending(offer.policy, index(move.destination)) += offer.payment(members).amount;
        }
    });
    publish(world, month);
}

}  // namespace qonys
