#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "random/stream.hpp"
#include "world/persons_by_age.hpp"
#include "world/registered.hpp"
#include "world/world.hpp"

namespace qonys {

/// Births and deaths by age, sex and region (docs/model/demography.md). Persons abroad are left alone: the World does
/// not follow them.
class Demography {
public:
    /// What is known of the numbers of people.
    struct Official {
        const RegisteredPopulation& registered;
        const CensusBreak& census;
        std::span<const double> mobility;  ///< [age] how many of an age migrate, on any scale
    };

    Demography() = default;
    /// Reads mortality.csv, fertility.csv, vital_rates.csv, parity.csv and fertility_settlement.csv. The schedules of
    /// the nation are scaled for each region and year so that they yield the registered crude death and birth rates of
    /// the year on the region's ages: those at the start (`ages`: persons by [region, sex x age]), grown older year by
    /// year, with the official net migration of the year. After the table's last year its last rates hold.
    Demography(TableFolder& folder, const Geography& geography, const Official& official, Matrix<double> ages,
               Month first, Month last, Problems& problems);

    /// Deaths, then births of one month. A household whose last member dies is dissolved. In the first month of every
    /// quarter `world.birth_scale` is set anew.
    BlockWork age(Month month, World& world, Seed seed, const Machine& machine) const;

    /// Monthly probability of death at a completed age.
    double death_hazard(int year, RegionId region, Sex sex, std::size_t age) const {
        return schedules(year).death[index(region)][index(sex)][age];
    }
    /// Monthly probability that a woman of a completed age gives birth, before `birth_factor`.
    double birth_hazard(int year, RegionId region, std::size_t age) const {
        return schedules(year).birth[index(region)][age];
    }
    /// How much likelier a woman gives birth than others of her age and region.
    double birth_factor(const World& world, const Person& woman, RegionId region, Settlement settlement,
                        std::size_t age) const {
        return world.birth_scale(index(region), age) * relative_births(woman.partnered, woman.parity, settlement);
    }
    /// The same before it is scaled to the mean of her age and region.
    double relative_births(bool partnered, std::size_t parity, Settlement settlement) const {
        return by_parity(partnered, parity) * births_by_settlement_[static_cast<std::size_t>(settlement)];
    }
    /// Once a quarter: within a year without it, those likeliest to give birth have done so, and a fortieth of the
    /// births went missing.
    static bool scales_births(Month month) { return month.month_of_year() % 3 == 1; }
    /// Sets `world.birth_scale`: what makes a region's births of each age those of its schedule, given which women live
    /// with a partner and have how many children now. Partners, parity and settlement decide who gives birth, not how
    /// many do.
    void scale_births(Month month, World& world, const Machine& machine) const;

private:
    static constexpr std::size_t parities = 5;  ///< the last for all higher ones
    void read_factors(TableFolder& folder, Problems& problems);
    /// The hazards of one year.
    struct Schedules {
        std::vector<std::array<ByAge, sex_count>> death;  ///< [region][sex][age]
        std::vector<ByAge> birth;                         ///< [region][age] of women
        std::array<ByAge, sex_count> highest_death{};     ///< [sex][age] of all regions
    };
    const Schedules& schedules(int year) const;
    double by_parity(bool partnered, std::size_t parity) const {
        return births_by_parity_[partnered ? 1 : 0][std::min(parity, parities - 1)];
    }

    int first_year_ = 0;
    std::vector<Schedules> years_;
    std::array<std::array<double, parities>, 2> births_by_parity_{};  ///< [has a partner][parity]
    std::array<double, 2> births_by_settlement_{1, 1};                ///< [urban, rural]
};

}  // namespace qonys
