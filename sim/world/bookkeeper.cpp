#include "world/bookkeeper.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"

namespace qonys {

/// Numbers in the digest; only ever added to.
enum class Bookkeeper::Event : std::uint64_t {
    birth = 1,
    death,
    arrival,
    move,
    split,
    unite,
    separate,
    activity,
    education,
    tenure,
    status,
    counted_in,
    counted_out,
    enter,
    leave,
    expel,
    reclassify,
    join,
    serve,
};

namespace {

/// What a household counts for apart from what its members do.
void tally_household(Totals& totals, const Geography& geography, const Household& household, int sign) {
    if (household.size == 0) return;
    const std::size_t place = index(household.place);
    totals.population[place] += sign * household.size;
    totals.households[place] += sign;
    totals.networks(index(household.home), index(geography.region_of(household.place))) += sign;
    totals.ethnicity(place, index(household.ethnicity)) += sign * household.size;
    totals.size_class(place, std::min<std::size_t>(household.size, size_classes) - 1) += sign;
    totals.tenure(place, index(household.tenure)) += sign;
}

/// Where the totals have those who live in a place.
class PersonsOfPlace {
public:
    PersonsOfPlace(Totals& totals, PlaceId place)
        : activity_(&totals.activity(activity_row(place, Education{}), 0)), status_(&totals.status(index(place), 0)) {}

    void tally(const Person& person, int sign) {
        activity_[index(person.education) * activity_count + index(person.activity)] += sign;
        status_[index(person.status)] += sign;
    }

private:
    std::int64_t* activity_;  ///< [education, activity]
    std::int64_t* status_;    ///< [legal status]
};

void tally_person(Totals& totals, PlaceId place, const Person& person, int sign) {
    PersonsOfPlace(totals, place).tally(person, sign);
}

}  // namespace

void tally(Totals& totals, const Geography& geography, const Block& block, Row row, int sign) {
    const Household& household = block.households[row];
    tally_household(totals, geography, household, sign);
    PersonsOfPlace persons(totals, household.place);
    block.for_each_member(row, [&](Row member) { persons.tally(block.persons[member], sign); });
}

void Bookkeeper::tally(Row household, int sign) { qonys::tally(ledger_.change, geography_, block_, household, sign); }

void Bookkeeper::tally_without_members(Row household, int sign) {
    tally_household(ledger_.change, geography_, block_.households[household], sign);
}

void Bookkeeper::cohorts(Row household, PlaceId place, std::int16_t sign) {
    block_.for_each_member(household, [&](Row member) {
        const Person& person = block_.persons[member];
        ledger_.cohort_changes.push_back({place, person.sex, person.birth_month, sign});
    });
}

void Bookkeeper::note(Event event, Row row, std::uint64_t detail) {
    const std::uint64_t address = (static_cast<std::uint64_t>(block_.id) << 16U) | row;
    ledger_.digest += chained(chained(static_cast<std::uint64_t>(event), address), detail);
}

void Bookkeeper::after_leaving(Row household, Row head_before) {
    const Household& left = block_.households[household];
    if (left.size == 0)
        ++ledger_.dissolved[index(left.place)];
    else if (left.first_person != head_before)
        block_.alarms.unset.push_back(household);
}

Row Bookkeeper::birth(Row mother, Month month, Sex sex) {
    const Row household = block_.persons[mother].household;
    const PlaceId place = block_.households[household].place;
    tally_without_members(household, -1);
    const Row child = block_.add_person(household, month, sex);
    block_.persons[child].status = block_.persons[mother].status;
    const unsigned parity = block_.persons[mother].parity;
    block_.persons[mother].parity = static_cast<std::uint8_t>(std::min(parity + 1, 15U)) & 15U;
    tally_without_members(household, +1);
    tally_person(ledger_.change, place, block_.persons[child], +1);
    ++ledger_.births[index(place)];
    ledger_.cohort_changes.push_back({place, sex, static_cast<MonthIndex>(month.index()), +1});
    note(Event::birth, child, static_cast<std::uint64_t>(mother) << 1U | index(sex));
    return child;
}

void Bookkeeper::death(Row person) {
    const Person dead = block_.persons[person];
    const PlaceId place = block_.households[dead.household].place;
    const Row head = block_.households[dead.household].first_person;
    tally_without_members(dead.household, -1);
    tally_person(ledger_.change, place, dead, -1);
    if (dead.partnered) block_.persons[block_.partner_of(person)].partnered = false;
    block_.remove_person(person);
    tally_without_members(dead.household, +1);
    ++ledger_.deaths[index(place)];
    ledger_.cohort_changes.push_back({place, dead.sex, dead.birth_month, -1});
    note(Event::death, person, 0);
    after_leaving(dead.household, head);
}

Row Bookkeeper::copy_of(Row like) {
    const Household model = block_.households[like];  // not a reference: rows may move in memory
    const Row row = block_.add_household(model.place, model.home, model.ethnicity, Month::from_index(model.last_move));
    block_.households[row].tenure = model.tenure;
    block_.households[row].saved_until = model.saved_until;
    block_.households[row].savings = model.savings;
    for (Row person = model.first_person; person != no_row; person = block_.persons[person].next) {
        const Person original = block_.persons[person];
        const Row copy = block_.add_person(row, Month::from_index(original.birth_month), original.sex);
        Person& made = block_.persons[copy];
        made.education = original.education;
        made.partnered = original.partnered;
        made.parity = original.parity;
        made.activity = original.activity;
        made.status = original.status;
        block_.watch(copy);
    }
    block_.alarms.unset.push_back(row);
    return row;
}

Row Bookkeeper::arrive(Row like, PlaceId from, RegionId home, Ethnicity ethnicity, LegalStatus status, Month month) {
    const Row row = copy_of(like);
    Household& newcomer = block_.households[row];
    newcomer.home = home;
    newcomer.ethnicity = ethnicity;
    newcomer.tenure = Tenure::renter;
    newcomer.last_move = static_cast<MonthIndex>(month.index());
    newcomer.saved_until = newcomer.last_move;  // nothing for the time before
    newcomer.savings = 0;
    block_.for_each_member(row, [&](Row member) {
        Person& person = block_.persons[member];
        person.status = status;
        if (employed(person.activity)) person.activity = Activity::unemployed;  // nobody arrives with work
        block_.watch(member);
    });
    ++ledger_.outside_households[index(from)];
    ledger_.outside_persons[index(from)] += newcomer.size;
    ++ledger_.moves_households(index(from), index(newcomer.place));
    ledger_.moves_persons(index(from), index(newcomer.place)) += newcomer.size;
    ledger_.moves_by_reason(reason_row(Reason::homeward, from, geography_.places.size()), index(newcomer.place)) +=
        newcomer.size;
    ledger_.border_crossings(index(newcomer.place), index(ethnicity)) += newcomer.size;
    tally(row, +1);
    cohorts(row, newcomer.place, +1);
    note(Event::arrival, row,
         static_cast<std::uint64_t>(like) << 32U | index(status) << 26U | index(ethnicity) << 24U | index(home) << 16U |
             index(from) << 8U | index(newcomer.place));
    return row;
}

Row Bookkeeper::count_in(Row like) {
    const Row row = copy_of(like);
    block_.share_procedure(like, row);
    const Household& found = block_.households[row];
    ledger_.counted_in[index(found.place)] += found.size;
    ++ledger_.formed[index(found.place)];
    tally(row, +1);
    cohorts(row, found.place, +1);
    note(Event::counted_in, row, like);
    return row;
}

void Bookkeeper::count_out(Row row) {
    const Household household = block_.households[row];
    ledger_.counted_out[index(household.place)] += household.size;
    ++ledger_.dissolved[index(household.place)];
    tally(row, -1);
    cohorts(row, household.place, -1);
    for (int left = household.size; left > 0; --left) block_.remove_person(block_.households[row].first_person);
    note(Event::counted_out, row, household.size);
}

void Bookkeeper::move(Row row, PlaceId destination, Month month, Reason reason) {
    Household& mover = block_.households[row];
    const PlaceId origin = mover.place;
    const bool within_country = !geography_.abroad(origin) && !geography_.abroad(destination);
    if (within_country) {
        if (month.index() - mover.last_move < repeat_move_months)
            ledger_.repeat_moves[index(destination)] += mover.size;
        if (geography_.region_of(destination) == mover.home && geography_.region_of(origin) != mover.home)
            ledger_.return_moves[index(destination)] += mover.size;
    } else if (geography_.abroad(origin) != geography_.abroad(destination)) {
        ledger_.border_crossings(index(destination), index(mover.ethnicity)) += mover.size;
    }
    if (participates(mover.stage)) leave_programme(row, destination);
    tally_without_members(row, -1);
    mover.place = destination;
    mover.tenure = Tenure::renter;  // whoever comes new to a place rents, wherever the own dwelling was
    mover.last_move = static_cast<MonthIndex>(month.index());
    tally_without_members(row, +1);
    PersonsOfPlace left(ledger_.change, origin);
    PersonsOfPlace come(ledger_.change, destination);
    block_.for_each_member(row, [&](Row member) {
        const Person& person = block_.persons[member];
        left.tally(person, -1);
        come.tally(person, +1);
        ledger_.cohort_changes.push_back({origin, person.sex, person.birth_month, -1});
        ledger_.cohort_changes.push_back({destination, person.sex, person.birth_month, +1});
        const auto group = static_cast<std::size_t>((month.index() - person.birth_month) / (12 * age_group_years));
        if (within_country) ++ledger_.moves_by_age[std::min(group, age_groups - 1)];
    });
    ++ledger_.moves_households(index(origin), index(destination));
    ledger_.moves_persons(index(origin), index(destination)) += mover.size;
    ledger_.moves_by_reason(reason_row(reason, origin, geography_.places.size()), index(destination)) += mover.size;
    note(Event::move, row, index(reason) << 16U | index(origin) << 8U | index(destination));
    block_.alarms.unset.push_back(row);
}

void Bookkeeper::leave_programme(Row row, PlaceId destination) {
    Household& leaver = block_.households[row];
    const RegionId to = geography_.region_of(destination);
    if (to == geography_.region_of(leaver.place)) return;
    leaver.stage = Stage::left;
    block_.watch_household(row);
    ledger_.policy_left(leaver.programme, index(leaver.place)) += leaver.size;
    if (to == leaver.home) ledger_.policy_returned(leaver.programme, index(leaver.place)) += leaver.size;
}

void Bookkeeper::join(Row row, std::uint8_t policy, Month month) {
    Household& household = block_.households[row];
    household.programme = policy;
    household.joined = static_cast<MonthIndex>(month.index());
    household.stage = Stage::resettled;
    household.paid_for = std::min(household.size, Household::most_paid_for) & Household::most_paid_for;
    block_.watch_household(row);
    ++ledger_.policy_households(policy, index(household.place));
    ledger_.policy_persons(policy, index(household.place)) += household.size;
    note(Event::join, row, policy);
}

void Bookkeeper::serve(Row row, Stage stage) {
    block_.households[row].stage = stage;
    note(Event::serve, row, index(stage));
}

Row Bookkeeper::new_household_of(Row person) {
    const Household from = block_.households[block_.persons[person].household];
    // A former head is from where the household was from; the others grew up where it lives.
    const RegionId home = from.first_person == person ? from.home : geography_.region_of(from.place);
    const Row row = block_.add_household(from.place, home, from.ethnicity, Month::from_index(from.last_move));
    Household& made = block_.households[row];
    made.programme = from.programme;
    made.joined = from.joined;
    made.stage = from.stage;
    if (from.paid_for > 0) {
        made.paid_for = 1;
        block_.households[block_.persons[person].household].paid_for = (from.paid_for - 1U) & Household::most_paid_for;
    }
    made.tenure = Tenure::renter;
    made.saved_until = from.saved_until;
    made.savings = from.savings / from.size;  // a fair share
    block_.households[block_.persons[person].household].savings -= made.savings;
    ++ledger_.formed[index(from.place)];
    block_.share_procedure(block_.persons[person].household, row);
    block_.alarms.unset.push_back(row);
    return row;
}

Row Bookkeeper::split(Row person) {
    if (block_.persons[person].partnered)
        throw BrokenInvariant(fmt::format("person {} of block {} leaves a partner behind", person, index(block_.id)));
    const Row old = block_.persons[person].household;
    const Row head = block_.households[old].first_person;
    tally_without_members(old, -1);
    const Row row = new_household_of(person);
    block_.transfer(person, row);
    tally_without_members(old, +1);
    tally_without_members(row, +1);
    block_.watch_household(row);
    note(Event::split, person, row);
    after_leaving(old, head);
    return row;
}

Row Bookkeeper::unite(Row one, Row other, Row where) {
    const std::array<Row, 2> couple{one, other};
    const std::array<Row, 2> before{block_.persons[one].household, block_.persons[other].household};
    if (block_.persons[one].partnered || block_.persons[other].partnered || before[0] == before[1] ||
        block_.households[before[0]].place != block_.households[before[1]].place)
        throw BrokenInvariant(fmt::format("persons {} and {} of block {} cannot unite", one, other, index(block_.id)));
    const std::array<Row, 2> heads{block_.households[before[0]].first_person,
                                   block_.households[before[1]].first_person};
    for (const Row household : before) tally_without_members(household, -1);
    const Row home = where == no_row ? new_household_of(one) : where;
    Row first = no_row;  // of the couple, the one who is there already
    for (const Row person : couple)
        if (block_.persons[person].household == home) first = person;
    std::vector<Row> minors;
    for (std::size_t k = 0; k < 2; ++k) {
        if (before[k] == home) continue;
        if (heads[k] == couple[k])
            block_.for_each_member(before[k], [&](Row member) {
                const Person& young = block_.persons[member];
                if (young.activity == Activity::minor && !young.partnered && member != couple[k])
                    minors.push_back(member);
            });
        block_.share_procedure(before[k], home);
        block_.transfer(couple[k], home, first);
        first = couple[k];
    }
    for (const Row minor : minors) block_.transfer(minor, home);
    for (const Row person : couple) block_.persons[person].partnered = true;
    for (std::size_t k = 0; k < 2; ++k)
        if (before[k] != home) {
            // What is left of a household that is no more goes along.
            Household& old = block_.households[before[k]];
            if (old.size == 0) block_.households[home].savings += std::exchange(old.savings, 0);
            tally_without_members(before[k], +1);
            after_leaving(before[k], heads[k]);
        }
    tally_without_members(home, +1);
    block_.watch_household(home);
    ++ledger_.unions[index(block_.households[home].place)];
    note(Event::unite, one, static_cast<std::uint64_t>(other) << 16U | home);
    return home;
}

void Bookkeeper::separate(Row person) {
    const Row partner = block_.partner_of(person);
    const Row old = block_.persons[person].household;
    const Row head = block_.households[old].first_person;
    const Row man = block_.persons[person].sex == Sex::male ? person : partner;
    const Row woman = man == person ? partner : person;
    block_.persons[man].partnered = block_.persons[woman].partnered = false;
    ++ledger_.separations[index(block_.households[old].place)];
    note(Event::separate, man, woman);
    split(head == man || head == woman ? man : woman);
}

void Bookkeeper::set_activity(Row row, Activity activity) {
    set_activity(row, block_.households[block_.persons[row].household].place, activity);
}

void Bookkeeper::set_activity(Row row, PlaceId place, Activity activity) {
    Person& person = block_.persons[row];
    const std::size_t cell = activity_row(place, person.education);
    --ledger_.change.activity(cell, index(person.activity));
    ++ledger_.change.activity(cell, index(activity));
    block_.unwatch(row);
    person.activity = activity;
    block_.watch(row);
    note(Event::activity, row, index(activity));
}

void Bookkeeper::set_education(Row row, Education education) {
    Person& person = block_.persons[row];
    const PlaceId place = block_.households[person.household].place;
    --ledger_.change.activity(activity_row(place, person.education), index(person.activity));
    ++ledger_.change.activity(activity_row(place, education), index(person.activity));
    person.education = education;
    note(Event::education, row, index(education));
}

void Bookkeeper::set_tenure(Row row, Tenure tenure) {
    Household& household = block_.households[row];
    --ledger_.change.tenure(index(household.place), index(household.tenure));
    ++ledger_.change.tenure(index(household.place), index(tenure));
    household.tenure = tenure;
    note(Event::tenure, row, index(tenure));
}

void Bookkeeper::set_status(Row row, LegalStatus status) {
    block_.for_each_member(row, [&](Row member) { set_status_of_person(member, status); });
}

void Bookkeeper::set_status_of_person(Row row, LegalStatus status) {
    Person& person = block_.persons[row];
    const PlaceId place = block_.households[person.household].place;
    --ledger_.change.status(index(place), index(person.status));
    ++ledger_.change.status(index(place), index(status));
    person.status = status;
    note(Event::status, row, index(status));
}

void Bookkeeper::count_sojourner(const Sojourner& sojourner, int sign) {
    ledger_.change.status(index(sojourner.place), index(sojourner.status)) += sign;
}

Row Bookkeeper::enter(const Sojourner& sojourner) {
    const Row row = block_.add_sojourner(sojourner);
    count_sojourner(sojourner, +1);
    ++ledger_.entered(index(sojourner.place), index(sojourner.status));
    note(Event::enter, row, index(sojourner.status) << 16U | index(sojourner.origin) << 8U | index(sojourner.place));
    return row;
}

void Bookkeeper::leave(Row row) {
    const Sojourner& sojourner = block_.sojourners[row];
    count_sojourner(sojourner, -1);
    ++ledger_.left(index(sojourner.place), index(sojourner.status));
    note(Event::leave, row, index(sojourner.status));
    block_.remove_sojourner(row);
}

void Bookkeeper::expel(Row row) {
    const Sojourner& sojourner = block_.sojourners[row];
    count_sojourner(sojourner, -1);
    ++ledger_.expelled(index(sojourner.place), index(sojourner.status));
    note(Event::expel, row, index(sojourner.status));
    block_.remove_sojourner(row);
}

void Bookkeeper::reclassify(Row row, LegalStatus status) {
    Sojourner& sojourner = block_.sojourners[row];
    count_sojourner(sojourner, -1);
    --ledger_.reclassified(index(sojourner.place), index(sojourner.status));
    sojourner.status = status;
    count_sojourner(sojourner, +1);
    ++ledger_.reclassified(index(sojourner.place), index(status));
    note(Event::reclassify, row, index(status));
}

}  // namespace qonys
