#include "process/sojourners.hpp"

#include <array>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "tests/support/three_places.hpp"
#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

class TinySojourners : public testing::Test {
protected:
    /// So many enter in a year, or are here at the start.
    void entries(const std::string& stream, int persons) {
        country.edit("sojourner_flows.csv", stream + ",OUT,2015,0", stream + ",OUT,2015," + std::to_string(persons));
    }
    void stock(const std::string& status, int persons) {
        country.tables["sojourner_stock.csv"] += "2015," + status + ",OUT," + std::to_string(persons) + "\n";
    }
    void pass(const Model& model, World& world, Month month, int threads = 1) const {
        model.sojourners.pass(month, levers, world, Seed{seed}, Machine{threads});
        const Stocks before = world.published.stocks;
        publish(world, month);
        check_balances(world, before);
        check_recount(world, Machine{});
    }
    static std::int64_t count(const Matrix<std::int64_t>& table, LegalStatus status) {
        std::int64_t sum = 0;
        for (std::size_t p = 0; p < table.rows(); ++p) sum += table(p, index(status));
        return sum;
    }
    static std::int64_t here(const World& world, LegalStatus status) {
        return count(world.published.stocks.status, status);
    }
    static std::int64_t all(const Counts& counts) { return std::accumulate(counts.begin(), counts.end(), 0L); }

    TinyCountry country;
    Levers levers;
    std::uint64_t seed = 7;
    static constexpr Month january{2020, 1};
};

TEST_F(TinySojourners, are_here_at_the_start_as_many_as_the_table_says_where_it_says) {
    stock("student", 4000);
    stock("irregular", 2000);
    country.tables["sojourner_stock.csv"] += "2025,student,OUT,8000\n";
    country.edit("sojourner_stock.csv", "2015,irregular,OUT,0\n", "");
    const World world = make_world(country.model(), Machine{});
    const auto expect = [&](PlaceId place, LegalStatus status, double persons) {
        EXPECT_NEAR(static_cast<double>(world.published.stocks.status(index(place), index(status))), persons,
                    4 * std::sqrt(persons));
    };
    // Half way from 2015 to 2025; three quarters in the city, the rest 1200 to 800 over towns and villages.
    expect(TinyCountry::city, LegalStatus::student, 4500);
    expect(TinyCountry::town, LegalStatus::student, 900);
    expect(TinyCountry::village, LegalStatus::student, 600);
    expect(TinyCountry::city, LegalStatus::irregular, 750);  // on the way to nobody in 2025
    EXPECT_EQ(world.published.stocks.population[index(TinyCountry::city)], 1000);
}

TEST_F(TinySojourners, enter_as_many_as_the_table_says) {
    entries("student", 12000);
    entries("refugee", 2400);
    const Model model = country.model();
    const World start = make_world(model, Machine{});
    std::array<double, 3> students{};
    double refugees = 0;
    constexpr int replicates = 50;
    for (seed = 1; seed <= replicates; ++seed) {
        World world = start;
        pass(model, world, january);
        for (std::size_t p = 0; p < 3; ++p)
            students.at(p) += static_cast<double>(world.published.ledger.entered(p, index(LegalStatus::student)));
        refugees += static_cast<double>(count(world.published.ledger.entered, LegalStatus::refugee));
    }
    const std::array<double, 3> expected{150, 100, 750};
    double chi_square = 0;
    for (std::size_t p = 0; p < 3; ++p)
        chi_square += std::pow(students.at(p) - replicates * expected.at(p), 2) / (replicates * expected.at(p));
    EXPECT_LT(chi_square, 21.1);  // 1 in 10,000, of 3 degrees of freedom
    EXPECT_NEAR(refugees / replicates, 200, 4 * std::sqrt(200.0 / replicates));
}

TEST_F(TinySojourners, on_permits_renew_them_stay_on_or_go_home) {
    entries("labour_migrant", 24000);
    const Model model =
        country.model({"run.end=\"2021-12\"", "sojourners.irregular_leaving=0.0", "sojourners.detection=0.0"});
    World world = make_world(model, Machine{});
    pass(model, world, january);
    const auto entered = static_cast<double>(here(world, LegalStatus::labour_migrant));
    levers.border.entry.multiply(LegalStatus::labour_migrant, TinyCountry::abroad, 0);
    const double renew = 0.544;
    for (int k = 1; k <= 12; ++k) {
        pass(model, world, january + k);
        // After 3, 6 and 9 months a share renews; after a year nobody may.
        const double stay = k < 12 ? std::pow(renew, k / 3) : 0;
        EXPECT_NEAR(static_cast<double>(here(world, LegalStatus::labour_migrant)), entered * stay,
                    4 * std::sqrt(entered * stay * (1 - stay)) + 1e-9)
            << k << " months on";
    }
    EXPECT_NEAR(static_cast<double>(here(world, LegalStatus::irregular)), entered * 0.2,
                4 * std::sqrt(entered * 0.2 * 0.8));
}

TEST_F(TinySojourners, from_the_union_who_work_as_guests_become_its_workers) {
    entries("relokant", 24000);
    entries("eaeu_worker", 1);
    const Model model = country.model({"sojourners.working_guest_stays=1.0"});
    World world = make_world(model, Machine{});
    pass(model, world, january);
    const std::int64_t guests = here(world, LegalStatus::guest);
    for (const LegalStatus status : {LegalStatus::guest, LegalStatus::eaeu_worker})
        levers.border.entry.multiply(status, TinyCountry::abroad, 0);
    const std::int64_t workers = here(world, LegalStatus::eaeu_worker);
    pass(model, world, january + 1);
    pass(model, world, january + 2);
    EXPECT_EQ(here(world, LegalStatus::guest), guests);
    pass(model, world, january + 3);
    EXPECT_EQ(here(world, LegalStatus::guest), 0);
    EXPECT_GE(here(world, LegalStatus::eaeu_worker), guests);
    EXPECT_LE(here(world, LegalStatus::eaeu_worker), guests + workers);
}

TEST_F(TinySojourners, who_became_workers_of_the_union_stay_as_long_as_they_may_reside_and_go_then) {
    entries("relokant", 24000);
    entries("eaeu_worker", 1);
    const Model model = country.model(
        {"sojourners.working_guest_stays=1.0", "sojourners.residence_months=5", "sojourners.union_leaving=0.5"});
    World world = make_world(model, Machine{});
    pass(model, world, january);
    for (const LegalStatus status : {LegalStatus::guest, LegalStatus::eaeu_worker})
        levers.border.entry.multiply(status, TinyCountry::abroad, 0);
    const std::int64_t relokants = here(world, LegalStatus::guest);
    // Three months as guests, five with a residence permit.
    for (int k = 1; k < 8; ++k) pass(model, world, january + k);
    EXPECT_GT(relokants, 1000);
    EXPECT_GE(here(world, LegalStatus::eaeu_worker), relokants);
    EXPECT_LE(here(world, LegalStatus::eaeu_worker), relokants + 3);
    pass(model, world, january + 8);
    EXPECT_LE(here(world, LegalStatus::eaeu_worker), 3);
}

TEST_F(TinySojourners, of_the_union_leave_with_the_stated_hazard) {
    stock("eaeu_worker", 20000);
    const Model model = country.model({"sojourners.union_leaving=0.05"});
    World world = make_world(model, Machine{});
    const auto before = static_cast<double>(here(world, LegalStatus::eaeu_worker));
    pass(model, world, january);
    EXPECT_NEAR(static_cast<double>(count(world.published.ledger.left, LegalStatus::eaeu_worker)), before * 0.05,
                4 * std::sqrt(before * 0.05 * 0.95));
    EXPECT_EQ(all(world.published.ledger.stuck), 0);
}

TEST_F(TinySojourners, who_cannot_leave_are_stuck_and_go_when_they_can) {
    stock("eaeu_worker", 5000);
    stock("guest", 5000);
    const Model model = country.model({"sojourners.guest_overstay=0.0"});
    World world = make_world(model, Machine{});
    const std::int64_t before = here(world, LegalStatus::guest) + here(world, LegalStatus::eaeu_worker);
    for (std::size_t s = 0; s < status_count; ++s)
        levers.border.exit.multiply(static_cast<LegalStatus>(s), TinyCountry::abroad, 0);
    std::int64_t stuck = 0;
    for (int k = 0; k < 4; ++k) {
        pass(model, world, january + k);
        const Ledger& ledger = world.published.ledger;
        for (std::size_t s = 0; s < status_count; ++s) {
            EXPECT_EQ(count(ledger.left, static_cast<LegalStatus>(s)), 0);
            EXPECT_EQ(count(ledger.expelled, static_cast<LegalStatus>(s)), 0);
        }
        EXPECT_GT(all(ledger.stuck), stuck);  // more every month, since nobody gives up
        stuck = all(ledger.stuck);
    }
    // Without an extension of stay the guests' time is over.
    EXPECT_EQ(here(world, LegalStatus::guest), 0);
    EXPECT_EQ(here(world, LegalStatus::irregular) + here(world, LegalStatus::eaeu_worker), before);
    levers = {};
    pass(model, world, january + 4);
    std::int64_t left = 0;
    for (std::size_t s = 0; s < status_count; ++s)
        left += count(world.published.ledger.left, static_cast<LegalStatus>(s));
    EXPECT_GE(left, stuck);
    EXPECT_EQ(all(world.published.ledger.stuck), 0);
}

TEST_F(TinySojourners, stay_legal_while_stays_are_extended) {
    stock("guest", 5000);
    const Model model = country.model();
    World world = make_world(model, Machine{});
    levers.border.stay_clock = 0;
    levers.border.exit.multiply(LegalStatus::guest, TinyCountry::abroad, 0);
    const std::int64_t guests = here(world, LegalStatus::guest);
    for (int k = 0; k < 5; ++k) pass(model, world, january + k);
    EXPECT_EQ(here(world, LegalStatus::guest), guests);
    EXPECT_EQ(here(world, LegalStatus::irregular), 0);
    EXPECT_GT(all(world.published.ledger.stuck), 0);
}

TEST_F(TinySojourners, without_a_permit_are_found_and_expelled_more_often_when_looked_for) {
    stock("irregular", 20000);
    const Model model = country.model({"sojourners.irregular_leaving=0.0", "sojourners.fined_leaves=0.0",
                                       "sojourners.expulsion=1.0", "sojourners.detection=0.01"});
    const World start = make_world(model, Machine{});
    const auto before = static_cast<double>(here(start, LegalStatus::irregular));
    for (const double factor : {0.0, 1.0, 3.0, 100.0}) {
        World world = start;
        levers.border.detection = factor;
        pass(model, world, january);
        const double hazard = std::min(0.01 * factor, 0.05);
        EXPECT_NEAR(static_cast<double>(count(world.published.ledger.expelled, LegalStatus::irregular)),
                    before * hazard, 4 * std::sqrt(before * hazard) + 1e-9);
    }
}

TEST_F(TinySojourners, do_not_enter_through_a_closed_border_nor_beyond_a_quota) {
    entries("labour_migrant", 12000);
    entries("student", 12000);
    const Model model = country.model();
    World world = make_world(model, Machine{});
    levers.border.entry.multiply(LegalStatus::student, TinyCountry::abroad, 0);
    levers.border.permits[index(LegalStatus::labour_migrant)].country = 300;
    pass(model, world, january);
    EXPECT_EQ(here(world, LegalStatus::student), 0);
    EXPECT_EQ(here(world, LegalStatus::labour_migrant), 300);
    levers.border.permits[index(LegalStatus::labour_migrant)].country = 5000;
    pass(model, world, january + 1);
    EXPECT_NEAR(static_cast<double>(here(world, LegalStatus::labour_migrant)), 1300, 4 * std::sqrt(1000.0));
}

TEST_F(TinySojourners, are_the_same_for_any_number_of_threads) {
    entries("labour_migrant", 12000);
    entries("guest", 12000);
    stock("irregular", 5000);
    stock("student", 3000);
    const Model model = country.model();
    const auto digest_of = [&](int threads) {
        World world = make_world(model, Machine{threads});
        for (int k = 0; k < 6; ++k) pass(model, world, january + k, threads);
        return std::pair(state_digest(world), world.published.digest);
    };
    const auto one = digest_of(1);
    for (const int threads : {2, 3, 8}) EXPECT_EQ(digest_of(threads), one);
}

TEST_F(TinySojourners, say_what_is_wrong_with_their_tables) {
    country.edit("sojourner_flows.csv", "relokant,OUT,2015,0\n", "tourist,OUT,2015,0\n");
    country.edit("sojourner_regions.csv", "irregular,NOR,0.25\n", "");
    country.tables["sojourner_stock.csv"] += "2015,tourist,OUT,5\n2015,guest,CIT,5\n";
    const std::string message = message_of<InputError>([&] { country.model(); });
    for (const char* part :
         {"stream = 'tourist' (must be one of eaeu_worker, ", "no row of stream relokant", "1 rows of status irregular",
          "status = 'tourist' (must be one of the streams", "CIT does not lie abroad"})
        EXPECT_THAT(message, testing::HasSubstr(part));
}

}  // namespace
}  // namespace qonys
