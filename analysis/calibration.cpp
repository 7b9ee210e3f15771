#include "analysis/calibration.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/age_schedule.hpp"
#include "model/run.hpp"

namespace qonys {
namespace {

/// How far one round goes towards the target, as a power of the ratio; less than all of it, since effects of neighbours
/// hang together.
constexpr double damping = 0.8;

/// Of the first years, in which those live together whom the data put together: later, simulated households are too
/// many and too small (docs/model/families.md), and more of the young decide for themselves than should.
std::vector<double> ages_of_movers(const CalibrationTrial& trial) {
    constexpr std::size_t first_years = 5;
    const std::span<const YearFigures> years = trial.figures.years;
    return relative_by_group(moves_per_person_year(years.first(std::min(first_years, years.size()))));
}

/// Adds up what towns gain from the countryside of the same country in the reference year, and who has left in it.
class ReferenceYear final : public Observer {
public:
    ReferenceYear(CalibrationTrial& trial, int year) : trial_(trial), year_(year) {}
    void begin(const RunInfo& run, const World&) override { scale_ = run.scale; }
    void record(const World& world) override {
        const Month month = world.published.month;
        if (month.year() != year_) return;
        const Geography& geography = *world.geography;
        // Crossings, not what the stocks abroad gain: some come back in the same year.
        for (std::size_t p = geography.domestic_places; p < geography.places.size(); ++p)
            for (std::size_t e = 0; e < ethnicity_count; ++e)
                trial_.emigrants_by_ethnicity[e] +=
                    static_cast<double>(world.published.ledger.border_crossings(p, e)) / scale_;
        const auto& moves = world.published.ledger.moves_persons;
        const auto urban = [&](std::size_t p) { return geography.places[p].settlement == Settlement::urban; };
        for (std::size_t i = 0; i < geography.domestic_places; ++i)
            for (std::size_t j = 0; j < geography.domestic_places; ++j)
                trial_.gain_of_towns += (static_cast<int>(urban(j)) - static_cast<int>(urban(i))) *
                                        static_cast<double>(moves(i, j)) / scale_;
    }
    void end(const World&, RunEnd) override {}

private:
    CalibrationTrial& trial_;
    int year_;
    double scale_ = 1;
};

}  // namespace

Calibration::Calibration(Model& model, const Machine& machine, CalibrationTargets targets)
    : model_(model), machine_(machine), targets_(std::move(targets)), start_(make_world(model, machine)) {}

CalibrationTrial Calibration::try_until(int last_year) {
    CalibrationTrial trial;
    World world = start_;
    restart_alarms(world);  // those of the start were drawn with other effects
    const Month end = model_.settings.end;
    model_.settings.end = Month(last_year, 12);
    Observers observers;
    auto summary = std::make_unique<Summary>();
    const Summary& figures = *summary;
    observers.push_back(std::move(summary));
    observers.push_back(std::make_unique<ReferenceYear>(trial, targets_.reference_year));
    run(model_, world, machine_, run_info(model_, machine_, "qonys estimate"), observers, [] { return false; });
    model_.settings.end = end;
    trial.figures = figures.figures();
    return trial;
}

void Calibration::normalise(MigrationEffects& effects, MigrationParameters& parameters) const {
    const Geography& geography = *model_.geography;
    const Levers none;
    Migration migration = model_.migration;
    migration.replace(parameters, effects);
    const auto choices = migration.choices(model_.settings.start, none, start_.published);
    double weight = 0;
    double persons = 0;
    for (std::size_t p = 0; p < geography.domestic_places; ++p) {
        const auto here = static_cast<double>(start_.at_start.population[p]);
        const auto region = index(geography.places[p].region);
        for (std::size_t e = 0; e < ethnicity_count; ++e) {
            const double of_group = here * model_.marginals.ethnicity(region, e) /
                                    (model_.marginals.ethnicity(region, 0) + model_.marginals.ethnicity(region, 1) +
                                     model_.marginals.ethnicity(region, 2));
            // Vocational education stands for all.
            const auto cell =
                Migration::Choices::cell(static_cast<PlaceId>(p), static_cast<Ethnicity>(e), Education::vocational);
            weight += of_group * choices.destination.total(cell);
            persons += of_group;
        }
    }
    const double shift = std::log(weight / persons);
    for (auto& region : effects.pull)
        for (auto& [year, pull] : region) pull -= shift;
    for (double& utility : effects.abroad.cells()) utility -= shift;
    parameters.within_region -= shift;
}

void Calibration::adjust_regions(const CalibrationTrial& trial, MigrationEffects& effects) const {
    const Geography& geography = *model_.geography;
    for (const auto& [year, wanted] : targets_.margins) {
        const RegionalMargins now = margins_of(trial.year(year).flows());
        const double level = wanted.moves() / std::max(now.moves(), 1.0);
        for (std::size_t r = 0; r < geography.domestic_regions; ++r) {
            effects.pull[r][year] += damping * std::log(wanted.arrivals[r] / std::max(now.arrivals[r] * level, 1.0));
            effects.push[r][year] *= std::pow(wanted.departures[r] / std::max(now.departures[r] * level, 1.0), damping);
        }
    }
}

void Calibration::adjust_emigration(const CalibrationTrial& trial, MigrationEffects& effects) const {
    const Geography& geography = *model_.geography;
    const YearFigures& year = trial.year(targets_.reference_year);
    const auto correction = [](double wanted, double simulated) {
        return damping * std::log(std::max(wanted, 1e-4) / std::max(simulated, 1e-4));
    };
    const double left = std::max(year.left(), 1.0);
    for (std::size_t r = 0; r < geography.domestic_regions; ++r) {
        double emigrants = 0;
        for (std::size_t a = geography.domestic_regions; a < geography.regions.size(); ++a)
            emigrants += year.moves(r, a);
        effects.emigration[r] += correction(targets_.emigration.region[r], emigrants / left);
    }
    double of_groups = 0;
    for (const double emigrants : trial.emigrants_by_ethnicity) of_groups += emigrants;
    for (std::size_t a = 0; a < targets_.emigration.partner.size(); ++a) {
        double emigrants = 0;
        for (std::size_t r = 0; r < geography.domestic_regions; ++r)
            emigrants += year.moves(r, geography.domestic_regions + a);
        for (std::size_t e = 0; e < ethnicity_count; ++e)
            effects.abroad(a, e) += correction(targets_.emigration.partner[a], emigrants / left) +
                                    correction(targets_.emigration.ethnicity[e],
                                               trial.emigrants_by_ethnicity[e] / std::max(of_groups, 1.0));
    }
}

void Calibration::adjust_places(const CalibrationTrial& trial) {
    MigrationEffects effects = model_.migration.effects();
    MigrationParameters parameters = model_.migration.parameters();
    adjust_regions(trial, effects);
    adjust_emigration(trial, effects);
    const YearFigures& year = trial.year(targets_.reference_year);
    parameters.within_region +=
        damping * std::log(targets_.within_regions / std::max(year.moved_within_regions(), 1.0));
    // The gain of towns is a difference of two large flows: a step of its own, in the units of the smaller one.
    parameters.urban += damping * (targets_.gain_of_towns - trial.gain_of_towns) /
                        (targets_.interregional.at(year.year) / 2 + targets_.within_regions);
    normalise(effects, parameters);
    model_.migration.replace(parameters, std::move(effects));
}

void Calibration::adjust_ages(const CalibrationTrial& trial) {
    const std::vector<double> wanted = wanted_by_group();
    const std::vector<double> simulated = ages_of_movers(trial);
    std::vector<double> of_deciders = schedule_by_group(model_.migration.parameters());
    for (std::size_t group = 0; group < fitted_groups; ++group)
        of_deciders[group] *= std::pow(wanted[group] / std::max(simulated[group], 1e-4), damping);
    model_.migration.replace(fit_schedule(model_.migration.parameters(), of_deciders), model_.migration.effects());
}

void Calibration::adjust_levels(const CalibrationTrial& trial) {
    MigrationEffects effects = model_.migration.effects();
    for (const YearFigures& year : trial.figures.years) {
        effects.level[year.year] *= targets_.interregional.at(year.year) / std::max(total(year.flows().cells()), 1.0);
        effects.external_level[year.year] +=
            std::log(targets_.emigration.persons.at(year.year) / std::max(year.left(), 1.0));
    }
    model_.migration.replace(model_.migration.parameters(), std::move(effects));
}

void Calibration::extend_levels(const OfficialFigures& official) {
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

std::vector<CalibrationCheck> Calibration::checks(const CalibrationTrial& trial) const {
    std::vector<CalibrationCheck> checks;
    for (const YearFigures& year : trial.figures.years) {
        checks.push_back({fmt::format("moves between regions, {}", year.year), targets_.interregional.at(year.year),
                          total(year.flows().cells())});
        checks.push_back(
            {fmt::format("emigrants, {}", year.year), targets_.emigration.persons.at(year.year), year.left()});
    }
    const int reference = targets_.reference_year;
    checks.push_back({fmt::format("moves between urban and rural parts of regions, {}", reference),
                      targets_.within_regions, trial.year(reference).moved_within_regions()});
    checks.push_back({fmt::format("gain of towns, {}", reference), targets_.gain_of_towns, trial.gain_of_towns});
    for (std::size_t e = 0; e < ethnicity_count; ++e)
        checks.push_back({fmt::format("emigrants, {}, {}", ethnicity_names[e], reference),
                          targets_.emigration.ethnicity[e] * targets_.emigration.persons.at(reference),
                          trial.emigrants_by_ethnicity[e]});
    const std::vector<double> wanted_ages = wanted_by_group();
    const std::vector<double> ages = ages_of_movers(trial);
    for (std::size_t group = 0; group < fitted_groups; ++group) {
        const std::size_t from = (first_fitted_group + group) * age_group_years;
        checks.push_back({fmt::format("moves at {}-{}, of 1000 in a stationary population of 20-49", from,
                                      from + age_group_years - 1),
                          1000 * wanted_ages[group], 1000 * ages[group]});
    }
    for (const auto& [year, wanted] : targets_.margins) {
        const RegionalMargins now = margins_of(trial.year(year).flows());
        for (std::size_t r = 0; r < wanted.arrivals.size(); ++r)
            checks.push_back({fmt::format("net migration of {}, {}", model_.geography->regions[r].id, year),
                              wanted.arrivals[r] - wanted.departures[r], now.arrivals[r] - now.departures[r]});
    }
    return checks;
}

}  // namespace qonys
