#include "process/cash_support.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>
#include <vector>

#include "world/savings.hpp"

namespace qonys {
namespace {

using Claims = SupportClaims::value_type;

/// Whether a policy supports people whom only a walk over everybody finds.
bool asks_everybody(const IncomeSupport& support) {
    for (std::size_t activity = 0; activity < activity_count; ++activity)
        if (activity != index(Activity::unemployed) && support.activity.has(static_cast<Activity>(activity)))
            return true;
    return false;
}

void find_claims(const IncomeSupport& support, Month month, const Block& block, std::vector<Row>& claims) {
    const bool for_everybody = support.eligibility == Eligibility{};
    const auto ask = [&](Row row) {
        const Person& person = block.persons[row];
        if (!support.activity.has(person.activity) || person.household == no_row) return;
        if (support.places[index(block.households[person.household].place)] == 0) return;
        if (for_everybody || support.eligibility.admits(block, person.household, month)) claims.push_back(row);
    };
    if (asks_everybody(support))
        for (std::uint32_t row = 0; row < block.person_rows(); ++row) ask(static_cast<Row>(row));
    else
        block.unemployed.for_each([&](std::size_t row) { ask(static_cast<Row>(row)); });
}

/// Leaves the claims of the `paid` lowest tickets.
void draw_lots(Claims& claims, std::int64_t paid, Month month, Seed seed, const Ranks& ranks) {
    struct Ticket {
        std::uint32_t number;
        std::uint32_t block;
        Row person;
        auto operator<=>(const Ticket&) const = default;
    };
    std::vector<Ticket> tickets;
    for (std::size_t b = 0; b < claims.size(); ++b)
        for (const Row person : claims[b])
            tickets.push_back({Stream(seed, Purpose::income_support, month, static_cast<BlockId>(b), person).word(),
                               static_cast<std::uint32_t>(b), person});
    tickets = ranks.gather(std::move(tickets));
    std::ranges::nth_element(tickets, tickets.begin() + paid);
    tickets.resize(static_cast<std::size_t>(paid));
    for (std::vector<Row>& of_block : claims) of_block.clear();
    for (const auto& [ticket, b, person] : tickets) claims[b].push_back(person);
}

}  // namespace

BlockWork claim_support(Month month, const Levers& levers, const World& world, SupportClaims& claims) {
    claims.assign(levers.supports.size(), Claims(world.blocks.size()));
    return [month, &levers, &world, &claims](std::size_t b, std::size_t) {
        for (std::size_t k = 0; k < claims.size(); ++k)
            find_claims(levers.supports[k], month, world.blocks[b], claims[k][b]);
    };
}

void grant_support(Month month, const Levers& levers, World& world, Seed seed, SupportClaims& claims) {
    for (std::size_t k = 0; k < claims.size(); ++k) {
        const IncomeSupport& support = levers.supports[k];
        const std::int64_t all =
            world.ranks->sum(std::transform_reduce(claims[k].begin(), claims[k].end(), std::int64_t{0}, std::plus<>(),
                                                   [](const auto& some) { return std::ssize(some); }));
        const std::int64_t paid = world.purse.buy(support.policy, support.per_person, all);
        if (paid < all) draw_lots(claims[k], paid, month, seed, *world.ranks);
    }
}

BlockWork pay_support(const Levers& levers, World& world, const SupportClaims& claims) {
    return [&levers, &world, &claims](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        Ledger& ledger = world.ledgers[thread];
        for (std::size_t k = 0; k < claims.size(); ++k)
            for (const Row person : claims[k][b]) {
                const IncomeSupport& support = levers.supports[k];
                const Row household = block.persons[person].household;
                const std::size_t place = index(block.households[household].place);
                ledger.policy_spending(support.policy, place) += support.per_person.amount;
                ++ledger.policy_persons(support.policy, place);
                save(world.published.economy, block, household, support.per_person, world.published.month);
            }
    };
}

}  // namespace qonys
