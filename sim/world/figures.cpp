#include "world/figures.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/each_processor.hpp"

namespace qonys {
namespace {

template <class Range>
void add(Range& to, const Range& from) {
    std::transform(to.begin(), to.end(), from.begin(), to.begin(), [](auto a, auto b) { return a + b; });
}

template <class T>
void add(Matrix<T>& to, const Matrix<T>& from) {
    auto cells = to.cells();
    std::transform(cells.begin(), cells.end(), from.cells().begin(), cells.begin(), std::plus<>{});
}

void zero(Counts& counts) { std::ranges::fill(counts, 0); }
void zero(Matrix<std::int64_t>& matrix) { std::ranges::fill(matrix.cells(), 0); }

QONYS_FOR_EACH_PROCESSOR
std::int64_t sum_of(std::span<const std::int32_t> persons) {
    std::int64_t sum = 0;
    for (const std::int32_t some : persons) sum += some;
    return sum;
}

/// Adds every table of the second list to its namesake in the first.
template <class Into, class More>
void add_tables(const Into& into, const More& more) {
    [&]<std::size_t... table>(std::index_sequence<table...>) {
        (add(std::get<table>(into), std::get<table>(more)), ...);
    }
    (std::make_index_sequence<std::tuple_size_v<Into>>{});
}

template <class Tables>
void zero_tables(const Tables& all) {
    std::apply([](auto&... table) { (zero(table), ...); }, all);
}

}  // namespace

std::int64_t Cohorts::aged(PlaceId place, Sex sex, int from, int to, Month month) const {
    // Completed age at the end of the month: born in this month is 0, born twelve months before is 1.
    const auto row = [&](int born) {
        return static_cast<std::size_t>(std::clamp(born - oldest_.index(), 0, static_cast<int>(months_)));
    };
    const std::size_t eldest = row(month.index() - to * 12 - 11);
    const std::size_t after_youngest = row(month.index() - from * 12 + 1);
    return sum_of(of(place, sex).subspan(eldest, after_youngest - eldest));
}

std::int64_t Cohorts::everybody(PlaceId place) const {
    return sum_of(of(place, Sex::male)) + sum_of(of(place, Sex::female));
}

Cohorts& Cohorts::operator+=(const Cohorts& other) {
    add(persons_, other.persons_);
    return *this;
}

void Cohorts::clear() { std::ranges::fill(persons_, 0); }

Totals::Totals(std::size_t places, std::size_t regions)
    : population(places),
      households(places),
      networks(regions, regions),
      ethnicity(places, ethnicity_count),
      activity(places * education_count, activity_count),
      status(places, status_count),
      size_class(places, size_classes),
      tenure(places, tenure_count) {}

Totals& Totals::operator+=(const Totals& other) {
    add_tables(parts(*this), parts(other));
    return *this;
}

void Totals::clear() { zero_tables(parts(*this)); }

std::int64_t Stocks::in_activity(PlaceId place, Activity what) const {
    std::int64_t sum = 0;
    for (std::size_t e = 0; e < education_count; ++e)
        sum += activity(activity_row(place, static_cast<Education>(e)), index(what));
    return sum;
}

Ledger::Ledger(std::size_t places, std::size_t regions, std::size_t policies)
    : moves_households(places, places),
      moves_persons(places, places),
      moves_stopped(places, places),
      moves_by_reason(reason_count * places, places),
      entered(places, status_count),
      left(places, status_count),
      expelled(places, status_count),
      found(places, status_count),
      reclassified(places, status_count),
      moves_by_age(age_groups),
      border_crossings(places, ethnicity_count),
      policy_households(policies, places),
      policy_persons(policies, places),
      policy_spending(policies, places),
      policy_reclaimed(policies, places),
      policy_left(policies, places),
      policy_returned(policies, places),
      change(places, regions) {
    for (Counts* counts : {&births, &deaths, &unions, &separations, &formed, &dissolved, &counted_in, &counted_out,
                           &hired, &lost_jobs, &remittances, &naturalised, &waiting, &stuck, &outside_households,
                           &outside_persons, &repeat_moves, &return_moves})
        counts->assign(places, 0);
}

Ledger& Ledger::operator+=(const Ledger& other) {
    add_tables(tables(*this), tables(other));
    change += other.change;
    digest += other.digest;
    return *this;
}

void Ledger::clear() {
    zero_tables(tables(*this));
    change.clear();
    cohort_changes.clear();
    digest = 0;
}

std::int64_t in_age_group(const Published& published, PlaceId place, Sex sex, std::size_t group) {
    constexpr int nobody_is_older = 200;
    const int from = static_cast<int>(group) * age_group_years;
    const int to = group + 1 == age_groups ? nobody_is_older : from + age_group_years - 1;
    return published.stocks.cohorts.aged(place, sex, from, to, published.month);
}

}  // namespace qonys
