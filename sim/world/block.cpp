#include "world/block.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"

namespace qonys {

Row Block::add_person(Row household, Month birth_month, Sex sex) {
    const auto month = static_cast<MonthIndex>(birth_month.index());
    Row person = first_free_person;
    if (person != no_row) {
        first_free_person = persons.next[person];
        persons.birth_month[person] = month;
        persons.sex[person] = sex;
        persons.household[person] = household;
        persons.next[person] = no_row;
    } else {
        if (persons.household.size() >= block_rows)
            throw BrokenInvariant(fmt::format("block {} has no row left for a person", index(id)));
        person = append(persons, month, sex, household, no_row);
    }
    Row* link = &households.first_person[household];
    if (*link == no_row) households.head_birth_month[household] = month;
    while (*link != no_row) link = &persons.next[*link];
    *link = person;
    ++households.size[household];
    return person;
}

void Block::remove_person(Row person) {
    const Row household = persons.household[person];
    Row* link = &households.first_person[household];
    while (*link != person) link = &persons.next[*link];
    *link = persons.next[person];
    --households.size[household];
    if (const Row head = households.first_person[household]; head != no_row)
        households.head_birth_month[household] = persons.birth_month[head];
    persons.household[person] = no_row;
    persons.next[person] = first_free_person;
    first_free_person = person;
}

Row Block::add_household(PlaceId place, RegionId home, Ethnicity ethnicity, Month last_move) {
    if (households.place.size() >= block_rows)
        throw BrokenInvariant(fmt::format("block {} has no row left for a household", index(id)));
    return append(households, place, home, ethnicity, std::uint8_t{0}, no_programme, MonthIndex{0},
                  static_cast<MonthIndex>(last_move.index()), no_row);
}

namespace {

template <class Rows>
std::uint64_t digest_columns(std::uint64_t digest, const Rows& rows) {
    std::apply(
        [&](const auto&... column) {
            ((digest = digest_bytes(digest, column.data(), column.size() * sizeof(column[0]))), ...);
        },
        rows.columns());
    return digest;
}

template <class Rows>
std::size_t column_bytes(const Rows& rows) {
    return std::apply([](const auto&... column) { return ((column.capacity() * sizeof(column[0])) + ...); },
                      rows.columns());
}

}  // namespace

std::uint64_t digest(const Block& block) {
    const std::uint64_t start = chained(index(block.id), block.first_free_person);
    return digest_columns(digest_columns(start, block.households), block.persons);
}

std::size_t bytes(const Block& block) { return column_bytes(block.households) + column_bytes(block.persons); }

}  // namespace qonys
