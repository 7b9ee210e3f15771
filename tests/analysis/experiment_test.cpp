#include "analysis/experiment.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/three_places.hpp"
#include "tests/support/working_country.hpp"

namespace qonys {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Contrasts, of_one_factor_are_its_effect) {
    const auto all = contrasts_of({"a"});
    ASSERT_EQ(all.size(), 1U);
    EXPECT_THAT(all[0].weights, ElementsAre(-1, 1));
}

TEST(Contrasts, of_two_factors_are_the_textbook_ones) {
    const auto all = contrasts_of({"a", "b"});  // arms: none, a, b, a + b
    ASSERT_EQ(all.size(), 4U);
    EXPECT_THAT(all[0].weights, ElementsAre(-0.5, 0.5, -0.5, 0.5));
    EXPECT_THAT(all[1].weights, ElementsAre(-0.5, -0.5, 0.5, 0.5));
    EXPECT_THAT(all[2].weights, ElementsAre(1, -1, -1, 1));
    EXPECT_EQ(all[3].weights, all[2].weights) << "a package of two exceeds its parts by their interaction";
}

TEST(Contrasts, of_three_factors_measure_the_package_against_each_alone) {
    const auto all = contrasts_of({"a", "b", "c"});
    ASSERT_EQ(all.size(), 7U);
    EXPECT_THAT(all[3].weights, ElementsAre(0.5, -0.5, -0.5, 0.5, 0.5, -0.5, -0.5, 0.5)) << all[3].name;
    EXPECT_THAT(all[6].weights, ElementsAre(2, -1, -1, 0, -1, 0, 0, 1)) << all[6].name;
}

TEST(Verdicts, follow_from_where_the_interval_lies) {
    EXPECT_EQ(judge({2, 1}, +1, 0), Verdict::supported);
    EXPECT_EQ(judge({2, 1}, -1, 0), Verdict::not_supported);
    EXPECT_EQ(judge({-2, 1}, -1, 0), Verdict::supported);
    EXPECT_EQ(judge({1, 2}, +1, 0), Verdict::undecided);
    EXPECT_EQ(judge({2, 1}, +1, 1.5), Verdict::undecided);
    EXPECT_EQ(judge({0, 0}, +1, 0), Verdict::not_supported) << "no effect at all is none in the direction";
    EXPECT_EQ(judge({0, 0}, -1, 0), Verdict::not_supported);
}

TEST(Verdicts, that_are_open_need_the_square_of_how_much_narrower_an_interval_must_be) {
    EXPECT_EQ(replicates_to_decide({1, 2}, +1, 0, 5), 20);
    EXPECT_EQ(replicates_to_decide({-1, 2}, -1, 0, 5), 20);
    EXPECT_EQ(replicates_to_decide({1, 2}, +1, 0.5, 5), 80);
    EXPECT_EQ(replicates_to_decide({-1, 2}, -1, 0.5, 5), 80);
    EXPECT_EQ(replicates_to_decide({0.5, 2}, +1, 1, 5), 80) << "as many to refute it";
}

class Experiments : public testing::Test {
protected:
    Experiments() {
        country.run = "start = \"2020-01\"\nend = \"2021-12\"\nseed = 7\n";
        put_to_work(country, 3);
        country.sections =
            resettlement_policy("north", 200, "for_head = \"2000 MCI\"\nfor_member = \"1000 MCI\"\nawareness = 1");
    }
    std::filesystem::path write(const std::string& text, const std::string& without) {
        country.write();
        auto file = country.folder() / "experiment.toml";
        std::ofstream(file) << "[experiment]\nclaim = \"Money moves people\"\nscenario = \"tiny.toml\"\n"
                            << text << "\n[without]\n"
                            << without << "\n";
        return file;
    }
    Verdict verdict(const std::string& text, const std::string& without) {
        const Experiment experiment = read_experiment(write(text, without), {});
        return run_experiment(experiment, Machine{2}, 4, silent).verdict;
    }
    std::string mistakes(const std::string& text, const std::string& without) {
        const auto file = write(text, without);
        return message_of<InputError>([&] { read_experiment(file, {}); });
    }
    TinyCountry country;
};

const std::string moves_in = "factors = [\"grant\"]\nfigure = \"moves_in\"\nregions = [\"NOR\"]\n";
const std::string no_grant = "grant = [\"policy.north.remove=true\"]\n";

TEST_F(Experiments, support_a_claim_and_its_contrary_is_not_supported) {
    EXPECT_EQ(verdict(moves_in + "direction = \"higher\"\n", no_grant), Verdict::supported);
    EXPECT_EQ(verdict(moves_in + "direction = \"lower\"\n", no_grant), Verdict::not_supported);
}

TEST_F(Experiments, find_no_effect_once_its_channel_is_off) {
    // Nobody knows of the programme, in both arms.
    const std::string off = "set = [\"policy.north.awareness=0\"]\n";
    const Experiment experiment = read_experiment(write(moves_in + off, no_grant), {});
    const ExperimentResult result = run_experiment(experiment, Machine{2}, 4, silent);
    EXPECT_EQ(result.verdict, Verdict::not_supported);
    EXPECT_EQ(result.contrasts.front().effect.mean, 0);
    EXPECT_EQ(result.contrasts.front().effect.half_width, 0);
}

TEST_F(Experiments, run_every_combination_of_several_factors) {
    const Experiment experiment =
        read_experiment(write("factors = [\"money\", \"word\"]\nfigure = \"joined\"\n",
                              "money = [\"policy.north.for_head=0 KZT\", \"policy.north.for_member=0 KZT\"]\n"
                              "word = [\"policy.north.awareness=0.2\"]\n"),
                        {});
    ASSERT_EQ(experiment.arms.size(), 4U);
    EXPECT_EQ(experiment.arms[0].name, "none");
    EXPECT_EQ(experiment.arms[3].name, "money + word");
    const ExperimentResult result = run_experiment(experiment, Machine{2}, 3, silent);
    const auto mean = [&](std::size_t arm) { return result.arms[arm].mean; };
    EXPECT_GT(mean(3), mean(0));
    EXPECT_NEAR(result.contrasts[3].effect.mean, mean(3) - mean(1) - mean(2) + mean(0), 1e-9);
    EXPECT_THAT(to_text(experiment, result), HasSubstr("money x word"));
}

TEST_F(Experiments, tell_all_mistakes_of_their_file) {
    const std::string message = mistakes(
        "factors = [\"grant\"]\nfigure = \"move_in\"\ndirection = \"up\"\ntested = \"grand\"\n", "grants = []\n");
    EXPECT_THAT(message, HasSubstr("experiment.figure = \"move_in\" is not a figure (did you mean 'moves_in'?)"));
    EXPECT_THAT(message, HasSubstr("experiment.direction = \"up\" (must be higher or lower)"));
    EXPECT_THAT(message, HasSubstr("experiment.tested"));
    EXPECT_THAT(message, HasSubstr("without.grants"));
    EXPECT_THAT(mistakes(moves_in, "grant = [\"policy.south.remove=true\"]\n"),
                HasSubstr("there is no policy 'south'"));
}

}  // namespace
}  // namespace qonys
