#include "base/date.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

TEST(Date, is_a_day_or_a_whole_month) {
    EXPECT_EQ(Date::parse("2020-03-16"), (Date{Month(2020, 3), 16}));
    EXPECT_EQ(Date::parse("2020-03"), (Date{Month(2020, 3), 0}));
    EXPECT_EQ(Date::parse("2020-02-29"), (Date{Month(2020, 2), 29}));
    for (const char* wrong : {"", "2020", "2020-3-16", "2020-03-32", "2019-02-29", "2020-03-00", "2020-03-1x",
                              "2020-03-16 ", "2020/03/16", "2020-03_16"})
        EXPECT_FALSE(Date::parse(wrong)) << wrong;
}

TEST(Date, is_written_as_it_is_read) {
    EXPECT_EQ(to_string(Date{Month(2020, 3), 6}), "2020-03-06");
    EXPECT_EQ(to_string(Date{Month(2020, 3), 0}), "2020-03");
}

TEST(Window, covers_its_share_of_every_month) {
    const Window lockdown{{Month(2020, 3), 16}, {Month(2020, 5), 10}};
    EXPECT_EQ(lockdown.share(Month(2020, 2)), 0);
    EXPECT_EQ(lockdown.share(Month(2020, 3)), 16 / 31.0);
    EXPECT_EQ(lockdown.share(Month(2020, 4)), 1);
    EXPECT_EQ(lockdown.share(Month(2020, 5)), 10 / 31.0);
    EXPECT_EQ(lockdown.share(Month(2020, 6)), 0);
    const Window one_day{{Month(2020, 2), 29}, {Month(2020, 2), 29}};
    EXPECT_EQ(one_day.share(Month(2020, 2)), 1 / 29.0);
}

TEST(Window, of_months_covers_them_whole) {
    const Window spring{{Month(2020, 3)}, {Month(2020, 5)}};
    for (int month = 3; month <= 5; ++month) EXPECT_EQ(spring.share(Month(2020, month)), 1);
    EXPECT_EQ(spring.share(Month(2020, 6)), 0);
}

TEST(Window, that_ends_before_it_begins_is_empty) {
    EXPECT_TRUE((Window{{Month(2020, 3), 16}, {Month(2020, 3), 15}}).empty());
    EXPECT_TRUE((Window{{Month(2020, 3)}, {Month(2020, 2)}}).empty());
    EXPECT_FALSE((Window{{Month(2020, 3), 16}, {Month(2020, 3)}}).empty());
    EXPECT_FALSE((Window{{Month(2020, 3)}, {Month(2020, 3), 1}}).empty());
}

}  // namespace
}  // namespace qonys
