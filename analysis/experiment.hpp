#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "analysis/futures.hpp"
#include "analysis/paired.hpp"
#include "config/fields.hpp"

namespace qonys {

/// `[experiment]` of an experiment's file: a claim that runs can bear out or refute.
struct ExperimentSettings {
    std::string claim;
    std::string scenario;
    std::vector<std::string> set;
    std::vector<std::string> factors;
    std::string figure;
    std::string relative_to;
    std::vector<std::string> regions;
    std::vector<std::string> against;
    std::int64_t year = 0;
    std::string direction = "higher";
    std::string tested;
    double smallest = 0;
    std::int64_t replicates = 5;
};
void declare(Fields& fields, ExperimentSettings& settings);

/// An experiment as read and checked: 2^k arms, a factor present where its bit is set.
struct Experiment {
    std::string name;
    ExperimentSettings settings;
    std::vector<Arm> arms;          ///< the first without any factor, the last with all
    std::vector<RegionId> regions;  ///< all of the country if none are named
    std::vector<RegionId> against;
};

/// Reads "scenarios/experiments/p9/experiment.toml"; `overrides` come after the experiment's own `set`. Throws
/// InputError with all problems.
Experiment read_experiment(const std::filesystem::path& file, const std::vector<std::string>& overrides);

enum class Verdict : std::uint8_t { supported, not_supported, undecided };
std::string to_string(Verdict verdict);
/// Whether an effect bears out a claim: its whole interval lies beyond `smallest` in the direction (+1 or -1) of the
/// claim, or none of it does.
Verdict judge(const MeanInterval& effect, int direction, double smallest);

/// How many replicates would shrink the interval of an undecided effect, known from `replicates`, to its distance from
/// `smallest` in the direction (+1 or -1), if its mean is right and the interval shrinks with their square root.
double replicates_to_decide(const MeanInterval& effect, int direction, double smallest, int replicates);

/// A contrast between the arms.
struct Contrast {
    std::string name;  ///< a factor; "a x b"; "package"
    std::string meaning;
    std::vector<double> weights;  ///< [arm]
    MeanInterval effect;
};
/// Main effects, interactions of two, and, of two factors or more, what all together do beyond the sum of each alone.
/// Without effects.
std::vector<Contrast> contrasts_of(const std::vector<std::string>& factors);

struct ExperimentResult {
    std::vector<std::string> arm_names;
    std::vector<MeanInterval> arms;
    std::vector<Contrast> contrasts;
    int replicates = 0;
    std::size_t tested = 0;  ///< of the contrasts
    Verdict verdict = Verdict::undecided;
};
ExperimentResult run_experiment(const Experiment& experiment, const Machine& machine, int replicates,
                                const std::function<void(const std::string&)>& progress);

std::string to_text(const Experiment& experiment, const ExperimentResult& result);
std::string to_json(const Experiment& experiment, const ExperimentResult& result);

}  // namespace qonys
