#include "analysis/age_schedule.hpp"

#include <cmath>

#include <Eigen/Dense>

#include "analysis/official.hpp"

namespace qonys {
namespace {

using Unknowns = Eigen::Vector2d;  ///< labour peak, log of the labour descent

MigrationParameters with(MigrationParameters p, const Unknowns& unknowns) {
    p.labour_peak = unknowns[0];
    p.labour_descent = std::exp(unknowns[1]);
    return p;
}

Eigen::Map<const Eigen::VectorXd> vector(std::span<const double> values) {
    return {values.data(), static_cast<Eigen::Index>(values.size())};
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

std::vector<double> wanted_by_group() {
    constexpr double peak_age = 22;
    MigrationParameters wanted;
    // Where the labour component has its peak.
    wanted.labour_peak = peak_age - std::log(wanted.labour_ascent / wanted.labour_descent) / wanted.labour_ascent;
    return schedule_by_group(wanted);
}

MigrationParameters fit_schedule(MigrationParameters schedule, std::span<const double> wanted) {
    // Levenberg and Marquardt: steps of Gauss and Newton, shorter ones where those do not come closer.
    constexpr int most_steps = 200;
    // A group counts as its moves do, as in a likelihood of Poisson.
    const Eigen::VectorXd weight = vector(wanted).array().sqrt();
    const auto misses = [&](const Unknowns& at) -> Eigen::VectorXd {
        const std::vector<double> reached = schedule_by_group(with(schedule, at));
        return weight.array() * (vector(reached).array().log() - vector(wanted).array().log());
    };
    Unknowns best(schedule.labour_peak, std::log(schedule.labour_descent));
    double caution = 1e-3;
    for (int step = 0; step < most_steps && caution < 1e9; ++step) {
        const Eigen::VectorXd miss = misses(best);
        Eigen::MatrixXd slope(miss.size(), best.size());
        for (Eigen::Index k = 0; k < best.size(); ++k) {
            constexpr double width = 1e-6;
            slope.col(k) = (misses(best + width * Unknowns::Unit(k)) - miss) / width;
        }
        Eigen::Matrix2d normal = slope.transpose() * slope;
        normal.diagonal() *= 1 + caution;
        const Unknowns next = best - normal.ldlt().solve(slope.transpose() * miss);
        const bool closer = misses(next).squaredNorm() < miss.squaredNorm();
        if (closer) best = next;
        caution *= closer ? 0.1 : 10;
    }
    return with(schedule, best);
}

}  // namespace qonys
