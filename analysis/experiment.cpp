#include "analysis/experiment.hpp"

#include <bit>
#include <cmath>

#include <fmt/format.h>

#include "analysis/outcomes.hpp"

namespace qonys {
namespace {

/// The experiment's figure in one arm.
double value_of(const Experiment& experiment, const OutcomeRecord& record) {
    const ExperimentSettings& s = experiment.settings;
    const std::size_t period =
        s.year == 0 ? record.periods() - 1 : static_cast<std::size_t>(s.year - record.first_year());
    const auto in = [&](const std::vector<RegionId>& regions) {
        const double value = record.value_of(find_outcome(s.figure).value(), regions, period);
        return s.relative_to.empty() ? value
                                     : value / record.value_of(find_outcome(s.relative_to).value(), regions, period);
    };
    return in(experiment.regions) - (experiment.against.empty() ? 0 : in(experiment.against));
}

/// Half of the arms with a positive weight for each factor of the set, so that the weights add up to the difference
/// of means (one factor) or of differences (two).
std::vector<double> factorial_weights(std::size_t arms, std::size_t of_factors) {
    std::vector<double> weights;
    const int size = std::popcount(of_factors);
    for (std::size_t arm = 0; arm < arms; ++arm) {
        const bool negative = (size - std::popcount(arm & of_factors)) % 2 != 0;
        const double scale =
            static_cast<double>(std::size_t{1} << static_cast<unsigned>(size)) / static_cast<double>(arms);
        weights.push_back(negative ? -scale : scale);
    }
    return weights;
}

}  // namespace

std::string to_string(Verdict verdict) {
    if (verdict == Verdict::supported) return "supported";
    return verdict == Verdict::not_supported ? "not supported" : "undecided";
}

Verdict judge(const MeanInterval& effect, int direction, double smallest) {
    const double low = direction > 0 ? effect.low() : -effect.high();
    const double high = direction > 0 ? effect.high() : -effect.low();
    if (low > smallest) return Verdict::supported;
    return high <= smallest ? Verdict::not_supported : Verdict::undecided;
}

double replicates_to_decide(const MeanInterval& effect, int direction, double smallest, int replicates) {
    const double times = effect.half_width / (effect.mean - direction * smallest);
    return std::ceil(replicates * times * times);
}

std::vector<Contrast> contrasts_of(const std::vector<std::string>& factors) {
    const std::size_t arms = std::size_t{1} << factors.size();
    std::vector<Contrast> all;
    for (std::size_t f = 0; f < factors.size(); ++f)
        all.push_back({factors[f],
                       factors.size() == 1 ? "with it less without" : "with it less without, mean over the others",
                       factorial_weights(arms, std::size_t{1} << f),
                       {}});
    if (factors.size() < 2) return all;
    for (std::size_t f = 0; f < factors.size(); ++f)
        for (std::size_t g = f + 1; g < factors.size(); ++g)
            all.push_back({factors[f] + " x " + factors[g],
                           "how much more one does where the other is",
                           factorial_weights(arms, (std::size_t{1} << f) | (std::size_t{1} << g)),
                           {}});
    std::vector<double> weights(arms, 0.0);
    weights.back() = 1;
    weights.front() = static_cast<double>(factors.size()) - 1;
    for (std::size_t f = 0; f < factors.size(); ++f) weights[std::size_t{1} << f] -= 1;
    all.push_back({"package", "all together, beyond the sum of each alone", weights, {}});
    return all;
}

ExperimentResult run_experiment(const Experiment& experiment, const Machine& machine, int replicates,
                                const std::function<void(const std::string&)>& progress) {
    const std::vector<Arm>& arms = experiment.arms;
    const RunSettings& run = arms.front().model.settings;
    std::vector<std::vector<double>> values(arms.size());  // [arm][replicate]
    for (int k = 0; k < replicates; ++k) {
        progress(fmt::format("{}: seed {} of {}, {} arms", experiment.name, k + 1, replicates, arms.size()));
        std::vector<OutcomeRecord> records(arms.size(),
                                           OutcomeRecord(*arms.front().model.geography, run.months(), run.scale));
        run_futures(
            arms, run.seed + k, machine, [](std::size_t, const Futures&) {},
            [&](const Futures& futures) {
                for (std::size_t arm = 0; arm < arms.size(); ++arm) records[arm].record(futures.of(arm));
            });
        for (std::size_t arm = 0; arm < arms.size(); ++arm) values[arm].push_back(value_of(experiment, records[arm]));
    }

    ExperimentResult result{
        .arm_names = {}, .arms = {}, .contrasts = contrasts_of(experiment.settings.factors), .replicates = replicates};
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
        result.arm_names.push_back(arms[arm].name);
        result.arms.push_back(mean_interval(values[arm]));
    }
    result.tested = result.contrasts.size() - 1;  // the one factor, or the package
    for (std::size_t c = 0; c < result.contrasts.size(); ++c) {
        Contrast& contrast = result.contrasts[c];
        std::vector<double> effects(static_cast<std::size_t>(replicates));  // pair by pair, on the same seeds
        for (std::size_t arm = 0; arm < arms.size(); ++arm)
            for (std::size_t k = 0; k < effects.size(); ++k) effects[k] += contrast.weights[arm] * values[arm][k];
        contrast.effect = mean_interval(effects);
        if (contrast.name == experiment.settings.tested) result.tested = c;
    }
    result.verdict = judge(result.contrasts[result.tested].effect, experiment.settings.direction == "higher" ? 1 : -1,
                           experiment.settings.smallest);
    return result;
}

}  // namespace qonys
