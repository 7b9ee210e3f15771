#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "base/ids.hpp"
#include "base/month.hpp"
#include "world/alarms.hpp"

namespace qonys {

inline constexpr Row no_row = 0xFFFF;
/// Rows of one kind that a block can hold.
inline constexpr std::size_t block_rows = no_row;
/// Households that the synthetic population puts into a block. A constant of the model, since a block is part of the
/// address of random numbers; never derived from threads or ranks.
inline constexpr std::size_t block_households = 4096;

inline constexpr std::uint8_t no_programme = 0xFF;

/// The households of a block, a column each. A household whose last member died stays as a row of size 0.
struct Households {
    std::vector<PlaceId> place;
    std::vector<RegionId> home;  ///< where the head grew up
    std::vector<Ethnicity> ethnicity;
    std::vector<std::uint8_t> size;            ///< members
    std::vector<std::uint8_t> programme;       ///< the policy that resettled it, or no_programme
    std::vector<MonthIndex> head_birth_month;  ///< copied from the head, whom migration asks first
    std::vector<MonthIndex> last_move;         ///< month of the last move between places
    std::vector<Row> first_person;             ///< the head

    auto columns() {
        return std::tie(place, home, ethnicity, size, programme, head_birth_month, last_move, first_person);
    }
    auto columns() const {
        return std::tie(place, home, ethnicity, size, programme, head_birth_month, last_move, first_person);
    }
};

/// The persons of a block, a column each. The members of a household form a chain, head first. The row of a person
/// who died is free for the next one born here; free rows form a chain too.
struct Persons {
    std::vector<MonthIndex> birth_month;
    std::vector<Sex> sex;
    std::vector<Row> household;  ///< no_row: a free row
    std::vector<Row> next;       ///< the next member of the household, or no_row

    auto columns() { return std::tie(birth_month, sex, household, next); }
    auto columns() const { return std::tie(birth_month, sex, household, next); }
};

/// Appends `value...`, one per column, in the order of `columns()`. Returns the new row.
template <class Rows, class... Values>
Row append(Rows& rows, Values... values) {
    auto columns = rows.columns();
    auto& first = std::get<0>(columns);
    if (first.size() == first.capacity()) {
        // Grow by an eighth: a doubling would cost the country half a gigabyte that it never uses.
        const std::size_t capacity = first.size() + first.size() / 8 + 16;
        std::apply([&](auto&... column) { (column.reserve(capacity), ...); }, columns);
    }
    std::apply([&](auto&... column) { (column.push_back(values), ...); }, columns);
    return static_cast<Row>(first.size() - 1);
}

/// A group of neighbouring households with their persons: the unit of storage, of random addressing and of work.
struct Block {
    BlockId id{};
    Households households;
    Persons persons;
    Row first_free_person = no_row;
    PlaceId first_place{};  ///< where its households lived at the start of the run; the same in every scenario
    Alarms alarms;          ///< not part of the state, see there

    std::uint32_t household_rows() const { return static_cast<std::uint32_t>(households.place.size()); }
    std::uint32_t person_rows() const { return static_cast<std::uint32_t>(persons.household.size()); }

    /// Calls visit(person row) for every member of a household, head first.
    template <class Visit>
    void for_each_member(Row household, Visit&& visit) const {
        for (Row person = households.first_person[household]; person != no_row; person = persons.next[person])
            visit(person);
    }

    /// Adds a person as the household's last member. Throws BrokenInvariant when the block is full.
    Row add_person(Row household, Month birth_month, Sex sex);
    /// Removes a person; the next member becomes head when the head goes; the household stays with size 0 when it was
    /// the last.
    void remove_person(Row person);
    /// Adds a household without members.
    Row add_household(PlaceId place, RegionId home, Ethnicity ethnicity, Month last_move);
};

/// A number for the whole state of a block: equal states give equal numbers.
std::uint64_t digest(const Block& block);

/// Bytes that the block's columns occupy.
std::size_t bytes(const Block& block);

}  // namespace qonys
