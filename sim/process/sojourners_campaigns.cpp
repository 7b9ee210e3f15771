#include <algorithm>

#include "process/sojourners.hpp"
#include "random/candidates.hpp"

namespace qonys {
namespace {

/// What raids, amnesties and the like can reach in a month: a hazard beyond is cut.
constexpr double campaign_bound = 0.5;

}  // namespace

void Sojourners::legalise(Desk& desk, Row row) const {
    Sojourner& sojourner = desk.block.sojourners[row];
    const bool free = free_movement_[index(sojourner.origin) - geography_->domestic_regions] == 1;
    const LegalStatus title = free ? LegalStatus::eaeu_worker : LegalStatus::labour_migrant;
    desk.books.reclassify(row, title);
    sojourner.since = static_cast<MonthIndex>(desk.month.index());
    sojourner.expires = permit_until(title, desk.month);
}

void Sojourners::campaigns(Desk& desk) const {
    const BorderLevers& border = desk.border;
    if (!border.raids.touched() && !border.inspections.touched() && !border.amnesty.touched() &&
        !border.assisted_return.touched())
        return;
    // Who leaves or tries to is not there any more.
    std::vector<Row> gone = desk.departures.stuck;
    for (const Leaver& leaver : desk.departures.leavers) gone.push_back(leaver.row);
    std::ranges::sort(gone);
    const auto reached = [&](const PolicyHazards& hazards, PlaceId place, double point) {
        const PolicyHazards::Cause cause = hazards.whose(place, point);
        ++desk.books.ledger().policy_persons(cause.policy, index(place));
        desk.books.ledger().policy_spending(cause.policy, index(place)) += cause.cost.amount;
    };
    for_each_candidate(
        Stream(desk.seed, Purpose::raid, desk.month, desk.block.id),
        static_cast<std::uint32_t>(desk.block.sojourners.size()), campaign_bound,
        [&](std::uint32_t candidate, double uniform) {
            const auto row = static_cast<Row>(candidate);
            const Sojourner& sojourner = desk.block.sojourners[row];
            if (std::ranges::binary_search(gone, row)) return;
            const PlaceId place = sojourner.place;
            double point = uniform * campaign_bound;
            Stream stream(desk.seed, Purpose::raid, desk.month, desk.block.id, row);
            if (sojourner.status != LegalStatus::irregular) {
                if (sojourner.activity != Activity::informal || sojourner.status == LegalStatus::eaeu_worker) return;
                if (point >= border.inspections.at(place)) return;
                reached(border.inspections, place, point);
                return detected(desk, row, stream);
            }
            const double found = border.raids.at(place);
            const double amnestied = border.amnesty.at(place);
            if (point < found) {
                reached(border.raids, place, point);
                detected(desk, row, stream);
            } else if ((point -= found) < amnestied) {
                reached(border.amnesty, place, point);
                legalise(desk, row);
            } else if ((point -= amnestied) < border.assisted_return.at(place)) {
                reached(border.assisted_return, place, point);
                try_to_leave(desk, row, stream);
            }
        });
}

void Sojourners::open_corridor(Month month, const Levers& levers, World& world, Seed seed,
                               std::vector<Departures>& departures) const {
    if (levers.border.corridor.empty()) return;
    struct Waiting {
        std::uint32_t ticket;
        std::uint32_t block;
        Row row;
        RegionId origin;
        PlaceId place;
        auto operator<=>(const Waiting&) const = default;
    };
    std::vector<Waiting> all;
    for (std::size_t b = 0; b < departures.size(); ++b) {
        const Block& block = world.blocks[b];
        for (const Row row : departures[b].stuck) {
            Stream stream(seed, Purpose::corridor, month, block.id, row);
            const Sojourner& sojourner = block.sojourners[row];
            all.push_back({stream.word(), static_cast<std::uint32_t>(b), row, sojourner.origin, sojourner.place});
        }
    }
    std::vector<std::vector<Waiting>> queues(geography_->regions.size());
    for (const Waiting& one : world.ranks->gather(std::move(all))) queues[index(one.origin)].push_back(one);
    for (std::vector<Waiting>& queue : queues) std::ranges::sort(queue);
    std::vector<std::size_t> served(queues.size());
    Ledger& ledger = world.ledgers.front();
    for (const Seats& offered : levers.border.corridor) {
        const std::vector<Waiting>& queue = queues[offered.group];
        std::size_t& next = served[offered.group];
        for (std::int64_t seat = 0; seat < offered.seats && next < queue.size(); ++seat, ++next) {
            if (!world.purse.pay(offered.policy, offered.cost)) break;
            const Waiting& first = queue[next];
            if (!world.owns(first.block)) continue;
            const std::size_t place = index(first.place);
            departures[first.block].leavers.push_back({first.row, Departure::left});
            --ledger.stuck[place];
            ++ledger.policy_persons(offered.policy, place);
            ledger.policy_spending(offered.policy, place) += offered.cost.amount;
        }
    }
}

}  // namespace qonys
