#include "analysis/gravity.hpp"

#include <cmath>

#include <fmt/format.h>

#include "analysis/poisson_regression.hpp"

namespace qonys {
namespace {

/// One ordered pair of regions in one year.
struct Pair {
    std::size_t year = 0;
    std::size_t origin = 0;
    std::size_t destination = 0;
};

std::vector<Pair> all_pairs(std::size_t years, std::size_t regions) {
    std::vector<Pair> pairs;
    for (std::size_t y = 0; y < years; ++y)
        for (std::size_t i = 0; i < regions; ++i)
            for (std::size_t j = 0; j < regions; ++j)
                if (i != j) pairs.push_back({y, i, j});
    return pairs;
}

constexpr Eigen::Index bilateral_variables = 4;

}  // namespace

GravityFit fit_gravity(TableFolder& folder, const Geography& geography, const OfficialFigures& official,
                       const std::vector<int>& years, Problems& problems) {
    GravityFit result;
    const std::size_t regions = geography.domestic_regions;
    const auto n = static_cast<Eigen::Index>(regions);
    std::vector<Matrix<double>> networks;
    for (const int year : years) {
        const OfficialYear* figures = official.of(year);
        if (figures == nullptr || !figures->has_flows())
            problems.add({(folder.path() / "flows.csv").string(), 0, 0},
                         fmt::format("no flows of {}, which the estimation needs", year));
        networks.push_back(read_networks(folder, geography, Month(year, 1), problems));
    }
    const auto income = read_incomes(folder, geography, problems);
    problems.throw_if_any();

    // Columns: bilateral variables, origins of all years, destinations of all years but the first of each year.
    const auto pairs = all_pairs(years.size(), regions);
    const auto rows = static_cast<Eigen::Index>(pairs.size());
    const auto y_count = static_cast<Eigen::Index>(years.size());
    Eigen::MatrixXd design = Eigen::MatrixXd::Zero(rows, bilateral_variables + y_count * (2 * n - 1));
    Eigen::VectorXd flows(rows);
    const auto destination_column = [&](Eigen::Index year, Eigen::Index region) {
        return bilateral_variables + y_count * n + year * (n - 1) + region - 1;
    };
    for (Eigen::Index row = 0; row < rows; ++row) {
        const Pair& pair = pairs[static_cast<std::size_t>(row)];
        const Relation& relation = geography.relations(pair.origin, pair.destination);
        const auto year = static_cast<Eigen::Index>(pair.year);
        design(row, 0) = std::log(relation.km / 100);
        design(row, 1) = relation.adjacent ? 1 : 0;
        design(row, 2) = relation.hinterland ? 1 : 0;
        design(row, 3) = std::log1p(networks[pair.year](pair.origin, pair.destination));
        design(row, bilateral_variables + year * n + static_cast<Eigen::Index>(pair.origin)) = 1;
        if (pair.destination > 0)
            design(row, destination_column(year, static_cast<Eigen::Index>(pair.destination))) = 1;
        flows[row] = official.of(years[pair.year])->flows(pair.origin, pair.destination);
    }
    const PoissonFit fit = poisson_regression(design, flows);
    const auto estimate = [&](Eigen::Index column) {
        return Estimate{fit.coefficient[column], fit.standard_error[column]};
    };
    result.distance = estimate(0);
    result.adjacent = estimate(1);
    result.hinterland = estimate(2);
    result.network = estimate(3);
    result.deviance_explained = fit.deviance_explained;
    for (std::size_t y = 0; y < years.size(); ++y) {
        Matrix<double> fitted(regions, regions);
        for (Eigen::Index row = 0; row < rows; ++row)
            if (const Pair& pair = pairs[static_cast<std::size_t>(row)]; pair.year == y)
                fitted(pair.origin, pair.destination) = fit.mean[row];
        result.years.push_back({years[y], common_part(fitted, official.of(years[y])->flows)});
    }

    // Second stage: what makes a destination attractive to all origins.
    Eigen::MatrixXd traits = Eigen::MatrixXd::Zero(y_count * n, 2 + y_count);
    Eigen::VectorXd attraction(y_count * n);
    for (Eigen::Index y = 0; y < y_count; ++y)
        for (Eigen::Index r = 0; r < n; ++r) {
            const Eigen::Index row = y * n + r;
            const auto region = static_cast<std::size_t>(r);
            const int year = years[static_cast<std::size_t>(y)];
            attraction[row] = r == 0 ? 0 : fit.coefficient[destination_column(y, r)];
            traits(row, 0) = std::log(regional_income(geography, income, static_cast<RegionId>(r), year));
            traits(row, 1) = std::log(official.of(year)->population[region]);
            traits(row, 2 + y) = 1;
        }
    const LeastSquaresFit second = least_squares(traits, attraction);
    result.income = {second.coefficient[0], second.standard_error[0]};
    result.income_r_squared = second.r_squared;
    result.pull.assign(regions, 0);
    for (Eigen::Index y = 0; y < y_count; ++y)
        for (Eigen::Index r = 0; r < n; ++r) {
            const double without_income = attraction[y * n + r] - result.income.value * traits(y * n + r, 0);
            result.pull[static_cast<std::size_t>(r)] += without_income / static_cast<double>(y_count);
        }
    return result;
}

}  // namespace qonys
