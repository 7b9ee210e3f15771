#include "process/accounting.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "base/error.hpp"
#include "world/bookkeeper.hpp"
#include "world/savings.hpp"

namespace qonys {
namespace {

/// Work does not move along: whoever had some looks for it at the destination.
void lose_jobs(Bookkeeper& books, const Block& block, Row household) {
    const PlaceId place = block.households[household].place;
    block.for_each_member(household, [&](Row member) {
        if (employed(block.persons[member].activity)) books.set_activity(member, place, Activity::unemployed);
    });
}

/// Who leaves a programme's region before the time pays back what it claims, as far as the savings go.
void pay_back(const Levers& levers, Month month, const Geography& geography, Ledger& ledger, Household& household,
              PlaceId destination) {
    if (!participates(household.stage) || geography.region_of(destination) == geography.region_of(household.place))
        return;
    const Programme* const terms = levers.programme(household.programme);
    if (terms == nullptr || month.index() - household.joined >= terms->stay_months) return;
    constexpr std::int64_t thousand = 1000;
    const auto paid = static_cast<std::int32_t>(
        std::min<std::int64_t>(terms->claim(household.owed_for()).amount / thousand, household.savings));
    household.savings -= paid;
    ledger.policy_reclaimed(household.programme, index(household.place)) += paid * thousand;
}

/// Carries out a wish: who goes pays, moves, and joins the programme that takes it there.
void go(Month month, const Levers& levers, const Proposal& wish, const World& world, Bookkeeper& books, Block& block,
        Ledger& ledger) {
    // What it put aside here, at the prices that are known; who goes alone takes a share.
    settle_savings(world.published.economy, block, wish.household, world.published.month);
    const Row row = wish.member == no_row ? wish.household : books.split(wish.member);
    std::int32_t& savings = block.households[row].savings;
    savings -= std::min(savings, wish.cost());
    pay_back(levers, month, *world.geography, ledger, block.households[row], wish.destination());
    books.move(row, wish.destination(), month, wish.reason());
    lose_jobs(books, block, row);
    if (!wish.takes_offer()) return;
    const Offer& offer = levers.offers[wish.offer];
    books.join(row, offer.policy, month);
    ledger.policy_spending(offer.policy, index(wish.destination())) += offer.payment(block.households[row].size).amount;
}

void spend_on_places(const Levers& levers, World& world) {
    Ledger& ledger = world.ledgers.front();
    for (const Spending& one : levers.spending) {
        if (!world.purse.pay(one.policy, one.sum) || !world.ranks->first()) continue;
        ledger.policy_persons(one.policy, index(one.place)) += one.persons;
        ledger.policy_spending(one.policy, index(one.place)) += one.sum.amount;
    }
}

/// No policy spent more than it had.
void check_spending(const Levers& levers, const Published& published) {
    for (std::size_t policy = 0; policy < levers.money_left.size(); ++policy) {
        const auto places = published.ledger.policy_spending.row(policy);
        const std::int64_t spent = std::accumulate(places.begin(), places.end(), std::int64_t{0});
        if (spent > levers.money_left[policy])
            throw BrokenInvariant(fmt::format("policy {} spent {} tenge in {} of {} that were left", policy, spent,
                                              to_string(published.month), levers.money_left[policy]));
    }
}

}  // namespace

BlockWork move_unassisted(Month month, const Levers& levers, Proposals& wishes, World& world) {
    return [month, &levers, &wishes, &world](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        for (const Proposal& wish : wishes[b])  // whoever moves will look for work
            block.unemployed.fetch(block.households[wish.household].first_person);
        Bookkeeper books(world, block, world.ledgers[thread]);
        std::erase_if(wishes[b], [&](const Proposal& wish) {
            if (wish.takes_offer()) return false;
            if (wish.goes()) go(month, levers, wish, world, books, block, world.ledgers[thread]);
            return true;
        });
        if (wishes[b].empty()) wishes[b].shrink_to_fit();  // the next block's wishes take memory that is at hand
    };
}

void close_month(Month month, const Levers& levers, const Proposals& wishes, World& world, const Machine& machine) {
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
        Bookkeeper books(world, world.blocks[b], world.ledgers[thread]);
        for (const Proposal& wish : wishes[b])
            if (wish.goes()) go(month, levers, wish, world, books, world.blocks[b], world.ledgers[thread]);
    });
    spend_on_places(levers, world);
    publish(world, month);
    check_spending(levers, world.published);
}

}  // namespace qonys
