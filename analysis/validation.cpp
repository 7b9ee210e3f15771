#include "analysis/validation.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/gravity.hpp"
#include "model/run.hpp"

namespace qonys {
namespace {

RunFigures simulate(const Model& model, const Machine& machine) {
    Observers observers;
    auto summary = std::make_unique<Summary>();
    const Summary& figures = *summary;
    observers.push_back(std::move(summary));
    World world = make_world(model, machine);
    run(model, world, machine, run_info(model, machine, "qonys validate"), observers, [] { return false; });
    return figures.figures();
}

void add(Spread& spread, double value, std::size_t earlier) {
    const auto n = static_cast<double>(earlier);
    spread.mean = (spread.mean * n + value) / (n + 1);
    spread.least = earlier == 0 ? value : std::min(spread.least, value);
    spread.most = earlier == 0 ? value : std::max(spread.most, value);
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t n = values.size();
    return n == 0 ? 0 : (values[(n - 1) / 2] + values[n / 2]) / 2;
}

std::vector<double> deviations(const std::vector<double>& simulated, const std::vector<double>& official) {
    std::vector<double> deviation(official.size());
    for (std::size_t r = 0; r < official.size(); ++r) deviation[r] = std::abs(simulated[r] / official[r] - 1);
    return deviation;
}

/// What simpler predictions of a year's pattern reach, from matrices of earlier years only.
void compare_rivals(Validation::Flows& flows, const Model& model, const OfficialFigures& official) {
    std::vector<int> earlier;
    for (const auto& [year, figures] : official.years)
        if (year < flows.year && figures.has_flows()) earlier.push_back(year);
    if (earlier.empty()) return;
    const Matrix<double>& truth = official.of(flows.year)->flows;
    flows.last_matrix_year = earlier.back();
    flows.last_matrix = common_part(official.of(earlier.back())->flows, truth);
    Problems problems;
    TableFolder folder(model.geography_folder);
    flows.gravity = common_part(fitted_gravity(folder, *model.geography, official, earlier.back(), problems), truth);
    problems.throw_if_any();
}

void add_flows(Validation& validation, const std::vector<RunFigures>& runs, const Model& model,
               const OfficialFigures& official) {
    for (std::size_t y = 0; y < runs.front().years.size(); ++y) {
        const int year = runs.front().years[y].year;
        const OfficialYear* known = official.of(year);
        if (known == nullptr || !known->has_flows() || !runs.front().years[y].full()) continue;
        Validation::Flows flows;
        flows.year = year;
        for (std::size_t k = 0; k < runs.size(); ++k) {
            const Matrix<double> simulated = runs[k].years[y].flows();
            add(flows.model, common_part(simulated, known->flows), k);
            add(flows.net_correlation, correlation(net_migration(simulated), net_migration(known->flows)), k);
            add(flows.moves_ratio, total(simulated.cells()) / total(known->flows.cells()), k);
        }
        compare_rivals(flows, model, official);
        validation.flows.push_back(flows);
    }
}

/// The first seed's: seeds differ far less than regions deviate.
void add_stocks(Validation& validation, const RunFigures& run, const Model& model, const OfficialFigures& official) {
    bool after_break = false;
    for (const YearFigures& year : run.years) {
        if (!year.full()) continue;
        const auto growth = official.unexplained_growth(year.year);
        const auto before = official.population(year.year);
        after_break = after_break || (growth && before && std::abs(*growth) > 0.005 * *before);
        const OfficialYear* next = official.of(year.year + 1);
        if (next != nullptr && !next->population.empty()) {
            const std::vector<double> deviation = deviations(year.population_at_end, next->population);
            const auto worst = std::ranges::max_element(deviation) - deviation.begin();
            validation.populations.push_back({year.year, after_break, median(deviation),
                                              deviation[static_cast<std::size_t>(worst)],
                                              model.geography->regions[static_cast<std::size_t>(worst)].name,
                                              total(year.population_at_end) / total(next->population)});
        }
        const OfficialYear* known = official.of(year.year);
        if (known != nullptr && !known->births.empty())
            validation.vital.push_back({year.year, median(deviations(year.births, known->births)),
                                        median(deviations(year.deaths, known->deaths)),
                                        total(year.births) / total(known->births),
                                        total(year.deaths) / total(known->deaths)});
    }
}

std::string spread(const Spread& s, int digits) {
    return fmt::format("{:.{}f} ({:.{}f} to {:.{}f})", s.mean, digits, s.least, digits, s.most, digits);
}

}  // namespace

Validation validate(Model model, const OfficialFigures& official, const Machine& machine, int seeds,
                    const std::function<void(const std::string&)>& progress) {
    Validation validation{.title = model.settings.title,
                          .first = model.settings.start,
                          .last = model.settings.end,
                          .scale = model.settings.scale,
                          .seeds = seeds,
                          .flows = {},
                          .populations = {},
                          .vital = {}};
    std::vector<RunFigures> runs;
    for (int seed = 1; seed <= seeds; ++seed) {
        progress(fmt::format("seed {} of {}", seed, seeds));
        model.settings.seed = seed;
        runs.push_back(simulate(model, machine));
    }
    add_flows(validation, runs, model, official);
    add_stocks(validation, runs.front(), model, official);
    return validation;
}

std::string to_markdown(const Validation& v) {
    std::string text = fmt::format(
        "# Validation\n\n<!-- Written by `qonys validate scenarios/baseline.toml > docs/validation.md`; do not edit. "
        "-->\n\n*{}*: {} to {}, scale {}, {} seeds. What was fitted and what was not: "
        "[estimation](model/estimation.md).\n\n"
        "## Flows between regions, as patterns\n\n"
        "Common part: the share of the flows that two matrices have in common once each is divided by its sum (1: the "
        "same pattern). The model's matrices of the years after the last one it was estimated on (2020) are "
        "predictions "
        "of the pattern; the national number of moves of every year is an input. For comparison: the last official "
        "matrix before the year, taken as it is, and a gravity model with effects of every origin and destination "
        "(distance, borders, cities; Poisson regression) fitted to that last matrix. Mean over seeds, least and most "
        "in "
        "brackets.\n\n"
        "| year | model | last matrix | gravity | correlation of net migration | moves, simulated / official |\n"
        "|---|---|---|---|---|---|\n",
        v.title, to_string(v.first), to_string(v.last), v.scale, v.seeds);
    for (const auto& flows : v.flows)
        text += fmt::format("| {} | {} | {:.3f} ({}) | {:.3f} | {} | {} |\n", flows.year, spread(flows.model, 3),
                            flows.last_matrix, flows.last_matrix_year, flows.gravity, spread(flows.net_correlation, 3),
                            spread(flows.moves_ratio, 3));
    text +=
        "\n## Population by region at the end of the year\n\n"
        "Absolute deviation from the official figure, over regions. Figures after the census break stand on another "
        "count than the population the run started from: they differ for that reason alone.\n\n"
        "| year | median | worst | where | nation, simulated / official | |\n|---|---|---|---|---|---|\n";
    for (const auto& p : v.populations)
        text += fmt::format("| {} | {:.1f} % | {:.1f} % | {} | {:.3f} | {} |\n", p.year, 100 * p.median, 100 * p.worst,
                            p.worst_region, p.nation, p.after_break ? "after the census break" : "");
    text +=
        "\n## Births and deaths by region\n\nLevels by region and year are inputs (registered crude rates); what is "
        "checked is that the simulated events meet them. Median absolute deviation over regions.\n\n"
        "| year | births | deaths | births, nation | deaths, nation |\n|---|---|---|---|---|\n";
    for (const auto& y : v.vital)
        text += fmt::format("| {} | {:.1f} % | {:.1f} % | {:.3f} | {:.3f} |\n", y.year, 100 * y.births_median,
                            100 * y.deaths_median, y.births_nation, y.deaths_nation);
    return text;
}

}  // namespace qonys
