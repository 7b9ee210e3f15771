#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "output/observer.hpp"

namespace qonys {

/// A folder of a test's own, gone with it.
class OwnFolder : public ::testing::Test {
protected:
    OwnFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "qonys-XXXXXX").string();
        folder = ::mkdtemp(name.data());
    }
    ~OwnFolder() override { std::filesystem::remove_all(folder); }

    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
    }
    void write_text(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }

    std::filesystem::path folder;
};

/// A run on three places, a town, a village and a place abroad, whose figures are put in by hand: in its n-th month,
/// 10 n persons and n households move from the village to the town, n are born in the village, and policy 0 spends
/// 1000 n tenge on the town. All move for work; rent is 1000 n + 0.5 tenge in the town and 500 in the village.
class SmallRun {
public:
    explicit SmallRun(int months = 3, std::size_t policies = 1) {
        geography_.regions = {{"north", "North", RegionKind::region, {}}, {"world", "World", RegionKind::abroad, {}}};
        geography_.places = {{"town", "Town", RegionId{0}, Settlement::urban},
                             {"village", "Village", RegionId{0}, Settlement::rural},
                             {"abroad", "Abroad", RegionId{1}, Settlement::abroad}};
        geography_.domestic_regions = 1;
        geography_.domestic_places = 2;
        run.title = "A small run";
        run.first = Month(2019, 11);
        run.last = run.first + (months - 1);
        run.scale = 0.5;
        run.seed = Seed{18'000'000'000'000'000'000U};
        run.command_line = "qonys run small.toml";
        run.effective_scenario = "title = \"A small run\"\n";
        run.files = {{"small.toml", "aa", "title = \"A small run\"\n", ""}, {"places.csv", "bb", "", "a bureau"}};
        for (std::size_t policy = 0; policy < policies; ++policy)
            run.policies.push_back({"policy-" + std::to_string(policy), "kind", "national"});
        world.geography = &geography_;
        open_books(world, policies, run.first, run.last, Machine{});
        Stocks& stocks = world.published.stocks;
        stocks.population = {100, 200, 0};
        stocks.households = {40, 50, 0};
        for (int age = 0; age < 100; ++age) born(PlaceId{0}, Sex::female, age, 1);
        born(PlaceId{1}, Sex::male, 101, 200);
    }

    /// Makes the next month's figures, as the engine would publish them.
    void next_month() {
        const int n = ++month_;
        Published& published = world.published;
        published.month = run.first + (n - 1);
        published.ledger.clear();
        published.ledger.moves_persons(1, 0) = 10 * n;
        published.ledger.moves_households(1, 0) = n;
        published.ledger.moves_by_reason(reason_row(Reason::work, PlaceId{1}, 3), 0) = 10 * n;
        published.ledger.moves_by_age[4] = 10 * n;
        published.ledger.entered(0, index(LegalStatus::guest)) = n;
        published.ledger.births[1] = n;
        published.economy.rent = {1000 * n + 0.5, 500};
        if (!run.policies.empty()) published.ledger.policy_spending(0, 0) = 1000 * n;
        published.stocks.population[0] += 10 * n;
        published.stocks.population[1] += n - 10 * n;
        published.stocks.households[0] += n;
        published.stocks.households[1] -= n;
        born(PlaceId{0}, Sex::male, 101, 10 * n);
        born(PlaceId{1}, Sex::male, 101, -10 * n);
        born(PlaceId{1}, Sex::male, 0, n);
        published.stocks.networks(0, 0) = n;
        published.digest = 0xFFFF'0000'0000'0000U + static_cast<unsigned>(n);
    }

    void observe_month(Observer& observer) {
        next_month();
        observer.record(world);
    }

    /// All of it.
    void observe(Observer& observer) {
        observer.begin(run, world);
        while (world.published.month < run.last) observe_month(observer);
        observer.end(world, RunEnd::complete);
    }

    RunInfo run;
    World world;

private:
    /// `persons` who are `age` years old before the first month.
    void born(PlaceId place, Sex sex, int age, int persons) {
        const Month birth = run.first + (-1 - 12 * age);
        world.published.stocks.cohorts.at(place, sex, static_cast<MonthIndex>(birth.index())) += persons;
    }

    Geography geography_;
    int month_ = 0;
};

}  // namespace qonys
