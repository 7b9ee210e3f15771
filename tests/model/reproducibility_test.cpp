#include <fstream>

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "model/run.hpp"
#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

/// Kazakhstan with two households in a thousand, in 2019.
const std::vector<std::string> small{"run.scale=0.002", "run.end=\"2019-12\""};

std::filesystem::path baseline() { return std::filesystem::path(QONYS_SOURCE) / "scenarios/baseline.toml"; }

/// A scenario beside nothing: it extends the baseline and adds programmes such as Enbek.
class Reproducibility : public testing::Test {
protected:
    std::filesystem::path with_enbek() {
        scratch.run.clear();
        std::filesystem::path file = scratch.folder() / "enbek.toml";
        std::ofstream(file) << "extends = \"" << baseline().string() << "\"\n"
                            << "[[policy]]\nname = \"enbek\"\nkind = \"resettlement\"\n"
                               "origins = [\"TRK\", \"ALM\", \"ZHM\"]\ndestinations = [\"SKO\", \"KST\", \"PVL\"]\n"
                               "quota_persons_per_year = [40000, 40000, 40000]\nawareness = 0.9\n"
                               "for_head = \"3000 MCI\"\nfor_member = \"3000 MCI\"\n";
        return file;
    }
    static std::uint64_t digest_of(const Model& model, int threads) {
        const World world = run_country(model, Machine{threads});
        return chained(world.published.digest, state_digest(world));
    }
    TinyCountry scratch;
};

/// Looks at everything it is shown.
class Onlooker final : public Observer {
public:
    explicit Onlooker(std::vector<std::uint64_t>& seen) : seen_(&seen) {}
    void begin(const RunInfo&, const World& world) override { seen_->push_back(state_digest(world)); }
    void record(const World& world) override { seen_->push_back(world.published.digest); }
    void end(const World& world, RunEnd) override { seen_->push_back(state_digest(world)); }

private:
    std::vector<std::uint64_t>* seen_;
};

bool never() { return false; }

TEST_F(Reproducibility, holds_for_any_number_of_threads) {
    const Model model = make_model(baseline(), small);
    const std::uint64_t one = digest_of(model, 1);
    for (const int threads : {2, 3, 8}) EXPECT_EQ(digest_of(model, threads), one) << threads << " threads";
}

TEST_F(Reproducibility, holds_for_any_number_of_threads_with_policies) {
    const Model model = make_model(with_enbek(), small);
    std::int64_t resettled = 0;
    const World world = run_country(model, Machine{1}, [&](Month, const World& now) {
        for (const std::int64_t persons : now.published.ledger.policy_persons.cells()) resettled += persons;
    });
    EXPECT_GT(resettled, 0) << "otherwise the policy is no test";
    const std::uint64_t one = chained(world.published.digest, state_digest(world));
    for (const int threads : {2, 3, 8}) EXPECT_EQ(digest_of(model, threads), one) << threads << " threads";
    EXPECT_NE(one, digest_of(make_model(baseline(), small), 1));
}

TEST_F(Reproducibility, holds_from_one_run_to_the_next_and_from_one_model_to_the_next) {
    const Model model = make_model(baseline(), small);
    EXPECT_EQ(digest_of(model, 2), digest_of(model, 2));
    EXPECT_EQ(digest_of(model, 2), digest_of(make_model(baseline(), small), 2));
}

TEST_F(Reproducibility, ends_with_the_seed) {
    const auto with_seed = [&](const std::string& seed) {
        std::vector<std::string> overrides = small;
        overrides.push_back("run.seed=" + seed);
        return digest_of(make_model(baseline(), overrides), 2);
    };
    EXPECT_NE(with_seed("1"), with_seed("2"));
    EXPECT_NE(with_seed("1"), with_seed("4294967297")) << "the upper half of the seed counts too";
    EXPECT_EQ(with_seed("1"), digest_of(make_model(baseline(), small), 1));
}

TEST_F(Reproducibility, holds_whether_or_not_somebody_looks) {
    const Model model = make_model(baseline(), small);
    const Machine machine{2};
    World alone = make_world(model, machine);
    run(model, alone, machine, run_info(model, machine, ""), {}, never);
    std::vector<std::uint64_t> seen;
    Observers observers;
    observers.push_back(std::make_unique<Onlooker>(seen));
    observers.push_back(std::make_unique<Onlooker>(seen));
    World watched = make_world(model, machine);
    EXPECT_EQ(run(model, watched, machine, run_info(model, machine, ""), observers, never), RunEnd::complete);
    EXPECT_EQ(state_digest(watched), state_digest(alone));
    EXPECT_EQ(watched.published.digest, alone.published.digest);
    EXPECT_EQ(seen.size(), 2U * (1 + 12 + 1));
}

TEST_F(Reproducibility, gives_every_month_the_same_digest_whatever_comes_after) {
    std::vector<std::uint64_t> whole;
    run_country(scratch.model(), {}, [&](Month, const World& world) { whole.push_back(world.published.digest); });
    std::vector<std::uint64_t> half;
    run_country(scratch.model({"run.end=\"2020-06\""}), {},
                [&](Month, const World& world) { half.push_back(world.published.digest); });
    ASSERT_EQ(half.size(), 6U);
    EXPECT_TRUE(std::equal(half.begin(), half.end(), whole.begin()));
}

TEST_F(Reproducibility, holds_when_a_run_is_interrupted_and_its_world_goes_on) {
    const Model model = scratch.model();
    const World whole = run_country(model);
    World parts = make_world(model, Machine{});
    int asked = 0;
    EXPECT_EQ(run(model, parts, Machine{}, run_info(model, {}, ""), {}, [&] { return ++asked > 5; }),
              RunEnd::interrupted);
    EXPECT_EQ(parts.published.month, Month(2020, 5)) << "stops after the month under way";
    for (const Month month : MonthRange(Month(2020, 6), Month(2020, 12))) advance(model, month, parts, Machine{});
    EXPECT_EQ(state_digest(parts), state_digest(whole));
    EXPECT_EQ(parts.published.digest, whole.published.digest);
}

TEST_F(Reproducibility, survives_writing_the_effective_scenario_and_reading_it_again) {
    scratch.run += "title = \"A \\\"quoted\\\" title: n\\u00e4chste \\\\ Woche\"\n";
    scratch.sections = "[migration]\nurban = 0.7\n" +
                       resettlement_policy("b_second", 60, "for_head = \"300 MCI\"\nawareness = 1") +
                       resettlement_policy("a_first", 50, "for_head = \"900000 KZT\"\nstart = \"2020-02\"");
    const Model model = scratch.model({"run.seed=12", "migration.income=1.25"});
    const std::filesystem::path again = scratch.folder() / "again.toml";
    std::ofstream(again) << effective_scenario(model);
    const Model same = make_model(again, {});
    EXPECT_EQ(digest_of(same, 1), digest_of(model, 1));
    EXPECT_EQ(same.settings.title, model.settings.title);
    EXPECT_EQ(effective_scenario(same), effective_scenario(model)) << "a fixed point";
    EXPECT_NE(digest_of(scratch.model(), 1), digest_of(model, 1)) << "--set was written in";
}

}  // namespace
}  // namespace qonys
