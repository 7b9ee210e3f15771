#pragma once

#include <vector>

#include "analysis/comparison.hpp"

namespace qonys {

/// What the pairs of runs of one variant gave.
struct Collected {
    std::vector<std::vector<double>> base;        ///< [outcome, area, period][replicate]
    std::vector<std::vector<double>> variant;     ///< the same
    std::vector<AttributionFigures> attribution;  ///< [replicate]; empty where no household could be followed
};

/// Adds a pair.
void collect(Collected& collected, const OutcomeRecord& base, const OutcomeRecord& variant);

/// A comparison of so many pairs in these months, without variants.
Comparison begin_comparison(const Geography& geography, MonthRange months, double scale, std::int64_t first_seed,
                            int replicates);

/// Adds a variant and what it came to.
void add_variant(Comparison& comparison, std::string name, std::string title, Month fork, const Collected& collected);

}  // namespace qonys
