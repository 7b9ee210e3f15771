#include <array>

#include "dense_walk.hpp"
#include "process/housing_market.hpp"
#include "process/labour_market.hpp"

namespace qonys {
namespace {

using ByActivity = std::array<double, activity_count>;

/// What becomes of everybody's work in a month (docs/model/labour_market.md), before the vacancies are dealt out.
struct DenseWork : test::DenseWalk {
    const LabourMarketParameters& p = test::country().labour_market.parameters();
    const LabourTables& tables = test::country().career_start.tables;
    Levers levers;
    double closures = 0;  ///< what closures add to the hazard of losing work, everywhere

    double& of(ByActivity& all, Activity activity) const { return all[index(activity)]; }
    /// The share `chance` of those who do `from` do `to`.
    void pass(ByActivity& all, Activity from, Activity to, double chance) const {
        const double moved = of(all, from) * chance;
        of(all, from) -= moved;
        of(all, to) += moved;
    }
    double finds(const Block& block, Row row) const {
        return world.published.economy.finding(index(place(block, row)), index(block.persons[row].education));
    }
    /// What the person does at the month's end, the turn of the labour force apart.
    ByActivity after_month(const Block& block, Row row) const {
        const Person& one = block.persons[row];
        const bool travels = age(one) >= 18 && age(one) <= 55;
        const double away = travels ? (one.sex == Sex::male ? 1 : p.temporary_women) : 0;
        const std::array<double, education_count> of_education{1, p.vocational_loss, p.higher_loss};
        const double factor = of_education[index(one.education)];
        ByActivity all{};
        of(all, one.activity) = 1;
        // Of those who look for work, some find it (and wait for the vacancy), some others go away for it.
        if (one.activity == Activity::unemployed)
            pass(all, Activity::unemployed, Activity::absent, (1 - finds(block, row)) * away * p.temporary_unemployed);
        const double lost = p.informal_loss * factor;
        const double gone = away * p.temporary_informal;
        pass(all, Activity::formal, Activity::unemployed, p.formal_loss * factor);
        of(all, Activity::unemployed) += of(all, Activity::informal) * lost;
        of(all, Activity::absent) += of(all, Activity::informal) * gone;
        of(all, Activity::informal) *= 1 - lost - gone;
        for (const Activity works : {Activity::formal, Activity::informal})
            pass(all, works, Activity::unemployed, closures);
        pass(all, Activity::absent, Activity::unemployed, 1 / p.temporary_months);
        return all;
    }
    bool has_turn(const Block& block) const {
        return static_cast<int>(index(block.id) % 12) == month.month_of_year() - 1;
    }
    /// Whether the yearly turn changes what somebody of the labour force or out of it does.
    double changes(const Person& one, Activity activity) const {
        if (age(one) < 17) return 0;
        const bool works = activity == Activity::formal || activity == Activity::informal;
        const bool inside = works || activity == Activity::unemployed;
        if (!inside && activity != Activity::inactive) return 0;
        const bool old = age(one) >= (one.sex == Sex::male ? 63U : 59U);
        if (old && !works) return 1;  // a pensioner
        const double then = tables.active(one.sex, age(one) - 1);
        const double now = tables.active(one.sex, age(one));
        const double forgets = p.participation_turnover;
        double stays = (1 - forgets) * (inside ? 1 : 0) + forgets * then;
        stays = now <= then ? stays * (then > 0 ? now / then : 0) : stays + (1 - stays) * (now - then) / (1 - then);
        return inside ? 1 - stays : stays;
    }

    bool asked(const Block& block, Row row) const { return !abroad(block, row) && !has_turn(block); }
    auto month_of_work() {
        return [this](World& copy, Seed seed) {
            test::open_ledgers_with_a_policy(copy);
            LabourMarket::Hires hires;
            in_each_block(
                copy, test::country().labour_market.look_for_work(month, levers, copy, seed, test::machine(), hires));
            hired.assign(copy.blocks.size(), {});
            for (std::size_t b = 0; b < hires.size(); ++b)
                for (const LabourMarket::Hire& hire : hires[b]) hired[b].push_back(hire.person);
        };
    }
    /// Of those who did `from`, who does `to`.
    test::AgainstHazards compare_work(std::initializer_list<Activity> from, Activity to) {
        const auto begins = [from](const Person& one) { return std::ranges::find(from, one.activity) != from.end(); };
        return compare(
            [&, to](const Block& block, Row row) {
                return asked(block, row) && begins(block.persons[row]) ? after_month(block, row)[index(to)] : 0.0;
            },
            month_of_work(),
            [to](const Block&, const Block& after, Row row) { return after.persons[row].activity == to; });
    }

    std::vector<std::vector<Row>> hired;  ///< [block] who found work in the last simulated month
};

TEST_F(DenseWork, is_lost_as_the_hazards_say_in_every_place_and_age) {
    expect_plausible(compare_work({Activity::formal, Activity::informal}, Activity::unemployed), 3);
}
TEST_F(DenseWork, elsewhere_for_a_time_begins_as_the_hazards_say_in_every_place_and_age) {
    expect_plausible(compare_work({Activity::informal, Activity::unemployed}, Activity::absent), 6);
}
TEST_F(DenseWork, elsewhere_for_a_time_ends_as_the_hazard_says_in_every_place_and_age) {
    expect_plausible(compare_work({Activity::absent}, Activity::unemployed), 7);
}

TEST_F(DenseWork, is_found_as_the_chances_say_in_every_place_and_age) {
    expect_plausible(compare(
                         [&](const Block& block, Row row) {
                             const bool seeks = block.persons[row].activity == Activity::unemployed;
                             return seeks && asked(block, row) ? finds(block, row) : 0.0;
                         },
                         month_of_work(),
                         [&](const Block& before, const Block&, Row row) {
                             const auto b = static_cast<std::size_t>(&before - world.blocks.data());
                             return std::ranges::find(hired[b], row) != hired[b].end();
                         }),
                     2);
}

/// Just below, on and between the heights at which the layer of candidates is cut.
TEST_F(DenseWork, is_lost_to_closures_at_any_height_in_every_place_and_age) {
    for (const double height : {0.015, 0.05, 0.2}) {
        levers.movement.job_loss = {};
        closures = height;
        for (std::size_t here = 0; here < geography.domestic_places; ++here)
            levers.movement.job_loss.add({.policy = 0, .cost = {}}, static_cast<PlaceId>(here), height);
        SCOPED_TRACE(height);
        expect_plausible(compare_work({Activity::formal, Activity::informal}, Activity::unemployed), 2);
    }
}

TEST_F(DenseWork, force_is_entered_and_left_as_the_chain_says_in_every_place_and_age) {
    const auto belongs = [](Activity activity) {
        return activity != Activity::inactive && activity != Activity::pensioner;
    };
    expect_plausible(compare(
                         [&](const Block& block, Row row) {
                             const Person& one = block.persons[row];
                             if (abroad(block, row) || !has_turn(block) || one.activity == Activity::pensioner)
                                 return 0.0;
                             const ByActivity now = after_month(block, row);
                             double changed = 0;
                             for (std::size_t a = 0; a < activity_count; ++a)
                                 changed += now[a] * changes(one, static_cast<Activity>(a));
                             constexpr double certain = 1 - 1e-9;  // to retire, of which there is a test
                             return changed < certain ? changed : 0;
                         },
                         month_of_work(),
                         [&](const Block& before, const Block& after, Row row) {
                             // Out of work and old: a pensioner instead of inactive.
                             const Activity was = before.persons[row].activity;
                             const Activity is = after.persons[row].activity;
                             return belongs(was) != belongs(is) || (!belongs(was) && was != is);
                         }),
                     4);
}

/// Households count by the age of their head.
TEST_F(DenseWork, pays_for_a_dwelling_as_often_as_the_hazard_says_in_every_place_and_age) {
    const HousingMarketParameters& housing = test::country().housing_market.parameters();
    expect_plausible(compare(
                         [&](const Block& block, Row row) {
                             if (!heads(block, row) || abroad(block, row)) return 0.0;
                             const Household& family = block.households[block.persons[row].household];
                             const double years = std::min(month.index() - family.last_move, 239) / 12.0;
                             return family.tenure == Tenure::renter
                                        ? housing.buying * (1 - std::exp(-years / housing.buying_years))
                                        : 0.0;
                         },
                         [&](World& copy, Seed seed) {
                             in_each_block(copy, test::country().housing_market.clear(month, copy, seed));
                         },
                         [](const Block& before, const Block& after, Row row) {
                             return after.households[before.persons[row].household].tenure == Tenure::owner;
                         }),
                     5);
}

}  // namespace
}  // namespace qonys
