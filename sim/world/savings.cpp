#include "world/savings.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "random/words.hpp"

namespace qonys {
namespace {

/// More is more than any move costs; far from the end of the 32 bits.
constexpr double most_savings = 1e9;

/// What the household puts aside between two months, thousand tenge, by sums(series).
template <class Sums>
double flow(const Economy& economy, const Block& block, Row row, Sums&& sums) {
    const Household& household = block.households[row];
    const std::size_t domestic = economy.rent.size();
    if (index(household.place) >= domestic) return 0;
    double sum = 0;
    block.for_each_member(row, [&](Row member) {
        const Person& person = block.persons[member];
        if (!employed(person.activity)) return;
        const double share = person.activity == Activity::formal ? 1 : economy.informal_wage;
        sum += share * sums(saved_by_earner(household.place, person.education));
    });
    if (household.tenure == Tenure::renter) sum -= sums(saved_less_rent(household.place, domestic));
    return sum;
}

std::int32_t thousands(double savings) {
    return static_cast<std::int32_t>(std::llround(std::clamp(savings, 0.0, most_savings)));
}

}  // namespace

void append_savings(Economy& economy) {
    constexpr double thousand = 1000;
    std::vector<double> month;
    month.reserve(economy.wage.cells().size() + economy.rent.size());
    for (const double wage : economy.wage.cells()) month.push_back(economy.saving_rate * wage / thousand);
    for (const double rent : economy.rent) month.push_back(economy.saving_rate * rent / thousand);
    economy.saved.append(month);
}

std::int32_t savings_now(const Economy& economy, const Block& block, Row row, Month month) {
    const Household& household = block.households[row];
    const Month from = Month::from_index(household.saved_until);
    if (month <= from) return std::max(household.savings, 0);
    return thousands(household.savings + flow(economy, block, row, [&](std::size_t series) {
                         return economy.saved.between(series, from, month);
                     }));
}

std::int32_t least_savings(const Economy& economy, const Household& household, Month month) {
    const std::size_t domestic = economy.rent.size();
    const Month from = Month::from_index(household.saved_until);
    if (household.tenure == Tenure::owner || index(household.place) >= domestic || month <= from)
        return std::max(household.savings, 0);
    return thousands(household.savings -
                     economy.saved.between(saved_less_rent(household.place, domestic), from, month));
}

void settle_savings(const Economy& economy, Block& block, Row row, Month month) {
    Household& household = block.households[row];
    household.savings = savings_now(economy, block, row, month);
    household.saved_until = std::max(household.saved_until, static_cast<MonthIndex>(month.index()));
}

void save(const Economy& economy, Block& block, Row row, Tenge sum, Month month) {
    constexpr double thousand = 1000;
    settle_savings(economy, block, row, month);
    block.households[row].savings +=
        static_cast<std::int32_t>(std::lround(economy.saving_rate * static_cast<double>(sum.amount) / thousand));
}

void start_savings(World& world, double months, Seed seed, const Machine& machine) {
    const Economy& economy = world.published.economy;
    Economy month = economy;  // one month's flow at the prices of the start
    month.saved = MonthSums(economy.wage.cells().size() + economy.rent.size(), world.published.month);
    append_savings(month);
    const Month next = world.published.month + 1;
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t) {
        Block& block = world.blocks[b];
        const auto everybody = [&](auto&& take) {
            for (std::size_t row = 0; row < block.household_rows(); ++row)
                if (block.households[row].size > 0) take(row);
        };
        for_each_waiting(Stream(seed, Purpose::synthesis_career, next, block.id, 0), 0, everybody,
                         [&](Row row, const Words&, double exponential) {
                             const double put_aside = flow(month, block, row, [&](std::size_t series) {
                                 return month.saved.between(series, world.published.month, next);
                             });
                             Household& household = block.households[row];
                             household.savings = thousands(months * std::max(put_aside, 0.0) * exponential);
                             household.saved_until = static_cast<MonthIndex>(world.published.month.index());
                         });
    });
}

}  // namespace qonys
