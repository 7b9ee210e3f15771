#pragma once

#include <map>
#include <vector>

#include "world/geography.hpp"

namespace qonys {

/// The official population of every place on 1 January of the years of population.csv.
class RegisteredPopulation {
public:
    RegisteredPopulation() = default;
    RegisteredPopulation(TableFolder& folder, const Geography& geography, Problems& problems);

    int first_year() const { return first_year_; }
    int last_year() const { return last_year_; }
    /// Persons of a place at a date in years (2019.5 is the middle of 2019): linear between the dates of the table,
    /// constant outside.
    double at(PlaceId place, double year) const;
    /// Persons of a region on 1 January of `year`.
    double january(RegionId region, int year) const;
    /// Average population of a region in a year: the mean of its two Januaries.
    double average(RegionId region, int year) const;

private:
    const Geography* geography_ = nullptr;
    int first_year_ = 0;
    int last_year_ = 0;
    std::vector<std::map<double, double>> persons_;  ///< [place] by year
};

/// What the official series gained in a night because it went over to the next census.
struct CensusBreak {
    int year = 2022;              ///< on 1 January; series stand on the census of 2021 from then on (BNS)
    std::vector<double> persons;  ///< [region of the country]
};

/// Reads census_break.csv.
CensusBreak read_census_break(TableFolder& folder, const Geography& geography, Problems& problems);

}  // namespace qonys
