#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "analysis/attribution.hpp"
#include "analysis/futures.hpp"
#include "analysis/outcomes.hpp"
#include "analysis/paired.hpp"
#include "output/partial_file.hpp"

namespace qonys {

/// A number of attribution, over replicates.
struct NamedEstimate {
    std::string name;
    std::string meaning;
    MeanInterval estimate;
};

struct GroupEstimate {
    std::string dimension;
    std::string group;
    MeanInterval takers;
    MeanInterval additional;
};

/// What a variant came to against the base.
struct VariantComparison {
    std::string name;
    std::string title;
    Month fork;                              ///< first month in which it can differ
    std::vector<PairedEffect> effects;       ///< [outcome, area, period], see OutcomeRecord
    std::vector<NamedEstimate> attribution;  ///< persons, and KZT a person
    std::vector<GroupEstimate> groups;       ///< of those who took up a programme
};

/// Scenarios against a base, over several pairs of runs with the same seeds.
struct Comparison {
    std::string base;
    std::string base_title;
    Month first, last;
    double scale = 1;
    std::int64_t first_seed = 1;
    int replicates = 0;
    int horizon_months = 12;
    std::vector<std::string> region_ids;    ///< of the country, and "country" behind them
    std::vector<std::string> region_names;  ///< the same
    int first_year = 0;
    std::size_t periods = 0;  ///< years, months, and the whole run
    std::vector<VariantComparison> variants;
    std::vector<std::string> notes;  ///< what has to be known beside the numbers, a sentence each

    std::size_t areas() const { return region_ids.size(); }
    const PairedEffect& effect(const VariantComparison& variant, std::string_view outcome, std::size_t area,
                               std::size_t period) const;
    /// In the whole country and run.
    const PairedEffect& overall(const VariantComparison& variant, std::string_view outcome) const {
        return effect(variant, outcome, areas() - 1, periods - 1);
    }
    std::size_t years() const { return static_cast<std::size_t>(last.year() - first_year) + 1; }
    /// "2020", "2020-03", "all".
    std::string period_name(std::size_t period) const;
};

/// Adds what is odd about a scenario, unless another one has said it: policies that contradict each other, dates
/// outside the run.
void add_notes(std::vector<std::string>& notes, const std::string& name, const Model& model);

/// Runs the arms, of which the first is the base, with as many seeds as asked for, from the base's on: pairs with the
/// same random numbers. `horizon_months`: within so many a mover would have gone anyway. Throws InputError for arms
/// that cannot be compared.
Comparison compare(const std::vector<Arm>& arms, const Machine& machine, int replicates, int horizon_months,
                   const std::function<void(const std::string&)>& progress);

/// For people who decide; the program's terminal.
std::string to_text(const Comparison& comparison);
/// One JSON object on one line.
std::string to_json(const Comparison& comparison);
/// Every effect, with its interval. Throws FileError.
void write_hdf5(const Comparison& comparison, const std::filesystem::path& file, Existing existing);

}  // namespace qonys
