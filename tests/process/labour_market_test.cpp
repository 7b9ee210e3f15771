#include "process/labour_market.hpp"

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "tests/exactness/statistics.hpp"
#include "tests/support/working_country.hpp"

namespace qonys {
namespace {

using test::Cells;
using test::plausible;

constexpr std::array<Activity, 2> kinds_of_work{Activity::formal, Activity::informal};
constexpr std::array<Education, 3> educations{Education::secondary, Education::vocational, Education::higher};

/// A market whose parts can be switched off, for the working country.
class LabourMarketTest : public testing::Test {
protected:
    LabourMarketTest() { put_to_work(country); }

    const Model& model() {
        if (!made_model) made_model = std::make_unique<Model>(country.model());
        return *made_model;
    }
    LabourMarket market(const LabourMarketParameters& parameters) {
        Problems problems;
        TableFolder folder = country.open();
        LabourMarket made(folder, *model().geography, parameters, model().career_start.tables, problems);
        EXPECT_TRUE(problems.empty());
        return made;
    }
    /// Nothing happens but what a test asks for.
    static LabourMarketParameters nothing() {
        LabourMarketParameters p;
        p.formal_loss = p.informal_loss = p.other_leaving = p.participation_turnover = 0;
        p.temporary_unemployed = p.temporary_informal = 0;
        p.temporary_months = 1000;
        return p;
    }
    World opened(const LabourMarket& market) {
        World world = make_world(model(), Machine{});
        market.open(world);
        return world;
    }
    void month(const LabourMarket& market, World& world, Month month, Seed seed = {11}, int threads = 1) {
        world.ledgers.resize(static_cast<std::size_t>(threads), world.ledgers.front());
        const Machine machine{threads};
        LabourMarket::Hires hires;
        for_each_block(machine, world.blocks.size(), market.look_for_work(month, {}, world, seed, machine, hires));
        market.settle(hires, world);
        for_each_block(machine, world.blocks.size(), LabourMarket::start_work(world, hires));
        publish(world, month);
    }
    static std::int64_t people(const World& world, std::size_t cell, Activity activity) {
        return world.published.stocks.activity(cell, index(activity));
    }
    static std::int64_t working(const World& world, std::size_t cell) {
        return people(world, cell, Activity::formal) + people(world, cell, Activity::informal);
    }

    static constexpr std::size_t cells = 9;
    const Month first{2020, 1};
    TinyCountry country;
    std::unique_ptr<Model> made_model;
};

TEST_F(LabourMarketTest, hires_at_the_start_as_many_as_leave_work) {
    LabourMarketParameters p;
    const LabourMarket market = this->market(p);
    const World world = opened(market);
    const auto starts = market.starts(world.at_start);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        double leaving = 0;
        double leaving_informal = 0;
        for (const Activity work : kinds_of_work) {
            const double here = static_cast<double>(people(world, cell, work)) *
                                (market.job_loss(educations[cell % 3], work) + p.other_leaving);
            leaving += here;
            if (work == Activity::informal) leaving_informal = here;
        }
        const double found = starts[cell].finding * static_cast<double>(people(world, cell, Activity::unemployed));
        EXPECT_NEAR(found, leaving, 1e-9);
        EXPECT_NEAR(found * starts[cell].informal_hires, leaving_informal, 1e-9);
        EXPECT_NEAR(starts[cell].jobs * (1 - p.vacancy_rate), static_cast<double>(working(world, cell)), 1e-9);
    }
}

TEST_F(LabourMarketTest, pays_at_the_start_what_the_tables_say_people_earn) {
    LabourMarketParameters p;
    const LabourMarket market = this->market(p);
    const World world = opened(market);
    const Economy& economy = world.published.economy;
    const std::array<double, 3> income{60'000, 40'000, 90'000};
    for (std::size_t place = 0; place < 3; ++place) {
        double earned = 0;
        for (const Education e : educations)
            for (const Activity work : kinds_of_work)
                earned += economy.earnings(static_cast<PlaceId>(place), e, work) *
                          static_cast<double>(people(world, activity_row(static_cast<PlaceId>(place), e), work));
        const auto persons = static_cast<double>(world.at_start.population[place]);
        EXPECT_NEAR(earned / (persons * income[place]), p.wage_share, 1e-12);
        EXPECT_NEAR(economy.wage(place, 2) / economy.wage(place, 0), p.higher_premium, 1e-12);
        EXPECT_NEAR(economy.wage(place, 1) / economy.wage(place, 0), p.vocational_premium, 1e-12);
    }
}

TEST_F(LabourMarketTest, has_sensible_chances_where_nobody_works_or_nobody_looks_for_work) {
    const LabourMarket market = this->market({});
    Stocks stocks;
    static_cast<Totals&>(stocks) = Totals(4, 3);
    stocks.population[0] = 100;
    stocks.activity(0, index(Activity::formal)) = 40;
    stocks.activity(1, index(Activity::unemployed)) = 5;
    for (const LabourMarket::Start& start : market.starts(stocks)) {
        EXPECT_TRUE(std::isfinite(start.wage_per_income) && start.wage_per_income > 0);
        EXPECT_TRUE(start.finding >= 0 && start.finding <= market.parameters().most_finding);
        EXPECT_TRUE(std::isfinite(start.tightness) && start.tightness >= 0);
    }
    EXPECT_GT(market.starts(stocks)[0].tightness, 0);
}

/// Each kind of worker loses work as often as its hazard says, counted person by person.
TEST_F(LabourMarketTest, takes_work_as_often_as_the_hazards_say) {
    LabourMarketParameters p = nothing();
    p.formal_loss = 0.03;
    p.informal_loss = 0.08;
    p.temporary_informal = 0.04;
    const LabourMarket market = this->market(p);
    std::map<std::pair<Education, Activity>, double> lost, expected, variance;
    double left = 0, leaving = 0, leaving_variance = 0;
    const World start = opened(market);
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        World world = start;
        world.published.economy.finding = Matrix<double>(3, education_count);
        month(market, world, first, Seed{seed});
        for (std::size_t b = 0; b < world.blocks.size(); ++b)
            for (std::uint32_t row = 0; row < world.blocks[b].person_rows(); ++row) {
                const Person& before = start.blocks[b].persons[row];
                const Person& after = world.blocks[b].persons[row];
                if (!employed(before.activity)) continue;
                const auto kind = std::pair{before.education, before.activity};
                const double hazard = market.job_loss(before.education, before.activity);
                lost[kind] += after.activity == Activity::unemployed ? 1 : 0;
                expected[kind] += hazard;
                variance[kind] += hazard * (1 - hazard);
                const double away =
                    market.temporary_leaving(before.sex, age_at(first, before.birth_month), before.activity);
                left += after.activity == Activity::absent ? 1 : 0;
                leaving += away;
                leaving_variance += away * (1 - away);
            }
        EXPECT_NO_THROW(check_recount(world, Machine{}));
    }
    Cells table;
    for (const auto& [kind, count] : lost) table.add(count, expected[kind], variance[kind]);
    EXPECT_EQ(table.count(), 6);
    EXPECT_PLAUSIBLE(table.verdict(0));
    EXPECT_LT(std::abs(left - leaving), 4 * std::sqrt(leaving_variance));
    EXPECT_GT(leaving, 100) << "otherwise it is no test";
}

TEST_F(LabourMarketTest, keeps_unemployment_as_it_was_while_nothing_else_happens) {
    LabourMarketParameters p = nothing();
    p.formal_loss = 0.01;
    p.informal_loss = 0.02;
    const LabourMarket market = this->market(p);
    World world = opened(market);
    ASSERT_LT(world.blocks.size(), 12);
    const Month no_turn = first + 11;  // in which no block asks who enters or leaves the labour force
    Cells table;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        World after = world;
        month(market, after, no_turn, Seed{seed});
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const auto before = static_cast<double>(people(world, cell, Activity::unemployed));
            const double found = market.starts(world.at_start)[cell].finding * before;
            // In and out: two sums of independent events with the same mean.
            const double change = static_cast<double>(people(after, cell, Activity::unemployed)) - before;
            table.add(found + change, found, 2 * found);
        }
        EXPECT_NO_THROW(check_recount(after, Machine{}));
    }
    EXPECT_GE(table.count(), 40);
    const test::Verdict verdict = table.verdict(0);
    EXPECT_GT(verdict.p_value, test::level) << test::describe("unemployed", verdict);
}

TEST_F(LabourMarketTest, never_hires_more_than_there_are_vacancies) {
    const LabourMarket market = this->market(nothing());
    World world = opened(market);
    Economy& economy = world.published.economy;
    for (std::size_t cell = 0; cell < cells; ++cell) {
        economy.finding.cells()[cell] = 0.9;
        economy.jobs.cells()[cell] = static_cast<double>(working(world, cell) + static_cast<std::int64_t>(cell)) + 0.7;
    }
    economy.jobs.cells()[8] = static_cast<double>(working(world, 8) - 50);  // more work than there are jobs
    std::vector<std::int64_t> before;
    for (std::size_t cell = 0; cell < cells; ++cell) before.push_back(working(world, cell));
    World same = world;
    const Month december(2020, 12);  // no block's turn to ask who retires
    month(market, world, december);
    for (std::size_t cell = 0; cell < 8; ++cell)
        EXPECT_EQ(working(world, cell) - before[cell], static_cast<std::int64_t>(cell)) << "all of them, and no more";
    EXPECT_EQ(working(world, 8), before[8]) << "whoever holds a job keeps it, and nobody is hired";
    EXPECT_EQ(world.published.ledger.hired[0] + world.published.ledger.hired[1] + world.published.ledger.hired[2],
              0 + 1 + 2 + 3 + 4 + 5 + 6 + 7);
    month(market, same, december, Seed{11}, 3);
    EXPECT_EQ(state_digest(same), state_digest(world)) << "the lottery does not know of threads";
    EXPECT_EQ(same.published.digest, world.published.digest);
}

TEST_F(LabourMarketTest, raises_wages_where_there_are_more_vacancies_for_each_unemployed) {
    LabourMarketParameters p;
    const LabourMarket market = this->market(p);
    World world = opened(market);
    const Economy before = world.published.economy;
    market.reprice(world);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        EXPECT_NEAR(world.published.economy.wage.cells()[cell], before.wage.cells()[cell], 1e-6)
            << "as long as it is as tight as at the start";
        EXPECT_NEAR(world.published.economy.finding.cells()[cell], before.finding.cells()[cell], 1e-12);
    }
    // Half as many look for work in the town, twice as many in the city.
    Stocks& stocks = world.published.stocks;
    std::array<double, cells> ratio{};
    for (std::size_t cell = 0; cell < cells; ++cell) {
        std::int64_t& unemployed = stocks.activity(cell, index(Activity::unemployed));
        const auto then = static_cast<double>(unemployed);
        if (cell < 3) unemployed /= 2;
        if (cell >= 6) unemployed *= 2;
        ratio[cell] = then / static_cast<double>(unemployed);
    }
    market.reprice(world);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const Economy& now = world.published.economy;
        EXPECT_NEAR(now.deviation.cells()[cell], p.wage_response * std::log(ratio[cell]), 1e-9);
        EXPECT_NEAR(now.wage.cells()[cell] / before.wage.cells()[cell], std::pow(ratio[cell], p.wage_response), 1e-9);
        EXPECT_NEAR(now.finding.cells()[cell],
                    std::min(before.finding.cells()[cell] * std::pow(ratio[cell], p.matching), p.most_finding), 1e-9);
    }
    EXPECT_GT(world.published.economy.wage(0, 0), before.wage(0, 0));
    EXPECT_LT(world.published.economy.wage(2, 0), before.wage(2, 0));
    // For ever as tight, deviations come to rest at response / return, less what dearer work costs in jobs.
    p.demand = 0;
    const LabourMarket inelastic = this->market(p);
    for (int month = 0; month < 2000; ++month) inelastic.reprice(world);
    EXPECT_NEAR(world.published.economy.deviation(0, 0), p.wage_response / p.wage_return * std::log(ratio[0]), 1e-6);
}

TEST_F(LabourMarketTest, leaves_wages_and_chances_alone_without_feedback) {
    LabourMarketParameters p;
    p.feedback = false;
    const LabourMarket market = this->market(p);
    World world = opened(market);
    const Economy before = world.published.economy;
    for (std::size_t cell = 0; cell < cells; ++cell)
        world.published.stocks.activity(cell, index(Activity::unemployed)) /= 3;
    for (int month = 0; month < 5; ++month) market.reprice(world);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        EXPECT_NEAR(world.published.economy.wage.cells()[cell], before.wage.cells()[cell], 1e-6);
        EXPECT_EQ(world.published.economy.finding.cells()[cell], before.finding.cells()[cell]);
    }
}

TEST_F(LabourMarketTest, keeps_the_jobs_that_are_held_and_takes_some_for_foreigners) {
    const LabourMarket market = this->market({});
    World world = opened(market);
    const double before = world.published.economy.jobs(2, 0);
    world.published.stocks.status(2, index(LegalStatus::labour_migrant)) += 30;
    market.reprice(world);
    EXPECT_NEAR(before - world.published.economy.jobs(2, 0), 0.05 * 0.3 * 30, 1e-9);
    world.published.stocks.status(2, index(LegalStatus::labour_migrant)) += 1'000'000;
    for (int month = 0; month < 500; ++month) market.reprice(world);
    EXPECT_EQ(world.published.economy.jobs(2, 0), static_cast<double>(working(world, 6)));
}

TEST_F(LabourMarketTest, keeps_participation_by_age_at_the_table) {
    std::string& table = country.tables.at("participation.csv");
    table = "sex,age,share_employed_or_seeking\n";
    for (const char* sex : {"male", "female"})
        for (int age = 18; age <= 75; ++age)
            table += fmt::format("{},{},{}\n", sex, age, 0.9 - 0.0004 * (age - 45) * (age - 45));
    const LabourMarket market = this->market({});
    const LabourTables& tables = model().career_start.tables;
    double far = 0.1;
    for (std::size_t age = 26; age <= oldest_worker; ++age)
        for (const Sex sex : {Sex::male, Sex::female}) {
            const double then = tables.active(sex, age - 1);
            const double stay = market.stays_active(sex, age, Activity::formal);
            const double enter = market.stays_active(sex, age, Activity::inactive);
            EXPECT_NEAR(then * stay + (1 - then) * enter, tables.active(sex, age), 1e-12);
            EXPECT_TRUE(stay >= 0 && stay <= 1 && enter >= 0 && enter <= 1);
            if (sex == Sex::male) far = far * stay + (1 - far) * enter;
        }
    EXPECT_NEAR(far, tables.active(Sex::male, oldest_worker), 1e-3) << "and comes back to it from anywhere";
}

TEST_F(LabourMarketTest, has_after_a_year_as_many_of_every_age_in_the_labour_force_as_the_table_says) {
    std::string& rising = country.tables.at("participation.csv");
    rising = "sex,age,share_employed_or_seeking\n";
    for (const char* sex : {"male", "female"})
        for (int age = 18; age <= 62; ++age)
            rising += fmt::format("{},{},{}\n", sex, age, std::min(0.1 * (age - 17), 0.8));
    const LabourMarket market = this->market(nothing());
    World world = opened(market);
    world.published.economy.finding = Matrix<double>(3, education_count);
    for (int k = 0; k < 12; ++k) month(market, world, first + k);
    const LabourTables& tables = model().career_start.tables;
    double active = 0, expected = 0, variance = 0;
    for (std::size_t b = 0; b < world.blocks.size(); ++b)
        for (const Person& person : world.blocks[b].persons) {
            const std::size_t age = age_at(first + static_cast<int>(b % 12), person.birth_month);
            if (person.household == no_row || age < 19 || age > 25 || person.activity == Activity::student) continue;
            active += person.activity == Activity::unemployed || employed(person.activity) ? 1 : 0;
            const double share = tables.active(person.sex, age);
            expected += share;
            variance += share * (1 - share);
        }
    EXPECT_GT(expected, 1000);
    EXPECT_NEAR(active, expected, 4 * std::sqrt(variance));
}

TEST_F(LabourMarketTest, asks_everybody_once_a_year_about_the_labour_force) {
    LabourMarketParameters p = nothing();
    p.participation_turnover = 0.3;
    const LabourMarket market = this->market(p);
    const World start = opened(market);
    World world = start;
    world.published.economy.finding = Matrix<double>(3, education_count);
    double changed = 0, expected = 0, variance = 0;
    std::map<Activity, int> retired;
    for (int k = 0; k < 12; ++k) month(market, world, first + k);
    for (std::size_t b = 0; b < world.blocks.size(); ++b)
        for (std::uint32_t row = 0; row < world.blocks[b].person_rows(); ++row) {
            const Person& before = start.blocks[b].persons[row];
            const Month asked = first + static_cast<int>(b % 12);
            // Whoever has had no birthday since the start does what people of the age do already.
            const bool older = age_at(asked, before.birth_month) > age_at(first + (-1), before.birth_month);
            const double chance =
                older ? market.changes(before.sex, age_at(asked, before.birth_month), before.activity) : 0;
            expected += chance;
            variance += chance * (1 - chance);
            const Activity now = world.blocks[b].persons[row].activity;
            changed += now != before.activity ? 1 : 0;
            const bool idle = before.activity == Activity::unemployed || before.activity == Activity::inactive;
            if (!idle || age_at(asked, before.birth_month) < pension_age(before.sex)) continue;
            EXPECT_EQ(now, Activity::pensioner);
            ++retired[before.activity];
        }
    EXPECT_GT(retired[Activity::unemployed], 0) << "some reached pension age this year";
    EXPECT_GT(retired[Activity::inactive], 0);
    EXPECT_GT(expected, 500);
    EXPECT_LT(std::abs(changed - expected), 4 * std::sqrt(variance)) << changed << " of " << expected;
    EXPECT_NO_THROW(check_recount(world, Machine{}));
}

TEST_F(LabourMarketTest, retires_whoever_is_old_enough_and_without_work) {
    const LabourMarket market = this->market({});
    EXPECT_EQ(market.changes(Sex::male, 63, Activity::unemployed), 1);
    EXPECT_EQ(market.changes(Sex::female, 59, Activity::inactive), 1);
    EXPECT_EQ(market.changes(Sex::male, 76, Activity::formal), 1);
    EXPECT_EQ(market.changes(Sex::male, 50, Activity::student), 0);
    EXPECT_EQ(market.changes(Sex::male, 50, Activity::absent), 0);
    EXPECT_EQ(market.changes(Sex::male, 63, Activity::pensioner), 0);
}

TEST_F(LabourMarketTest, sends_money_home_for_everybody_absent) {
    LabourMarketParameters p = nothing();
    p.remittance_share = 0.5;
    const LabourMarket market = this->market(p);
    World world = opened(market);
    double wages = 0, workers = 0;
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const auto here = static_cast<double>(people(world, cell, Activity::formal));
        wages += here * world.published.economy.wage.cells()[cell];
        workers += here;
    }
    world.published.economy.finding = Matrix<double>(3, education_count);
    month(market, world, first);
    for (std::size_t place = 0; place < 3; ++place)
        EXPECT_EQ(world.published.ledger.remittances[place],
                  std::llround(0.5 * wages / workers) *
                      world.published.stocks.in_activity(static_cast<PlaceId>(place), Activity::absent));
    EXPECT_GT(world.published.ledger.remittances[0], 0);
}

TEST_F(LabourMarketTest, brings_the_absent_back_after_the_mean_absence) {
    LabourMarketParameters p = nothing();
    p.temporary_months = 4;
    const LabourMarket market = this->market(p);
    World world = opened(market);
    world.published.economy.finding = Matrix<double>(3, education_count);
    double absent = 0;
    for (std::size_t cell = 0; cell < cells; ++cell)
        absent += static_cast<double>(people(world, cell, Activity::absent));
    ASSERT_GT(absent, 50);
    for (int k = 0; k < 6; ++k) month(market, world, first + k);
    double left = 0;
    for (std::size_t cell = 0; cell < cells; ++cell) left += static_cast<double>(people(world, cell, Activity::absent));
    const double stay = std::pow(0.75, 6);
    EXPECT_LT(std::abs(left - absent * stay), 4 * std::sqrt(absent * stay * (1 - stay)));
}

TEST_F(LabourMarketTest, and_housing_give_the_same_bits_for_any_number_of_threads) {
    std::vector<std::uint64_t> digests;
    std::vector<std::vector<double>> wages;
    for (const int threads : {1, 2, 3}) {
        const World world = run_country(model(), Machine{threads});
        digests.push_back(state_digest(world) ^ world.published.digest);
        const Economy& economy = world.published.economy;
        wages.emplace_back(economy.wage.cells().begin(), economy.wage.cells().end());
        wages.back().insert(wages.back().end(), economy.rent.begin(), economy.rent.end());
        EXPECT_NO_THROW(check_recount(world, Machine{}));
        EXPECT_EQ(economy.saved.last(), model().settings.end);
    }
    EXPECT_EQ(digests[1], digests[0]);
    EXPECT_EQ(digests[2], digests[0]);
    EXPECT_EQ(wages[1], wages[0]);
    EXPECT_EQ(wages[2], wages[0]);
}

}  // namespace
}  // namespace qonys
