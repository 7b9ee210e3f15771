#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "base/ids.hpp"
#include "base/matrix.hpp"
#include "base/money.hpp"
#include "base/month.hpp"
#include "world/month_sums.hpp"

namespace qonys {

/// How many persons of each sex, born in each month, live in each place: [place, sex, birth month]. With it, ageing
/// costs nothing: nobody is touched on a birthday.
class Cohorts {
public:
    Cohorts() = default;
    Cohorts(std::size_t places, Month oldest, Month youngest)
        : oldest_(oldest),
          months_(static_cast<std::size_t>(youngest - oldest + 1)),
          persons_(places * sex_count * months_) {}

    Month oldest() const { return oldest_; }
    std::int32_t& at(PlaceId place, Sex sex, MonthIndex birth_month) {
        return persons_[offset(place, sex) + static_cast<std::size_t>(birth_month - oldest_.index())];
    }
    /// Persons by birth month, from `oldest()` on.
    std::span<const std::int32_t> of(PlaceId place, Sex sex) const {
        return std::span(persons_).subspan(offset(place, sex), months_);
    }
    /// All numbers, place by place.
    std::span<std::int32_t> cells() { return persons_; }
    /// Persons aged `from` to `to` years (completed, both included) at the end of `month`.
    std::int64_t aged(PlaceId place, Sex sex, int from, int to, Month month) const;
    std::int64_t everybody(PlaceId place) const;

    Cohorts& operator+=(const Cohorts& other);
    void clear();

    template <class Self>
    static auto parts(Self& self) {
        return std::tie(self.oldest_, self.months_, self.persons_);
    }

private:
    std::size_t offset(PlaceId place, Sex sex) const { return (index(place) * sex_count + index(sex)) * months_; }

    Month oldest_;
    std::size_t months_ = 0;
    std::vector<std::int32_t> persons_;
};

/// One person who joins a cohort or leaves it.
struct CohortChange {
    PlaceId place{};
    Sex sex{};
    MonthIndex birth_month = 0;
    std::int16_t persons = 0;  ///< 1 or -1
};

/// Household sizes that the figures tell apart: 1, 2, ... and all larger ones together.
inline constexpr std::size_t size_classes = 7;

/// Ages of movers that the figures tell apart: groups of five years, the last one open.
inline constexpr std::size_t age_groups = 21;
inline constexpr int age_group_years = 5;

/// A move is a repeat move when fewer months than these have passed since the last one.
inline constexpr int repeat_move_months = 36;

using Counts = std::vector<std::int64_t>;  ///< [place]

/// Totals of places and regions: what a count of everybody would give. Sojourners are only in `status`.
struct Totals {
    Counts population;                ///< [place] persons
    Counts households;                ///< [place]
    Matrix<std::int64_t> networks;    ///< [home region, region of residence] households
    Matrix<std::int64_t> ethnicity;   ///< [place, ethnic group] persons
    Matrix<std::int64_t> activity;    ///< [place and education, activity] persons, see `activity_row`
    Matrix<std::int64_t> status;      ///< [place, legal status] persons
    Matrix<std::int64_t> size_class;  ///< [place, size class] households
    Matrix<std::int64_t> tenure;      ///< [place, tenure] households

    Totals() = default;
    Totals(std::size_t places, std::size_t regions);
    Totals& operator+=(const Totals& other);
    void clear();

    /// Every table; the one list of them.
    template <class Self>
    static auto parts(Self& t) {
        return std::tie(t.population, t.households, t.networks, t.ethnicity, t.activity, t.status, t.size_class,
                        t.tenure);
    }
};

/// Row of Totals::activity.
inline std::size_t activity_row(PlaceId place, Education education) {
    return index(place) * education_count + index(education);
}

/// What can be counted of a World at the end of a month.
struct Stocks : Totals {
    Cohorts cohorts;  ///< [place, sex, birth month] persons

    /// Persons of a place, of any education, who do this.
    std::int64_t in_activity(PlaceId place, Activity what) const;

    template <class Self>
    static auto parts(Self& s) {
        return std::tuple_cat(Totals::parts(s), std::tie(s.cohorts));
    }
};

/// What happened in one month, as counts: every entry an integer, so that the sum over threads is the same in any
/// order. `change` is the sum of all changes to the totals. Cohorts are many and few of them change, so their changes
/// are a list, in any order.
struct Ledger {
    Counts births;                          ///< [place] persons
    Counts deaths;                          ///< [place] persons
    Counts unions;                          ///< [place] couples who moved together
    Counts separations;                     ///< [place] couples who parted
    Counts formed;                          ///< [place] households formed by members of others
    Counts dissolved;                       ///< [place] households that lost their last member
    Counts counted_in;                      ///< [place] persons whom the census found beyond the books
    Counts counted_out;                     ///< [place] persons whom it did not find
    Counts hired;                           ///< [place] persons
    Counts lost_jobs;                       ///< [place] persons
    Counts remittances;                     ///< [place] tenge that came from absent members
    Counts naturalised;                     ///< [place] persons
    Counts waiting;                         ///< [place] families whose decision on a legal status is overdue
    Counts stuck;                           ///< [place] sojourners who wanted to leave and could not
    Counts outside_households;              ///< [place abroad] that came from there without having left the country
    Counts outside_persons;                 ///< [place abroad] their members
    Matrix<std::int64_t> moves_households;  ///< [origin, destination]; origin abroad: arrivals
    Matrix<std::int64_t> moves_persons;     ///< [origin, destination]
    Matrix<std::int64_t> moves_stopped;     ///< [origin, destination] persons who wished to move and were stopped
    Matrix<std::int64_t> moves_by_reason;   ///< [reason and origin, destination] persons, see `reason_row`
    Matrix<std::int64_t> entered;           ///< [place, legal status] sojourners
    Matrix<std::int64_t> left;              ///< [place, legal status] sojourners who went home
    Matrix<std::int64_t> expelled;          ///< [place, legal status] sojourners who were sent home
    Matrix<std::int64_t> found;             ///< [place, legal status] sojourners whom authorities found at fault
    Matrix<std::int64_t> reclassified;      ///< [place, legal status] sojourners: who got it less who lost it
    Counts moves_by_age;                    ///< [age group] persons who moved within the country
    Counts repeat_moves;                    ///< [destination] persons who moved again, see `repeat_move_months`
    Counts return_moves;                    ///< [destination] persons who moved to their home region
    /// [destination, ethnic group] persons who crossed the border: to a place of the country or to one abroad.
    Matrix<std::int64_t> border_crossings;
    Matrix<std::int64_t> policy_households;  ///< [policy, place] joined a programme
    Matrix<std::int64_t> policy_persons;     ///< [policy, place] persons reached
    Matrix<std::int64_t> policy_spending;    ///< [policy, place] tenge
    Matrix<std::int64_t> policy_reclaimed;   ///< [policy, place left] tenge that who left had to pay back
    Matrix<std::int64_t> policy_left;        ///< [policy, place left] persons who left the region it took them to
    Matrix<std::int64_t> policy_returned;    ///< [policy, place left] of these, to the region that they grew up in
    Totals change;
    std::vector<CohortChange> cohort_changes;
    std::uint64_t digest = 0;  ///< sum of a hash of every single event

    Ledger() = default;
    Ledger(std::size_t places, std::size_t regions, std::size_t policies);
    Ledger& operator+=(const Ledger& other);  ///< without the changes of cohorts
    void clear();

    /// Every table but those of `change`; the one list of them.
    template <class Self>
    static auto tables(Self& l) {
        return std::tie(l.births, l.deaths, l.unions, l.separations, l.formed, l.dissolved, l.counted_in, l.counted_out,
                        l.hired, l.lost_jobs, l.remittances, l.naturalised, l.waiting, l.stuck, l.outside_households,
                        l.outside_persons, l.moves_households, l.moves_persons, l.moves_stopped, l.moves_by_reason,
                        l.entered, l.left, l.expelled, l.found, l.reclassified, l.moves_by_age, l.repeat_moves,
                        l.return_moves, l.border_crossings, l.policy_households, l.policy_persons, l.policy_spending,
                        l.policy_reclaimed, l.policy_left, l.policy_returned);
    }
    /// Those of the tables that have a row for each policy.
    auto by_policy() {
        return std::tie(policy_households, policy_persons, policy_spending, policy_reclaimed, policy_left,
                        policy_returned);
    }
    template <class Self>
    static auto parts(Self& l) {
        return std::tuple_cat(tables(l), std::tie(l.change, l.cohort_changes, l.digest));
    }
};

/// Row of Ledger::moves_by_reason, in a country of so many places.
inline std::size_t reason_row(Reason reason, PlaceId origin, std::size_t places) {
    return index(reason) * places + index(origin);
}

/// Prices and wages, which follow from the stocks. Published like them; nobody changes them in between.
struct Economy {
    Matrix<double> wage;       ///< [domestic place, education] tenge a month, of registered work
    Matrix<double> deviation;  ///< [domestic place, education] log of the wage over what the tables of incomes imply
    Matrix<double> jobs;       ///< [domestic place, education] filled or not
    Matrix<double> finding;    ///< [domestic place, education] monthly probability that an unemployed finds work
    double informal_wage = 1;  ///< of unregistered work, as a share of that of registered work
    double saving_rate = 0;    ///< share of wages that is put aside
    std::vector<double> rent;  ///< [domestic place] tenge a month, of a household's dwelling
    std::vector<double> dwellings;  ///< [domestic place]
    Matrix<double> created;         ///< [domestic place, education] jobs that policies have created so far
    std::vector<double> let;        ///< [domestic place] dwellings that landlords keep for foreigners here for a time
    double building = 0;            ///< monthly growth of dwellings that builders expect to be needed
    MonthSums saved;                ///< what earners put aside and renters pay from it, see world/savings.hpp

    /// Tenge a month that a person earns who does this; 0 without work.
    double earnings(PlaceId place, Education education, Activity activity) const {
        if (!employed(activity)) return 0;
        return wage(index(place), index(education)) * (activity == Activity::formal ? 1 : informal_wage);
    }
};

/// What everyone knows at the beginning of a month: the figures of the last closed one. Policies and choices see these
/// and nothing newer.
struct Published {
    Month month;                                    ///< the closed month these describe
    Stocks stocks;                                  ///< at its end
    Ledger ledger;                                  ///< what happened in it
    Economy economy;                                ///< at its end
    Matrix<double> network;                         ///< [region of origin, region] real persons, see Migration
    Matrix<std::int64_t> policy_persons_this_year;  ///< [policy, place] since January, for yearly quotas
    Matrix<std::int64_t> entered_this_year;         ///< [place, legal status] sojourners since January
    Counts policy_spent_this_year;                  ///< [policy] tenge since January, for yearly budgets
    Counts policy_spent;                            ///< [policy] tenge since the start
    std::uint64_t digest = 0;                       ///< of everything that happened up to its end
};

/// Residents of a place in one of the `age_groups`, at the end of the closed month.
std::int64_t in_age_group(const Published& published, PlaceId place, Sex sex, std::size_t group);

}  // namespace qonys
