#include "population/last_moves.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace qonys {
namespace {

constexpr int memory = 120;

/// Heads of 20 to 79, as many of each age, whose hazard does not depend on age.
struct Heads {
    std::vector<double> by_age = std::vector<double>(100, 1.0);
    std::vector<double> excess = std::vector<double>(memory, 0.0);
    std::vector<double> number = std::vector<double>(100);

    Heads() { std::fill(number.begin() + 20, number.begin() + 80, 1.0); }
    LastMoves moved(double per_year) const {
        return {{{2010, per_year}}, number, 18, Month(2019, 1), {by_age, excess}};
    }
};

TEST(LastMoves, of_nobody_are_remembered_where_nobody_moves) { EXPECT_EQ(Heads().moved(0).remembered(40), 0); }

TEST(LastMoves, are_geometric_where_neither_age_nor_the_last_move_matters) {
    const double monthly = 0.06 / 12;
    const LastMoves moves = Heads().moved(0.06);
    EXPECT_EQ(moves.memory(), memory);
    EXPECT_NEAR(moves.remembered(50), 1 - std::pow(1 - monthly, memory), 1e-12);
    for (const int months : {0, 1, 17, 119}) {
        const double before = 1 - std::pow(1 - monthly, months);
        EXPECT_EQ(moves.months_since(50, before + 0.5 * monthly * (1 - before)), months);
    }
    // Who grew up two years ago has two years to look back on; it is the hazard of all grown-ups.
    EXPECT_NEAR(moves.remembered(20), 1 - std::pow(1 - monthly, 24), 1e-12);
    EXPECT_EQ(moves.remembered(17), 0);
}

TEST(LastMoves, are_as_many_as_moved_and_of_fewer_people_where_a_move_brings_the_next) {
    Heads heads;
    for (int m = 0; m < memory; ++m) heads.excess[static_cast<std::size_t>(m)] = 4 * std::exp(-m / 30.0);
    const LastMoves moves = heads.moved(0.06);
    // In the last month as many as ever, a twelfth of a year's moves: of those of one hazard all have a share in it.
    double last_month = 0;
    for (std::size_t age = 20; age < 80; ++age)
        for (double point = 5e-5; point < moves.remembered(age); point += 1e-4)
            last_month += moves.months_since(age, point) == 0 ? 1e-4 : 0;
    EXPECT_NEAR(last_month / 60, 0.06 / 12, 1e-4);
    EXPECT_LT(moves.remembered(60), 1 - std::pow(1 - 0.06 / 12, memory));
}

TEST(LastMoves, follow_the_ages_that_move) {
    Heads heads;
    for (std::size_t age = 40; age < heads.by_age.size(); ++age) heads.by_age[age] = 0;
    const LastMoves moves = heads.moved(0.06);
    EXPECT_EQ(moves.remembered(50), 0);
    EXPECT_GT(moves.months_since(45, moves.remembered(45) / 1e6), 4 * 12)
        << "the last one before the fortieth birthday";
    EXPECT_GT(moves.remembered(35), moves.remembered(45));
}

}  // namespace
}  // namespace qonys
