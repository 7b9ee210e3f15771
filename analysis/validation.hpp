#pragma once

#include <functional>
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

/// How a scenario's figures agree with official ones, over several seeds.
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
};

/// Runs the scenario with seeds 1 ... `seeds`. `progress` is told what is going on.
Validation validate(Model model, const OfficialFigures& official, const Machine& machine, int seeds,
                    const std::function<void(const std::string&)>& progress);

std::string to_markdown(const Validation& validation);

}  // namespace qonys
