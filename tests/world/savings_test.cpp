#include "world/savings.hpp"

#include <gtest/gtest.h>

#include "tests/support/three_places.hpp"

namespace qonys {
namespace {

TEST(MonthSums, are_what_adding_month_by_month_gives) {
    MonthSums sums(2, Month(2019, 12));
    EXPECT_EQ(sums.last(), Month(2019, 12));
    double first = 0;
    double second = 0;
    for (int month = 1; month <= 30; ++month) {
        sums.append(std::vector<double>{1.0 * month, 100.0});
        if (month > 5 && month <= 20) {
            first += month;
            second += 100;
        }
    }
    EXPECT_EQ(sums.last(), Month(2022, 6));
    EXPECT_DOUBLE_EQ(sums.between(0, Month(2020, 5), Month(2021, 8)), first);
    EXPECT_DOUBLE_EQ(sums.between(1, Month(2020, 5), Month(2021, 8)), second);
}

TEST(MonthSums, add_nothing_outside_their_months) {
    MonthSums sums(1, Month(2019, 12));
    sums.append(std::vector<double>{7.0});
    EXPECT_DOUBLE_EQ(sums.between(0, Month(1900, 1), Month(2050, 1)), 7);
    EXPECT_DOUBLE_EQ(sums.between(0, Month(2020, 1), Month(2050, 1)), 0);
    EXPECT_DOUBLE_EQ(MonthSums().between(0, Month(1900, 1), Month(2050, 1)), 0);
}

/// Wages of 100, 200 and 400 thousand tenge by education in the town and half of that in the village; rents of 80 and
/// 30 thousand; a tenth is put aside.
class Savings : public testing::Test, protected ThreePlaces {
protected:
    Savings() {
        economy.wage = Matrix<double>(3, education_count);
        for (std::size_t e = 0; e < education_count; ++e) {
            economy.wage(0, e) = 100'000.0 * (1 << e);
            economy.wage(1, e) = economy.wage(0, e) / 2;
        }
        economy.rent = {80'000, 30'000, 50'000};
        economy.informal_wage = 0.5;
        economy.saving_rate = 0.1;
        economy.saved = MonthSums(3 * education_count + 3, start);
        for (int month = 0; month < 10; ++month) append_savings(economy);
        for (Month month = start; month < Month(2020, 10); ++month) EXPECT_LE(month, economy.saved.last());
    }
    Person& member(Row household, std::size_t number) { return block().persons[members(block(), household)[number]]; }
    void works(Row household, std::size_t number, Activity activity, Education education) {
        member(household, number).activity = activity;
        member(household, number).education = education;
    }
    std::int32_t after(Row household, int months) { return savings_now(economy, block(), household, start + months); }
    Row owners(PlaceId place, int size) {
        const Row row = household(place, size);
        block().households[row].saved_until = static_cast<MonthIndex>(start.index());
        return row;
    }

    const Month start{2019, 12};
    Economy economy;
};

TEST_F(Savings, of_owners_are_a_share_of_what_the_earners_earned) {
    const Row row = owners(town, 4);
    block().households[row].savings = 50;
    works(row, 0, Activity::formal, Education::higher);        // 400, so 40 a month
    works(row, 1, Activity::informal, Education::vocational);  // half of 200, so 10 a month
    works(row, 2, Activity::unemployed, Education::higher);
    works(row, 3, Activity::absent, Education::secondary);
    EXPECT_EQ(after(row, 0), 50);
    EXPECT_EQ(after(row, 1), 50 + 50);
    EXPECT_EQ(after(row, 10), 50 + 500);
    EXPECT_EQ(after(row, 99), 50 + 500) << "nothing is known of later months";
}

TEST_F(Savings, of_renters_are_less_by_the_rent) {
    const Row row = owners(village, 1);
    works(row, 0, Activity::formal, Education::vocational);  // 100, so 10 a month
    block().households[row].tenure = Tenure::renter;         // 3 a month
    EXPECT_EQ(after(row, 10), 70);
}

TEST_F(Savings, are_never_below_nothing) {
    const Row row = owners(town, 2);
    block().households[row].savings = 20;
    block().households[row].tenure = Tenure::renter;  // 8 a month, and nobody earns
    EXPECT_EQ(after(row, 2), 4);
    EXPECT_EQ(after(row, 3), 0);
}

TEST_F(Savings, begin_where_they_were_last_reckoned) {
    const Row row = owners(town, 1);
    works(row, 0, Activity::formal, Education::secondary);  // 10 a month
    settle_savings(economy, block(), row, start + 4);
    EXPECT_EQ(block().households[row].savings, 40);
    EXPECT_EQ(block().households[row].saved_until, (start + 4).index());
    block().households[row].place = village;  // 5 a month from then on
    EXPECT_EQ(after(row, 10), 40 + 30);
    EXPECT_EQ(after(row, 2), 40) << "the past is not reckoned again";
    settle_savings(economy, block(), row, start + 4);
    EXPECT_EQ(block().households[row].savings, 40) << "twice is once";
}

TEST_F(Savings, stay_as_they_are_abroad) {
    const Row row = owners(out, 1);
    works(row, 0, Activity::formal, Education::higher);
    block().households[row].savings = 12;
    EXPECT_EQ(after(row, 10), 12);
}

TEST_F(Savings, are_at_least_what_they_are_if_nobody_earns) {
    const Row row = owners(town, 2);
    Household& family = block().households[row];
    family.savings = 20;
    for (const Tenure tenure : {Tenure::owner, Tenure::renter}) {
        family.tenure = tenure;
        for (int months = 0; months <= 12; ++months)
            EXPECT_EQ(least_savings(economy, family, start + months), after(row, months));
    }
    works(row, 0, Activity::formal, Education::secondary);
    EXPECT_EQ(after(row, 10), 20 + 100 - 80);
    EXPECT_EQ(least_savings(economy, family, start + 10), 0);
    family.place = out;
    EXPECT_EQ(least_savings(economy, family, start + 10), 20);
}

TEST_F(Savings, at_the_start_are_on_average_so_many_months_of_saving) {
    constexpr int households = 4000;
    for (int h = 0; h < households; ++h) works(owners(town, 1), 0, Activity::formal, Education::secondary);
    open();
    world.published.economy = economy;
    start_savings(world, 24, Seed{5}, Machine{});
    double sum = 0;
    double squares = 0;
    for (const Household& household : block().households) {
        EXPECT_EQ(household.saved_until, world.published.month.index());
        sum += household.savings;
        squares += static_cast<double>(household.savings) * household.savings;
    }
    // Exponential: the standard deviation is the mean, here 24 x 10.
    const double mean = sum / households;
    EXPECT_NEAR(mean, 240, 4 * 240 / std::sqrt(households));
    EXPECT_NEAR(std::sqrt(squares / households - mean * mean), 240, 4 * 240 * std::sqrt(2.0 / households));
}

}  // namespace
}  // namespace qonys
