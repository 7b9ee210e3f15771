#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/indicators.hpp"
#include "analysis/official.hpp"
#include "output/observer.hpp"

namespace qonys {

/// How people live at the end of a year; what the run does not simulate is empty.
struct Conditions {
    std::optional<double> unemployment;        ///< unemployed / (employed + unemployed)
    std::optional<double> informality;         ///< informal / employed
    std::optional<double> rent_kzt_per_month;  ///< mean over places, weighted by households
    double sojourners = 0;                     ///< persons
};

/// What happened in one calendar year of a run, in persons, households and tenge of the real country (what happened to
/// the agents, divided by the scale). Regions are the country's unless it says otherwise.
struct YearFigures {
    int year = 0;
    int months = 0;                           ///< simulated; 12 for a full year
    std::vector<double> population_at_start;  ///< [region]
    std::vector<double> population_at_end;    ///< [region]
    double households_at_end = 0;
    std::vector<double> households_by_size;  ///< [size class] at the end
    std::vector<double> population_by_age;   ///< [age group] at the end
    std::vector<double> births;              ///< [region]
    std::vector<double> deaths;              ///< [region]
    std::vector<double> moves_by_age;        ///< [age group] persons who moved within the country
    double repeat_moves = 0;                 ///< of those: less than three years after the last move
    double return_moves = 0;                 ///< of those: to the home region
    std::vector<double> emigrants;           ///< [ethnic group] persons who left the country
    std::vector<double> immigrants;          ///< [ethnic group] persons who came into it
    Conditions conditions;                   ///< at the end
    /// [origin, destination], those abroad too: persons. From abroad: arrivals. The diagonal: between the places of one
    /// region.
    Matrix<double> moves;
    std::vector<double> policy_households;  ///< [policy]
    std::vector<double> policy_persons;     ///< [policy]
    std::vector<double> policy_tenge;       ///< [policy]

    std::size_t regions() const { return births.size(); }
    bool full() const { return months == 12; }
    /// [origin, destination] of the country's regions, zero on the diagonal: what official flow tables count.
    Matrix<double> flows() const;
    double moved_within_regions() const;
    double arrived() const;
    double left() const;
    /// [region abroad] persons who left for it.
    std::vector<double> left_for() const;
};

/// What a run came to.
struct RunFigures {
    RunInfo run;
    RunEnd how = RunEnd::complete;
    std::vector<std::string> region_ids;    ///< [region]
    std::vector<std::string> region_names;  ///< [region]
    double households_at_start = 0;
    Matrix<double> km;               ///< [origin, destination] of the country's regions; empty if not known
    std::vector<YearFigures> years;  ///< the simulated ones, in order
};

/// [age group] moves within the country per person and year.
std::vector<double> moves_per_person_year(std::span<const YearFigures> years);

/// Of the moves between the country's regions in a full year.
MigrationIndicators indicators(const RunFigures& run, const YearFigures& year);
/// The same of an official matrix; the official population may lack its end. Nothing without matrix or population.
std::optional<MigrationIndicators> indicators(const OfficialFigures& official, int year, const Matrix<double>& km);

/// Adds up, by calendar year, what a person wants to know after a run.
class Summary final : public Observer {
public:
    void begin(const RunInfo& run, const World& world) override;
    void record(const World& world) override;
    void end(const World& world, RunEnd how) override;

    const RunFigures& figures() const { return figures_; }

private:
    RunFigures figures_;
    double persons_per_agent_ = 1;
};

/// How a simulated year agrees with the official one. Ratios are simulated / official; what has no official figure is
/// empty.
struct YearComparison {
    int year = 0;
    std::optional<double> births, deaths, arrivals, departures;  ///< ratios
    std::optional<double> moves;                                 ///< between regions; ratio
    std::optional<double> common_part;                           ///< of the flows between regions
    std::optional<double> net_migration_correlation;             ///< over regions, of moves between them
    std::optional<double> population_at_end;                     ///< ratio

    bool anything() const { return births || deaths || arrivals || departures || moves || population_at_end; }
};

/// One for each full simulated year of which there are official figures.
std::vector<YearComparison> compare(const RunFigures& run, const OfficialFigures& official);

/// The simulated years in which the official population grew by more than half a percent without births, deaths or
/// migration: a new census or a new way of counting. Comparisons across it are off by as much.
std::vector<int> breaks_in_count(const RunFigures& run, const OfficialFigures& official);

/// About one terminal page.
std::string to_text(const RunFigures& run, const OfficialFigures& official);
/// One JSON object on one line.
std::string to_json(const RunFigures& run, const OfficialFigures& official);

}  // namespace qonys
