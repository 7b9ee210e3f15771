#include "analysis/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "analysis/text_table.hpp"
#include "world/world.hpp"

namespace qonys {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// Two regions, the first with a town and a village, and one abroad. In every month ten agents move from the village to
/// the town, four from there to the other region, two arrive from abroad in the other region and one leaves it; three
/// are born in the village and one dies in the town. At scale 0.5 an agent stands for two persons.
class SummaryOfARun : public testing::Test {
protected:
    SummaryOfARun() {
        geography.regions = {{"A", "Aland", RegionKind::region, {PlaceId{0}, PlaceId{1}}},
                             {"B", "Beland", RegionKind::city, {PlaceId{2}}},
                             {"X", "Elsewhere", RegionKind::abroad, {PlaceId{3}}}};
        geography.places = {{"A_urban", "Aland, urban", RegionId{0}, Settlement::urban},
                            {"A_rural", "Aland, rural", RegionId{0}, Settlement::rural},
                            {"B_urban", "Beland", RegionId{1}, Settlement::urban},
                            {"X", "Elsewhere", RegionId{2}, Settlement::abroad}};
        geography.domestic_regions = 2;
        geography.domestic_places = 3;
        run.title = "A small run";
        run.scale = 0.5;
        run.first = Month(2019, 11);
        run.last = Month(2020, 12);
        run.policies = {{"help", "resettlement", "national"}};
        world.geography = &geography;
        open_books(world, 1, run.first, run.last, Machine{});
        world.published.stocks.population = {1000, 2000, 500, 0};
        world.published.stocks.households = {300, 600, 100, 0};
    }

    void month(Month at) {
        Published& published = world.published;
        published.month = at;
        published.ledger.clear();
        published.ledger.births[1] = 3;
        published.ledger.deaths[0] = 1;
        published.ledger.moves_persons(1, 0) = 10;
        published.ledger.moves_persons(0, 2) = 4;
        published.ledger.moves_persons(3, 2) = 2;
        published.ledger.moves_persons(2, 3) = 1;
        published.ledger.moves_by_age[4] = 14;
        published.ledger.repeat_moves[2] = 4;
        published.ledger.return_moves[0] = 1;
        published.ledger.border_crossings(3, index(Ethnicity::russian)) = 1;
        published.ledger.border_crossings(2, index(Ethnicity::kazakh)) = 2;
        published.ledger.policy_households(0, 2) = 1;
        published.ledger.policy_persons(0, 2) = 4;
        published.ledger.policy_spending(0, 2) = 500'000;
        published.stocks.population[0] += 10 - 4 - 1;
        published.stocks.population[1] += 3 - 10;
        published.stocks.population[2] += 4 + 2 - 1;
    }

    const RunFigures& simulate(RunEnd how = RunEnd::complete) {
        summary.begin(run, world);
        for (const Month at : MonthRange(run.first, run.last)) {
            month(at);
            summary.record(world);
        }
        summary.end(world, how);
        return summary.figures();
    }

    /// Of 2020: flows in the proportion 3 to 1, twice the births, and a jump in the count.
    static OfficialFigures official() {
        OfficialFigures figures;
        OfficialYear& year = figures.years[2020];
        year.flows = {2, 2};
        year.flows(0, 1) = 72;
        year.flows(1, 0) = 24;
        year.births = {144, 0};
        year.deaths = {24, 0};
        year.immigrants = 48;
        year.emigrants = 12;
        year.population = {6000, 1000};
        figures.years[2021].population = {6200, 1200};
        return figures;
    }

    Geography geography;
    RunInfo run;
    World world;
    Summary summary;
};

TEST_F(SummaryOfARun, counts_real_persons_by_calendar_year) {
    const auto& years = simulate().years;
    ASSERT_EQ(years.size(), 2U);
    EXPECT_EQ(years[0].year, 2019);
    EXPECT_EQ(years[0].months, 2);
    EXPECT_FALSE(years[0].full());
    EXPECT_TRUE(years[1].full());
    EXPECT_THAT(years[1].births, ElementsAre(72, 0));
    EXPECT_THAT(years[1].deaths, ElementsAre(24, 0));
    EXPECT_EQ(years[1].flows()(0, 1), 96);
    EXPECT_EQ(years[1].moved_within_regions(), 240);
    EXPECT_EQ(years[1].arrived(), 48);
    EXPECT_EQ(years[1].left(), 24);
    EXPECT_THAT(years[1].policy_persons, ElementsAre(96));
    EXPECT_THAT(years[1].policy_tenge, ElementsAre(12e6));
}

TEST_F(SummaryOfARun, adds_up_who_moved) {
    const YearFigures& year = simulate().years[1];
    EXPECT_EQ(year.moves_by_age[4], 14 * 2 * 12);
    EXPECT_EQ(year.repeat_moves, 4 * 2 * 12);
    EXPECT_EQ(year.return_moves, 2 * 12);
    EXPECT_THAT(year.emigrants, ElementsAre(0, 24, 0));
    EXPECT_THAT(year.immigrants, ElementsAre(48, 0, 0));
    EXPECT_THAT(year.left_for(), ElementsAre(24));
}

TEST_F(SummaryOfARun, computes_indicators_of_moves_between_regions) {
    // 96 moves from A to B and none back, of 7012 persons at the start of 2020 and 7084 at its end.
    const RunFigures& figures = simulate();
    const MigrationIndicators is = indicators(figures, figures.years[1]);
    EXPECT_DOUBLE_EQ(is.crude_intensity, 100 * 96 / 7048.0);
    EXPECT_DOUBLE_EQ(is.effectiveness, 100);
    EXPECT_DOUBLE_EQ(is.connectivity, 0.5);
    const auto known = indicators(official(), 2020, {});
    ASSERT_TRUE(known);
    EXPECT_DOUBLE_EQ(known->crude_intensity, 100 * 96 / 7200.0);
    EXPECT_DOUBLE_EQ(known->effectiveness, 50);
    EXPECT_FALSE(indicators(official(), 2021, {})) << "no matrix";
    EXPECT_THAT(to_text(figures, {}), HasSubstr("Migration between regions (Bell et al. 2002; full years)"));
}

TEST_F(SummaryOfARun, says_how_people_live_where_the_run_simulates_it) {
    EXPECT_THAT(to_text(simulate(), {}), Not(HasSubstr("At the end")));
    Stocks& stocks = world.published.stocks;
    stocks.activity(activity_row(PlaceId{0}, Education::higher), index(Activity::formal)) = 60;
    stocks.activity(activity_row(PlaceId{2}, Education::secondary), index(Activity::informal)) = 20;
    stocks.activity(activity_row(PlaceId{1}, Education::vocational), index(Activity::unemployed)) = 20;
    stocks.activity(activity_row(PlaceId{3}, Education::vocational), index(Activity::unemployed)) = 99;  // abroad
    stocks.status(0, index(LegalStatus::labour_migrant)) = 11;
    stocks.status(0, index(LegalStatus::citizen)) = 500;
    world.published.economy.rent = {100'000, 40'000, 160'000};  // of 300, 600 and 100 households
    EXPECT_THAT(
        to_text(simulate(), {}),
        HasSubstr("At the end: unemployment 20.0 %, informal work 25.0 %, mean rent 70 000 KZT, 22 sojourners"));
}

TEST_F(SummaryOfARun, keeps_the_population_at_both_ends_of_a_year) {
    const auto& years = simulate().years;
    EXPECT_THAT(years[0].population_at_start, ElementsAre(6000, 1000));
    EXPECT_EQ(years[0].population_at_end, years[1].population_at_start);
    EXPECT_THAT(years[1].population_at_end, ElementsAre(6000 - 14 * 4, 1000 + 14 * 10));
}

TEST_F(SummaryOfARun, compares_full_years_with_official_figures) {
    const auto years = compare(simulate(), official());
    ASSERT_EQ(years.size(), 1U);
    EXPECT_EQ(years[0].year, 2020);
    EXPECT_DOUBLE_EQ(*years[0].births, 0.5);
    EXPECT_DOUBLE_EQ(*years[0].deaths, 1.0);
    EXPECT_DOUBLE_EQ(*years[0].arrivals, 1.0);
    EXPECT_DOUBLE_EQ(*years[0].departures, 2.0);
    EXPECT_DOUBLE_EQ(*years[0].moves, 1.0);
    EXPECT_DOUBLE_EQ(*years[0].common_part, 0.75);
    EXPECT_DOUBLE_EQ(*years[0].net_migration_correlation, 1.0);
    EXPECT_DOUBLE_EQ(*years[0].population_at_end, (7000.0 + 14 * 6) / 7400);
}

TEST_F(SummaryOfARun, says_where_the_official_count_jumps) {
    // 400 more people, of whom births, deaths and migration explain 120 + 36.
    const std::string text = to_text(simulate(), official());
    EXPECT_THAT(breaks_in_count(summary.figures(), official()), ElementsAre(2020));
    EXPECT_THAT(
        text,
        HasSubstr(
            "during 2020 official figures grow by 244 without births, deaths or migration: another census' count"));
}

TEST_F(SummaryOfARun, prints_winners_losers_and_policies) {
    const std::string text = to_text(simulate(), {});
    EXPECT_THAT(text, HasSubstr("A small run\n2019-11 to 2020-12, 14 months, scale 0.5"));
    EXPECT_THAT(text, HasSubstr("Population: 7 000 at the start, 7 084 at the end (+84, +1.2 %)"));
    EXPECT_THAT(text, HasSubstr("2019 (2 months)"));
    EXPECT_THAT(text, testing::ContainsRegex("Beland +\\+140 .*Aland +-112"));
    EXPECT_THAT(text, testing::ContainsRegex("help +resettlement +28 +112 +14 +125 000"));
    EXPECT_THAT(text, Not(HasSubstr("official")));
}

TEST_F(SummaryOfARun, says_that_it_was_interrupted) {
    EXPECT_THAT(to_text(simulate(RunEnd::interrupted), {}), HasSubstr("interrupted after 14 of 14 months"));
}

TEST_F(SummaryOfARun, survives_a_run_without_a_month) {
    summary.begin(run, world);
    summary.end(world, RunEnd::interrupted);
    EXPECT_THAT(to_text(summary.figures(), official()), HasSubstr("interrupted after 0 of 14 months"));
}

TEST_F(SummaryOfARun, says_the_same_in_json) {
    const auto json = boost::json::parse(to_json(simulate(), official())).as_object();
    EXPECT_TRUE(json.at("complete").as_bool());
    const auto& year = json.at("years").as_array()[1].as_object();
    EXPECT_EQ(year.at("moves_between_regions").to_number<double>(), 96);
    EXPECT_EQ(year.at("net_migration_by_region").at("B").to_number<double>(), 96 + 48 - 24);
    EXPECT_EQ(year.at("policies").as_array()[0].at("tenge").to_number<double>(), 12e6);
    EXPECT_EQ(json.at("compared_with_official").as_array()[0].at("common_part_of_flows").to_number<double>(), 0.75);
}

TEST(TextTable, aligns_characters_rather_than_bytes) {
    TextTable table({{"place", TextTable::Align::left}, {"persons"}});
    table.add({"Қостанай", grouped(1234567)});
    table.add({"Oral", grouped_with_sign(12)});
    EXPECT_EQ(table.text(), "  place       persons\n  Қостанай  1 234 567\n  Oral            +12\n");
}

TEST(Grouped, groups_digits_by_three) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(-0.3), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(-1000), "-1 000");
    EXPECT_EQ(grouped(19503159), "19 503 159");
    EXPECT_EQ(grouped_with_sign(0.2), "0");
}

}  // namespace
}  // namespace qonys
