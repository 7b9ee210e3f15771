#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "world/block.hpp"

namespace qonys {

/// Whom a policy is for: the household's and its head's columns that count, and what they may be. Everybody, unless
/// something is set.
struct Eligibility {
    /// Both ends included.
    struct Range {
        std::int64_t from = 0;
        std::int64_t to = std::numeric_limits<std::int64_t>::max();
        bool has(std::int64_t value) const { return from <= value && value <= to; }
        bool operator==(const Range&) const = default;
    };
    /// Values of an enumeration, a bit for each.
    class Among {
    public:
        void only(std::uint32_t bits) { bits_ = bits; }
        template <class Value>
        bool has(Value value) const {
            return ((bits_ >> index(value)) & 1U) != 0;
        }
        bool operator==(const Among&) const = default;

    private:
        std::uint32_t bits_ = ~std::uint32_t{0};
    };

    Range household_size;
    Range children;  ///< members who are minors
    Range adults;    ///< of 18 to 62, completed years
    Range head_age;  ///< completed years
    Range months_since_move;
    Among ethnicity;  ///< of the household
    Among tenure;
    Among education;  ///< of the head, as all below
    Among activity;
    Among status;
    std::vector<std::uint8_t> home;  ///< [region] 1: eligible who grew up there; empty: all

    bool admits(const Block& block, Row household, Month month) const;
    bool operator==(const Eligibility&) const = default;
};

}  // namespace qonys
