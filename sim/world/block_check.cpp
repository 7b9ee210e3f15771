#include "world/block_check.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace qonys {
namespace {

[[noreturn]] void broken(const Block& block, const char* kind, std::size_t row, const char* what) {
    throw BrokenInvariant(fmt::format("{} {} of block {} {}", kind, row, index(block.id), what));
}

/// The members of a household; returns how many.
std::size_t check_chain(const Block& block, Row row) {
    const Household& household = block.households[row];
    std::size_t members = 0;
    Row single = no_row;  // a partnered member whose partner must come next
    block.for_each_member(row, [&](Row member) {
        const Person& person = block.persons[member];
        if (person.household != row) broken(block, "person", member, "stands in the chain of another household");
        if (++members > household.size) broken(block, "household", row, "has more members than its size says");
        if (members == 1 && household.head_birth_month != person.birth_month)
            broken(block, "household", row, "has another head than it says");
        if (single != no_row && !person.partnered) broken(block, "person", single, "has no partner beside");
        single = person.partnered && single == no_row ? member : no_row;
    });
    if (single != no_row) broken(block, "person", single, "has no partner beside");
    if (members != household.size) broken(block, "household", row, "has fewer members than its size says");
    return members;
}

void check_order_of_birth(const Block& block) {
    std::vector<bool> met(block.persons.size());
    std::size_t place = 0;
    for (const BirthYearRun& run : block.birth_years)
        for (; place < run.end; ++place) {
            const Row row = block.by_birth[place];
            if (met[row]) broken(block, "person", row, "stands twice in the order of birth");
            met[row] = true;
            const Person& person = block.persons[row];
            if (person.household == no_row) continue;
            const bool of_year = Month::from_index(person.birth_month).year() == run.year;
            const bool of_sex = run.sex == BirthYearRun::Sex::either ||
                                (run.sex == BirthYearRun::Sex::male) == (person.sex == Sex::male);
            if (!of_year || !of_sex) broken(block, "person", row, "stands in a run of another year or sex");
        }
    if (place != block.persons.size()) broken(block, "person", place, "is missing in the order of birth");
}

}  // namespace

void check_block(const Block& block) {
    std::size_t living = 0;
    for (std::uint32_t row = 0; row < block.household_rows(); ++row) {
        living += check_chain(block, static_cast<Row>(row));
        const Household& household = block.households[row];
        if (block.participants.contains(row) != (participates(household.stage) && household.size > 0))
            broken(block, "household", row, "is not listed as its programme says");
    }
    for (std::uint32_t row = 0; row < block.person_rows(); ++row) {
        const Person& person = block.persons[row];
        if (person.household != no_row) --living;
        if (block.unemployed.contains(row) != (person.activity == Activity::unemployed) ||
            block.inactive.contains(row) != (person.activity == Activity::inactive) ||
            block.absent.contains(row) != (person.activity == Activity::absent))
            broken(block, "person", row, "is not among those who do what the person does");
    }
    if (living != 0) broken(block, "persons", block.person_rows(), "are not all in the chain of their household");
    check_order_of_birth(block);
}

}  // namespace qonys
