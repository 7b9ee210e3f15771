#pragma once

#include <cstddef>
#include <cstdint>

namespace qonys {

/// Rows of the geography's tables, in their order there. Types of their own, so that one is never taken for another.
enum class PlaceId : std::uint8_t {};
enum class RegionId : std::uint8_t {};

/// The groups that the population tables tell apart.
enum class Ethnicity : std::uint8_t { kazakh, russian, other };
inline constexpr std::size_t ethnicity_count = 3;

enum class Sex : std::uint8_t { male, female };
inline constexpr std::size_t sex_count = 2;

/// Completed years of age that the tables tell apart: 0 ... 99, and 100 for all older.
inline constexpr std::size_t age_count = 101;

/// Number of a block; part of every random address.
enum class BlockId : std::uint32_t {};

template <class Id>
constexpr std::size_t index(Id id) {
    return static_cast<std::size_t>(id);
}

}  // namespace qonys
