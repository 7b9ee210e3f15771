#include "base/month.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qonys {
namespace {

using ::testing::ElementsAre;

TEST(Month, counts_from_january_1900) {
    EXPECT_EQ(Month().index(), 0);
    EXPECT_EQ(Month(1900, 1).index(), 0);
    EXPECT_EQ(Month(1900, 12).index(), 11);
    EXPECT_EQ(Month(1901, 1).index(), 12);
    EXPECT_EQ(Month(2019, 1).index(), 119 * 12);
}

TEST(Month, knows_its_year_and_its_month_of_the_year_for_every_index) {
    int index = 0;
    for (int year = 1900; year < 2200; ++year)
        for (int month = 1; month <= 12; ++month, ++index) {
            const Month made = Month::from_index(index);
            ASSERT_EQ(made, Month(year, month));
            ASSERT_EQ(made.year(), year);
            ASSERT_EQ(made.month_of_year(), month);
            ASSERT_EQ(Month::parse(to_string(made)), made) << to_string(made);
        }
    EXPECT_LE(index, std::numeric_limits<MonthIndex>::max()) << "columns keep months in 16 bits";
}

TEST(Month, is_written_as_year_and_month) {
    EXPECT_EQ(to_string(Month(2019, 1)), "2019-01");
    EXPECT_EQ(to_string(Month(1999, 12)), "1999-12");
}

TEST(Month, is_read_from_1900_to_2199_only) {
    EXPECT_EQ(Month::parse("1900-01"), Month(1900, 1));
    EXPECT_EQ(Month::parse("2199-12"), Month(2199, 12));
    EXPECT_EQ(Month::parse("1899-12"), std::nullopt);
    EXPECT_EQ(Month::parse("2200-01"), std::nullopt);
}

TEST(Month, is_not_read_from_anything_else) {
    for (const char* text : {"", "2019", "2019-1", "2019-00", "2019-13", "2019-001", "2019/01", "19-01", "-199-01",
                             " 2019-01", "2019-01 ", "2019- 1", "2019-+1", "2019--1", "20x9-01", "2019-0x", "2019-1x"})
        EXPECT_EQ(Month::parse(text), std::nullopt) << "'" << text << "'";
}

TEST(Month, adds_months_across_years) {
    EXPECT_EQ(Month(2019, 11) + 3, Month(2020, 2));
    EXPECT_EQ(Month(2020, 1) + -1, Month(2019, 12));
    EXPECT_EQ(Month(2020, 2) + -26, Month(2017, 12));
    EXPECT_EQ(Month(2020, 2) - Month(2019, 11), 3);
    EXPECT_EQ(Month(2019, 11) - Month(2020, 2), -3);
    Month december(2019, 12);
    EXPECT_EQ(++december, Month(2020, 1));
}

TEST(Month, is_ordered_by_time) {
    EXPECT_LT(Month(2019, 12), Month(2020, 1));
    EXPECT_GT(Month(2020, 2), Month(2020, 1));
}

TEST(MonthRange, holds_both_ends) {
    std::vector<std::string> months;
    const MonthRange winter(Month(2019, 11), Month(2020, 2));
    for (const Month month : winter) months.push_back(to_string(month));
    EXPECT_THAT(months, ElementsAre("2019-11", "2019-12", "2020-01", "2020-02"));
    EXPECT_EQ(winter.size(), 4);
}

TEST(MonthRange, can_be_a_single_month) {
    int visited = 0;
    for (const Month month : MonthRange(Month(2020, 5), Month(2020, 5))) {
        EXPECT_EQ(month, Month(2020, 5));
        ++visited;
    }
    EXPECT_EQ(visited, 1);
}

}  // namespace
}  // namespace qonys
