#include "analysis/validation.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "analysis/gravity.hpp"
#include "model/run.hpp"
#include "world/external_flows.hpp"

namespace qonys {
namespace {

/// The last year before the closures, of which the official shares are.
constexpr int emigration_year = 2019;

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

void add_indicators(Validation& validation, const RunFigures& run, const OfficialFigures& official) {
    for (const YearFigures& year : run.years) {
        const auto known = indicators(official, year.year, run.km);
        if (year.full() && known) validation.indicators.push_back({year.year, indicators(run, year), *known});
    }
}

/// Each part beside its official share.
std::vector<Validation::Share> shares(const std::vector<std::string>& names, std::span<const double> simulated,
                                      std::span<const double> official) {
    std::vector<Validation::Share> all;
    const double sum = total(simulated);
    for (std::size_t i = 0; i < names.size(); ++i) all.push_back({names[i], simulated[i] / sum, official[i]});
    return all;
}

void add_emigration(Validation& validation, const RunFigures& run, const Model& model) {
    const auto year = std::ranges::find(run.years, emigration_year, &YearFigures::year);
    if (year == run.years.end() || !year->full() || !(total(year->emigrants) > 0)) return;
    Problems problems;
    TableFolder folder(model.geography_folder);
    const ExternalFlow official = read_external_flows(folder, *model.geography, problems).emigration;
    problems.throw_if_any();
    std::vector<std::string> partners;
    for (std::size_t r = model.geography->domestic_regions; r < model.geography->regions.size(); ++r)
        partners.push_back(model.geography->regions[r].name);
    validation.emigration_year = emigration_year;
    validation.emigration_partners = shares(partners, year->left_for(), official.partner);
    validation.emigration_groups =
        shares({ethnicity_names.begin(), ethnicity_names.end()}, year->emigrants, official.ethnicity);
}

void add_households(Validation& validation, const RunFigures& run, const OfficialFigures& official) {
    for (const YearFigures& year : run.years) {
        const OfficialYear* known = official.of(year.year);
        const auto persons = official.population(year.year + 1);
        if (known == nullptr || !known->households || !persons || !year.full()) continue;
        validation.households.push_back({year.year, year.households_at_end, *known->households,
                                         total(year.population_at_end) / year.households_at_end,
                                         *persons / *known->households});
    }
}

void add_movers(Validation& validation, const RunFigures& run) {
    Validation::Movers movers{.by_age = std::vector<double>(age_groups), .intensity = moves_per_person_year(run.years)};
    for (const YearFigures& year : run.years) {
        std::ranges::transform(movers.by_age, year.moves_by_age, movers.by_age.begin(), std::plus<>{});
        movers.repeat += year.repeat_moves;
        movers.homeward += year.return_moves;
    }
    const double all = total(movers.by_age);
    if (!(all > 0)) return;
    for (double& moves : movers.by_age) moves /= all;
    movers.repeat /= all;
    movers.homeward /= all;
    validation.movers = std::move(movers);
}

}  // namespace

Validation validate(Model model, const OfficialFigures& official, const Machine& machine, int seeds,
                    const std::function<void(const std::string&)>& progress) {
    Validation validation;
    validation.title = model.settings.title;
    validation.first = model.settings.start;
    validation.last = model.settings.end;
    validation.scale = model.settings.scale;
    validation.seeds = seeds;
    std::vector<RunFigures> runs;
    for (int seed = 1; seed <= seeds; ++seed) {
        progress(fmt::format("seed {} of {}", seed, seeds));
        model.settings.seed = seed;
        runs.push_back(simulate(model, machine));
    }
    add_flows(validation, runs, model, official);
    add_indicators(validation, runs.front(), official);
    add_stocks(validation, runs.front(), model, official);
    add_emigration(validation, runs.front(), model);
    add_households(validation, runs.front(), official);
    add_movers(validation, runs.front());
    return validation;
}

}  // namespace qonys
