#include <cmath>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "analysis/experiment.hpp"
#include "analysis/outcomes.hpp"
#include "analysis/text_table.hpp"

namespace qonys {
namespace {

std::string number(double value) {
    constexpr double whole_from = 100;
    if (std::isnan(value)) return "-";
    return std::abs(value) >= whole_from ? grouped(value) : fmt::format("{:.4g}", value);
}

std::string figure_of(const ExperimentSettings& s) {
    const Outcome& outcome = outcome_catalogue()[find_outcome(s.figure).value()];
    std::string text = fmt::format("{} ({})", outcome.meaning, outcome.unit);
    if (!s.relative_to.empty())
        text += fmt::format(", relative to {}", outcome_catalogue()[find_outcome(s.relative_to).value()].meaning);
    if (!s.regions.empty()) text += fmt::format("; in {}", fmt::join(s.regions, ", "));
    if (!s.against.empty()) text += fmt::format("; less that in {}", fmt::join(s.against, ", "));
    return text + (s.year == 0 ? "; whole run" : fmt::format("; in {}", s.year));
}

boost::json::object to_object(const std::string& name, const MeanInterval& estimate) {
    const auto known = [](double value) {
        return std::isfinite(value) ? boost::json::value(value) : boost::json::value(nullptr);
    };
    return {{"name", name}, {"mean", known(estimate.mean)}, {"half_width", known(estimate.half_width)}};
}

}  // namespace

std::string to_text(const Experiment& experiment, const ExperimentResult& result) {
    const ExperimentSettings& s = experiment.settings;
    std::string text = fmt::format("{}: {}\n  figure: {}\n\n", experiment.name, s.claim, figure_of(s));
    TextTable arms({{"arm", TextTable::Align::left}, {"mean"}, {"95 %"}});
    for (std::size_t arm = 0; arm < result.arms.size(); ++arm)
        arms.add({result.arm_names[arm], number(result.arms[arm].mean), "+-" + number(result.arms[arm].half_width)});
    TextTable effects(
        {{"effect, on the same seeds", TextTable::Align::left}, {"mean"}, {"95 %"}, {"", TextTable::Align::left}});
    for (const Contrast& contrast : result.contrasts)
        effects.add(
            {contrast.name, number(contrast.effect.mean), "+-" + number(contrast.effect.half_width), contrast.meaning});
    const MeanInterval& tested = result.contrasts[result.tested].effect;
    const double needed = replicates_to_decide(tested, s.direction == "higher" ? 1 : -1, s.smallest, result.replicates);
    constexpr double too_many = 1e6;
    const std::string more =
        result.verdict == Verdict::undecided && needed < too_many
            ? fmt::format("  If the mean is right, about {} pairs decide it (--replicates).\n", grouped(needed))
            : "";
    return text + arms.text() + "\n" + effects.text() +
           fmt::format("\n  The claim says that {} makes it {}{}: {}.\n", result.contrasts[result.tested].name,
                       s.direction, s.smallest > 0 ? fmt::format(" by more than {}", s.smallest) : "",
                       to_string(result.verdict)) +
           more;
}

std::string to_json(const Experiment& experiment, const ExperimentResult& result) {
    boost::json::array arms, effects;
    for (std::size_t arm = 0; arm < result.arms.size(); ++arm)
        arms.push_back(to_object(result.arm_names[arm], result.arms[arm]));
    for (const Contrast& contrast : result.contrasts) effects.push_back(to_object(contrast.name, contrast.effect));
    const ExperimentSettings& s = experiment.settings;
    return boost::json::serialize(boost::json::object{{"experiment", experiment.name},
                                                      {"claim", s.claim},
                                                      {"figure", s.figure},
                                                      {"direction", s.direction},
                                                      {"replicates", result.replicates},
                                                      {"arms", std::move(arms)},
                                                      {"effects", std::move(effects)},
                                                      {"tested", result.contrasts[result.tested].name},
                                                      {"verdict", to_string(result.verdict)}});
}

}  // namespace qonys
