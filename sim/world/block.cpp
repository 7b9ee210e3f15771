#include "world/block.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"

namespace qonys {
namespace {

/// Appends a row. Rows grow by an eighth: a doubling would cost the country half a gigabyte that it never uses.
template <class T>
Row append(std::vector<T>& rows, BlockId block, const char* what) {
    if (rows.size() >= block_rows)
        throw BrokenInvariant(fmt::format("block {} has no row left for a {}", index(block), what));
    if (rows.size() == rows.capacity()) rows.reserve(rows.size() + rows.size() / 8 + 16);
    rows.emplace_back();
    return static_cast<Row>(rows.size() - 1);
}

template <class T>
std::uint64_t digest_rows(std::uint64_t so_far, const std::vector<T>& rows) {
    return digest_bytes(so_far, rows.data(), rows.size() * sizeof(T));
}

}  // namespace

Row Block::partner_of(Row person) const {
    Row before = no_row;  // a partnered member who still waits for the other half of the pair
    for (Row member = households[persons[person].household].first_person; member != no_row;
         member = persons[member].next) {
        if (!persons[member].partnered) continue;
        if (before == no_row) {
            before = member;
            continue;
        }
        if (before == person) return member;
        if (member == person) return before;
        before = no_row;
    }
    throw BrokenInvariant(fmt::format("person {} of block {} has no partner in the household", person, index(id)));
}

void Block::link(Row person, Row household, Row after) {
    Household& joined = households[household];
    persons[person].household = household;
    Row* link = joined.size == 0 ? &joined.first_person : &persons[after != no_row ? after : joined.first_person].next;
    if (joined.size == 0) joined.first_person = no_row;
    if (after == no_row)
        while (*link != no_row) link = &persons[*link].next;
    persons[person].next = *link;
    *link = person;
    if (joined.first_person == person) joined.head_birth_month = persons[person].birth_month;
    ++joined.size;
}

void Block::unlink(Row person) {
    const Row row = persons[person].household;
    Household& left = households[row];
    Row* link = &left.first_person;
    while (*link != person) link = &persons[*link].next;
    *link = persons[person].next;
    if (--left.size > 0) {
        left.head_birth_month = persons[left.first_person].birth_month;
        return;
    }
    left.alarm = no_alarm;
    participants.erase(row);
    // The row will be another family's.
    std::erase_if(procedures, [row](const Procedure& procedure) { return procedure.household == row; });
    left.first_person = first_free_household;
    first_free_household = row;
}

void Block::watch_all() {
    unemployed.clear();
    absent.clear();
    for (std::uint32_t person = 0; person < person_rows(); ++person) watch(static_cast<Row>(person));
    participants.clear();
    for (std::uint32_t row = 0; row < household_rows(); ++row) watch_household(static_cast<Row>(row));
}

Row Block::add_person(Row household, Month birth_month, Sex sex) {
    Row person = first_free_person;
    if (person != no_row)
        first_free_person = persons[person].next;
    else
        person = append(persons, id, "person");
    persons[person] = Person();
    persons[person].birth_month = static_cast<MonthIndex>(birth_month.index());
    persons[person].sex = sex;
    link(person, household, no_row);
    return person;
}

void Block::remove_person(Row person) {
    unlink(person);
    unwatch(person);
    persons[person] = Person();
    persons[person].next = first_free_person;
    first_free_person = person;
}

void Block::transfer(Row person, Row household, Row after) {
    unlink(person);
    link(person, household, after);
}

Row Block::add_household(PlaceId place, RegionId home, Ethnicity ethnicity, Month last_move) {
    Row row = first_free_household;
    if (row != no_row)
        first_free_household = households[row].first_person;
    else
        row = append(households, id, "household");
    households[row] = {
        .place = place, .home = home, .ethnicity = ethnicity, .last_move = static_cast<MonthIndex>(last_move.index())};
    return row;
}

void Block::file_procedure(Row household, Month month) {
    const auto now = static_cast<MonthIndex>(month.index());
    procedures.push_back({.household = household, .due = now, .applied = now});
}

void Block::share_procedure(Row from, Row to) {
    const auto of = [&](Row household) { return std::ranges::find(procedures, household, &Procedure::household); };
    if (of(from) == procedures.end()) return;
    Procedure copy = *of(from);
    copy.household = to;
    const auto own = of(to);
    if (own == procedures.end())
        procedures.push_back(copy);
    else if (copy.due < own->due)
        *own = copy;
}

Row Block::add_sojourner(const Sojourner& sojourner) {
    const Row row = append(sojourners, id, "sojourner");
    sojourners[row] = sojourner;
    return row;
}

void Block::remove_sojourner(Row row) {
    sojourners[row] = sojourners.back();
    sojourners.pop_back();
}

std::uint64_t digest(const Block& block) {
    std::uint64_t so_far = chained(chained(index(block.id), block.first_free_person), block.first_free_household);
    for (Household household : block.households) {
        household.alarm = no_alarm;  // derived, like the alarms themselves
        household.alarm_age = 0;
        so_far = digest_bytes(so_far, &household, sizeof household);
    }
    so_far = digest_rows(so_far, block.sojourners);
    so_far = digest_rows(so_far, block.procedures);
    so_far = digest_rows(so_far, block.deferred);
    return digest_rows(so_far, block.persons);
}

std::size_t bytes(const Block& block) {
    return block.households.capacity() * sizeof(Household) + block.persons.capacity() * sizeof(Person) +
           block.sojourners.capacity() * sizeof(Sojourner) + block.procedures.capacity() * sizeof(Procedure) +
           block.deferred.capacity() * sizeof(Deferred);
}

}  // namespace qonys
