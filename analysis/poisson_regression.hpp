#pragma once

#include <Eigen/Dense>

namespace qonys {

/// A Poisson regression with log link, fitted by iteratively reweighted least squares (McCullagh and Nelder 1989).
struct PoissonFit {
    Eigen::VectorXd coefficient;
    Eigen::VectorXd standard_error;  ///< robust to overdispersion (sandwich; flows vary far more than Poisson)
    Eigen::VectorXd mean;            ///< fitted, one per row
    double deviance_explained = 0;   ///< 1 - deviance / deviance of the grand mean
    int iterations = 0;
};

/// `design`: [observation, variable], of full column rank; `counts`: not negative. Throws BrokenInvariant if it does
/// not converge within 100 iterations.
PoissonFit poisson_regression(const Eigen::MatrixXd& design, const Eigen::VectorXd& counts);

/// Ordinary least squares with the usual standard errors.
struct LeastSquaresFit {
    Eigen::VectorXd coefficient;
    Eigen::VectorXd standard_error;
    double r_squared = 0;
};
LeastSquaresFit least_squares(const Eigen::MatrixXd& design, const Eigen::VectorXd& response);

}  // namespace qonys
