#include <algorithm>
#include <tuple>
#include <utility>

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

void Sojourners::find_reached(Desk& desk) const {
    const BorderLevers& border = desk.border;
    if (!border.campaigns()) return;
    // Who leaves or tries to is not there any more.
    std::vector<Row> gone = desk.departures.stuck;
    for (const Leaver& leaver : desk.departures.leavers) gone.push_back(leaver.row);
    std::ranges::sort(gone);
    for_each_candidate(
        Stream(desk.seed, Purpose::raid, desk.month, desk.block.id),
        static_cast<std::uint32_t>(desk.block.sojourners.size()), campaign_bound,
        [&](std::uint32_t candidate, double uniform) {
            const auto row = static_cast<Row>(candidate);
            const Sojourner& sojourner = desk.block.sojourners[row];
            if (std::ranges::binary_search(gone, row)) return;
            const PlaceId place = sojourner.place;
            double point = uniform * campaign_bound;
            const auto reach = [&](Reached::By by, const PolicyHazards& hazards) {
                const double height = hazards.at(place);
                if (point < height) desk.departures.reached.push_back({row, by, hazards.whose(place, point), uniform});
                point -= height;
                return point < 0;
            };
            if (sojourner.status == LegalStatus::irregular) {
                if (reach(Reached::By::raid, border.raids) || reach(Reached::By::amnesty, border.amnesty)) return;
                reach(Reached::By::assisted_return, border.assisted_return);
            } else if (sojourner.activity == Activity::informal && sojourner.status != LegalStatus::eaeu_worker) {
                reach(Reached::By::inspection, border.inspections);
            }
        });
}

void Sojourners::pay_campaigns(const BorderLevers& border, World& world, std::vector<Departures>& departures) {
    if (!border.campaigns()) return;
    struct Bill {
        std::uint8_t policy;
        double ticket;
        std::size_t block;
        std::size_t number;
        Tenge cost;
    };
    std::vector<Bill> bills;
    for (std::size_t b = 0; b < departures.size(); ++b)
        for (std::size_t k = 0; k < departures[b].reached.size(); ++k) {
            const auto& [policy, cost] = departures[b].reached[k].cause;
            if (policy < world.purse.left.size() && cost.amount > 0)
                bills.push_back({policy, departures[b].reached[k].ticket, b, k, cost});
        }
    bills = world.ranks->gather(std::move(bills));
    std::ranges::sort(bills, {},
                      [](const Bill& bill) { return std::tuple(bill.policy, bill.ticket, bill.block, bill.number); });
    std::erase_if(bills, [&](const Bill& bill) { return world.purse.pay(bill.policy, bill.cost); });
    std::ranges::sort(bills, std::ranges::greater(),
                      [](const Bill& bill) { return std::pair(bill.block, bill.number); });
    for (const Bill& unpaid : bills) {
        if (!world.owns(unpaid.block)) continue;
        std::vector<Reached>& reached = departures[unpaid.block].reached;
        reached.erase(reached.begin() + static_cast<std::ptrdiff_t>(unpaid.number));
    }
}

void Sojourners::meet_reached(Desk& desk) const {
    for (const auto& [row, by, cause, ticket] : desk.departures.reached) {
        const PlaceId place = desk.block.sojourners[row].place;
        ++desk.books.ledger().policy_persons(cause.policy, index(place));
        desk.books.ledger().policy_spending(cause.policy, index(place)) += cause.cost.amount;
        Stream stream(desk.seed, Purpose::raid, desk.month, desk.block.id, row);
        switch (by) {
            case Reached::By::inspection:
            case Reached::By::raid:
                detected(desk, row, stream);
                break;
            case Reached::By::amnesty:
                legalise(desk, row);
                break;
            case Reached::By::assisted_return:
                try_to_leave(desk, row, stream);
                break;
        }
    }
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
