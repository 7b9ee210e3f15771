#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "config/document.hpp"
#include "output/observer.hpp"
#include "policy/catalogue.hpp"
#include "population/fitting.hpp"
#include "population/synthesis.hpp"
#include "process/arrivals.hpp"
#include "process/census.hpp"
#include "process/demography.hpp"
#include "process/families.hpp"
#include "process/housing_market.hpp"
#include "process/labour_market.hpp"
#include "process/legal_status.hpp"
#include "process/migration.hpp"
#include "process/schooling.hpp"
#include "process/sojourners.hpp"
#include "process/travellers.hpp"

namespace qonys {

/// The `[run]` section of a scenario.
struct RunSettings {
    std::string title;
    std::string geography = "data/kz20";
    Month start{2019, 1};
    Month end{2023, 12};
    double scale = 1.0;
    std::int64_t seed = 1;
    std::vector<std::int64_t> years_put_aside;
    std::vector<std::string> levels{"global", "cross-country", "national"};

    MonthRange months() const { return {start, end}; }
};
void declare(Fields& fields, RunSettings& settings);

/// Everything that a run never changes: settings, geography, rules and their parameters, all checked.
struct Model {
    RunSettings settings;
    std::filesystem::path geography_folder;
    std::shared_ptr<const Geography> geography;
    std::shared_ptr<const RegisteredPopulation> registered;
    Marginals marginals;
    PopulationTable<double> fitted;
    MigrationHistory history;
    CareerStart career_start;
    std::shared_ptr<const Prices> prices;
    Census census;
    Demography demography;
    Families families;
    Schooling schooling;
    Arrivals arrivals;
    LabourMarket labour_market;
    HousingMarket housing_market;
    Sojourners sojourners;
    Travellers travellers;
    LegalProcedures legal_status;
    Migration migration;
    std::vector<NamedPolicy> policies;
    std::vector<Problem> warnings;  ///< what is odd about the scenario but no mistake

    std::vector<SourceFile> scenario_files;
    std::vector<EffectiveValue> effective_values;
    std::vector<TableFolder::Read> tables;

    Seed seed() const { return {static_cast<std::uint64_t>(settings.seed)}; }
};

/// Reads a scenario and every table that it needs. Throws InputError with all problems at once.
Model make_model(const std::filesystem::path& scenario, const std::vector<std::string>& overrides);

/// One TOML text that stands for the scenario: what it extends and `--set` written in, every value explicit.
std::string effective_scenario(const Model& model);

/// What observers are told about a run.
RunInfo run_info(const Model& model, const Machine& machine, const std::string& command_line);

/// The synthetic population and its books, at the beginning of the first month.
World make_world(const Model& model, const Machine& machine);

/// One month: the life of the country, in order.
void advance(const Model& model, Month month, World& world, const Machine& machine);

}  // namespace qonys
