#include "world/prices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

Prices prices_of(const TinyCountry& country, Problems& problems) {
    TableFolder folder = country.open();
    return {folder, problems};
}

TEST(Prices, turn_indices_into_tenge_by_the_step_that_holds) {
    const TinyCountry country;
    Problems problems;
    const Prices prices = prices_of(country, problems);
    ASSERT_TRUE(problems.empty());
    const auto of_35 = [&](Month month) { return prices.in_tenge({35, Amount::Unit::mci}, month); };
    EXPECT_EQ(of_35(Month(2019, 12)), Tenge{35 * 2525});
    EXPECT_EQ(of_35(Month(2020, 1)), Tenge{35 * 2651}) << "from its own month on";
    EXPECT_EQ(of_35(Month(2020, 3)), Tenge{35 * 2651});
    EXPECT_EQ(of_35(Month(2020, 4)), Tenge{35 * 2778}) << "the index also rises within a year";
    EXPECT_EQ(of_35(Month(2040, 1)), Tenge{35 * 2917}) << "the last one holds on";
    EXPECT_EQ(of_35(Month(2010, 1)), Tenge{35 * 2525}) << "before the first date, the first";
    EXPECT_EQ(prices.in_tenge({0.5, Amount::Unit::mci}, Month(2019, 1)), Tenge{1263}) << "1262.5, rounded";
}

TEST(Prices, leave_tenge_alone) {
    const TinyCountry country;
    Problems problems;
    const Prices prices = prices_of(country, problems);
    EXPECT_EQ(prices.in_tenge({100'000, Amount::Unit::tenge}, Month(2020, 1)), Tenge{100'000});
    EXPECT_EQ(prices.in_tenge({99.6, Amount::Unit::tenge}, Month(2020, 1)), Tenge{100});
}

TEST(Prices, refuse_a_date_that_is_no_month) {
    TinyCountry country;
    country.edit("monthly_calculation_index.csv", "2020-04", "April 2020");
    Problems problems;
    prices_of(country, problems);
    ASSERT_EQ(problems.found().size(), 1U);
    EXPECT_EQ(problems.found()[0].where.line, 4);
    EXPECT_EQ(problems.found()[0].what, "from = 'April 2020' (must be a month such as 2019-01)");
}

}  // namespace
}  // namespace qonys
