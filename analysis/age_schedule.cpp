#include "analysis/age_schedule.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "analysis/official.hpp"

namespace qonys {
namespace {

using Unknowns = Eigen::Vector3d;  ///< labour peak, log of the labour descent, log of the constant level

Unknowns unknowns_of(const MigrationParameters& p) {
    return {p.labour_peak, std::log(p.labour_descent), std::log(p.constant_level)};
}

MigrationParameters with(MigrationParameters p, const Unknowns& unknowns) {
    p.labour_peak = unknowns[0];
    p.labour_descent = std::exp(unknowns[1]);
    p.constant_level = std::exp(unknowns[2]);
    return p;
}

/// Logs of a schedule by group, with mean 0: how many move is no matter of ages.
Eigen::VectorXd centred_logs(std::span<const double> by_group) {
    Eigen::VectorXd logs(static_cast<Eigen::Index>(by_group.size()));
    std::ranges::transform(by_group, logs.begin(), [](double value) { return std::log(value); });
    return logs.array() - logs.mean();
}

}  // namespace

std::vector<double> relative_by_group(std::span<const double> intensity) {
    const auto fitted = intensity.subspan(first_fitted_group, fitted_groups);
    std::vector<double> relative(fitted.begin(), fitted.end());
    const double all = total(relative);
    for (double& group : relative) group /= all;
    return relative;
}

std::vector<double> schedule_by_group(const MigrationParameters& schedule) {
    std::vector<double> by_group(first_fitted_group + fitted_groups);
    for (std::size_t age = 0; age < by_group.size() * age_group_years; ++age)
        by_group[age / age_group_years] += rogers_castro(schedule, static_cast<double>(age));
    return relative_by_group(by_group);
}

std::vector<double> wanted_by_group() { return schedule_by_group(MigrationParameters()); }

MigrationParameters fit_schedule(MigrationParameters schedule, std::span<const double> wanted) {
    // Levenberg and Marquardt: steps of Gauss and Newton, shorter ones where those do not come closer.
    constexpr int most_steps = 200;
    const Eigen::VectorXd target = centred_logs(wanted);
    const auto misses = [&](const Unknowns& at) -> Eigen::VectorXd {
        return centred_logs(schedule_by_group(with(schedule, at))) - target;
    };
    Unknowns best = unknowns_of(schedule);
    double caution = 1e-3;
    for (int step = 0; step < most_steps && caution < 1e9; ++step) {
        const Eigen::VectorXd miss = misses(best);
        Eigen::MatrixXd slope(miss.size(), best.size());
        for (Eigen::Index k = 0; k < best.size(); ++k) {
            constexpr double width = 1e-6;
            slope.col(k) = (misses(best + width * Unknowns::Unit(k)) - miss) / width;
        }
        Eigen::Matrix3d normal = slope.transpose() * slope;
        normal.diagonal() *= 1 + caution;
        const Unknowns next = best - normal.ldlt().solve(slope.transpose() * miss);
        const bool closer = misses(next).squaredNorm() < miss.squaredNorm();
        if (closer) best = next;
        caution *= closer ? 0.1 : 10;
    }
    return with(schedule, best);
}

}  // namespace qonys
