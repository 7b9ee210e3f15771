#include "analysis/poisson_regression.hpp"

#include <cmath>

#include "base/error.hpp"

namespace qonys {
namespace {

double deviance(const Eigen::VectorXd& counts, const Eigen::VectorXd& mean) {
    double sum = 0;
    for (Eigen::Index i = 0; i < counts.size(); ++i) {
        const double log_ratio = counts[i] > 0 ? counts[i] * std::log(counts[i] / mean[i]) : 0;
        sum += 2 * (log_ratio - (counts[i] - mean[i]));
    }
    return sum;
}

}  // namespace

PoissonFit poisson_regression(const Eigen::MatrixXd& design, const Eigen::VectorXd& counts) {
    constexpr int most_iterations = 100;
    PoissonFit fit;
    // McCullagh and Nelder's start: the data themselves, off zero.
    fit.mean = counts.array() + 0.5;
    double before = deviance(counts, fit.mean);
    Eigen::MatrixXd information;
    for (fit.iterations = 1; fit.iterations <= most_iterations; ++fit.iterations) {
        const Eigen::VectorXd working = fit.mean.array().log() + (counts - fit.mean).array() / fit.mean.array();
        information = design.transpose() * fit.mean.asDiagonal() * design;
        fit.coefficient = information.ldlt().solve(design.transpose() * fit.mean.asDiagonal() * working);
        fit.mean = (design * fit.coefficient).array().exp();
        const double now = deviance(counts, fit.mean);
        if (std::abs(now - before) < 1e-12 * (std::abs(now) + 1)) break;
        before = now;
    }
    if (fit.iterations > most_iterations || !fit.coefficient.allFinite())
        throw BrokenInvariant("Poisson regression does not converge");
    const Eigen::VectorXd residual = counts - fit.mean;
    information = design.transpose() * fit.mean.asDiagonal() * design;
    const Eigen::MatrixXd bread = information.inverse();
    const Eigen::MatrixXd meat = design.transpose() * residual.array().square().matrix().asDiagonal() * design;
    fit.standard_error = (bread * meat * bread).diagonal().array().sqrt();
    const Eigen::VectorXd grand = Eigen::VectorXd::Constant(counts.size(), counts.mean());
    fit.deviance_explained = 1 - deviance(counts, fit.mean) / deviance(counts, grand);
    return fit;
}

LeastSquaresFit least_squares(const Eigen::MatrixXd& design, const Eigen::VectorXd& response) {
    LeastSquaresFit fit;
    const Eigen::MatrixXd inverse = (design.transpose() * design).inverse();
    fit.coefficient = inverse * design.transpose() * response;
    const Eigen::VectorXd residual = response - design * fit.coefficient;
    const double variance = residual.squaredNorm() / static_cast<double>(design.rows() - design.cols());
    fit.standard_error = (variance * inverse.diagonal().array()).sqrt();
    fit.r_squared = 1 - residual.squaredNorm() / (response.array() - response.mean()).matrix().squaredNorm();
    return fit;
}

}  // namespace qonys
