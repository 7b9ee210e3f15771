#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "world/geography.hpp"

namespace qonys {

/// What the statistical office says of one calendar year; what it does not say is empty. Regions are the country's.
struct OfficialYear {
    Matrix<double> flows;              ///< [origin, destination] persons who moved between regions
    std::vector<double> population;    ///< [region] persons on 1 January
    std::vector<double> births;        ///< [region] persons
    std::vector<double> deaths;        ///< [region] persons
    std::optional<double> immigrants;  ///< persons from abroad
    std::optional<double> emigrants;   ///< persons to places abroad
    std::optional<double> households;  ///< of a census in that year

    bool has_flows() const { return flows.rows() > 0; }
};

/// The official figures of a geography, by year.
struct OfficialFigures {
    std::map<int, OfficialYear> years;

    /// Null if nothing is known of that year.
    const OfficialYear* of(int year) const;
    /// Persons of the whole country on 1 January.
    std::optional<double> population(int year) const;
    /// What the population gained in a year beyond births, deaths and migration: near 0, unless the office changed its
    /// way of counting. Nothing if one of the figures is missing.
    std::optional<double> unexplained_growth(int year) const;
};

/// Reads flows.csv, population.csv, vital_rates.csv, external_totals.csv and households_census.csv of a geography's
/// folder, those of them that are there. What is wrong in them is a problem.
OfficialFigures read_official_figures(const std::filesystem::path& folder, const Geography& geography,
                                      Problems& problems);

double total(std::span<const double> values);

/// The part of two flow matrices that is common to both once each is divided by its sum: 1 for the same pattern, 0 for
/// patterns without a common cell (Lenormand et al. 2016, "common part of commuters"). 0 if one of them is empty.
double common_part(const Matrix<double>& a, const Matrix<double>& b);

/// [region] arrivals minus departures.
std::vector<double> net_migration(const Matrix<double>& flows);

/// Pearson's; 0 if one side does not vary.
double correlation(std::span<const double> a, std::span<const double> b);

}  // namespace qonys
