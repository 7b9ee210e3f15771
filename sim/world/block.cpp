#include "world/block.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"

namespace qonys {
namespace {

/// Makes room for one more. Rows grow by an eighth: a doubling would cost the country half a gigabyte that it never
/// uses.
template <class T>
void grow(std::vector<T>& rows) {
    if (rows.size() == rows.capacity()) rows.reserve(rows.size() + rows.size() / 8 + 16);
}

/// Appends a row.
template <class T>
Row append(std::vector<T>& rows, BlockId block, const char* what) {
    if (rows.size() >= block_rows)
        throw BrokenInvariant(fmt::format("block {} has no row left for a {}", index(block), what));
    grow(rows);
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
    std::erase_if(procedures, [row](const Procedure& procedure) { return procedure.household == row; });
}

void Block::watch_all() {
    unemployed.clear();
    inactive.clear();
    absent.clear();
    for (std::uint32_t person = 0; person < person_rows(); ++person) watch(static_cast<Row>(person));
    participants.clear();
    for (std::uint32_t row = 0; row < household_rows(); ++row) watch_household(static_cast<Row>(row));
}

Row Block::add_person(Row household, Month birth_month, Sex sex, Row after) {
    const Row person = add_unsorted_person(household, birth_month, sex, after);
    enter_birth(person, birth_month.year());
    return person;
}

Row Block::add_unsorted_person(Row household, Month birth_month, Sex sex, Row after) {
    const Row person = append(persons, id, "person");
    persons[person].birth_month = static_cast<MonthIndex>(birth_month.index());
    persons[person].sex = sex;
    link(person, household, after);
    return person;
}

void Block::remove_person(Row person) {
    unlink(person);
    unwatch(person);
    persons[person] = Person();
}

void Block::transfer(Row person, Row household, Row after) {
    unlink(person);
    link(person, household, after);
}

Row Block::add_household(PlaceId place, RegionId home, Ethnicity ethnicity, Month last_move) {
    const Row row = append(households, id, "household");
    households[row] = Household{
        .place = place, .home = home, .ethnicity = ethnicity, .last_move = static_cast<MonthIndex>(last_move.index())};
    return row;
}

void Block::enter_birth(Row person, int year) {
    grow(by_birth);
    by_birth.push_back(person);
    if (birth_years.empty() || birth_years.back().year != year || birth_years.back().sex != BirthYearRun::Sex::either)
        birth_years.push_back({0, static_cast<std::int16_t>(year), BirthYearRun::Sex::either});
    birth_years.back().end = static_cast<Row>(by_birth.size());
}

void Block::sort_by_birth() {
    by_birth.resize(persons.size());
    std::iota(by_birth.begin(), by_birth.end(), Row{0});
    birth_years.clear();
    sort_places(0, [&](Row row) {
        return persons[row].sex == Sex::male ? BirthYearRun::Sex::male : BirthYearRun::Sex::female;
    });
}

void Block::sort_newcomers() {
    const auto first = std::ranges::find(birth_years, BirthYearRun::Sex::either, &BirthYearRun::sex);
    const std::size_t begin = first == birth_years.begin() ? 0 : std::prev(first)->end;
    birth_years.erase(first, birth_years.end());
    sort_places(begin, [](Row) { return BirthYearRun::Sex::either; });
}

void Block::sort_places(std::size_t begin, auto&& sex_of) {
    const std::vector<Row> rows(by_birth.begin() + static_cast<std::ptrdiff_t>(begin), by_birth.end());
    // By counting: [year of birth, sex] how many come before, and so the place of the next one.
    constexpr std::size_t years = 256;
    constexpr std::size_t sexes = 3;
    const auto key_of = [&](Row row) {
        const int year = Month::from_index(persons[row].birth_month).year() - Month().year();
        return sexes * static_cast<std::size_t>(year) + index(sex_of(row));
    };
    std::vector<Row> next(sexes * years + 1, 0);
    for (const Row row : rows) ++next[key_of(row) + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    for (std::size_t key = 0; key < sexes * years; ++key)
        if (next[key + 1] > next[key])
            birth_years.push_back({static_cast<Row>(begin + next[key + 1]),
                                   static_cast<std::int16_t>(Month().year() + static_cast<int>(key / sexes)),
                                   static_cast<BirthYearRun::Sex>(key % sexes)});
    for (const Row row : rows) by_birth[begin + next[key_of(row)]++] = row;
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
    std::uint64_t so_far = index(block.id);
    for (Household household : block.households) {
        household.alarm = no_alarm;  // derived, like the alarms themselves
        household.alarm_age = 0;
        for (const std::uint64_t word : std::bit_cast<std::array<std::uint64_t, 3>>(household))
            so_far = with_word(so_far, word);
    }
    so_far = chained(so_far, block.household_rows());
    so_far = digest_rows(so_far, block.sojourners);
    so_far = digest_rows(so_far, block.procedures);
    so_far = digest_rows(so_far, block.deferred);
    return digest_rows(so_far, block.persons);
}

std::size_t bytes(const Block& block) {
    return block.households.capacity() * sizeof(Household) + block.persons.capacity() * sizeof(Person) +
           block.by_birth.capacity() * sizeof(Row) + block.birth_years.capacity() * sizeof(BirthYearRun) +
           block.head_ages.capacity() * sizeof(HeadAgeRun) + block.sojourners.capacity() * sizeof(Sojourner) +
           block.procedures.capacity() * sizeof(Procedure) + block.deferred.capacity() * sizeof(Deferred);
}

}  // namespace qonys
