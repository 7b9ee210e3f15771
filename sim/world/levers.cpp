#include "world/levers.hpp"

#include <algorithm>
#include <cmath>

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

const AdaptationService* Levers::service(PlaceId place) const {
    const auto found =
        std::ranges::find_if(services, [&](const AdaptationService& one) { return one.places[index(place)] != 0; });
    return found == services.end() ? nullptr : &*found;
}

}  // namespace qonys
