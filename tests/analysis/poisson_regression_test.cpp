#include "analysis/poisson_regression.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace qonys {
namespace {

TEST(PoissonRegression, yields_group_means_when_every_group_has_its_own_effect) {
    Eigen::MatrixXd design = Eigen::MatrixXd::Zero(6, 2);
    Eigen::VectorXd counts(6);
    counts << 1, 2, 6, 10, 20, 0;
    for (int row = 0; row < 6; ++row) design(row, row < 3 ? 0 : 1) = 1;
    const PoissonFit fit = poisson_regression(design, counts);
    EXPECT_NEAR(std::exp(fit.coefficient[0]), 3, 1e-9);
    EXPECT_NEAR(std::exp(fit.coefficient[1]), 10, 1e-9);
    // The sandwich variance of a group's log mean is the sum of squared residuals over (n mean)^2.
    EXPECT_NEAR(fit.standard_error[0], std::sqrt((4 + 1 + 9) / 81.0), 1e-9);
    EXPECT_NEAR(fit.standard_error[1], std::sqrt((0 + 100 + 100) / 900.0), 1e-9);
}

TEST(PoissonRegression, finds_the_coefficients_that_made_the_counts) {
    std::mt19937_64 generator(7);  // fixed: the test is deterministic
    std::normal_distribution<double> normal;
    constexpr int rows = 4000;
    Eigen::MatrixXd design(rows, 3);
    Eigen::VectorXd counts(rows);
    const Eigen::Vector3d truth(2.0, -0.7, 0.4);
    for (int row = 0; row < rows; ++row) {
        design.row(row) << 1, normal(generator), normal(generator);
        std::poisson_distribution<int> poisson(std::exp(design.row(row).dot(truth)));
        counts[row] = poisson(generator);
    }
    const PoissonFit fit = poisson_regression(design, counts);
    for (int k = 0; k < 3; ++k) {
        EXPECT_NEAR(fit.coefficient[k], truth[k], 4 * fit.standard_error[k]) << "coefficient " << k;
        EXPECT_LT(fit.standard_error[k], 0.02);
    }
    EXPECT_GT(fit.deviance_explained, 0.5);
}

TEST(PoissonRegression, keeps_the_total_since_the_design_has_a_constant) {
    Eigen::MatrixXd design(5, 2);
    design << 1, 0, 1, 1, 1, 2, 1, 3, 1, 7;
    Eigen::VectorXd counts(5);
    counts << 3, 0, 5, 9, 30;
    EXPECT_NEAR(poisson_regression(design, counts).mean.sum(), counts.sum(), 1e-6);
}

TEST(LeastSquares, solves_a_line_by_hand) {
    Eigen::MatrixXd design(3, 2);
    design << 1, 0, 1, 1, 1, 2;
    Eigen::VectorXd response(3);
    response << 1, 2, 4;
    const LeastSquaresFit fit = least_squares(design, response);
    EXPECT_NEAR(fit.coefficient[0], 5.0 / 6, 1e-12);
    EXPECT_NEAR(fit.coefficient[1], 1.5, 1e-12);
    // Residuals 1/6, -1/3, 1/6: variance 1/6 on one degree of freedom; the slope's inverse is 1/2.
    EXPECT_NEAR(fit.standard_error[1], std::sqrt(1.0 / 12), 1e-12);
    EXPECT_NEAR(fit.r_squared, 1 - (1.0 / 6) / (14.0 / 3), 1e-12);
}

}  // namespace
}  // namespace qonys
