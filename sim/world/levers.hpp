#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "base/ids.hpp"
#include "base/money.hpp"

namespace qonys {

/// A targeted programme, open this month: who may take it, where to, what is paid, for how many.
struct Offer {
    std::uint8_t policy = 0;                 ///< row of the ledgers' policy tables
    std::vector<std::uint8_t> origins;       ///< [place] 1: households living there are eligible
    std::vector<std::uint8_t> destinations;  ///< [place] 1: the programme resettles there
    Tenge for_head;                          ///< paid once on arrival
    Tenge for_member;                        ///< paid once for every further member
    double awareness = 1;                    ///< share of eligible households that know of it
    std::vector<std::int64_t> persons_left;  ///< [region] how many it can still take this year

    Tenge payment(std::int64_t members) const { return for_head + for_member * (members - 1); }
};

/// How far a border is open, by legal status and region abroad: the probability that somebody who wants to cross it
/// this month can. 1 unless policies say less.
class Openness {
public:
    void multiply(LegalStatus status, RegionId abroad, double factor) {
        if (open_.empty()) open_.assign(status_count * regions, 1.0);
        open_[offset(status, abroad)] *= factor;
    }
    double at(LegalStatus status, RegionId abroad) const { return open_.empty() ? 1.0 : open_[offset(status, abroad)]; }

private:
    static constexpr std::size_t regions = 256;
    static std::size_t offset(LegalStatus status, RegionId abroad) { return index(status) * regions + index(abroad); }
    std::vector<double> open_;
};

inline constexpr std::int64_t no_quota = std::numeric_limits<std::int64_t>::max();

/// What governments do about foreigners. Every change is a product, a minimum or an `or`, so that the order of policies
/// cannot matter.
struct BorderLevers {
    Openness entry;
    Openness exit;
    std::array<std::int64_t, status_count> permits = filled_with(no_quota);  ///< [legal status] entries left this month
    double detection = 1;        ///< factor of the hazard that an irregular sojourner is found
    double capacity = 1;         ///< factor of the decisions that offices take in a month
    double documentation = 1;    ///< factor of the hazard that somebody without papers gets some
    bool stay_extended = false;  ///< whose permit ends may stay

private:
    static constexpr std::array<std::int64_t, status_count> filled_with(std::int64_t value) {
        std::array<std::int64_t, status_count> all{};
        all.fill(value);
        return all;
    }
};

/// What all policies together do this month. Policies may only add, so that their order cannot matter.
struct Levers {
    std::vector<Offer> offers;  ///< sorted by policy
    BorderLevers border{};
};

}  // namespace qonys
