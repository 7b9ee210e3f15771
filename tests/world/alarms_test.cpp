#include "world/alarms.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>

namespace qonys {
namespace {

TEST(Alarms, ring_in_their_month_and_only_then) {
    Alarms alarms;
    std::map<int, std::multiset<Row>> expected;
    const Month first(2020, 1);
    const auto set = [&](int in_months, Row household) {
        alarms.set({.due = static_cast<MonthIndex>(first.index() + in_months), .household = household});
        expected[in_months].insert(household);
    };
    for (Row household = 0; household < 1000; ++household) set(household * 7 % 100, household);
    for (int month = 0; month < 100; ++month) {
        std::vector<Alarm> rung;
        alarms.take(first + month, rung);
        std::multiset<Row> households;
        for (const Alarm& alarm : rung) households.insert(alarm.household);
        ASSERT_EQ(households, expected[month]) << month;
        // Alarms are set anew while others wait, for soon and for later.
        if (month < 50) set(month + 1 + month % 40, static_cast<Row>(2000 + month));
    }
}

TEST(Alarms, are_silent_when_cleared) {
    Alarms alarms;
    const Month month(2020, 1);
    alarms.set({.due = static_cast<MonthIndex>(month.index()), .household = 3});
    alarms.unset.push_back(4);
    alarms.clear();
    std::vector<Alarm> rung;
    alarms.take(month, rung);
    EXPECT_TRUE(rung.empty());
    EXPECT_TRUE(alarms.unset.empty());
}

}  // namespace
}  // namespace qonys
