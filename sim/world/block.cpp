#include "world/block.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"

namespace qonys {
namespace {

/// Appends a row. Rows grow by an eighth: a doubling would cost the country half a gigabyte that it never uses.
template <class T>
Row append(std::vector<T>& rows) {
    if (rows.size() == rows.capacity()) rows.reserve(rows.size() + rows.size() / 8 + 16);
    rows.emplace_back();
    return static_cast<Row>(rows.size() - 1);
}

}  // namespace

Row Block::add_person(Row household, Month birth_month, Sex sex) {
    const auto month = static_cast<MonthIndex>(birth_month.index());
    Row person = first_free_person;
    if (person != no_row) {
        first_free_person = persons[person].next;
    } else {
        if (persons.size() >= block_rows)
            throw BrokenInvariant(fmt::format("block {} has no row left for a person", index(id)));
        person = append(persons);
    }
    persons[person] = {.birth_month = month, .household = household, .sex = sex};
    Row* link = &households[household].first_person;
    if (*link == no_row) households[household].head_birth_month = month;
    while (*link != no_row) link = &persons[*link].next;
    *link = person;
    ++households[household].size;
    return person;
}

void Block::remove_person(Row person) {
    const Row household = persons[person].household;
    Row* link = &households[household].first_person;
    while (*link != person) link = &persons[*link].next;
    *link = persons[person].next;
    --households[household].size;
    if (const Row head = households[household].first_person; head != no_row)
        households[household].head_birth_month = persons[head].birth_month;
    persons[person].household = no_row;
    persons[person].next = first_free_person;
    first_free_person = person;
}

Row Block::add_household(PlaceId place, RegionId home, Ethnicity ethnicity, Month last_move) {
    if (households.size() >= block_rows)
        throw BrokenInvariant(fmt::format("block {} has no row left for a household", index(id)));
    const Row row = append(households);
    households[row] = {
        .place = place, .home = home, .ethnicity = ethnicity, .last_move = static_cast<MonthIndex>(last_move.index())};
    return row;
}

std::uint64_t digest(const Block& block) {
    std::uint64_t so_far = chained(index(block.id), block.first_free_person);
    for (Household household : block.households) {
        household.alarm = no_alarm;  // derived, like the alarms themselves
        household.alarm_age = 0;
        so_far = digest_bytes(so_far, &household, sizeof household);
    }
    return digest_bytes(so_far, block.persons.data(), block.persons.size() * sizeof(Person));
}

std::size_t bytes(const Block& block) {
    return block.households.capacity() * sizeof(Household) + block.persons.capacity() * sizeof(Person);
}

}  // namespace qonys
