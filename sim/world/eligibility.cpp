#include "world/eligibility.hpp"

namespace qonys {

bool Eligibility::admits(const Block& block, Row row, Month month) const {
    const Household& household = block.households[row];
    if (household.size == 0) return false;
    const Person& head = block.persons[household.first_person];
    constexpr std::size_t working_from = 18;
    constexpr std::size_t working_to = 62;
    std::int64_t minors = 0;
    std::int64_t grown_up = 0;
    block.for_each_member(row, [&](Row member) {
        const std::size_t age = age_at(month, block.persons[member].birth_month);
        minors += block.persons[member].activity == Activity::minor ? 1 : 0;
        grown_up += age >= working_from && age <= working_to ? 1 : 0;
    });
    return household_size.has(household.size) && children.has(minors) && adults.has(grown_up) &&
           head_age.has(static_cast<std::int64_t>(age_at(month, head.birth_month))) &&
           months_since_move.has(month.index() - household.last_move) && ethnicity.has(household.ethnicity) &&
           tenure.has(household.tenure) && education.has(head.education) && activity.has(head.activity) &&
           status.has(head.status) && (home.empty() || home[index(household.home)] != 0);
}

}  // namespace qonys
