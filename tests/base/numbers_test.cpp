#include <array>
#include <set>

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "base/interpolation.hpp"
#include "base/matrix.hpp"
#include "base/money.hpp"

namespace qonys {
namespace {

const std::map<double, double> known{{2010, 100}, {2012, 300}, {2020, 140}};

TEST(Interpolation, meets_what_is_known) {
    for (const auto& [at, value] : known) EXPECT_DOUBLE_EQ(interpolated(known, at), value);
}

TEST(Interpolation, is_linear_in_between) {
    EXPECT_DOUBLE_EQ(interpolated(known, 2011), 200);
    EXPECT_DOUBLE_EQ(interpolated(known, 2010.25), 125);
    EXPECT_DOUBLE_EQ(interpolated(known, 2014), 260);
}

TEST(Interpolation, is_constant_outside) {
    EXPECT_DOUBLE_EQ(interpolated(known, 1999), 100);
    EXPECT_DOUBLE_EQ(interpolated(known, 2100), 140);
    EXPECT_DOUBLE_EQ(interpolated({{2015, 7}}, 2000), 7);
    EXPECT_DOUBLE_EQ(interpolated({{2015, 7}}, 2030), 7);
}

TEST(Hash, is_the_finaliser_of_splitmix64) {
    // The first three numbers of SplitMix64 with seed 0 (Vigna's reference program): its state grows by the golden
    // ratio.
    constexpr std::uint64_t golden = 0x9E3779B97F4A7C15U;
    EXPECT_EQ(mixed(0), 0xE220A8397B1DCDAFU);
    EXPECT_EQ(mixed(golden), 0x6E789E6AA1B965F4U);
    EXPECT_EQ(mixed(2 * golden), 0x06C45D188009454FU);
}

TEST(Hash, depends_on_the_order) {
    EXPECT_NE(chained(chained(0, 1), 2), chained(chained(0, 2), 1));
    EXPECT_NE(chained(0, 1), chained(1, 0));
}

TEST(Hash, of_bytes_changes_with_every_bit) {
    std::array<unsigned char, 19> bytes{};  // two whole words and a tail
    std::set<std::uint64_t> seen{digest_bytes(5, bytes.data(), bytes.size())};
    for (unsigned char& byte : bytes)
        for (unsigned bit = 0; bit < 8; ++bit) {
            byte = static_cast<unsigned char>(1U << bit);
            seen.insert(digest_bytes(5, bytes.data(), bytes.size()));
            byte = 0;
        }
    EXPECT_EQ(seen.size(), 1 + 8 * bytes.size());
}

TEST(Hash, of_bytes_changes_with_their_number_and_with_what_came_before) {
    const std::array<unsigned char, 24> zeros{};
    std::set<std::uint64_t> seen;
    for (std::size_t size = 1; size <= zeros.size(); ++size) seen.insert(digest_bytes(0, zeros.data(), size));
    EXPECT_EQ(seen.size(), zeros.size());
    EXPECT_NE(digest_bytes(0, zeros.data(), 8), digest_bytes(1, zeros.data(), 8));
}

TEST(Hash, of_bytes_depends_on_the_order_of_words) {
    const std::array<std::uint64_t, 2> words{1, 2};
    const std::array<std::uint64_t, 2> swapped{2, 1};
    EXPECT_NE(digest_bytes(0, words.data(), sizeof words), digest_bytes(0, swapped.data(), sizeof swapped));
}

TEST(Matrix, is_addressed_by_row_then_column) {
    Matrix<int> matrix(2, 3);
    for (std::size_t row = 0; row < 2; ++row)
        for (std::size_t column = 0; column < 3; ++column) matrix(row, column) = static_cast<int>(10 * row + column);
    const std::vector<int> cells(matrix.cells().begin(), matrix.cells().end());
    EXPECT_EQ(cells, (std::vector<int>{0, 1, 2, 10, 11, 12}));
    EXPECT_EQ(matrix.row(1)[2], 12);
    EXPECT_EQ(matrix.row(1).size(), 3U);
}

TEST(Tenge, are_added_and_multiplied_exactly) {
    Tenge sum{1'000'000'000'000};
    sum += Tenge{1};
    EXPECT_EQ(sum, Tenge{1'000'000'000'001});
    EXPECT_EQ((Tenge{35} + Tenge{70} * 3), Tenge{245});
    EXPECT_LT(Tenge{-1}, Tenge{0});
}

}  // namespace
}  // namespace qonys
