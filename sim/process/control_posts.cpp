#include "process/control_posts.hpp"

#include <algorithm>

namespace qonys {
namespace {

bool nothing_closed(const Levers& levers) {
    return levers.movement.closures.empty() && levers.movement.registration >= 1 && !levers.border.entry.touched() &&
           !levers.border.exit.touched();
}

}  // namespace

double passes(const Levers& levers, const Geography& geography, PlaceId origin, PlaceId destination, Reason reason,
              LegalStatus status) {
    const RegionId from = geography.region_of(origin);
    const RegionId to = geography.region_of(destination);
    const MovementLevers& movement = levers.movement;
    if (geography.abroad(origin)) return movement.registration * levers.border.entry.at(status, from);
    if (!geography.abroad(destination)) return movement.passes(from, to, reason, status);
    // Whoever leaves the country leaves the own region first.
    return movement.passes(from, from, reason, status) * levers.border.exit.at(status, to);
}

BlockWork stop_at_control_posts(Month month, const Levers& levers, Proposals& proposals, World& world, Seed seed) {
    if (nothing_closed(levers)) return [](std::size_t, std::size_t) {};
    const Geography& geography = *world.geography;
    return [month, seed, &levers, &proposals, &world, &geography](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        Ledger& ledger = world.ledgers[thread];
        std::erase_if(proposals[b], [&](Proposal& wish) {
            const bool alone = wish.member != no_row;
            const Row decides = alone ? wish.member : block.households[wish.household].first_person;
            const LegalStatus status = block.persons[decides].status;
            // A person's row, so that a household and its member never share a number.
            Stream stream(seed, Purpose::control_post, month, block.id, decides);
            const double luck = stream.uniform();
            const auto stopped = [&](PlaceId destination, Reason reason) {
                return luck >= passes(levers, geography, wish.origin, destination, reason, status);
            };
            if (wish.offer != no_offer && stopped(wish.offered, Reason::programme)) wish.offer = no_offer;
            const PlaceId wished = wish.own_choice;
            const bool wishes = wished != wish.origin;
            const bool kept = wishes && stopped(wished, wish.own_reason);
            if (kept) wish.own_choice = wish.origin;
            if (wish.offer != no_offer || (wishes && !kept)) return false;
            if (!wishes) return true;
            ledger.moves_stopped(index(wish.origin), index(wished)) += wish.size;
            block.deferred.push_back({wish.household, wish.member, wish.planned});
            return true;
        });
    };
}

}  // namespace qonys
