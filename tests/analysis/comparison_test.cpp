#include "analysis/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/three_places.hpp"
#include "tests/support/working_country.hpp"
#include "world/bookkeeper.hpp"

namespace qonys {
namespace {

using testing::HasSubstr;

class Compare : public testing::Test {
protected:
    Compare() {
        country.run = "start = \"2020-01\"\nend = \"2023-12\"\nseed = 7\n";
        put_to_work(country, 3);
    }
    Arm arm(const std::string& name, const std::string& policies, const std::vector<std::string>& overrides = {}) {
        country.sections = policies;
        return {name, country.model(overrides)};
    }
    TinyCountry country;
};

double number(const VariantComparison& variant, std::string_view name) {
    for (const NamedEstimate& each : variant.attribution)
        if (each.name == name) return each.estimate.mean;
    ADD_FAILURE() << "no number " << name;
    return 0;
}

TEST_F(Compare, finds_no_difference_at_all_where_a_policy_takes_nobody) {
    const Comparison all =
        compare({arm("none", ""), arm("empty", resettlement_policy("north", 0, generous))}, Machine{2}, 3, 12, silent);
    const VariantComparison& variant = all.variants.front();
    EXPECT_EQ(variant.fork, Month(2020, 1));
    for (const PairedEffect& effect : variant.effects)
        if (!std::isnan(effect.difference.mean)) {
            EXPECT_EQ(effect.difference.mean, 0);
            EXPECT_EQ(effect.difference.half_width, 0);
        }
    EXPECT_GT(all.overall(variant, "moves_in").base, 0);
    EXPECT_EQ(number(variant, "takers_persons"), 0);
    EXPECT_EQ(number(variant, "movers_only_variant"), 0);
    EXPECT_EQ(number(variant, "movers_only_base"), 0);
    EXPECT_GT(number(variant, "movers_in_both"), 0);
}

TEST_F(Compare, attributes_every_taker_to_exactly_one_reason_and_prices_them) {
    const Comparison all = compare({arm("none", ""), arm("north", resettlement_policy("north", 100, generous))},
                                   Machine{2}, 3, 12, silent);
    const VariantComparison& variant = all.variants.front();
    const double takers = number(variant, "takers_persons");
    EXPECT_GT(takers, 50);
    EXPECT_DOUBLE_EQ(takers, number(variant, "additional_persons") + number(variant, "redirected_persons") +
                                 number(variant, "anyway_persons"));
    EXPECT_GT(number(variant, "additional_persons"), 0);
    EXPECT_LE(takers, all.overall(variant, "joined").variant);
    EXPECT_GT(number(variant, "refused_persons"), 0) << "the quota binds";
    EXPECT_DOUBLE_EQ(number(variant, "refused_persons"), number(variant, "displaced_persons") +
                                                             number(variant, "refused_joined_later") +
                                                             number(variant, "refused_went_anyway"));
    EXPECT_LE(number(variant, "stayed_persons"), number(variant, "watched_persons"));
    EXPECT_LE(number(variant, "watched_persons"), takers);
    EXPECT_GE(number(variant, "cost_per_additional"), number(variant, "cost_per_taker"));
    double by_destination = 0, by_age = 0;
    for (const GroupEstimate& group : variant.groups) {
        if (group.dimension == "to") by_destination += group.takers.mean;
        if (group.dimension == "age of the head") by_age += group.takers.mean;
    }
    EXPECT_DOUBLE_EQ(by_destination, takers);
    EXPECT_DOUBLE_EQ(by_age, takers);
}

TEST_F(Compare, shares_the_past_and_still_gives_what_two_runs_of_their_own_give) {
    const Arm base = arm("none", "");
    const Arm late = arm("late", resettlement_policy("north", 100, std::string(generous) + "\nstart = \"2021-03\""));
    EXPECT_EQ(fork_month(base.model, late.model), Month(2021, 3));
    World of_its_own = run_country(late.model);
    Futures last;
    std::uint64_t digest = 0, state = 0;
    run_futures(
        {base, late}, 7, Machine{2}, [](std::size_t, const Futures&) {},
        [&](const Futures& futures) {
            EXPECT_EQ(futures.shared(1), futures.of(0).published.month < Month(2021, 3));
            digest = futures.of(1).published.digest;
            if (futures.of(1).published.month == Month(2023, 12)) state = state_digest(futures.of(1));
        });
    EXPECT_EQ(digest, of_its_own.published.digest);
    EXPECT_EQ(state, state_digest(of_its_own));
    const Comparison all = compare({base, late}, Machine{1}, 2, 12, silent);
    EXPECT_EQ(all.effect(all.variants[0], "moves_in", all.areas() - 1, 0).difference.mean, 0) << "2020 is the past";
    EXPECT_NE(all.effect(all.variants[0], "moves_in", all.areas() - 1, 1).difference.mean, 0);
}

TEST_F(Compare, knows_months_that_add_up_to_their_years_and_these_to_the_run) {
    const Comparison all = compare({arm("none", ""), arm("north", resettlement_policy("north", 100, generous))},
                                   Machine{1}, 2, 12, silent);
    ASSERT_EQ(all.periods, std::size_t{4 + 48 + 1});
    EXPECT_EQ(all.period_name(3), "2023");
    EXPECT_EQ(all.period_name(4), "2020-01");
    EXPECT_EQ(all.period_name(51), "2023-12");
    EXPECT_EQ(all.period_name(52), "all");
    const VariantComparison& variant = all.variants.front();
    const auto nation = [&](std::string_view figure, std::size_t period) {
        return all.effect(variant, figure, all.areas() - 1, period).difference.mean;
    };
    double run = 0;
    for (std::size_t year = 0; year < 4; ++year) {
        double months = 0;
        for (std::size_t month = 0; month < 12; ++month) months += nation("moves_in", 4 + 12 * year + month);
        EXPECT_NEAR(months, nation("moves_in", year), 1e-9);
        EXPECT_EQ(nation("population", 4 + 12 * year + 11), nation("population", year)) << "the year's end";
        run += nation("moves_in", year);
    }
    EXPECT_NEAR(run, nation("moves_in", 52), 1e-9);
    EXPECT_GT(run, 0);
}

TEST_F(Compare, begins_at_the_start_where_more_than_policies_differs_and_never_where_nothing_does) {
    const Arm base = arm("none", "");
    EXPECT_EQ(fork_month(base.model, arm("income", "[migration]\nincome = 0.1\n").model), Month(2020, 1));
    EXPECT_EQ(fork_month(base.model, arm("same", "").model), Month(2024, 1));
}

TEST_F(Compare, refuses_what_cannot_be_compared_and_says_all_of_it) {
    const std::vector<Arm> arms{arm("a", ""), arm("b", "", {"run.seed=8", "run.end=\"2022-12\""})};
    const std::string message = message_of<InputError>([&] { check_comparable(arms); });
    EXPECT_THAT(message, HasSubstr("b: has another run.seed than a"));
    EXPECT_THAT(message, HasSubstr("run.end"));
}

TEST_F(Compare, needs_fewer_runs_for_its_pairs_than_for_seeds_of_their_own) {
    const Comparison all =
        compare({arm("none", ""), arm("north", resettlement_policy("north", 20, generous))}, Machine{2}, 6, 12, silent);
    EXPECT_GT(all.overall(all.variants[0], "births").variance_ratio, 1);
    const std::string text = to_text(all);
    for (const char* part : {"What changed in the country", "Where", "For whom", "would have stayed", "How sure"})
        EXPECT_THAT(text, HasSubstr(part));
}

/// One household in the town for each test, moved by hand in two Worlds.
class AttributionByHand : public testing::Test {
protected:
    AttributionByHand() {
        for (ThreePlaces* side : {&base, &variant}) {
            for (int k = 0; k < 4; ++k) side->household(ThreePlaces::town, 3);
            side->open();
        }
        attribution = Attribution(base.world, variant.world, 2, 0.5);
    }
    static void move(ThreePlaces& side, Row row, PlaceId to, Month month, bool joins) {
        Bookkeeper books(side.world, side.block(), side.world.ledgers.front());
        books.move(row, to, month, Reason::work);
        if (!joins) return;
        side.block().households[row].programme = 0;
        side.block().households[row].joined = static_cast<MonthIndex>(month.index());
    }
    void close(Month month) {
        publish(base.world, month);
        publish(variant.world, month);
        attribution.record(base.world, variant.world);
    }
    ThreePlaces base, variant;
    Attribution attribution;
};

TEST_F(AttributionByHand, tells_who_stays_who_goes_there_and_who_goes_elsewhere_without_the_programme) {
    const Month first = ThreePlaces::first;
    for (Row row = 0; row < 4; ++row) move(variant, row, ThreePlaces::city, first, true);
    move(base, 1, ThreePlaces::city, first, false);
    close(first);
    close(first + 1);
    move(base, 2, ThreePlaces::out, first + 2, false);  // within the two months
    close(first + 2);
    move(base, 3, ThreePlaces::city, first + 3, false);  // too late to count
    close(first + 3);
    const AttributionFigures figures = attribution.figures(base.geography);
    EXPECT_EQ(figures.number("takers_households"), 4 / 0.5);
    EXPECT_EQ(figures.number("takers_persons"), 12 / 0.5);
    EXPECT_EQ(figures.number("anyway_persons"), 3 / 0.5);
    EXPECT_EQ(figures.number("redirected_persons"), 3 / 0.5);
    EXPECT_EQ(figures.number("additional_persons"), 6 / 0.5);
    EXPECT_EQ(figures.number("movers_in_both"), 9 / 0.5);
    EXPECT_EQ(figures.number("movers_only_variant"), 3 / 0.5);
    EXPECT_EQ(figures.number("movers_only_base"), 0);
}

TEST_F(AttributionByHand, counts_who_stays_three_years_and_whom_a_full_quota_displaces) {
    const Month first = ThreePlaces::first;
    move(variant, 0, ThreePlaces::city, first, true);
    move(variant, 1, ThreePlaces::city, first, true);
    variant.world.refused = {{BlockId{0}, 2, 3, ThreePlaces::city}, {BlockId{0}, 3, 3, ThreePlaces::city}};
    move(variant, 3, ThreePlaces::city, first, false);  // goes at its own cost
    close(first);
    variant.world.refused.clear();
    for (int month = 1; month < 36; ++month) {
        if (month == 20) move(variant, 1, ThreePlaces::town, first + month, false);
        publish(base.world, first + month);
        publish(variant.world, first + month);
        attribution.record(base.world, variant.world);
    }
    EXPECT_EQ(attribution.figures(base.geography).number("watched_persons"), 0) << "not three years yet";
    close(first + 36);
    const AttributionFigures figures = attribution.figures(base.geography);
    EXPECT_EQ(figures.number("watched_persons"), 6 / 0.5);
    EXPECT_EQ(figures.number("stayed_persons"), 3 / 0.5);
    EXPECT_EQ(figures.number("refused_persons"), 6 / 0.5);
    EXPECT_EQ(figures.number("refused_went_anyway"), 3 / 0.5);
    EXPECT_EQ(figures.number("displaced_persons"), 3 / 0.5);
}

}  // namespace
}  // namespace qonys
