#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/official.hpp"
#include "analysis/summary.hpp"
#include "model/model.hpp"

namespace qonys {

/// A figure over several runs.
struct Spread {
    double mean = 0;
    double least = 0;
    double most = 0;
};

/// How a scenario's figures agree with official ones, over several seeds. What a run does not cover is empty.
struct Validation {
    std::string title;
    Month first, last;
    double scale = 1;
    int seeds = 0;
    /// Flows between regions in one year, as patterns.
    struct Flows {
        int year = 0;
        Spread model;            ///< common part with the official matrix
        double last_matrix = 0;  ///< common part of the last official matrix before it; 0 if there is none
        int last_matrix_year = 0;
        double gravity = 0;      ///< common part of the gravity model with effects of places, fitted before that year
        Spread net_correlation;  ///< of net migration between regions
        Spread moves_ratio;      ///< simulated / official
    };
    std::vector<Flows> flows;
    /// Indicators of the simulated moves between regions and of the official matrix of a year.
    struct Indicators {
        int year = 0;
        MigrationIndicators simulated;
        MigrationIndicators official;
    };
    std::vector<Indicators> indicators;
    /// Persons by region at the end of a year: absolute relative deviations over regions.
    struct Population {
        int year = 0;
        bool after_break = false;  ///< official figures stand on another count than those of the start
        double median = 0;
        double worst = 0;
        std::string worst_region;
        double nation = 0;  ///< simulated / official
    };
    std::vector<Population> populations;
    /// Events by region in a year: median absolute relative deviation over regions.
    struct Vital {
        int year = 0;
        double births_median = 0;
        double deaths_median = 0;
        double births_nation = 0;  ///< simulated / official
        double deaths_nation = 0;
    };
    std::vector<Vital> vital;
    /// A part of the emigrants of a year.
    struct Share {
        std::string name;
        double simulated = 0;
        double official = 0;
    };
    int emigration_year = 0;
    std::vector<Share> emigration_partners;
    std::vector<Share> emigration_groups;
    /// Households of the country at the end of a census year.
    struct Households {
        int year = 0;
        double simulated = 0;
        double census = 0;
        double simulated_size = 0;  ///< persons a household
        double census_size = 0;     ///< registered persons at the end of the year / households of the census
    };
    std::vector<Households> households;
    /// Who moves within the country in the whole run; shares of the moves, unless it says otherwise.
    struct Movers {
        std::vector<double> by_age;     ///< [age group]
        std::vector<double> intensity;  ///< [age group] moves per person and year
        double repeat = 0;              ///< less than three years after the last move
        double homeward = 0;            ///< to the home region
    };
    std::optional<Movers> movers;
};

/// What the model must reach at least (issue 3, "What it must reach"), and what it reached.
struct Target {
    std::string what;
    std::string limit;
    std::string reached;
    bool met = false;
};
std::vector<Target> targets(const Validation& validation);

/// Runs the scenario with seeds 1 ... `seeds`. `progress` is told what is going on.
Validation validate(Model model, const OfficialFigures& official, const Machine& machine, int seeds,
                    const std::function<void(const std::string&)>& progress);

/// A page with a chapter for each; `command` is what wrote it.
std::string to_markdown(std::span<const Validation> validations, const std::string& command);

}  // namespace qonys
