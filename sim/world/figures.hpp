#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "base/matrix.hpp"
#include "base/money.hpp"
#include "base/month.hpp"

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
    /// Persons aged `from` to `to` years (completed, both included) at the end of `month`.
    std::int64_t aged(PlaceId place, Sex sex, int from, int to, Month month) const;

    Cohorts& operator+=(const Cohorts& other);
    void clear();

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

/// Totals of places and regions.
struct Totals {
    std::vector<std::int64_t> population;  ///< [place] persons
    std::vector<std::int64_t> households;  ///< [place]
    Matrix<std::int64_t> networks;         ///< [home region, region of residence] households

    Totals() = default;
    Totals(std::size_t places, std::size_t regions);
    Totals& operator+=(const Totals& other);
    void clear();
};

/// What can be counted of a World at the end of a month.
struct Stocks : Totals {
    Cohorts cohorts;  ///< [place, sex, birth month] persons
};

/// What happened in one month, as counts: every entry an integer, so that the sum over threads is the same in any
/// order. `change` is the sum of all changes to the totals. Cohorts are many and few of them change, so their changes
/// are a list, in any order.
struct Ledger {
    std::vector<std::int64_t> births;        ///< [place] persons
    std::vector<std::int64_t> deaths;        ///< [place] persons
    std::vector<std::int64_t> dissolved;     ///< [place] households whose last member died
    Matrix<std::int64_t> moves_households;   ///< [origin, destination]; origin abroad: arrivals
    Matrix<std::int64_t> moves_persons;      ///< [origin, destination]
    Matrix<std::int64_t> policy_households;  ///< [policy, place] joined a programme
    Matrix<std::int64_t> policy_persons;     ///< [policy, place] persons reached
    Matrix<std::int64_t> policy_spending;    ///< [policy, place] tenge
    Totals change;
    std::vector<CohortChange> cohort_changes;
    std::uint64_t digest = 0;  ///< sum of a hash of every single event

    Ledger() = default;
    Ledger(std::size_t places, std::size_t regions, std::size_t policies);
    Ledger& operator+=(const Ledger& other);  ///< without the changes of cohorts
    void clear();
};

/// What everyone knows at the beginning of a month: the figures of the last closed one. Policies and choices see these
/// and nothing newer.
struct Published {
    Month month;                                    ///< the closed month these describe
    Stocks stocks;                                  ///< at its end
    Ledger ledger;                                  ///< what happened in it
    Matrix<std::int64_t> policy_persons_this_year;  ///< [policy, place] since January, for yearly quotas
    std::uint64_t digest = 0;                       ///< of everything that happened up to its end
};

}  // namespace qonys
