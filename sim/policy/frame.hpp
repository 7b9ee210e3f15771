#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>

#include "base/date.hpp"
#include "config/fields.hpp"
#include "world/figures.hpp"

namespace qonys {

/// What every policy says of itself: when it acts, and at which level. A policy acts on the share of a month that its
/// dates cover.
struct Frame {
    Date start{Month{1991, 1}};
    Date end{Month{2050, 12}};
    std::string level = "national";

    Window window() const { return {start, end}; }
};
void declare(Fields& fields, Frame& frame);

/// Who makes a policy, or from where a shock comes.
inline constexpr std::array<const char*, 3> policy_levels{"global", "cross-country", "national"};

/// What a policy may spend. Written for the real country, as quotas are.
struct Budget {
    static constexpr std::int64_t unlimited = 1'000'000'000'000'000;
    static constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();
    std::int64_t kzt_per_year = unlimited;
    std::int64_t kzt_in_all = unlimited;

    /// Tenge that are left at the beginning of a month, in a country of so many agents per household.
    std::int64_t left(Month month, const Published& published, std::uint8_t policy, double scale) const;
};
void declare(Fields& fields, Budget& budget);

}  // namespace qonys
