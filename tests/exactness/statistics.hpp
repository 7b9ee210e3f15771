#pragma once

#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <boost/math/special_functions/gamma.hpp>

#include "random/stream.hpp"

/// Tests of hypotheses for tests. Seeds are fixed, so a test either always passes or always fails; the level says how
/// probable it was, before the seed was chosen, that a correct engine fails.
namespace qonys::test {

inline constexpr double level = 1e-4;

struct Verdict {
    double statistic = 0;
    double degrees = 0;
    double p_value = 1;
};

/// How probable a chi-square of `degrees` is at least as large as `statistic`.
inline Verdict chi_square(double statistic, double degrees) {
    return {statistic, degrees, degrees > 0 ? boost::math::gamma_q(degrees / 2, statistic / 2) : 1};
}

/// Counts with their expectations, small cells pooled into one: Pearson's approximation wants expectations of 5 or
/// more.
class Cells {
public:
    void add(double observed, double expected) { add(observed, expected, expected); }
    void add(double observed, double expected, double variance) {
        if (expected >= 5) {
            add_cell(observed, expected, variance);
            return;
        }
        pooled_observed_ += observed;
        pooled_expected_ += expected;
        pooled_variance_ += variance;
    }
    /// `constraints`: how many sums of observed counts equal those of the expected ones by construction.
    Verdict verdict(double constraints) const {
        Cells all = *this;
        // What is left below 5 even together is too little to be tested.
        if (pooled_expected_ >= 5) all.add_cell(pooled_observed_, pooled_expected_, pooled_variance_);
        return chi_square(all.statistic_, all.count_ - constraints);
    }
    double count() const { return count_; }
    /// The largest deviation of a cell, in standard deviations.
    double largest_z() const { return largest_z_; }

private:
    void add_cell(double observed, double expected, double variance) {
        const double z = (observed - expected) / std::sqrt(variance);
        statistic_ += z * z;
        largest_z_ = std::max(largest_z_, std::abs(z));
        ++count_;
    }
    double statistic_ = 0, count_ = 0, largest_z_ = 0;
    double pooled_observed_ = 0, pooled_expected_ = 0, pooled_variance_ = 0;
};

/// Pearson's test of counts against expectations that have the same sum.
inline Verdict goodness_of_fit(std::span<const double> observed, std::span<const double> expected) {
    Cells cells;
    for (std::size_t k = 0; k < observed.size(); ++k) cells.add(observed[k], expected[k]);
    return cells.verdict(1);
}

/// Whether two groups of replicates come from one distribution, by permutation: each replicate is a vector of counts,
/// the statistic is chi-square's, its distribution is that under all assignments of replicates to groups. Exact
/// whatever the counts depend on within a replicate, so that households that move together or twice do no harm. Cells
/// with fewer than 10 counts in all are pooled.
inline Verdict permutation_test(const std::vector<std::vector<double>>& first,
                                const std::vector<std::vector<double>>& second) {
    constexpr int permutations = 20'000;
    const std::size_t cells = first.front().size();
    std::vector<std::vector<double>> all = first;
    all.insert(all.end(), second.begin(), second.end());
    std::vector<double> sum(cells);
    for (const auto& replicate : all)
        for (std::size_t c = 0; c < cells; ++c) sum[c] += replicate[c];
    std::vector<std::size_t> big;
    for (std::size_t c = 0; c < cells; ++c)
        if (sum[c] >= 10) big.push_back(c);
    // Replicates as rows of the big cells and, last, all others together, each divided by the root of its sum.
    for (auto& replicate : all) {
        std::vector<double> row;
        double rest = std::accumulate(replicate.begin(), replicate.end(), 0.0);
        double rest_sum = std::accumulate(sum.begin(), sum.end(), 0.0);
        for (const std::size_t c : big) {
            row.push_back(replicate[c] / std::sqrt(sum[c]));
            rest -= replicate[c];
            rest_sum -= sum[c];
        }
        if (rest_sum >= 10) row.push_back(rest / std::sqrt(rest_sum));
        replicate = std::move(row);
    }
    const std::size_t terms = all.front().size();
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto statistic = [&] {
        std::vector<double> difference(terms);
        for (std::size_t k = 0; k < order.size(); ++k)
            for (std::size_t t = 0; t < terms; ++t)
                difference[t] += k < first.size() ? all[order[k]][t] : -all[order[k]][t];
        double squares = 0;
        for (const double d : difference) squares += d * d;
        return squares;
    };
    const double observed = statistic();
    Stream stream({1}, Purpose::benchmark, Month(2019, 1), BlockId{0});
    int as_extreme = 1;
    for (int permutation = 0; permutation < permutations; ++permutation) {
        stream = Stream({1}, Purpose::benchmark, Month(2019, 1), static_cast<BlockId>(permutation));
        for (std::size_t k = order.size(); k-- > 1;)
            std::swap(order[k], order[stream.below(static_cast<std::uint32_t>(k + 1))]);
        if (statistic() >= observed * (1 - 1e-12)) ++as_extreme;
    }
    return {observed, static_cast<double>(terms), static_cast<double>(as_extreme) / (permutations + 1)};
}

inline std::string describe(const char* what, const Verdict& verdict) {
    return fmt::format("{}: statistic {:.1f}, degrees of freedom {}, p = {:.2g}", what, verdict.statistic,
                       verdict.degrees, verdict.p_value);
}

inline ::testing::AssertionResult plausible(const char* what, const Verdict& verdict) {
    std::string text = describe(what, verdict);
    ::testing::Test::RecordProperty("verdict", text);
    if (!(verdict.p_value >= level)) return ::testing::AssertionFailure() << text;
    if (std::getenv("QONYS_VERDICTS") != nullptr) fmt::print("    {}\n", text);
    return ::testing::AssertionSuccess();
}

}  // namespace qonys::test

/// Expects that a Verdict's p-value is not below the level. QONYS_VERDICTS=1 shows all of them.
#define EXPECT_PLAUSIBLE(verdict) EXPECT_PRED_FORMAT1(qonys::test::plausible, verdict)
