#include "world/row_set.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/three_places.hpp"

namespace qonys {
namespace {

std::vector<std::size_t> rows_of(const RowSet& set) {
    std::vector<std::size_t> rows;
    set.for_each([&](std::size_t row) { rows.push_back(row); });
    return rows;
}

TEST(RowSet, is_a_set_of_numbers_in_ascending_order) {
    RowSet set;
    std::set<std::size_t> same;
    Dice dice;
    for (int step = 0; step < 5000; ++step) {
        const auto row = static_cast<std::size_t>(dice.between(0, 999));
        if (dice.between(0, 1) == 0) {
            set.insert(row);
            same.insert(row);
        } else {
            set.erase(row);
            same.erase(row);
        }
        ASSERT_EQ(set.contains(row), same.contains(row));
    }
    EXPECT_THAT(rows_of(set), testing::ElementsAreArray(same));
    EXPECT_FALSE(set.contains(5000));
    set.erase(5000);
    set.clear();
    EXPECT_THAT(rows_of(set), testing::IsEmpty());
}

}  // namespace
}  // namespace qonys
