#include <numeric>

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "model/run.hpp"
#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

/// Keeps its own books by place from nothing but the published flows, and compares them with the published stocks.
class Auditor final : public Observer {
public:
    explicit Auditor(int& months) : months_(&months) {}

    void begin(const RunInfo&, const World& world) override {
        persons_ = world.published.stocks.population;
        households_ = world.published.stocks.households;
        check(world);
    }
    void record(const World& world) override {
        const Ledger& ledger = world.published.ledger;
        for (std::size_t p = 0; p < persons_.size(); ++p) {
            persons_[p] += ledger.births[p] - ledger.deaths[p] + ledger.counted_in[p] - ledger.counted_out[p];
            households_[p] += ledger.formed[p] - ledger.dissolved[p];
            // Who comes from outside the World left no place of it.
            persons_[p] += ledger.outside_persons[p];
            households_[p] += ledger.outside_households[p];
            for (std::size_t q = 0; q < persons_.size(); ++q) {
                persons_[p] += ledger.moves_persons(q, p) - ledger.moves_persons(p, q);
                households_[p] += ledger.moves_households(q, p) - ledger.moves_households(p, q);
            }
            EXPECT_EQ(ledger.moves_persons(p, p), 0) << "nobody moves to where they are";
        }
        check(world);
        ++*months_;
    }
    void end(const World& world, RunEnd) override { check_recount(world, Machine{2}); }

private:
    void check(const World& world) const {
        const Stocks& stocks = world.published.stocks;
        ASSERT_EQ(stocks.population, persons_) << to_string(world.published.month);
        ASSERT_EQ(stocks.households, households_);
        const auto networks = stocks.networks.cells();
        ASSERT_EQ(std::accumulate(networks.begin(), networks.end(), std::int64_t{0}),
                  std::accumulate(households_.begin(), households_.end(), std::int64_t{0}));
        for (std::size_t p = 0; p < persons_.size(); ++p) {
            std::int64_t aged = 0;
            for (const Sex sex : {Sex::male, Sex::female})
                aged += stocks.cohorts.aged(static_cast<PlaceId>(p), sex, 0, 200, world.published.month);
            ASSERT_EQ(aged, persons_[p]) << "everybody is born by now and has an age";
        }
    }
    int* months_;
    std::vector<std::int64_t> persons_, households_;
};

/// Runs a model under audit; returns the audited months and leaves the world behind.
int audited_months(const Model& model, World& world) {
    int months = 0;
    Observers observers;
    observers.push_back(std::make_unique<Auditor>(months));
    run(model, world, Machine{2}, run_info(model, Machine{2}, ""), observers, [] { return false; });
    return months;
}

void expect_sound_blocks(const World& world) {
    for (const Block& block : world.blocks) {
        std::size_t in_households = 0;
        for (std::uint32_t h = 0; h < block.household_rows(); ++h) {
            std::uint8_t size = 0;
            block.for_each_member(static_cast<Row>(h), [&](Row person) {
                ASSERT_EQ(block.persons[person].household, h);
                if (size++ > 0) return;
                ASSERT_EQ(block.households[h].head_birth_month, block.persons[person].birth_month);
            });
            ASSERT_EQ(size, block.households[h].size);
            in_households += size;
        }
        const auto no_more = std::ranges::count(block.persons, no_row, &Person::household);
        ASSERT_EQ(in_households + static_cast<std::size_t>(no_more), block.person_rows());
    }
}

TEST(Conservation, of_persons_and_households_holds_in_every_place_and_month_of_Kazakhstan) {
    const Model model = make_model(std::filesystem::path(QONYS_SOURCE) / "scenarios/baseline.toml",
                                   {"run.scale=0.002", "run.end=\"2020-12\""});
    World world = make_world(model, Machine{2});
    EXPECT_EQ(audited_months(model, world), 24);
    expect_sound_blocks(world);
}

TEST(Conservation, holds_in_turbulent_times) {
    TinyCountry country;
    country.run = "start = \"2020-01\"\nend = \"2022-12\"\n";
    country.sections = resettlement_policy("north", 300, "for_head = \"1000 MCI\"\nawareness = 1");
    country.edit("vital_rates.csv", ",40,24\n", ",400,300\n");
    country.edit("migration_levels.csv", "0.02,0.5", "0.12,1.5");
    country.edit("arrivals.csv", "2015,120", "2015,1500");
    const Model model = country.model();
    World world = make_world(model, Machine{2});
    EXPECT_EQ(audited_months(model, world), 36);
    expect_sound_blocks(world);
    std::int64_t reached = 0;
    for (const Block& block : world.blocks)
        for (const Household& household : block.households) reached += household.programme == 0 ? 1 : 0;
    EXPECT_GT(reached, 0);
}

TEST(Conservation, ends_a_run_at_the_month_in_which_it_is_broken) {
    const TinyCountry country;
    const Model model = country.model();
    World world = make_world(model, Machine{});
    ++world.ledgers.front().births[0];  // a birth without a child
    EXPECT_THROW(run(model, world, Machine{}, run_info(model, {}, ""), {}, [] { return false; }), BrokenInvariant);
    EXPECT_EQ(world.published.month, Month(2020, 1));
}

}  // namespace
}  // namespace qonys
