#pragma once

#include <vector>

#include "base/month.hpp"
#include "world/geography.hpp"
#include "world/registered.hpp"

namespace qonys {

/// What is known of the real population at one moment, in persons; the synthetic population is built to agree with it.
/// Only the country's places and regions.
struct Marginals {
    Month month;                              ///< at the beginning of this month
    std::vector<double> persons;              ///< [place]
    std::vector<double> mean_household_size;  ///< [place]
    Matrix<double> ethnicity;                 ///< [region, ethnicity]
    /// One group of ages of one sex in one region.
    struct AgeGroup {
        RegionId region{};
        Sex sex{};
        int from = 0, to = 0;  ///< completed years, both included
        double persons = 0;
    };
    std::vector<AgeGroup> age_groups;
    Matrix<double> national_ages;  ///< [sex, age]
    Matrix<double> partnered;      ///< [sex, age] share of persons who live with a partner
};

/// Reads households.csv, ethnicity.csv, age_structure.csv, age_national.csv and partnered.csv and interpolates them to
/// the beginning of `month`: population and ethnicity linearly between their dates, ages of the nation by cohort
/// totals between the five-year tables (single years by monotone interpolation of the cumulated ages).
Marginals read_marginals(TableFolder& folder, const Geography& geography, const RegisteredPopulation& registered,
                         Month month, Problems& problems);

}  // namespace qonys
