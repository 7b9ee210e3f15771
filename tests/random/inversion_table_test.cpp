#include "random/inversion_table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "random/stream.hpp"

namespace qonys {
namespace {

constexpr std::size_t outcomes = 53;

/// Rows of weights over many orders of magnitude, a third of them zero.
Matrix<double> rough_weights(std::size_t rows) {
    Stream stream({7}, Purpose::benchmark, Month(2020, 1), BlockId{0});
    Matrix<double> weights(rows, outcomes);
    for (double& weight : weights.cells()) {
        const double size = std::pow(10, -9 * stream.uniform());
        weight = stream.uniform() < 1.0 / 3 ? 0 : size;
    }
    return weights;
}

/// The first outcome whose running sum exceeds the point, by looking at all.
std::size_t by_search(std::span<const double> weights, double point) {
    std::vector<double> sums(weights.size());
    std::partial_sum(weights.begin(), weights.end(), sums.begin());
    return static_cast<std::size_t>(std::ranges::upper_bound(sums, point) - sums.begin());
}

TEST(InversionTable, finds_what_a_search_finds) {
    const Matrix<double> weights = rough_weights(40);
    const InversionTable table(weights);
    Stream stream({8}, Purpose::benchmark, Month(2020, 1), BlockId{0});
    for (std::size_t row = 0; row < weights.rows(); ++row) {
        const double total = table.total(row);
        for (int draw = 0; draw < 5000; ++draw) {
            const double point = stream.uniform() * total;
            ASSERT_EQ(table.at(row, point), by_search(weights.row(row), point)) << row << ": " << point / total;
        }
    }
}

TEST(InversionTable, finds_what_a_search_finds_where_slices_and_outcomes_meet) {
    const Matrix<double> weights = rough_weights(40);
    const InversionTable table(weights);
    for (std::size_t row = 0; row < weights.rows(); ++row) {
        const double total = table.total(row);
        std::vector<double> points{0};
        for (int slice = 1; slice < 64; ++slice) points.push_back(total * slice / 64);
        for (const double weight : weights.row(row)) points.push_back(points.back() + weight);
        for (const double meeting : points)
            for (const double point : {std::nextafter(meeting, 0), meeting, std::nextafter(meeting, 2 * total)})
                if (point < total) {
                    ASSERT_EQ(table.at(row, point), by_search(weights.row(row), point));
                }
    }
}

TEST(InversionTable, never_draws_what_has_no_weight) {
    Matrix<double> weights(1, 4);
    weights(0, 1) = 2;
    weights(0, 3) = 1;
    const InversionTable table(weights);
    EXPECT_EQ(table.total(0), 3);
    EXPECT_EQ(table.at(0, 0), 1U);
    EXPECT_EQ(table.at(0, 1.999), 1U);
    EXPECT_EQ(table.at(0, 2), 3U);
    EXPECT_EQ(table.at(0, std::nextafter(3, 0)), 3U);
}

}  // namespace
}  // namespace qonys
