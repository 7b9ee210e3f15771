#include "world/placement.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "world/bookkeeper.hpp"

namespace qonys {

void place_in_work(std::vector<Placement> wishes, World& world) {
    const Matrix<double>& jobs = world.published.economy.jobs;
    std::erase_if(wishes, [&](Placement& wish) {
        const Block& block = world.blocks[index(wish.block)];
        const Person& person = block.persons[wish.person];
        wish.cell =
            static_cast<std::uint16_t>(activity_row(block.households[person.household].place, person.education));
        return person.activity != Activity::unemployed || wish.cell >= jobs.cells().size();  // or abroad
    });
    wishes = world.ranks->gather(std::move(wishes));
    if (wishes.empty()) return;
    const auto queue = [](const Placement& one) { return std::tuple(one.ticket, one.block, one.person); };
    std::ranges::sort(wishes, {}, queue);
    // Whom two programmes look after has the same ticket in both.
    const auto twice = std::ranges::unique(wishes, {}, queue);
    wishes.erase(twice.begin(), twice.end());
    const Matrix<std::int64_t> now = activity_now(world);
    std::vector<std::int64_t> vacant(jobs.cells().size());
    for (std::size_t cell = 0; cell < vacant.size(); ++cell)
        vacant[cell] = static_cast<std::int64_t>(std::floor(jobs.cells()[cell])) - now(cell, index(Activity::formal)) -
                       now(cell, index(Activity::informal));
    for (const Placement& wish : wishes) {
        std::int64_t& left = vacant[wish.cell];
        if (left <= 0) continue;
        --left;
        if (!world.owns(wish.block)) continue;
        Ledger& ledger = world.ledgers.front();
        Bookkeeper(world, world.blocks[index(wish.block)], ledger).set_activity(wish.person, Activity::formal);
        ++ledger.hired[wish.cell / education_count];
    }
}

}  // namespace qonys
