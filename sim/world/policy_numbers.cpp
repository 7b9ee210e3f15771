#include "world/policy_numbers.hpp"

#include <algorithm>

namespace qonys {
namespace {

using NumberNow = std::vector<std::optional<std::uint8_t>>;  ///< [number before] now

void renumber(Matrix<std::int64_t>& by_policy, const NumberNow& numbers, std::size_t policies) {
    Matrix<std::int64_t> renumbered(policies, by_policy.columns());
    for (std::size_t before = 0; before < numbers.size(); ++before)
        if (numbers[before]) std::ranges::copy(by_policy.row(before), renumbered.row(*numbers[before]).begin());
    by_policy = std::move(renumbered);
}

void renumber(Counts& by_policy, const NumberNow& numbers, std::size_t policies) {
    Counts renumbered(policies);
    for (std::size_t before = 0; before < numbers.size(); ++before)
        if (numbers[before]) renumbered[*numbers[before]] = by_policy[before];
    by_policy = std::move(renumbered);
}

void renumber(Ledger& ledger, const NumberNow& numbers, std::size_t policies) {
    std::apply([&](auto&... table) { (renumber(table, numbers, policies), ...); }, ledger.by_policy());
}

}  // namespace

void renumber_policies(World& world, const std::vector<std::string>& before, const std::vector<std::string>& now) {
    if (before == now) return;
    NumberNow numbers;
    for (const std::string& name : before) {
        const auto found = std::ranges::find(now, name);
        numbers.push_back(found == now.end() ? std::nullopt
                                             : std::optional(static_cast<std::uint8_t>(found - now.begin())));
    }
    renumber(world.published.policy_persons_this_year, numbers, now.size());
    renumber(world.published.policy_spent_this_year, numbers, now.size());
    renumber(world.published.policy_spent, numbers, now.size());
    renumber(world.published.ledger, numbers, now.size());
    for (Ledger& ledger : world.ledgers) renumber(ledger, numbers, now.size());
    for (Block& block : world.blocks)
        for (std::uint32_t row = 0; row < block.household_rows(); ++row) {
            Household& household = block.households[row];
            if (household.programme == no_programme) continue;
            const auto number = numbers[household.programme];
            household.programme = number.value_or(no_programme);
            if (number) continue;
            household.stage = Stage::none;
            block.participants.erase(row);
        }
}

}  // namespace qonys
