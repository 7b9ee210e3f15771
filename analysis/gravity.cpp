#include "analysis/gravity.hpp"

#include <cmath>

#include <fmt/format.h>

#include "analysis/poisson_regression.hpp"
#include "world/networks.hpp"

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

/// What the regressions need of the official figures.
struct Observations {
    std::vector<int> years;
    std::vector<Pair> pairs;
    Eigen::VectorXd flows;      ///< [pair]
    Eigen::MatrixXd bilateral;  ///< [pair, variable]: log distance, adjacent, hinterland, log network
};

Observations observe(TableFolder& folder, const Geography& geography, const OfficialFigures& official,
                     const std::vector<int>& years, Problems& problems) {
    Observations seen;
    seen.years = years;
    seen.pairs = all_pairs(years.size(), geography.domestic_regions);
    std::vector<Matrix<double>> networks;
    for (const int year : years) {
        const OfficialYear* figures = official.of(year);
        if (figures == nullptr || !figures->has_flows())
            problems.add({(folder.path() / "flows.csv").string(), 0, 0},
                         fmt::format("no flows of {}, which the estimation needs", year));
        networks.push_back(read_networks(folder, geography, Month(year, 1), problems));
    }
    problems.throw_if_any();
    const auto rows = static_cast<Eigen::Index>(seen.pairs.size());
    seen.flows.resize(rows);
    seen.bilateral.resize(rows, 4);
    for (Eigen::Index row = 0; row < rows; ++row) {
        const Pair& pair = seen.pairs[static_cast<std::size_t>(row)];
        const Relation& relation = geography.relations(pair.origin, pair.destination);
        seen.flows[row] = official.of(years[pair.year])->flows(pair.origin, pair.destination);
        seen.bilateral.row(row) << std::log(relation.km / 100), relation.adjacent ? 1 : 0, relation.hinterland ? 1 : 0,
            std::log1p(networks[pair.year](pair.origin, pair.destination));
    }
    return seen;
}

/// A regression of the flows on some of the bilateral variables, with effects of every origin and destination in every
/// year.
struct FlowRegression {
    PoissonFit fit;
    Matrix<double> attraction;  ///< [year, region] effect of the destination; the first region's is 0
};

FlowRegression regress(const Observations& seen, std::size_t regions, Eigen::Index variables) {
    const auto n = static_cast<Eigen::Index>(regions);
    const auto years = static_cast<Eigen::Index>(seen.years.size());
    // Columns: bilateral variables, origins of all years, destinations of all years but the first region's.
    const auto destination_column = [&](Eigen::Index year, Eigen::Index region) {
        return variables + years * n + year * (n - 1) + region - 1;
    };
    Eigen::MatrixXd design = Eigen::MatrixXd::Zero(seen.flows.size(), variables + years * (2 * n - 1));
    design.leftCols(variables) = seen.bilateral.leftCols(variables);
    for (Eigen::Index row = 0; row < design.rows(); ++row) {
        const Pair& pair = seen.pairs[static_cast<std::size_t>(row)];
        const auto year = static_cast<Eigen::Index>(pair.year);
        design(row, variables + year * n + static_cast<Eigen::Index>(pair.origin)) = 1;
        if (pair.destination > 0)
            design(row, destination_column(year, static_cast<Eigen::Index>(pair.destination))) = 1;
    }
    FlowRegression result{poisson_regression(design, seen.flows), Matrix<double>(seen.years.size(), regions)};
    for (Eigen::Index y = 0; y < years; ++y)
        for (Eigen::Index r = 1; r < n; ++r)
            result.attraction(static_cast<std::size_t>(y), static_cast<std::size_t>(r)) =
                result.fit.coefficient[destination_column(y, r)];
    return result;
}

/// [origin, destination] of one of the years.
Matrix<double> fitted_flows(const Observations& seen, const PoissonFit& fit, std::size_t year, std::size_t regions) {
    Matrix<double> flows(regions, regions);
    for (std::size_t row = 0; row < seen.pairs.size(); ++row)
        if (const Pair& pair = seen.pairs[row]; pair.year == year)
            flows(pair.origin, pair.destination) = fit.mean[static_cast<Eigen::Index>(row)];
    return flows;
}

/// Destination effects on log income and log population, with effects of years.
LeastSquaresFit regress_attraction(const Matrix<double>& attraction, const Matrix<double>& log_income,
                                   const Matrix<double>& log_population) {
    const auto years = static_cast<Eigen::Index>(attraction.rows());
    const auto rows = static_cast<Eigen::Index>(attraction.cells().size());
    Eigen::MatrixXd traits = Eigen::MatrixXd::Zero(rows, 2 + years);
    Eigen::VectorXd response(rows);
    for (Eigen::Index row = 0; row < rows; ++row) {
        const auto cell = static_cast<std::size_t>(row);
        response[row] = attraction.cells()[cell];
        traits(row, 0) = log_income.cells()[cell];
        traits(row, 1) = log_population.cells()[cell];
        traits(row, 2 + static_cast<Eigen::Index>(cell / attraction.columns())) = 1;
    }
    return least_squares(traits, response);
}

}  // namespace

GravityFit fit_gravity(TableFolder& folder, const Geography& geography, const OfficialFigures& official,
                       const std::vector<int>& years, Problems& problems) {
    const std::size_t regions = geography.domestic_regions;
    const Observations seen = observe(folder, geography, official, years, problems);
    const auto income = read_incomes(folder, geography, problems);
    problems.throw_if_any();
    Matrix<double> log_income(years.size(), regions);
    Matrix<double> log_population(years.size(), regions);
    for (std::size_t y = 0; y < years.size(); ++y)
        for (std::size_t r = 0; r < regions; ++r) {
            log_income(y, r) = std::log(regional_income(geography, income, static_cast<RegionId>(r), years[y]));
            log_population(y, r) = std::log(official.of(years[y])->population[r]);
        }

    GravityFit result;
    const FlowRegression full = regress(seen, regions, 4);
    const auto estimate = [](const auto& fit, Eigen::Index column) {
        return Estimate{fit.coefficient[column], fit.standard_error[column]};
    };
    result.distance = estimate(full.fit, 0);
    result.adjacent = estimate(full.fit, 1);
    result.hinterland = estimate(full.fit, 2);
    result.network = estimate(full.fit, 3);
    result.deviance_explained = full.fit.deviance_explained;
    for (std::size_t y = 0; y < years.size(); ++y)
        result.years.push_back(
            {years[y], common_part(fitted_flows(seen, full.fit, y, regions), official.of(years[y])->flows)});

    // Networks are the sum of past moves, so next to them the data cannot tell what income does: its effect comes from
    // the regression without them.
    const FlowRegression plain = regress(seen, regions, 3);
    const LeastSquaresFit second = regress_attraction(plain.attraction, log_income, log_population);
    result.income = estimate(second, 0);
    result.income_r_squared = second.r_squared;
    result.income_beside_networks = estimate(regress_attraction(full.attraction, log_income, log_population), 0);
    result.pull.assign(regions, 0);
    for (std::size_t y = 0; y < years.size(); ++y)
        for (std::size_t r = 0; r < regions; ++r)
            result.pull[r] +=
                (full.attraction(y, r) - result.income.value * log_income(y, r)) / static_cast<double>(years.size());
    return result;
}

Matrix<double> fitted_gravity(TableFolder& folder, const Geography& geography, const OfficialFigures& official,
                              int year, Problems& problems) {
    const Observations seen = observe(folder, geography, official, {year}, problems);
    return fitted_flows(seen, regress(seen, geography.domestic_regions, 3).fit, 0, geography.domestic_regions);
}

}  // namespace qonys
