#include "world/levers.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace qonys {

Tenge Programme::claim(std::int64_t persons) const {
    if (persons <= 0) return {};
    const Tenge paid = for_head + for_member * (persons - 1);
    return {std::llround(clawback * static_cast<double>(paid.amount))};
}

void Levers::limit(std::uint8_t policy, std::int64_t tenge) {
    if (money_left.size() <= policy) money_left.resize(policy + std::size_t{1}, no_quota);
    money_left[policy] = std::min(money_left[policy], tenge);
}

const Programme* Levers::programme(std::uint8_t policy) const {
    const auto found = std::ranges::find(programmes, policy, &Programme::policy);
    return found == programmes.end() ? nullptr : &*found;
}

const AdaptationService* Levers::service(PlaceId place, Row household) const {
    double capacity = 0;
    for (const AdaptationService& one : services)
        if (one.places[index(place)] != 0) capacity += static_cast<double>(one.persons);
    // Multiples of the golden section are spread evenly over (0, 1), whichever rows they are taken of.
    double whole = 0;
    double point = std::modf(household * (std::numbers::phi - 1), &whole) * capacity;
    const AdaptationService* last = nullptr;
    for (const AdaptationService& one : services) {
        if (one.places[index(place)] == 0) continue;
        last = &one;
        point -= static_cast<double>(one.persons);
        if (point < 0) break;
    }
    return last;
}

}  // namespace qonys
