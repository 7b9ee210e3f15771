#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "base/ids.hpp"
#include "base/month.hpp"
#include "world/alarms.hpp"
#include "world/row_set.hpp"

namespace qonys {

inline constexpr Row no_row = 0xFFFF;
/// Rows of one kind that a block can hold.
inline constexpr std::size_t block_rows = no_row;
/// Persons that the synthetic population puts into a place's blocks, at most on average: few enough for three decades
/// of births and arrivals, whose rows come on top. A constant of the model, since a block is part of the address of
/// random numbers and people find partners in their block; never derived from threads or ranks.
inline constexpr std::size_t block_persons = 24'576;

inline constexpr std::uint8_t no_programme = 0xFF;

/// How a household stands to the programme that it joined.
enum class Stage : std::uint8_t {
    none,       ///< joined none
    resettled,  ///< lives in the region it was taken to
    served,     ///< and is looked after by an adaptation service
    left,       ///< has left that region
};
constexpr bool participates(Stage stage) { return stage == Stage::resettled || stage == Stage::served; }

/// One household. A household without members is no more. Rows are not used again, so that a row of the starting
/// population is the same household in every scenario.
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
    Tenure tenure = Tenure::owner;
    Stage stage : 2 {};               ///< with the programme
    std::uint8_t paid_for : 6 {};     ///< members whom it paid a lump sum, at most `most_paid_for`
    MonthIndex head_birth_month = 0;  ///< copied from the head, whom migration asks first
    MonthIndex last_move = 0;         ///< month of the last move between places
    Row first_person = no_row;        ///< the head
    MonthIndex alarm = no_alarm;      ///< when the one alarm rings that is not void
    MonthIndex joined = 0;            ///< month of joining the programme
    MonthIndex saved_until = 0;       ///< month up to which `savings` were reckoned
    std::int32_t savings = 0;         ///< thousand tenge at the end of that month

    static constexpr std::uint8_t most_paid_for = 63;
    /// Members for whom a programme can claim its lump sums back: not those who were born since.
    std::uint8_t owed_for() const { return std::min<std::uint8_t>(paid_for, size); }
};

/// One person. The members of a household form a chain, head first, partners next to each other. A row without a
/// household belonged to somebody who is no more; it is not used again.
struct Person {
    MonthIndex birth_month = 0;
    Row household = no_row;  ///< no_row: is no more
    Row next = no_row;       ///< the next member of the household, or no_row
    Sex sex : 1 {};
    Education education : 2 {};
    bool partnered : 1 {};       ///< lives with a partner, who stands before or after in the chain
    std::uint8_t parity : 4 {};  ///< of women: children born, 15 at most
    Activity activity : 4 {};
    LegalStatus status : 4 {};
};

static_assert(sizeof(Person) == 8 && sizeof(Household) == 24);
static_assert(std::has_unique_object_representations_v<Household>);

/// A foreigner who is here for a time: outside the population, without a household.
struct Sojourner {
    PlaceId place{};
    RegionId origin{};  ///< abroad
    LegalStatus status{};
    Activity activity = Activity::unemployed;
    MonthIndex since = 0;    ///< month of entry
    MonthIndex expires = 0;  ///< last month of the permit; no_permit: none that ends
};
static_assert(std::has_unique_object_representations_v<Sojourner>);

inline constexpr MonthIndex no_permit = 0;

/// What a procedure is about.
enum class ProcedureKind : std::uint8_t {
    filed,           ///< this month; not yet opened
    kandas,          ///< status, residence and citizenship of ethnic Kazakhs who return
    naturalisation,  ///< of permanent residents
    documentation,   ///< of people without papers
};

/// A family's way to citizenship: what it waits for. A household has at most one; it ends with the household.
struct Procedure {
    Row household = no_row;
    MonthIndex due = 0;        ///< earliest month of the decision
    std::uint32_t ticket = 0;  ///< its number in the queue
    MonthIndex applied = 0;
    LegalStatus grants = LegalStatus::citizen;  ///< what the decision gives
    ProcedureKind kind = ProcedureKind::filed;
};
static_assert(std::has_unique_object_representations_v<Procedure>);

/// Completed age of a person in a month, as tables count it: below `age_count`.
inline std::size_t age_at(Month month, MonthIndex birth_month) {
    return static_cast<std::size_t>(std::clamp((month.index() - birth_month) / 12, 0, static_cast<int>(age_count) - 1));
}

/// Consecutive places in Block::by_birth of persons who were born in the same calendar year, up to the one before
/// `end`.
struct BirthYearRun {
    /// Of the starting population men and women have runs of their own; whoever is born or comes later has not.
    enum class Sex : std::uint8_t { male, female, either };

    Row end = 0;
    std::int16_t year = 0;
    Sex sex{};
};

/// Consecutive households of the starting population whose heads were about as old, up to the row before `end`: so that
/// migration, which asks heads, knows their ages without a look at them.
struct HeadAgeRun {
    static constexpr int years = 5;  ///< single years would tell more, and cost more for the ends of runs

    Row end = 0;
    MonthIndex born_from = 0;  ///< the heads were born in the `years` from this month on

    bool has(MonthIndex birth_month) const { return birth_month >= born_from && birth_month < born_from + 12 * years; }
};

/// Who wished to move and was stopped, and may try again.
struct Deferred {
    Row household = no_row;
    Row member = no_row;     ///< who wished to go alone; no_row: the household
    MonthIndex planned = 0;  ///< month of the decision
};
static_assert(std::has_unique_object_representations_v<Deferred>);

/// A group of neighbouring households with their persons: the unit of storage, of random addressing and of work.
struct Block {
    BlockId id{};
    std::vector<Household> households;
    std::vector<Person> persons;
    std::vector<Sojourner> sojourners;
    std::vector<Procedure> procedures;
    /// All rows of persons: the starting population by year of birth and sex, who is born or comes later behind it, so
    /// that a process finds everybody of an age without a look at the others (docs/adr/0010-persons-by-birth.md).
    std::vector<Row> by_birth;
    std::vector<BirthYearRun> birth_years;
    std::vector<HeadAgeRun> head_ages;  ///< in ascending order of rows; households that came later stand behind them
    std::vector<Deferred> deferred;
    PlaceId first_place{};  ///< where its households lived at the start of the run; the same in every scenario
    Alarms alarms;          ///< not part of the state, see there
    // Who must be asked, one by one, wherever they live; derived from the persons' activities, see `watch`.
    RowSet unemployed;
    RowSet inactive;
    RowSet absent;
    RowSet participants;  ///< households that live where a programme took them, see `watch_household`

    /// The run that a household of the starting population stands in; none of households that came later.
    const HeadAgeRun* head_age_run(Row household) const {
        const auto run = std::ranges::upper_bound(head_ages, household, {}, &HeadAgeRun::end);
        return run == head_ages.end() ? nullptr : &*run;
    }
    /// Whether a household lives elsewhere than where the block began, or has another head than when it was given its
    /// place in `run`, its own: bounds by place and age of the head do not hold for it.
    bool apart(const Household& household, const HeadAgeRun* run) const {
        return household.place != first_place || (run != nullptr && !run->has(household.head_birth_month));
    }
    bool apart(Row household) const {
        return households[household].place != first_place || apart(households[household], head_age_run(household));
    }

    std::uint32_t household_rows() const { return static_cast<std::uint32_t>(households.size()); }
    std::uint32_t person_rows() const { return static_cast<std::uint32_t>(persons.size()); }

    /// Calls visit(person row) for every member of a household, head first.
    template <class Visit>
    void for_each_member(Row household, Visit&& visit) const {
        if (households[household].size == 0) return;
        for (Row person = households[household].first_person; person != no_row; person = persons[person].next)
            visit(person);
    }

    /// The partner of a partnered person. Partners stand next to each other, so from the head on they come in pairs.
    Row partner_of(Row person) const;

    /// Strikes a person from the set of those who do the same; to be called before its activity changes.
    void unwatch(Row person) {
        if (RowSet* const set = watched(persons[person].activity)) set->erase(person);
    }
    /// Enters a person; to be called after its activity changed.
    void watch(Row person) {
        if (RowSet* const set = watched(persons[person].activity)) set->insert(person);
    }
    /// Enters a household among the participants of programmes, or strikes it out; after its stage or size changed.
    void watch_household(Row household) {
        if (participates(households[household].stage) && households[household].size > 0)
            participants.insert(household);
        else
            participants.erase(household);
    }
    /// Enters everybody anew.
    void watch_all();

    /// Adds a person to a household: behind `after`, one of its members, or to the end (no_row). Throws BrokenInvariant
    /// when the block is full.
    Row add_person(Row household, Month birth_month, Sex sex, Row after = no_row);
    /// The same for a population that is being made: not entered in `by_birth`, which sort_by_birth fills.
    Row add_unsorted_person(Row household, Month birth_month, Sex sex, Row after = no_row);
    /// Removes a person for good.
    void remove_person(Row person);
    /// Moves a person to another household of the block: behind `after`, one of its members, or to the end (no_row).
    void transfer(Row person, Row household, Row after = no_row);
    /// Adds a household without members. Throws BrokenInvariant when the block is full.
    Row add_household(PlaceId place, RegionId home, Ethnicity ethnicity, Month last_move);
    /// Sorts `by_birth`; for a population that has just been made.
    void sort_by_birth();
    /// Sorts those who were born or came later by year of birth: they come in any order, and a run of one costs a
    /// process as much as a run of many.
    void sort_newcomers();

    /// Files an application of a household that has none.
    void file_procedure(Row household, Month month);
    /// Who leaves the household `from` for `to` keeps waiting there: `to` gets a procedure like that of `from`, if that
    /// has one, unless it has one of its own that is due earlier.
    void share_procedure(Row from, Row to);

    /// Adds a sojourner. Throws BrokenInvariant when the block is full.
    Row add_sojourner(const Sojourner& sojourner);
    /// The last row takes the place of this one.
    void remove_sojourner(Row row);

private:
    /// Enters a person as the last one of `by_birth`.
    void enter_birth(Row person, int year);
    /// Sorts `by_birth` from a place on, behind whose last place before it `birth_years` ends.
    void sort_places(std::size_t begin, auto&& sex_of);
    /// The set of those with an activity, if there is one.
    RowSet* watched(Activity activity) {
        switch (activity) {
            case Activity::unemployed:
                return &unemployed;
            case Activity::inactive:
                return &inactive;
            case Activity::absent:
                return &absent;
            default:
                return nullptr;
        }
    }
    // Whoever comes first is the head.
    void link(Row person, Row household, Row after);
    void unlink(Row person);
};

/// A number for the whole state of a block: equal states give equal numbers.
std::uint64_t digest(const Block& block);

/// Bytes that the block's rows occupy.
std::size_t bytes(const Block& block);

}  // namespace qonys
