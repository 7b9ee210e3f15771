#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "random/stream.hpp"
#include "world/registered.hpp"
#include "world/world.hpp"

namespace qonys {

/// Births and deaths by age, sex and region (docs/model/demography.md). Persons abroad are left alone: the World does
/// not follow them.
class Demography {
public:
    Demography() = default;
    /// Reads mortality.csv, fertility.csv and vital_rates.csv. The schedules of the nation are scaled for each region
    /// and year so that they yield the registered crude death and birth rates of the year on the region's ages: those
    /// at the start (`ages`: persons by [region, sex x age]), grown older year by year. After the table's last year its
    /// last rates hold.
    Demography(TableFolder& folder, const Geography& geography, const RegisteredPopulation& registered,
               Matrix<double> ages, Month first, Month last, Problems& problems);

    /// Deaths, then births of one month. A household whose last member dies is dissolved.
    void age(Month month, World& world, Seed seed, const Machine& machine) const;

    /// Monthly probability of death at a completed age.
    double death_hazard(int year, RegionId region, Sex sex, std::size_t age) const {
        return schedules(year).death[index(region)][index(sex)][age];
    }
    /// Monthly probability that a woman of a completed age gives birth.
    double birth_hazard(int year, RegionId region, std::size_t age) const {
        return schedules(year).birth[index(region)][age];
    }
    double death_bound(int year) const { return schedules(year).death_bound; }
    double birth_bound(int year) const { return schedules(year).birth_bound; }

private:
    using ByAge = std::array<double, age_count>;
    /// The hazards of one year.
    struct Schedules {
        std::vector<std::array<ByAge, sex_count>> death;  ///< [region][sex][age]
        std::vector<ByAge> birth;                         ///< [region][age] of women
        std::array<ByAge, sex_count> highest_death{};     ///< [sex][age] of all regions
        ByAge highest_birth{};                            ///< [age]
        double death_bound = 0;
        double birth_bound = 0;
    };
    const Schedules& schedules(int year) const;

    int first_year_ = 0;
    std::vector<Schedules> years_;
};

}  // namespace qonys
