#include "process/settlement.hpp"

#include <algorithm>
#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/three_places.hpp"

namespace qonys {

namespace {

/// What somebody gets, as tests write it down and compare it.
struct Move {
    Row household = 0;
    std::uint8_t offer = no_offer;
    PlaceId destination{};
    Row member = no_row;
    Reason reason{};
    std::int32_t cost = 0;

    friend bool operator==(const Move&, const Move&) = default;
    friend void PrintTo(const Move& move, std::ostream* out) {  // NOLINT(readability-identifier-naming): GoogleTest's
        *out << "household " << move.household << " to " << index(move.destination) << " with offer "
             << static_cast<int>(move.offer) << ", member " << move.member << ", reason " << index(move.reason)
             << ", cost " << move.cost;
    }
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Settling : public testing::Test, protected ThreePlaces {
protected:
    Offer offer(std::int64_t north_left, std::int64_t city_left) const {
        Offer made;
        made.persons_left = {north_left, city_left, 0};
        return made;
    }
    /// Wishes to take an offer to the city, and else to stay in the town.
    static Proposal wish(Row household, int size, std::uint32_t ticket, std::uint8_t offer_number = 0) {
        return {.block = BlockId{0},
                .household = household,
                .size = static_cast<std::uint8_t>(size),
                .offer = offer_number,
                .origin = town,
                .own_choice = town,
                .offered = city,
                .ticket = ticket};
    }
    static Move granted(Row household, std::uint8_t offer_number = 0, PlaceId destination = city) {
        return {household, offer_number, destination, no_row, Reason::programme};
    }
    static std::vector<Move> moves_in(const std::vector<Proposal>& settled) {
        std::vector<Move> moves;
        for (const Proposal& wish : settled)
            if (wish.goes())
                moves.push_back(
                    {wish.household, wish.offer, wish.destination(), wish.member, wish.reason(), wish.cost()});
        return moves;
    }
    std::vector<Move> settled(std::vector<Proposal> wishes) const {
        Proposals of_blocks{std::move(wishes)};
        settle(levers, purse, of_blocks, geography);
        return moves_in(of_blocks.front());
    }
    Levers levers{{offer(0, 10)}};
    mutable Purse purse;
};

TEST_F(Settling, grants_the_lowest_tickets_first) {
    EXPECT_THAT(settled({wish(1, 4, 900), wish(2, 4, 100), wish(3, 4, 500), wish(4, 4, 300)}),
                ElementsAre(granted(2), granted(4)));
}

TEST_F(Settling, passes_over_a_family_that_is_too_large) {
    EXPECT_THAT(settled({wish(1, 8, 100), wish(2, 5, 200), wish(3, 2, 300), wish(4, 1, 400)}),
                ElementsAre(granted(1), granted(3)))
        << "8 of 10, then 5 do not fit, 2 do, and nothing is left for 1";
}

TEST_F(Settling, can_use_the_quota_up_exactly) {
    EXPECT_THAT(settled({wish(1, 10, 100)}), ElementsAre(granted(1)));
    EXPECT_THAT(settled({wish(1, 11, 100)}), IsEmpty());
}

TEST_F(Settling, lets_the_refused_do_what_they_would_have_done) {
    Proposal leaver = wish(1, 11, 100);
    leaver.own_choice = out;
    EXPECT_THAT(settled({leaver, wish(2, 11, 200)}), ElementsAre(Move{1, no_offer, out}))
        << "one goes abroad at their own expense, the other stays";
}

TEST_F(Settling, grants_everything_that_needs_no_offer) {
    Proposal mover = wish(1, 15, 0, no_offer);
    mover.own_choice = village;
    Proposal stayer = wish(2, 3, 0, no_offer);
    levers.offers = {offer(0, 0)};
    EXPECT_THAT(settled({mover, stayer}), ElementsAre(Move{1, no_offer, village}));
}

TEST_F(Settling, takes_the_cost_and_the_reason_of_what_is_granted) {
    Proposal resettled = wish(1, 4, 100);
    resettled.own_choice = village;
    resettled.own_reason = Reason::study;
    resettled.own_cost = 300;
    resettled.offer_cost = 50;
    Proposal refused = resettled;
    refused.household = 2;
    refused.size = 11;
    EXPECT_THAT(settled({resettled, refused}), ElementsAre(Move{1, 0, city, no_row, Reason::programme, 50},
                                                           Move{2, no_offer, village, no_row, Reason::study, 300}));
}

TEST_F(Settling, lets_one_member_go_without_the_others) {
    Proposal alone = wish(1, 1, 0, no_offer);
    alone.member = 17;
    alone.own_choice = village;
    alone.own_reason = Reason::family;
    alone.own_cost = 120;
    EXPECT_THAT(settled({alone}), ElementsAre(Move{1, no_offer, village, 17, Reason::family, 120}));
}

TEST_F(Settling, counts_every_offer_and_every_region_on_its_own) {
    levers.offers = {offer(3, 4), offer(0, 2)};
    Proposal to_village = wish(1, 3, 900);
    to_village.offered = village;
    Proposal to_town = wish(2, 3, 100);
    to_town.origin = to_town.own_choice = city;
    to_town.offered = town;
    EXPECT_THAT(settled({to_village, to_town, wish(3, 4, 500), wish(4, 2, 500, 1), wish(5, 1, 600, 1)}),
                ElementsAre(granted(2, 0, town), granted(3), granted(4, 1)))
        << "town and village share the North's three places";
}

TEST_F(Settling, breaks_equal_tickets_by_block_and_household) {
    Proposal other_block = wish(1, 6, 100);
    other_block.block = BlockId{1};
    Proposals wishes{{wish(7, 6, 100)}, {other_block}};
    settle(levers, purse, wishes, geography);
    EXPECT_THAT(moves_in(wishes[0]), ElementsAre(granted(7)));
    EXPECT_THAT(moves_in(wishes[1]), IsEmpty());
    EXPECT_THAT(settled({wish(3, 6, 100), wish(7, 6, 100)}), ElementsAre(granted(3)));
}

TEST_F(Settling, never_exceeds_the_quota_and_never_wastes_it) {
    Dice dice;
    for (int attempt = 0; attempt < 300; ++attempt) {
        levers.offers = {offer(0, dice.between(0, 60)), offer(0, dice.between(0, 60))};
        Proposals proposals(3);
        for (std::size_t b = 0; b < proposals.size(); ++b)
            for (Row household = 0; household < 12; ++household) {
                proposals[b].push_back(wish(household, dice.between(1, 9),
                                            static_cast<std::uint32_t>(dice.between(0, 20)),
                                            static_cast<std::uint8_t>(dice.between(0, 1))));
                proposals[b].back().block = static_cast<BlockId>(b);
            }
        const Proposals asked = proposals;
        std::array<std::int64_t, 2> left{levers.offers[0].persons_left[1], levers.offers[1].persons_left[1]};
        const std::size_t wished = 3 * proposals.front().size();
        const Refusals refused = settle(levers, purse, proposals, geography);
        std::size_t granted = 0;
        for (const std::vector<Proposal>& of_block : proposals)
            for (const Proposal& wish : of_block) {
                if (!wish.goes()) continue;
                left.at(wish.offer) -= wish.size;
                ++granted;
            }
        ASSERT_EQ(granted + refused.size(), wished);
        for (std::size_t o = 0; o < 2; ++o) ASSERT_GE(left[o], 0);
        for (const Refusal& one : refused)
            ASSERT_GT(one.size, left.at(asked[index(one.block)][one.household].offer))
                << "was refused although there was room to the end";
    }
}

TEST_F(Settling, does_not_depend_on_the_order_of_proposals) {
    Dice dice;
    std::vector<Proposal> wishes;
    for (Row household = 0; household < 40; ++household)
        wishes.push_back(wish(household, dice.between(1, 4), static_cast<std::uint32_t>(dice.between(0, 10))));
    const auto by_household = [](std::vector<Move> moves) {
        std::ranges::sort(moves, {}, &Move::household);
        return moves;
    };
    const std::vector<Move> expected = by_household(settled(wishes));
    EXPECT_THAT(expected, testing::Not(IsEmpty()));
    for (int attempt = 0; attempt < 50; ++attempt) {
        for (std::size_t k = wishes.size() - 1; k > 0; --k)
            std::swap(wishes[k], wishes[static_cast<std::size_t>(dice.between(0, static_cast<int>(k)))]);
        ASSERT_EQ(by_household(settled(wishes)), expected);
    }
}

TEST_F(Settling, of_nothing_is_nothing) {
    EXPECT_THAT(settled({}), IsEmpty());
    Proposals nobody;
    EXPECT_TRUE(settle({}, purse, nobody, geography).empty());
}

}  // namespace
}  // namespace qonys
