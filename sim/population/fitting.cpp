#include "population/fitting.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace qonys {
namespace {

/// One marginal total and the cells that sum to it.
struct Constraint {
    double target = 0;
    std::vector<std::size_t> cells;
};

using Fitted = PopulationTable<double>;

/// Calls visit(place, ethnicity, sex, age, cell number in the whole table) for every cell.
template <class Visit>
void for_each_cell(std::size_t places, Visit&& visit) {
    for (std::size_t p = 0; p < places; ++p)
        for (std::size_t e = 0; e < ethnicity_count; ++e)
            for (std::size_t s = 0; s < sex_count; ++s)
                for (std::size_t a = 0; a < age_count; ++a)
                    visit(p, e, s, a, p * Fitted::cells_per_place + Fitted::cell(e, s, a));
}

/// The marginals as constraints, one list for each of them, the places' totals last.
std::vector<std::vector<Constraint>> constraints_of(const Geography& geography, const Marginals& marginals) {
    const std::size_t places = marginals.persons.size();
    const std::size_t regions = geography.domestic_regions;
    std::vector<Constraint> ages(sex_count * age_count);
    std::vector<Constraint> groups(marginals.age_groups.size());
    std::vector<Constraint> ethnicities(regions * ethnicity_count);
    std::vector<Constraint> totals(places);
    std::vector<std::vector<std::size_t>> groups_of(regions);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        groups[g].target = marginals.age_groups[g].persons;
        groups_of[index(marginals.age_groups[g].region)].push_back(g);
    }
    for (std::size_t c = 0; c < ages.size(); ++c) ages[c].target = marginals.national_ages.cells()[c];
    for (std::size_t c = 0; c < ethnicities.size(); ++c) ethnicities[c].target = marginals.ethnicity.cells()[c];
    for (std::size_t p = 0; p < places; ++p) totals[p].target = marginals.persons[p];

    for_each_cell(places, [&](std::size_t p, std::size_t e, std::size_t s, std::size_t a, std::size_t cell) {
        const std::size_t r = index(geography.places[p].region);
        ages[s * age_count + a].cells.push_back(cell);
        ethnicities[r * ethnicity_count + e].cells.push_back(cell);
        totals[p].cells.push_back(cell);
        for (const std::size_t g : groups_of[r]) {
            const auto& group = marginals.age_groups[g];
            if (index(group.sex) == s && group.from <= static_cast<int>(a) && static_cast<int>(a) <= group.to)
                groups[g].cells.push_back(cell);
        }
    });
    return {std::move(ages), std::move(groups), std::move(ethnicities), std::move(totals)};
}

}  // namespace

PopulationTable<double> fit_population(const Geography& geography, const Marginals& marginals) {
    // The marginals come from different counts and cannot all hold at once; after this many rounds the largest change
    // of a cell is far below one person.
    constexpr int rounds = 60;
    const std::size_t places = marginals.persons.size();
    std::vector<double> cells(places * Fitted::cells_per_place, 1.0);
    const auto lists = constraints_of(geography, marginals);
    for (int round = 0; round < rounds; ++round)
        for (const auto& list : lists)
            for (const Constraint& constraint : list) {
                double sum = 0;
                for (const std::size_t cell : constraint.cells) sum += cells[cell];
                const double factor = sum > 0 ? constraint.target / sum : 0.0;
                for (const std::size_t cell : constraint.cells) cells[cell] *= factor;
            }
    Fitted fitted(places);
    for (std::size_t p = 0; p < places; ++p)
        std::copy_n(cells.begin() + static_cast<std::ptrdiff_t>(p * Fitted::cells_per_place), Fitted::cells_per_place,
                    fitted.of(p).begin());
    return fitted;
}

Matrix<double> regional_ages(const Geography& geography, const PopulationTable<double>& fitted) {
    Matrix<double> ages(geography.domestic_regions, sex_count * age_count);
    for (std::size_t p = 0; p < geography.domestic_places; ++p)
        for (std::size_t e = 0; e < ethnicity_count; ++e)
            for (std::size_t c = 0; c < ages.columns(); ++c)
                ages(index(geography.places[p].region), c) += fitted.of(p)[e * ages.columns() + c];
    return ages;
}

std::vector<std::int64_t> integerise(std::span<const double> values, std::int64_t total) {
    std::vector<std::int64_t> whole(values.size());
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    if (!(sum > 0)) return whole;
    std::vector<double> remainder(values.size());
    std::int64_t missing = total;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double exact = values[i] * (static_cast<double>(total) / sum);
        whole[i] = static_cast<std::int64_t>(std::floor(exact));
        remainder[i] = exact - static_cast<double>(whole[i]);
        missing -= whole[i];
    }
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
    for (std::size_t k = 0; missing > 0; ++k, --missing) ++whole[order[k % order.size()]];
    return whole;
}

std::vector<std::int64_t> round_running_sums(std::span<const double> values, std::int64_t total) {
    std::vector<std::int64_t> whole(values.size());
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    if (!(sum > 0)) return whole;
    double running = 0;
    std::int64_t given = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        running += values[i];
        const bool last = i + 1 == values.size();
        const std::int64_t due = last ? total : std::llround(running / sum * static_cast<double>(total));
        whole[i] = due - given;
        given = due;
    }
    return whole;
}

PopulationTable<std::int64_t> integerise(const PopulationTable<double>& fitted, const Marginals& marginals,
                                         double scale) {
    const double everyone = std::accumulate(marginals.persons.begin(), marginals.persons.end(), 0.0);
    const std::vector<std::int64_t> totals = integerise(marginals.persons, std::llround(everyone * scale));
    PopulationTable<std::int64_t> whole(fitted.places());
    for (std::size_t p = 0; p < fitted.places(); ++p)
        std::ranges::copy(round_running_sums(fitted.of(p), totals[p]), whole.of(p).begin());
    return whole;
}

}  // namespace qonys
