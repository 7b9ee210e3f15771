#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>
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

/// One household. A household whose last member died stays as a row of size 0.
///
/// Rows are records and not a column each: in a month a few in a hundred rows are looked at, here and there, and a
/// record then costs one wait for memory where columns cost one each (docs/adr/0006-records-not-columns.md).
struct Household {
    PlaceId place{};
    RegionId home{};  ///< where the head grew up
    Ethnicity ethnicity{};
    std::uint8_t size = 0;                  ///< members
    std::uint8_t programme = no_programme;  ///< the policy that resettled it, or no_programme
    std::uint8_t alarm_age = 0;             ///< of the head when the alarm was set
    MonthIndex head_birth_month = 0;        ///< copied from the head, whom migration asks first
    MonthIndex last_move = 0;               ///< month of the last move between places
    Row first_person = no_row;              ///< the head
    MonthIndex alarm = no_alarm;            ///< when the one alarm rings that is not void
};

/// One person. The members of a household form a chain, head first. The row of a person who died is free for the next
/// one born here; free rows form a chain too.
struct Person {
    MonthIndex birth_month = 0;
    Row household = no_row;  ///< no_row: a free row
    Row next = no_row;       ///< the next member of the household, or no_row
    Sex sex{};
    std::uint8_t unused = 0;  ///< no padding: records are compared as bytes
};

static_assert(std::has_unique_object_representations_v<Household> && std::has_unique_object_representations_v<Person>);

/// Completed age of a person in a month, as tables count it: below `age_count`.
inline std::size_t age_at(Month month, MonthIndex birth_month) {
    return static_cast<std::size_t>(std::clamp((month.index() - birth_month) / 12, 0, static_cast<int>(age_count) - 1));
}

/// A group of neighbouring households with their persons: the unit of storage, of random addressing and of work.
struct Block {
    BlockId id{};
    std::vector<Household> households;
    std::vector<Person> persons;
    Row first_free_person = no_row;
    PlaceId first_place{};  ///< where its households lived at the start of the run; the same in every scenario
    Alarms alarms;          ///< not part of the state, see there

    std::uint32_t household_rows() const { return static_cast<std::uint32_t>(households.size()); }
    std::uint32_t person_rows() const { return static_cast<std::uint32_t>(persons.size()); }

    /// Calls visit(person row) for every member of a household, head first.
    template <class Visit>
    void for_each_member(Row household, Visit&& visit) const {
        for (Row person = households[household].first_person; person != no_row; person = persons[person].next)
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

/// Bytes that the block's rows occupy.
std::size_t bytes(const Block& block);

}  // namespace qonys
