#include "model/resume.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/run.hpp"
#include "output/checkpoint.hpp"
#include "tests/support/three_places.hpp"
#include "tests/support/working_country.hpp"

namespace qonys {
namespace {

using testing::HasSubstr;

class Resume : public testing::Test {
protected:
    Resume() {
        country.run = "start = \"2020-01\"\nend = \"2021-12\"\nseed = 7\n";
        put_to_work(country, 2);
    }

    Model model(const std::string& policies, const std::vector<std::string>& overrides = {}) {
        country.sections = policies;
        return country.model(overrides);
    }

    /// Runs until the end of `month` and saves a checkpoint of it.
    std::filesystem::path checkpoint(const Model& model, Month month) {
        const Machine machine{1};
        World world = make_world(model, machine);
        for (const Month each : MonthRange(model.settings.start, month)) advance(model, each, world, machine);
        std::filesystem::path file = country.folder() / "c.h5";
        write_checkpoint(file, Existing::replace, run_info(model, machine, ""), world);
        return file;
    }

    /// The digest of the events of every month that is left, and of the state at the end. Not of all months so far,
    /// which remembers the number that a policy had in the past.
    static std::vector<std::uint64_t> rest(const Model& model, World world, int threads = 1) {
        std::vector<std::uint64_t> digests;
        for (const Month month : MonthRange(world.published.month + 1, model.settings.end)) {
            advance(model, month, world, Machine{threads});
            digests.push_back(world.published.ledger.digest);
        }
        check_recount(world, Machine{1});
        digests.push_back(state_digest(world));
        return digests;
    }

    std::string refusal(const std::string& policies, const std::vector<std::string>& overrides,
                        const std::filesystem::path& file) {
        const Model other = model(policies, overrides);
        return message_of<InputError>([&] { resume(other, file, Machine{1}); });
    }

    TinyCountry country;
};

TEST_F(Resume, gives_the_bits_of_the_run_that_never_stopped) {
    const Model one = model(resettlement_policy("north", 60, generous));
    World whole = make_world(one, Machine{1});
    for (const Month month : MonthRange(Month(2020, 1), Month(2020, 8))) advance(one, month, whole, Machine{1});
    const auto file = checkpoint(one, Month(2020, 8));
    const auto expected = rest(one, std::move(whole));
    EXPECT_EQ(expected.size(), 17U);
    for (const int threads : {1, 2, 3})
        EXPECT_EQ(rest(one, resume(one, file, Machine{threads}), threads), expected) << threads << " threads";
}

TEST_F(Resume, under_a_policy_that_begins_later_gives_the_bits_of_the_run_that_always_knew_it) {
    const auto file = checkpoint(model(resettlement_policy("b", 60, generous)), Month(2020, 8));
    // "a" comes before "b" and so takes its number.
    const Model both = model(resettlement_policy("a", 40, std::string(generous) + "\nstart = \"2020-09\"") +
                             resettlement_policy("b", 60, generous));
    World whole = make_world(both, Machine{1});
    for (const Month month : MonthRange(Month(2020, 1), Month(2020, 8))) advance(both, month, whole, Machine{1});
    EXPECT_EQ(rest(both, resume(both, file, Machine{1})), rest(both, std::move(whole)));
}

TEST_F(Resume, without_a_policy_lets_its_members_belong_to_no_programme) {
    const auto file = checkpoint(model(resettlement_policy("north", 1000, generous)), Month(2020, 8));
    int members = 0;
    for (const Block& block : read_checkpoint(file).world.blocks)
        for (const Household& household : block.households) members += household.programme != no_programme ? 1 : 0;
    EXPECT_GT(members, 0);
    const Model none = model("");
    const World world = resume(none, file, Machine{1});
    for (const Block& block : world.blocks)
        for (const Household& household : block.households) EXPECT_EQ(household.programme, no_programme);
    EXPECT_EQ(world.published.ledger.policy_spending.rows(), 0U);
    EXPECT_EQ(rest(none, world).size(), 17U);
}

TEST_F(Resume, refuses_what_would_have_changed_the_past_and_says_all_of_it) {
    const auto file = checkpoint(model(""), Month(2020, 8));
    const std::string message =
        refusal("[migration]\nincome = 1.5\n",
                {"run.seed=8", "run.scale=0.5", "run.end=\"2022-01\"", "run.start=\"2020-02\""}, file);
    for (const char* key : {"run.seed = 8", "run.scale = 0.5", "run.end", "run.start", "migration.income = 1.5"})
        EXPECT_THAT(message, HasSubstr(key));
    EXPECT_THAT(message, HasSubstr("c.h5 has 7"));
    EXPECT_EQ(refusal("", {"run.title=\"Another\""}, file), "");
}

TEST_F(Resume, refuses_other_tables) {
    const auto file = checkpoint(model(""), Month(2020, 8));
    country.edit("mortality.csv", ",0.01", ",0.02");
    EXPECT_THAT(refusal("", {}, file), HasSubstr("mortality.csv: is not the table"));
}

TEST_F(Resume, needs_a_month_that_is_left) {
    EXPECT_THAT(refusal("", {}, checkpoint(model(""), Month(2021, 12))), HasSubstr("nothing is left to simulate"));
}

TEST_F(Resume, refuses_a_damaged_checkpoint_and_other_files) {
    const Model one = model("");
    const auto file = checkpoint(one, Month(2020, 8));
    std::string bytes;
    {
        std::ifstream in(file, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(in), {});
    }
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);  // amid the state, the largest dataset
    std::ofstream(file, std::ios::binary) << bytes;
    EXPECT_THAT(message_of<FileError>([&] { read_checkpoint(file); }), HasSubstr("the state in it is damaged"));
    {
        Hdf5Writer empty(file, Existing::replace);
        empty.close();
    }
    EXPECT_THAT(message_of<FileError>([&] { read_checkpoint(file); }), HasSubstr("is not a checkpoint"));
}

TEST_F(Resume, of_a_fork_in_memory_is_the_same) {
    const Model past = model("");
    const Model future = model(resettlement_policy("north", 60, std::string(generous) + "\nstart = \"2020-09\""));
    World shared = make_world(past, Machine{1});
    for (const Month month : MonthRange(Month(2020, 1), Month(2020, 8))) advance(past, month, shared, Machine{1});
    const auto file = checkpoint(past, Month(2020, 8));
    EXPECT_EQ(rest(future, fork(shared, past, future)), rest(future, resume(future, file, Machine{1})));
    EXPECT_NE(rest(future, fork(shared, past, future)), rest(past, shared)) << "or the policy is no test";
}

}  // namespace
}  // namespace qonys
