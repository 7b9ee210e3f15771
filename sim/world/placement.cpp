#include "world/placement.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "world/bookkeeper.hpp"

namespace qonys {

void place_in_work(std::vector<Placement>& wishes, World& world) {
    if (wishes.empty()) return;
    std::ranges::sort(wishes, {}, [](const Placement& one) { return std::tuple(one.ticket, one.block, one.person); });
    const Matrix<double>& jobs = world.published.economy.jobs;
    std::vector<std::int64_t> vacant(jobs.cells().size());
    for (std::size_t cell = 0; cell < vacant.size(); ++cell) {
        std::int64_t working = 0;
        for (const Activity activity : {Activity::formal, Activity::informal}) {
            working += world.published.stocks.activity(cell, index(activity));
            for (const Ledger& ledger : world.ledgers) working += ledger.change.activity(cell, index(activity));
        }
        vacant[cell] = static_cast<std::int64_t>(std::floor(jobs.cells()[cell])) - working;
    }
    for (const Placement& wish : wishes) {
        Block& block = world.blocks[index(wish.block)];
        const Person& person = block.persons[wish.person];
        if (person.activity != Activity::unemployed) continue;
        const PlaceId place = block.households[person.household].place;
        if (activity_row(place, person.education) >= vacant.size()) continue;  // abroad
        std::int64_t& left = vacant[activity_row(place, person.education)];
        if (left <= 0) continue;
        --left;
        Bookkeeper(world, block, world.ledgers.front()).set_activity(wish.person, Activity::formal);
        ++world.ledgers.front().hired[index(place)];
    }
}

}  // namespace qonys
