#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "population/marginals.hpp"

namespace qonys {

/// Numbers of persons by [place, ethnicity, sex, age]; the country's places.
template <class T>
class PopulationTable {
public:
    PopulationTable() = default;
    explicit PopulationTable(std::size_t places) : cells_(places * cells_per_place) {}

    static constexpr std::size_t cells_per_place = ethnicity_count * sex_count * age_count;
    std::size_t places() const { return cells_.size() / cells_per_place; }
    static constexpr std::size_t cell(std::size_t ethnicity, std::size_t sex, std::size_t age) {
        return (ethnicity * sex_count + sex) * age_count + age;
    }
    std::span<T> of(std::size_t place) { return std::span(cells_).subspan(place * cells_per_place, cells_per_place); }
    std::span<const T> of(std::size_t place) const {
        return std::span(cells_).subspan(place * cells_per_place, cells_per_place);
    }

private:
    std::vector<T> cells_;
};

/// Fits the table to all marginals at once by iterative proportional fitting (Deming and Stephan 1940), starting from
/// independence. The places' totals are fitted last, so they hold exactly.
PopulationTable<double> fit_population(const Geography& geography, const Marginals& marginals);

/// Persons by [region, sex x age].
Matrix<double> regional_ages(const Geography& geography, const PopulationTable<double>& fitted);

/// Whole numbers near `values` that sum to `total`: the integer parts, and one more for the largest remainders (the
/// method of Hamilton; ties go to the lower index). Values that sum to 0 yield zeros.
std::vector<std::int64_t> integerise(std::span<const double> values, std::int64_t total);

/// Whole numbers whose running sums are those of `values`, scaled to `total` and rounded: every stretch of neighbours
/// keeps its sum to within one. Unlike largest remainders, which starve cells that are small everywhere (the oldest, at
/// a small scale), no kind of cell loses.
std::vector<std::int64_t> round_running_sums(std::span<const double> values, std::int64_t total);

/// Whole persons for a population of `scale` times the real one. Each place's total is its share of the scaled nation
/// by largest remainders: at scale 1 exactly the table's number. Within a place running sums over ages are rounded.
PopulationTable<std::int64_t> integerise(const PopulationTable<double>& fitted, const Marginals& marginals,
                                         double scale);

}  // namespace qonys
