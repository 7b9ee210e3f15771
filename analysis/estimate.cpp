#include "analysis/estimate.hpp"

#include <cmath>

#include <fmt/format.h>

#include "analysis/summary.hpp"
#include "model/run.hpp"
#include "world/external_flows.hpp"

namespace qonys {
namespace {

/// Moves between the urban and the rural part of a region are not published. Assumed: half of all moves within regions
/// (the rest stays inside one of the two).
constexpr double share_of_moves_between_parts = 0.5;

/// Persons whom towns gained from the countryside by internal moves in 2019. Derived: towns gained 40,445 by all flows
/// (BNS table 6567), and three quarters of the external loss of 32,970 is assumed to be theirs.
constexpr double gain_of_towns_2019 = 65'000;

/// How far one round goes towards the target, as a power of the ratio; less than all of it, since effects of neighbours
/// hang together.
constexpr double damping = 0.8;

struct Targets {
    Matrix<double> flows;                 ///< of the calibration year
    std::map<int, double> interregional;  ///< persons by year
    double within_regions = 0;            ///< persons between the parts of regions, first year
    ExternalFlow emigration;
};

Targets read_targets(const Model& model, const OfficialFigures& official, int calibration_year, TableFolder& folder,
                     Problems& problems) {
    Targets targets;
    const OfficialYear* year = official.of(calibration_year);
    if (year != nullptr) targets.flows = year->flows;
    const Table totals =
        folder.open("internal_totals.csv", {"year", "interregional_persons", "all_internal_persons"}, problems);
    for (std::size_t row = 0; row < totals.rows(); ++row) {
        const auto y = static_cast<int>(totals.integer(row, "year", 1900, 2200, problems));
        const double between = totals.number(row, "interregional_persons", 1, 1e9, problems);
        const double all = totals.number(row, "all_internal_persons", 1, 1e9, problems);
        targets.interregional[y] = between;
        if (y == model.settings.start.year()) targets.within_regions = share_of_moves_between_parts * (all - between);
    }
    targets.emigration = read_external_flows(folder, *model.geography, problems).emigration;
    problems.throw_if_any();
    return targets;
}

/// What one trial run yields, in persons of the real country.
struct Trial {
    RunFigures figures;
    double gain_of_towns = 0;  ///< first year
    std::array<double, ethnicity_count> emigrants_by_ethnicity{};

    const YearFigures& year(int year) const {
        return figures.years[static_cast<std::size_t>(year - figures.years.front().year)];
    }
};

/// Adds up what towns gain from the countryside of the same country in the first year, and who has left by its end.
class FirstYear final : public Observer {
public:
    explicit FirstYear(Trial& trial) : trial_(trial) {}
    void begin(const RunInfo& run, const World&) override {
        scale_ = run.scale;
        year_ = run.first.year();
    }
    void record(const World& world) override {
        if (world.published.month.year() != year_) return;
        const Geography& geography = *world.geography;
        const auto& moves = world.published.ledger.moves_persons;
        const auto urban = [&](std::size_t p) { return geography.places[p].settlement == Settlement::urban; };
        for (std::size_t i = 0; i < geography.domestic_places; ++i)
            for (std::size_t j = 0; j < geography.domestic_places; ++j)
                trial_.gain_of_towns += (static_cast<int>(urban(j)) - static_cast<int>(urban(i))) *
                                        static_cast<double>(moves(i, j)) / scale_;
        if (world.published.month.month_of_year() != 12) return;
        for (const Block& block : world.blocks)
            for (std::uint32_t row = 0; row < block.household_rows(); ++row)
                if (geography.abroad(block.households.place[row]))
                    trial_.emigrants_by_ethnicity[index(block.households.ethnicity[row])] +=
                        block.households.size[row] / scale_;
    }
    void end(const World&, RunEnd) override {}

private:
    Trial& trial_;
    double scale_ = 1;
    int year_ = 0;
};

/// Adjusts the effects round by round.
class Calibration {
public:
    Calibration(Model& model, const Machine& machine, Targets targets, int calibration_year)
        : model_(model),
          machine_(machine),
          targets_(std::move(targets)),
          calibration_year_(calibration_year),
          start_(make_world(model, machine)) {}

    /// Runs the model to the end of `last_year` with the present effects.
    Trial try_until(int last_year) {
        Trial trial;
        World world = start_;
        const Month end = model_.settings.end;
        model_.settings.end = Month(last_year, 12);
        Observers observers;
        auto summary = std::make_unique<Summary>();
        const Summary& figures = *summary;
        observers.push_back(std::move(summary));
        observers.push_back(std::make_unique<FirstYear>(trial));
        run(model_, world, machine_, run_info(model_, machine_, "qonys estimate"), observers, [] { return false; });
        model_.settings.end = end;
        trial.figures = figures.figures();
        return trial;
    }

    /// Shifts all utilities so that, at the start, the destinations of an average resident together weigh as much as
    /// staying at home weighs with `stay` = 0: without it, the level and the utilities could not be told apart.
    void normalise(MigrationEffects& effects, MigrationParameters& parameters) const {
        const Geography& geography = *model_.geography;
        const Levers none;
        Migration migration = model_.migration;
        migration.replace(parameters, effects);
        const auto choices = migration.choices(model_.settings.start, none, start_.published, start_.at_start);
        double weight = 0;
        double persons = 0;
        for (std::size_t p = 0; p < geography.domestic_places; ++p) {
            const auto here = static_cast<double>(start_.at_start.population[p]);
            const auto region = index(geography.places[p].region);
            for (std::size_t e = 0; e < ethnicity_count; ++e) {
                const double of_group = here * model_.marginals.ethnicity(region, e) /
                                        (model_.marginals.ethnicity(region, 0) + model_.marginals.ethnicity(region, 1) +
                                         model_.marginals.ethnicity(region, 2));
                weight += of_group * choices.cumulated(p * ethnicity_count + e, choices.places - 1);
                persons += of_group;
            }
        }
        const double shift = std::log(weight / persons);
        for (double& pull : effects.pull) pull -= shift;
        for (double& utility : effects.abroad.cells()) utility -= shift;
        parameters.within_region -= shift;
    }

    /// Moves every effect towards its target, as the trial missed it.
    void adjust_places(const Trial& trial) {
        const Geography& geography = *model_.geography;
        MigrationEffects effects = model_.migration.effects();
        MigrationParameters parameters = model_.migration.parameters();
        const Matrix<double> flows = trial.year(calibration_year_).flows();
        const double level = total(targets_.flows.cells()) / total(flows.cells());
        for (std::size_t r = 0; r < geography.domestic_regions; ++r) {
            double in = 0, out = 0, wanted_in = 0, wanted_out = 0;
            for (std::size_t s = 0; s < geography.domestic_regions; ++s) {
                in += flows(s, r) * level;
                out += flows(r, s) * level;
                wanted_in += targets_.flows(s, r);
                wanted_out += targets_.flows(r, s);
            }
            effects.pull[r] += damping * std::log(wanted_in / in);
            effects.push[r] *= std::pow(wanted_out / out, damping);
        }
        const YearFigures& first = trial.figures.years.front();
        const double left = first.left();
        for (std::size_t r = 0; r < geography.domestic_regions; ++r) {
            double emigrants = 0;
            for (std::size_t a = geography.domestic_regions; a < geography.regions.size(); ++a)
                emigrants += first.moves(r, a);
            effects.emigration[r] +=
                damping * std::log(std::max(targets_.emigration.region[r], 1e-4) / std::max(emigrants / left, 1e-4));
        }
        for (std::size_t a = 0; a < targets_.emigration.partner.size(); ++a) {
            double emigrants = 0;
            for (std::size_t r = 0; r < geography.domestic_regions; ++r)
                emigrants += first.moves(r, geography.domestic_regions + a);
            for (std::size_t e = 0; e < ethnicity_count; ++e)
                effects.abroad(a, e) +=
                    damping * std::log(targets_.emigration.partner[a] * left / std::max(emigrants, 1.0)) +
                    damping * std::log(targets_.emigration.ethnicity[e] * left /
                                       std::max(trial.emigrants_by_ethnicity[e], 1.0)) +
                    std::log(targets_.emigration.persons.at(first.year) / left);
        }
        parameters.within_region += damping * std::log(targets_.within_regions / first.moved_within_regions());
        // The gain of towns is a difference of two large flows: a step of its own, in the units of the smaller one.
        parameters.urban += damping * (gain_of_towns_2019 - trial.gain_of_towns) /
                            (targets_.interregional.at(first.year) / 2 + targets_.within_regions);
        normalise(effects, parameters);
        model_.migration.replace(parameters, std::move(effects));
    }

    /// Brings the national levels of all simulated years to the official ones.
    void adjust_levels(const Trial& trial) {
        MigrationEffects effects = model_.migration.effects();
        for (const YearFigures& year : trial.figures.years) {
            if (targets_.interregional.contains(year.year))
                effects.level[year.year] *= targets_.interregional.at(year.year) / total(year.flows().cells());
            if (targets_.emigration.persons.contains(year.year) && year.year != trial.figures.years.front().year)
                effects.external_level[year.year] += std::log(targets_.emigration.persons.at(year.year) / year.left());
        }
        model_.migration.replace(model_.migration.parameters(), std::move(effects));
    }

    /// Years before the simulated ones: the first year's level, in proportion to moves per person (not simulated).
    void extend_levels(const OfficialFigures& official) {
        MigrationEffects effects = model_.migration.effects();
        const int first = model_.settings.start.year();
        for (const auto& [year, moves] : targets_.interregional) {
            const auto then = official.population(year);
            const auto now = official.population(first);
            if (year >= first || !then || !now) continue;
            effects.level[year] = effects.level.at(first) * (moves / *then) / (targets_.interregional.at(first) / *now);
            if (targets_.emigration.persons.contains(year))
                effects.external_level[year] = std::log(targets_.emigration.persons.at(year) / *then /
                                                        (targets_.emigration.persons.at(first) / *now)) -
                                               std::log(effects.level[year] / effects.level.at(first));
        }
        model_.migration.replace(model_.migration.parameters(), std::move(effects));
    }

    std::vector<Estimation::Check> checks(const Trial& trial) const {
        std::vector<Estimation::Check> checks;
        for (const YearFigures& year : trial.figures.years) {
            checks.push_back({fmt::format("moves between regions, {}", year.year), targets_.interregional.at(year.year),
                              total(year.flows().cells())});
            if (targets_.emigration.persons.contains(year.year))
                checks.push_back(
                    {fmt::format("emigrants, {}", year.year), targets_.emigration.persons.at(year.year), year.left()});
        }
        const YearFigures& first = trial.figures.years.front();
        checks.push_back({fmt::format("moves between urban and rural parts of regions, {}", first.year),
                          targets_.within_regions, first.moved_within_regions()});
        checks.push_back({fmt::format("gain of towns, {}", first.year), gain_of_towns_2019, trial.gain_of_towns});
        for (std::size_t e = 0; e < ethnicity_count; ++e)
            checks.push_back({fmt::format("emigrants, {}, {}", ethnicity_names[e], first.year),
                              targets_.emigration.ethnicity[e] * targets_.emigration.persons.at(first.year),
                              trial.emigrants_by_ethnicity[e]});
        const std::vector<double> wanted = net_migration(targets_.flows);
        const std::vector<double> net = net_migration(trial.year(calibration_year_).flows());
        for (std::size_t r = 0; r < wanted.size(); ++r)
            checks.push_back(
                {fmt::format("net migration of {}, {}", model_.geography->regions[r].id, calibration_year_), wanted[r],
                 net[r]});
        return checks;
    }

private:
    Model& model_;
    Machine machine_;
    Targets targets_;
    int calibration_year_;
    World start_;
};

/// No effects yet: the pattern from the regression, everything else neutral.
void start_from(const GravityFit& gravity, Model& model, const Calibration& calibration) {
    MigrationParameters parameters = model.migration.parameters();
    parameters.distance = gravity.distance.value;
    parameters.adjacent = gravity.adjacent.value;
    parameters.hinterland = gravity.hinterland.value;
    parameters.network = gravity.network.value;
    parameters.income = gravity.income.value;
    parameters.stay = 0;
    parameters.urban = 0;
    parameters.within_region = -1;
    MigrationEffects effects = model.migration.effects();
    effects.pull = gravity.pull;
    effects.push.assign(effects.push.size(), 1);
    effects.emigration.assign(effects.emigration.size(), 0);
    for (double& utility : effects.abroad.cells()) utility = -3;
    effects.level.clear();
    effects.external_level.clear();
    for (int year = model.settings.start.year(); year <= model.settings.end.year(); ++year) {
        effects.level[year] = 0.02;
        effects.external_level[year] = 0;
    }
    // Twice, because only the pull of the regions is far off at first.
    MigrationEffects far = effects;
    for (double& utility : far.abroad.cells()) utility = -100;
    MigrationParameters unchanged = parameters;
    unchanged.within_region = -100;
    calibration.normalise(far, unchanged);
    effects.pull = far.pull;
    model.migration.replace(parameters, std::move(effects));
}

}  // namespace

Estimation estimate(Model model, const Machine& machine, const std::vector<int>& pattern_years,
                    const std::function<void(const std::string&)>& progress) {
    constexpr int rounds_of_places = 15;
    constexpr int rounds_of_levels = 4;
    Problems problems;
    TableFolder folder(model.geography_folder);
    const OfficialFigures official = read_official_figures(model.geography_folder, *model.geography, problems);
    Estimation result;
    result.pattern_years = pattern_years;
    result.calibration_year = pattern_years.back();
    progress("Poisson regression of the flow matrices");
    result.gravity = fit_gravity(folder, *model.geography, official, pattern_years, problems);
    Targets targets = read_targets(model, official, result.calibration_year, folder, problems);

    Calibration calibration(model, machine, std::move(targets), result.calibration_year);
    start_from(result.gravity, model, calibration);
    for (int round = 1; round <= rounds_of_places; ++round) {
        progress(fmt::format("effects of places, round {} of {}", round, rounds_of_places));
        const Trial trial = calibration.try_until(result.calibration_year);
        calibration.adjust_places(trial);
        calibration.adjust_levels(trial);
    }
    Trial trial;
    for (int round = 1; round <= rounds_of_levels; ++round) {
        progress(fmt::format("levels of years, round {} of {}", round, rounds_of_levels));
        trial = calibration.try_until(model.settings.end.year());
        if (round < rounds_of_levels) calibration.adjust_levels(trial);
    }
    calibration.extend_levels(official);
    result.checks = calibration.checks(trial);
    result.parameters = model.migration.parameters();
    result.effects = model.migration.effects();
    return result;
}

}  // namespace qonys
