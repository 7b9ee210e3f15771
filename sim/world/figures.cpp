#include "world/figures.hpp"

#include <algorithm>

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

template <class T>
void zero(Matrix<T>& matrix) {
    std::ranges::fill(matrix.cells(), T{});
}

}  // namespace

std::int64_t Cohorts::aged(PlaceId place, Sex sex, int from, int to, Month month) const {
    // Completed age at the end of the month: born in this month is 0, born twelve months before is 1.
    const auto persons = of(place, sex);
    const int youngest = month.index() - from * 12 - oldest_.index();
    const int eldest = month.index() - to * 12 - 11 - oldest_.index();
    std::int64_t sum = 0;
    for (int born = std::max(eldest, 0); born <= std::min(youngest, static_cast<int>(months_) - 1); ++born)
        sum += persons[static_cast<std::size_t>(born)];
    return sum;
}

Cohorts& Cohorts::operator+=(const Cohorts& other) {
    add(persons_, other.persons_);
    return *this;
}

void Cohorts::clear() { std::ranges::fill(persons_, 0); }

Totals::Totals(std::size_t places, std::size_t regions)
    : population(places), households(places), networks(regions, regions) {}

Totals& Totals::operator+=(const Totals& other) {
    add(population, other.population);
    add(households, other.households);
    add(networks, other.networks);
    return *this;
}

void Totals::clear() {
    std::ranges::fill(population, 0);
    std::ranges::fill(households, 0);
    zero(networks);
}

Ledger::Ledger(std::size_t places, std::size_t regions, std::size_t policies)
    : births(places),
      deaths(places),
      dissolved(places),
      moves_households(places, places),
      moves_persons(places, places),
      policy_households(policies, places),
      policy_persons(policies, places),
      policy_spending(policies, places),
      change(places, regions) {}

Ledger& Ledger::operator+=(const Ledger& other) {
    add(births, other.births);
    add(deaths, other.deaths);
    add(dissolved, other.dissolved);
    add(moves_households, other.moves_households);
    add(moves_persons, other.moves_persons);
    add(policy_households, other.policy_households);
    add(policy_persons, other.policy_persons);
    add(policy_spending, other.policy_spending);
    change += other.change;
    digest += other.digest;
    return *this;
}

void Ledger::clear() {
    std::ranges::fill(births, 0);
    std::ranges::fill(deaths, 0);
    std::ranges::fill(dissolved, 0);
    zero(moves_households);
    zero(moves_persons);
    zero(policy_households);
    zero(policy_persons);
    zero(policy_spending);
    change.clear();
    cohort_changes.clear();
    digest = 0;
}

}  // namespace qonys
