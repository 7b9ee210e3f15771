#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/experiment.hpp"
#include "tests/support/policy_runs.hpp"

namespace qonys {
namespace {

/// What one side of an experiment says beside what both say.
struct Side {
    std::string policies;
    std::vector<std::string> overrides;
};

/// The mechanism of every proposition (scenarios/experiments) on a tiny country that is built so that it must show:
/// with its channel open the effect has the sign that the mechanism says, beyond chance; with the channel closed there
/// is none, to the last bit, because both sides live through the same random numbers.
class Propositions : public PolicyRuns {
protected:
    Propositions() {
        country.run = "start = \"2020-01\"\nend = \"2020-12\"\nseed = 7\n";
        put_to_work(country, 10);
        country.edit("migration_levels.csv", "0.02,0.5", "0.06,0.5");
    }
    /// Of the figure (and settings) named, with less without.
    MeanInterval effect(const ExperimentSettings& settings, const Side& without, const Side& with,
                        std::vector<RegionId> regions = {TinyCountry::north, TinyCountry::capital},
                        std::vector<RegionId> against = {}) {
        Experiment experiment{.name = "tiny",
                              .settings = settings,
                              .arms = {},
                              .regions = std::move(regions),
                              .against = std::move(against)};
        experiment.settings.factors = {"on"};
        for (const Side* side : {&without, &with}) {
            country.sections = side->policies;
            experiment.arms.push_back({side == &with ? "on" : "none", country.model(side->overrides)});
        }
        return run_experiment(experiment, Machine{}, 3, [](const std::string&) {}).contrasts.front().effect;
    }
    static ExperimentSettings figure(std::string name, std::string relative_to = "") {
        ExperimentSettings settings;
        settings.figure = std::move(name);
        settings.relative_to = std::move(relative_to);
        return settings;
    }
    static void expect_higher(const MeanInterval& effect) { EXPECT_GT(effect.low(), 0) << effect.mean; }
    static void expect_lower(const MeanInterval& effect) { EXPECT_LT(effect.high(), 0) << effect.mean; }
    static void expect_none(const MeanInterval& effect) {
        EXPECT_EQ(effect.mean, 0);
        EXPECT_EQ(effect.half_width, 0);
    }
    static std::string closure(std::string_view where, std::string_view more) {
        return policy("shut", "quarantine",
                      fmt::format("closed = [\"{} 2020-02-01..2020-12-31\"]\njob_loss = 0\nhiring_stop = 0\n"
                                  "shifts_cut = 0\nsent_home = 0\n{}",
                                  where, more));
    }
    static std::string paid(std::string_view name, std::string_view more) {
        return resettlement_policy(
            name, 3000, fmt::format("for_head = \"600 MCI\"\nfor_member = \"400 MCI\"\nawareness = 1\n{}", more));
    }
};

TEST_F(Propositions, p1_closures_that_let_families_through_raise_their_share_of_moves) {
    const ExperimentSettings share = figure("moves_for_family", "moves_in");
    const std::string let_through = "exempt_reasons = [\"family\", \"homeward\"]\n";
    expect_higher(effect(share, {}, {closure("all", "leakage = 0.2\n" + let_through), {}}));
    expect_none(effect(share, {}, {closure("all", "leakage = 1\n" + let_through), {}}));
}

TEST_F(Propositions, p2_closed_borders_leave_foreigners_stuck) {
    entries("guest", 2400);
    const auto exit = [](double open) {
        return Side{policy("shut", "border_regime", fmt::format("exit = {}", open)), {}};
    };
    expect_higher(effect(figure("stuck"), {}, exit(0)));
    expect_none(effect(figure("stuck"), {}, exit(1)));
}

TEST_F(Propositions, p3_workers_who_cannot_leave_push_wages_down) {
    country.edit("migration_levels.csv", "2015,0.06,0.5", "2015,0.06,3.5");
    country.run = "start = \"2020-01\"\nend = \"2021-12\"\nseed = 7\n";
    const auto exit = [](double open) {
        return Side{policy("shut", "border_regime", fmt::format("exit = {}", open)), {}};
    };
    expect_lower(effect(figure("wage"), {}, exit(0)));
    expect_none(effect(figure("wage"), {}, exit(1)));
}

TEST_F(Propositions, p3_workers_without_citizenship_push_informal_work_up) {
    country.edit("migration_levels.csv", "0.06,0.5", "0.06,-60");
    country.edit("arrivals.csv", "returning,OUT,2015,120", "returning,OUT,2015,0");
    const auto gate = [](std::string_view policies) {
        return Side{std::string(policies), {"labour_market.noncitizen_informality=8"}};
    };
    const std::string closed = policy("shut", "border_regime", "entry = 0");
    expect_none(effect(figure("informality"), gate(closed), gate("")));
    country.edit("arrivals.csv", "kandas,OUT,2015,0", "kandas,OUT,2015,4800");
    expect_higher(effect(figure("informality"), gate(closed), gate("")));
}

TEST_F(Propositions, p4_citizens_who_come_home_raise_unemployment) {
    country.edit("migration_levels.csv", "0.06,0.5", "0.06,-60");
    const Side closed{policy("shut", "border_regime", "entry = 0"), {}};
    country.edit("arrivals.csv", "returning,OUT,2015,120", "returning,OUT,2015,2400");
    expect_higher(effect(figure("unemployment"), closed, {}));
    country.edit("arrivals.csv", "returning,OUT,2015,2400", "returning,OUT,2015,0");
    expect_none(effect(figure("unemployment"), closed, {}));
}

TEST_F(Propositions, p4_workers_whom_flights_bring_home_look_for_work_and_send_no_money) {
    trips(1600, 0);
    const auto flights = [](double workers) {
        const std::string shut = policy("shut", "border_regime", "entry = 0");
        const std::vector<std::string> who{fmt::format("labour_market.workers_flown_home={:.1f}", workers),
                                           "travellers.own_means=0.0"};
        return std::pair(
            Side{shut, who},
            Side{shut + policy("air", "return_flights", "groups = [\"TRIP\"]\nseats_per_month = [80]"), who});
    };
    const auto [grounded, flown] = flights(0.5);
    expect_higher(effect(figure("unemployment"), grounded, flown));
    expect_lower(effect(figure("remittances"), grounded, flown));
    const auto [tourists_grounded, tourists_flown] = flights(0);
    expect_none(effect(figure("unemployment"), tourists_grounded, tourists_flown));
}

TEST_F(Propositions, p5_closing_one_region_cuts_its_arrivals_a_head_more_than_the_other_s) {
    const ExperimentSettings a_head = figure("moves_in", "population");
    const auto uneven = [&](std::string_view leakage) {
        // Of twice as many people, as many who move in are fewer a head.
        return effect(a_head, {}, {closure("NOR-CIT", fmt::format("leakage = {}", leakage)), {}},
                      {TinyCountry::capital}, {TinyCountry::north});
    };
    expect_lower(uneven("0"));
    expect_none(uneven("1"));
}

TEST_F(Propositions, p6_distance_learning_replaces_moves_to_study) {
    country.edit("enrolment.csv", "NOR,0,0", "NOR,0.5,0.3");
    const auto online = [](double share) {
        return Side{policy("online", "education", fmt::format("origins = [\"NOR\"]\ndistance_learning = {}", share)),
                    {}};
    };
    expect_lower(effect(figure("moves_for_study"), {}, online(0.5)));
    expect_none(effect(figure("moves_for_study"), {}, online(0)));
}

TEST_F(Propositions, p7_one_procedure_naturalises_sooner_than_three) {
    const Side fast{policy("kandas", "kandas_programme", "procedure = \"joint\"\njoint_months = 3"), {}};
    const Side slow{policy("kandas", "kandas_programme", "procedure = \"sequence\""), {}};
    expect_none(effect(figure("naturalised"), slow, fast));  // nobody comes
    country.edit("arrivals.csv", "kandas,OUT,2015,0", "kandas,OUT,2015,2400");
    expect_higher(effect(figure("naturalised"), slow, fast));
}

TEST_F(Propositions, p8_joined_permits_lower_irregularity_where_quotas_bind) {
    for (const char* stream : {"labour_migrant", "foreign_labour_force"}) entries(stream, 4800);
    const auto permits = [](std::string_view quotas, bool joined) {
        return Side{policy("permits", "work_permits", fmt::format("years = [2020]\n{}joined = {}", quotas, joined)),
                    {}};
    };
    const std::string binding = "individuals_per_year = [600]\nemployers_per_year = [9000]\n";
    const std::string plenty = "individuals_per_year = [900000]\nemployers_per_year = [900000]\n";
    expect_lower(effect(figure("irregular"), permits(binding, false), permits(binding, true)));
    for (const char* stream : {"labour_migrant", "foreign_labour_force"})
        country.edit("sojourner_flows.csv", std::string(stream) + ",OUT,2015,4800",
                     std::string(stream) + ",OUT,2015,0");
    expect_none(effect(figure("irregular"), permits(plenty, false), permits(plenty, true)));
}

TEST_F(Propositions, p9_dwellings_keep_the_resettled) {
    country.run = "start = \"2020-01\"\nend = \"2021-12\"\nseed = 7\n";
    const ExperimentSettings left = figure("left_programme", "joined");
    const auto dwellings = [&](double chance) {
        return Side{paid("north", fmt::format("dwelling = \"1 MCI\"\ndwellings_per_month = {}", chance)),
                    {"migration.owner=2"}};
    };
    const Side without{paid("north", ""), {"migration.owner=2"}};
    expect_lower(effect(left, without, dwellings(0.5)));
    expect_none(effect(left, without, dwellings(0)));
}

TEST_F(Propositions, p9_services_lower_returns_of_who_feels_the_pull_of_home) {
    country.run = "start = \"2020-01\"\nend = \"2021-12\"\nseed = 7\n";
    const Side without{paid("north", ""), {"migration.home=2.0"}};
    const auto services = [&](double home_pull) {
        return Side{
            paid("north", "") +
                policy("serve", "adaptation_services",
                       fmt::format("places = [\"NOR\"]\ncoverage = 1\nplacement = 0\nhome_pull = {}", home_pull)),
            {"migration.home=2.0"}};
    };
    expect_lower(effect(figure("returned"), without, services(0)));
    expect_none(effect(figure("returned"), without, services(1)));
}

TEST_F(Propositions, p10_money_and_word_of_it_do_more_together_than_the_sum_of_each) {
    const auto package = [&](double told) {
        const std::string money = resettlement_policy("north", 3000, "for_head = \"600 MCI\"\nawareness = 0");
        const std::string word =
            policy("word", "information_campaign", fmt::format("origins = [\"CIT\"]\nawareness = {}", told));
        Experiment experiment{
            .name = "tiny", .settings = figure("moves_in"), .arms = {}, .regions = {TinyCountry::north}, .against = {}};
        experiment.settings.factors = {"money", "word"};
        for (const std::string& policies : {std::string(), money, word, money + word}) {
            country.sections = policies;
            experiment.arms.push_back({"arm", country.model()});
        }
        return run_experiment(experiment, Machine{}, 3, [](const std::string&) {}).contrasts.back();
    };
    EXPECT_EQ(package(0.8).name, "package");
    expect_higher(package(0.8).effect);
    expect_none(package(0).effect);
}

TEST_F(Propositions, p11_acquaintances_draw_people_where_many_are_and_nobody_where_nobody_moves) {
    const auto network = [](std::string_view strength) {
        return Side{"", {fmt::format("migration.network={}", strength)}};
    };
    const std::vector<RegionId> city{TinyCountry::capital};
    expect_higher(effect(figure("moves_in"), network("0.0"), network("0.4"), city));
    country.edit("migration_regions.csv", "1.5,-5", "1.5,-40");
    country.edit("migration_regions.csv", "0.75,-4.5", "0.75,-40");
    expect_none(effect(figure("moves_in"), network("0.0"), network("0.4"), city));
}

TEST_F(Propositions, p12_investment_and_grants_keep_people_in_the_north) {
    const auto regulation = [&](int jobs, int quota) {
        return Side{
            resettlement_policy("grants", quota, "for_head = \"600 MCI\"\nawareness = 1") +
                policy("jobs", "regional_investment", fmt::format("places = [\"NOR\"]\njobs_per_year = {}", jobs)),
            {}};
    };
    const std::vector<RegionId> north{TinyCountry::north};
    expect_higher(effect(figure("net_migration"), {}, regulation(2000, 1000), north));
    expect_none(effect(figure("net_migration"), {}, regulation(0, 0), north));
}

}  // namespace
}  // namespace qonys
