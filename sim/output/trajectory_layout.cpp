#include "output/trajectory_layout.hpp"

#include <limits>

#include <fmt/format.h>

namespace qonys {
namespace {

using Names = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

constexpr std::string_view persons = "persons";
constexpr std::string_view households = "households";
constexpr std::string_view tenge = "KZT";
constexpr std::string_view tenge_a_month = "KZT month-1";

constexpr std::string_view abroad_stock =
    "Of a place abroad: only those who left the country during the run, with their children born since.";
constexpr std::string_view abroad_origin = "With an origin abroad: arrivals from outside the simulated population.";
constexpr std::string_view within = "Of moves between places of the country.";

Integers cells(const Counts& counts) { return counts; }
Integers cells(const Matrix<std::int64_t>& matrix) { return {matrix.cells().begin(), matrix.cells().end()}; }
std::span<const double> cells(const Matrix<double>& matrix) { return matrix.cells(); }
std::span<const double> cells(const Reals& values) { return values; }

/// A table of the stocks.
template <auto table>
FigureValues counted(const World& world) {
    return cells(world.published.stocks.*table);
}

/// A table of the ledger.
template <auto table>
FigureValues booked(const World& world) {
    return cells(world.published.ledger.*table);
}

/// A table of the economy, [domestic place] or [domestic place, `columns`], with unknown values for places abroad; for
/// all of them if this run has no such market.
template <auto table, std::size_t columns>
FigureValues computed(const World& world) {
    const std::span<const double> known = cells(world.published.economy.*table);
    Reals values(known.begin(), known.end());
    values.resize(world.geography->places.size() * columns, unknown);
    return values;
}

/// [place, sex, age group] persons.
FigureValues by_age_and_sex(const World& world) {
    Integers counts;
    for (std::size_t p = 0; p < world.geography->places.size(); ++p)
        for (const Sex sex : {Sex::male, Sex::female})
            for (std::size_t group = 0; group < age_groups; ++group)
                counts.push_back(in_age_group(world.published, static_cast<PlaceId>(p), sex, group));
    return counts;
}

/// [group of travellers]
template <auto counts>
FigureValues under_way(const World& world) {
    return world.travellers.*counts;
}

using Values = FigureValues (*)(const World&);

/// The list under construction; one call a dataset.
class List {
public:
    explicit List(std::vector<TrajectoryFigures>& all) : all_(all) {}

    /// Agents at the end of each month; before the first month under the name initial_...
    void stock(const std::string& name, Names dimensions, std::string_view unit, const std::string& what, Values values,
               std::string_view comment = abroad_stock) {
        all_.push_back({"initial_" + name, Taken::at_start, FigureKind::agents, dimensions, unit,
                        what + " before the first month", "", "synthetic population", values});
        all_.push_back({name, Taken::stock, FigureKind::agents, std::move(dimensions), unit,
                        what + " at the end of the month", comment, "simulated: counted at the end of the month",
                        values});
    }
    /// Agents, or tenge paid to agents, in each month.
    void flow(const std::string& name, Names dimensions, std::string_view unit, const std::string& what, Values values,
              std::string_view comment = "") {
        all_.push_back({name, Taken::flow, FigureKind::agents, std::move(dimensions), unit, what + " in the month",
                        comment, "simulated: booked event by event", values});
    }
    /// What follows from the stocks; unknown abroad.
    void market(const std::string& name, FigureKind kind, Names dimensions, std::string_view unit,
                const std::string& what, Values values) {
        all_.push_back({name, Taken::stock, kind, std::move(dimensions), unit, what + " at the end of the month",
                        "NaN for places abroad, and everywhere in a run without this market.",
                        "simulated: computed from the stocks", values});
    }
    void at_the_end(const std::string& name, Names dimensions, std::string_view unit, const std::string& what,
                    Values values) {
        all_.push_back({name, Taken::at_the_end, FigureKind::agents, std::move(dimensions), unit,
                        what + " after the last recorded month", "", "simulated: counted at the end of the month",
                        values});
    }

private:
    std::vector<TrajectoryFigures>& all_;
};

void add_stocks(List& list) {
    list.stock("population", {"place"}, persons, "population", counted<&Totals::population>);
    list.stock("households", {"place"}, households, "households", counted<&Totals::households>);
    list.stock("population_by_age_sex", {"place", "sex", "age_group"}, persons, "population by sex and age",
               by_age_and_sex);
    list.stock("population_by_ethnicity", {"place", "ethnicity"}, persons,
               "population by ethnic group of the household's head", counted<&Totals::ethnicity>);
    list.stock("population_by_education_activity", {"place", "education", "activity"}, persons,
               "population by education and activity", counted<&Totals::activity>);
    list.stock("persons_by_status", {"place", "status"}, persons, "persons by legal status", counted<&Totals::status>,
               "Residents (status_group) sum to the population; sojourners are outside it.");
    list.stock("households_by_size", {"place", "household_size"}, households, "households by number of members",
               counted<&Totals::size_class>);
    list.stock("households_by_tenure", {"place", "tenure"}, households, "households by tenure",
               counted<&Totals::tenure>);
}

void add_life_courses(List& list) {
    list.flow("births", {"place"}, persons, "live births", booked<&Ledger::births>);
    list.flow("deaths", {"place"}, persons, "deaths", booked<&Ledger::deaths>);
    list.flow("unions", {"place"}, "couples", "couples who moved together", booked<&Ledger::unions>);
    list.flow("separations", {"place"}, "couples", "couples who parted", booked<&Ledger::separations>);
    list.flow("households_formed", {"place"}, households,
              "households formed by members of others, or found by a census", booked<&Ledger::formed>);
    list.flow("households_dissolved", {"place"}, households, "households that lost their last member",
              booked<&Ledger::dissolved>);
    list.flow("census_added", {"place"}, persons, "persons whom a census found beyond the books",
              booked<&Ledger::counted_in>);
    list.flow("census_removed", {"place"}, persons, "persons of the books whom a census did not find",
              booked<&Ledger::counted_out>);
    list.flow("hired", {"place"}, persons, "persons who found work", booked<&Ledger::hired>);
    list.flow("lost_jobs", {"place"}, persons, "persons who lost their work", booked<&Ledger::lost_jobs>);
    list.flow("remittances", {"place"}, tenge, "money that absent members sent to their households",
              booked<&Ledger::remittances>);
}

void add_moves(List& list) {
    list.flow("moves_households", {"origin", "destination"}, households, "households that moved",
              booked<&Ledger::moves_households>, abroad_origin);
    list.flow("moves_persons", {"origin", "destination"}, persons, "persons who moved", booked<&Ledger::moves_persons>,
              abroad_origin);
    list.flow("moves_persons_by_reason", {"reason", "origin", "destination"}, persons, "persons who moved, by reason",
              booked<&Ledger::moves_by_reason>, abroad_origin);
    list.flow("moves_stopped", {"origin", "destination"}, persons,
              "persons who wished to move and were stopped by a closure, a border or an office",
              booked<&Ledger::moves_stopped>);
    list.flow("moves_persons_by_age", {"age_group"}, persons, "persons who moved within the country, by age",
              booked<&Ledger::moves_by_age>, within);
    list.flow("repeat_moves", {"destination"}, persons,
              "persons who moved within the country less than three years after their household's last move",
              booked<&Ledger::repeat_moves>, within);
    list.flow("return_moves", {"destination"}, persons,
              "persons who moved within the country to their household's home region from another one",
              booked<&Ledger::return_moves>, within);
    list.flow("border_crossings_by_ethnicity", {"destination", "ethnicity"}, persons,
              "persons who moved into the country or out of it, by ethnic group", booked<&Ledger::border_crossings>);
}

void add_law(List& list) {
    list.flow("naturalised", {"place"}, persons, "persons who became citizens", booked<&Ledger::naturalised>);
    list.flow("sojourners_entered", {"place", "status"}, persons, "sojourners who came", booked<&Ledger::entered>);
    list.flow("sojourners_left", {"place", "status"}, persons, "sojourners who went home", booked<&Ledger::left>);
    list.flow("sojourners_expelled", {"place", "status"}, persons, "sojourners who were expelled",
              booked<&Ledger::expelled>);
    list.flow("sojourners_found", {"place", "status"}, persons, "sojourners whom authorities found at fault",
              booked<&Ledger::found>);
    list.flow("sojourners_stuck", {"place"}, persons, "sojourners who wanted to leave and could not",
              booked<&Ledger::stuck>);
    list.flow("decisions_overdue", {"place"}, "families", "families whose decision on a legal status is overdue",
              booked<&Ledger::waiting>);
}

void add_travellers(List& list) {
    constexpr std::string_view outside = "Outside the population; citizens abroad, or foreigners who pass through.";
    list.stock("travellers_away", {"traveller_group"}, persons, "citizens who travel abroad",
               under_way<&TravellerCounts::away>, outside);
    list.stock("travellers_stranded", {"traveller_group"}, persons, "travellers who want home and cannot",
               under_way<&TravellerCounts::stranded>, outside);
    list.flow("travellers_came_home", {"traveller_group"}, persons, "travellers who came home by their own means",
              under_way<&TravellerCounts::came_home>, outside);
    list.flow("travellers_brought", {"traveller_group"}, persons,
              "travellers whom flights brought home or a corridor let through", under_way<&TravellerCounts::brought>,
              outside);
}

void add_policies(List& list) {
    list.flow("policy_households", {"policy", "place"}, households, "households that joined a programme",
              booked<&Ledger::policy_households>);
    list.flow("policy_persons", {"policy", "place"}, persons, "persons reached by a policy",
              booked<&Ledger::policy_persons>);
    list.flow("policy_left", {"policy", "place"}, persons,
              "persons of a programme who left the region it took them to, by the place left",
              booked<&Ledger::policy_left>);
    list.flow("policy_returned", {"policy", "place"}, persons,
              "of these, persons who went to the region their head grew up in", booked<&Ledger::policy_returned>);
    list.flow("policy_reclaimed", {"policy", "place"}, tenge, "paid back by who left a programme before the time",
              booked<&Ledger::policy_reclaimed>);
    list.flow("policy_spending", {"policy", "place"}, tenge, "spending of a policy", booked<&Ledger::policy_spending>);
}

void add_markets(List& list) {
    list.market("wage", FigureKind::real, {"place", "education"}, tenge_a_month, "wage of registered work",
                computed<&Economy::wage, education_count>);
    list.market("jobs", FigureKind::real_agents, {"place", "education"}, "jobs", "jobs, filled or not",
                computed<&Economy::jobs, education_count>);
    list.market("job_finding", FigureKind::real, {"place", "education"}, "month-1",
                "probability that an unemployed person finds work within a month",
                computed<&Economy::finding, education_count>);
    list.market("rent", FigureKind::real, {"place"}, tenge_a_month, "rent of a household's dwelling",
                computed<&Economy::rent, 1>);
    list.market("dwellings", FigureKind::real_agents, {"place"}, "dwellings", "dwellings, occupied or not",
                computed<&Economy::dwellings, 1>);
}

std::vector<TrajectoryFigures> all_figures() {
    std::vector<TrajectoryFigures> all;
    List list(all);
    add_stocks(list);
    add_life_courses(list);
    add_moves(list);
    add_law(list);
    add_travellers(list);
    add_policies(list);
    add_markets(list);
    list.at_the_end("networks", {"home_region", "region"}, households,
                    "households by home region and region of residence", counted<&Totals::networks>);
    return all;
}

}  // namespace

const std::vector<TrajectoryFigures>& trajectory_figures() {
    static const std::vector<TrajectoryFigures> all = all_figures();
    return all;
}

}  // namespace qonys
