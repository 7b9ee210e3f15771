#include "process/travellers.hpp"

#include <algorithm>
#include <cmath>

#include "base/hash.hpp"
#include "config/number_fields.hpp"

namespace qonys {
namespace {

/// An expected number, rounded so that it is right on average.
std::int64_t by_lot(double expected, Stream& stream) {
    return static_cast<std::int64_t>(std::floor(expected + stream.uniform()));
}

}  // namespace

void declare(Fields& fields, TravellersParameters& p) {
    const auto number = number_fields(fields);
    number(p.own_means, "own_means", "per month", "of stranded citizens, those who find a way home by themselves",
           "assumed: 295 thousand abroad on 20 March 2020, 175 thousand in April (stranded_refugees_relokants.csv)", 0,
           1);
    number(p.gives_up, "gives_up", "per month", "of stranded foreigners, those who turn back to where they came from",
           "assumed", 0, 1);
}

void Travellers::open(World& world) const {
    const std::vector<TravellerGroup>& groups = world.geography->travellers;
    TravellerCounts& now = world.travellers;
    for (Counts* counts : {&now.away, &now.stranded, &now.set_out, &now.came_home, &now.brought, &now.gave_up})
        counts->assign(groups.size(), 0);
    for (std::size_t g = 0; g < groups.size(); ++g)
        if (!groups[g].transit) now.away[g] = std::llround(groups[g].trips_per_month * groups[g].months_away * scale_);
}

void Travellers::pass(Month month, const Levers& levers, World& world, Seed seed) const {
    const std::vector<TravellerGroup>& groups = world.geography->travellers;
    TravellerCounts& now = world.travellers;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const TravellerGroup& group = groups[g];
        Stream stream(seed, Purpose::travel, month, static_cast<BlockId>(g));
        const LegalStatus status = group.transit ? LegalStatus::guest : LegalStatus::citizen;
        const double out = levers.border.exit.at(status, group.abroad) * levers.border.travel.at(status, group.abroad);
        const double in = levers.border.entry.at(status, group.abroad);
        const double trips = group.trips_per_month * scale_;
        // Foreigners come from beyond the other border whatever ours is like; then they wait at it.
        now.set_out[g] = by_lot(group.transit ? trips : trips * out, stream);
        // Of trips shorter than a month, those are counted that have not ended by the end of the month.
        const double most = std::min(group.months_away, 1.0);
        std::int64_t homeward = now.stranded[g];
        if (group.transit) {
            homeward += now.set_out[g];
        } else {
            const std::int64_t wanting = std::min(
                by_lot(static_cast<double>(now.away[g]) / std::max(group.months_away, 1.0), stream), now.away[g]);
            const std::int64_t still_away =
                std::min(by_lot(static_cast<double>(now.set_out[g]) * most, stream), now.set_out[g]);
            now.set_out[g] = still_away;
            now.away[g] += still_away - wanting;
            homeward += wanting;
        }
        const double open = group.transit ? out : in;
        now.came_home[g] = std::min(by_lot(static_cast<double>(homeward) * open, stream), homeward);
        now.stranded[g] = homeward - now.came_home[g];
        // Who can help himself does; governments take the others.
        const double share = group.transit ? parameters_.gives_up : parameters_.own_means;
        const std::int64_t alone =
            std::min(by_lot(static_cast<double>(now.stranded[g]) * share, stream), now.stranded[g]);
        now.stranded[g] -= alone;
        now.gave_up[g] = group.transit ? alone : 0;
        if (!group.transit) now.came_home[g] += alone;
        now.brought[g] = 0;
        for (const Seats& offered : levers.border.flights) {
            if (offered.group != g) continue;
            const std::int64_t taken =
                world.purse.buy(offered.policy, offered.cost, std::min(offered.seats, now.stranded[g]));
            now.stranded[g] -= taken;
            now.brought[g] += taken;
            if (!world.ranks->first()) continue;  // all ranks count the same travellers
            const std::size_t place = index(world.geography->region(group.abroad).places.front());
            world.ledgers.front().policy_persons(offered.policy, place) += taken;
            world.ledgers.front().policy_spending(offered.policy, place) += (offered.cost * taken).amount;
        }
        if (world.ranks->first())
            world.ledgers.front().digest += chained(chained(g, static_cast<std::uint64_t>(now.came_home[g])),
                                                    static_cast<std::uint64_t>(now.stranded[g]));
    }
}

}  // namespace qonys
