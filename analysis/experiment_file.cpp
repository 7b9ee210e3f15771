#include <algorithm>

#include <fmt/format.h>

#include "analysis/experiment.hpp"
#include "analysis/outcomes.hpp"
#include "config/document.hpp"

namespace qonys {
namespace {

constexpr std::size_t most_factors = 5;

/// `[without]`: for each factor, what `--set` would say to take it out.
struct Without {
    std::vector<std::string> factors;
    std::vector<std::vector<std::string>> overrides;  ///< [factor]
};

void declare(Fields& fields, Without& without) {
    without.overrides.resize(without.factors.size());
    for (std::size_t f = 0; f < without.factors.size(); ++f)
        fields.field(without.overrides[f], {.name = without.factors[f],
                                            .unit = "",
                                            .meaning = "section.key=value of all that takes the factor out",
                                            .source = "the experiment's author",
                                            .required = true});
}

void check(const ExperimentSettings& settings, const Section& section, Problems& problems) {
    const auto wrong = [&](std::string_view key, const std::string& value, const std::string& why) {
        problems.add(section.where(key), fmt::format("{} = \"{}\" {}", section.path_of(key), value, why));
    };
    for (const auto& [key, figure] :
         {std::pair("figure", settings.figure), std::pair("relative_to", settings.relative_to)})
        if (!(figure.empty() && std::string_view(key) == "relative_to") && !find_outcome(figure))
            wrong(key, figure,
                  fmt::format("is not a figure{}; there are: {}", did_you_mean(figure, outcome_names()),
                              fmt::join(outcome_names(), ", ")));
    if (settings.direction != "higher" && settings.direction != "lower")
        wrong("direction", settings.direction, "(must be higher or lower)");
    if (settings.factors.empty() || settings.factors.size() > most_factors)
        problems.add(section.where("factors"),
                     fmt::format("{} names {} factors (must be 1 to {})", section.path_of("factors"),
                                 settings.factors.size(), most_factors));
    else if (const auto all = contrasts_of(settings.factors);
             !settings.tested.empty() && std::ranges::find(all, settings.tested, &Contrast::name) == all.end()) {
        std::vector<std::string> names;
        for (const Contrast& contrast : all) names.push_back(contrast.name);
        wrong("tested", settings.tested,
              fmt::format("is no effect of these factors; there are: {}", fmt::join(names, ", ")));
    }
}

std::vector<RegionId> regions_of(const std::vector<std::string>& ids, std::string_view key, const Section& section,
                                 const Geography& geography, Problems& problems) {
    std::vector<RegionId> regions;
    for (const std::string& id : ids) {
        const auto region = geography.find_region(id);
        if (region && index(*region) < geography.domestic_regions)
            regions.push_back(*region);
        else
            problems.add(section.where(key),
                         fmt::format("{}: '{}' is not a region of the country{}", section.path_of(key), id,
                                     did_you_mean(id, geography.region_ids())));
    }
    return regions;
}

/// The factors that an arm has, by name.
std::string arm_name(const std::vector<std::string>& factors, std::size_t arm) {
    std::vector<std::string> present;
    for (std::size_t f = 0; f < factors.size(); ++f)
        if ((arm >> f & 1U) != 0) present.push_back(factors[f]);
    return present.empty() ? "none" : fmt::format("{}", fmt::join(present, " + "));
}

}  // namespace

void declare(Fields& fields, ExperimentSettings& s) {
    const auto text = [&](auto& value, std::string_view name, std::string_view meaning, bool required) {
        fields.field(
            value,
            {.name = name, .unit = "", .meaning = meaning, .source = "the experiment's author", .required = required});
    };
    const auto number = [&](auto& value, std::string_view name, std::string_view unit, std::string_view meaning,
                            double least, double most) {
        fields.field(value, {.name = name,
                             .unit = unit,
                             .meaning = meaning,
                             .source = "the experiment's author",
                             .least = least,
                             .most = most});
    };
    text(s.claim, "claim", "what the experiment puts to the test, in a sentence", true);
    text(s.scenario, "scenario", "the scenario with all factors in it", true);
    text(s.set, "set", "section.key=value for all arms", false);
    text(s.factors, "factors", "what some arms have and others lack; [without] says how to take each out", true);
    text(s.figure, "figure", "the figure that must respond, as `qonys compare` names it", true);
    text(s.relative_to, "relative_to", "figure to divide it by", false);
    text(s.regions, "regions", "regions whose figure is meant; by default the whole country", false);
    text(s.against, "against", "regions whose figure is taken off", false);
    number(s.year, "year", "", "calendar year of the figure; 0 is the whole run", 0, 2050);
    text(s.direction, "direction", "what the claim says the figure gets: higher or lower", false);
    text(s.tested, "tested", "the effect that decides; by default that of the factor, or of several the package",
         false);
    number(s.smallest, "smallest", "as the figure", "effects up to this size do not count", 0, 1e15);
    number(s.replicates, "replicates", "", "runs of each arm, with seeds from the scenario's on", 2, 1000);
}

Experiment read_experiment(const std::filesystem::path& file, const std::vector<std::string>& overrides) {
    Problems problems;
    Document document = Document::load(file, {}, problems);
    problems.throw_if_any();
    Experiment experiment{
        .name = file.parent_path().filename().string(), .settings = {}, .arms = {}, .regions = {}, .against = {}};
    const Section section = document.section("experiment");
    ExperimentSettings& settings = experiment.settings;
    read_section(section, settings, problems);
    Without without{settings.factors, {}};
    read_section(document, "without", without, problems);
    check(settings, section, problems);
    document.report_unread(problems);
    problems.throw_if_any();

    const std::filesystem::path scenario = section.resolve("scenario", settings.scenario);
    for (std::size_t arm = 0; arm < std::size_t{1} << settings.factors.size(); ++arm) {
        std::vector<std::string> set = settings.set;
        for (std::size_t f = 0; f < settings.factors.size(); ++f)
            if ((arm >> f & 1U) == 0) set.insert(set.end(), without.overrides[f].begin(), without.overrides[f].end());
        set.insert(set.end(), overrides.begin(), overrides.end());
        experiment.arms.push_back({arm_name(settings.factors, arm), make_model(scenario, set)});
    }
    check_comparable(experiment.arms);
    const Geography& geography = *experiment.arms.front().model.geography;
    experiment.regions = regions_of(settings.regions, "regions", section, geography, problems);
    experiment.against = regions_of(settings.against, "against", section, geography, problems);
    if (settings.regions.empty())
        for (std::size_t r = 0; r < geography.domestic_regions; ++r)
            experiment.regions.push_back(static_cast<RegionId>(r));
    const MonthRange months = experiment.arms.front().model.settings.months();
    if (settings.year != 0 && (settings.year < months.first().year() || settings.year > months.last().year()))
        problems.add(section.where("year"),
                     fmt::format("experiment.year = {}: the scenario runs from {} to {}", settings.year,
                                 to_string(months.first()), to_string(months.last())));
    problems.throw_if_any();
    return experiment;
}

}  // namespace qonys
