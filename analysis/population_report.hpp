#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"

namespace qonys {

/// How the synthetic population agrees with what it was made from, in persons and households of the real country (the
/// agents, divided by the scale).
struct PopulationReport {
    struct Row {
        std::string what;  ///< "Abai Region, urban"
        double target = 0;
        double synthesised = 0;
        double residual() const { return synthesised - target; }
        double relative() const { return target > 0 ? residual() / target : 0; }
    };
    /// One marginal.
    struct Marginal {
        std::string name;    ///< "region", as --json calls it
        std::string title;   ///< "persons by region"
        bool means = false;  ///< mean household sizes rather than numbers
        std::vector<Row> rows;

        double largest_residual() const;
        /// Half the sum of the residuals' sizes as a share of the total: how many stand in the wrong row.
        double misplaced() const;
    };
    /// Something that no marginal fixes but that should look like life.
    struct Plausibility {
        std::string what;
        double value = 0;
        bool is_share = false;
        std::string expected;  ///< "0", "26 % (press report of 2021 quoting the statistical office)", "" if unknown
    };

    Month month;  ///< at the beginning of this month
    double scale = 1;
    double persons = 0;
    double households = 0;
    std::vector<Marginal> marginals;
    std::vector<Row> household_sizes;  ///< households by number of members; no targets: tables give means only
    std::vector<Row> heads_by_age;     ///< households by age of the head; no targets
    std::vector<Plausibility> plausibility;
};

/// Of a World that no month has changed yet.
PopulationReport population_report(const Model& model, const World& world);

/// The worst residuals of each marginal; with `Detail::full` every row of every one.
enum class Detail : bool { overview, full };
std::string to_text(const PopulationReport& report, Detail detail);
/// One JSON object on one line.
std::string to_json(const PopulationReport& report);

}  // namespace qonys
