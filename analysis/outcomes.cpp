#include "analysis/outcomes.hpp"

#include <algorithm>
#include <numeric>

namespace qonys {
namespace {

using Sums = Outcome::Sums;

Sums count(std::int64_t agents) { return {static_cast<double>(agents), 0}; }

template <auto table>
Sums stock(const World& world, PlaceId place) {
    return count((world.published.stocks.*table)[index(place)]);
}

template <auto table>
Sums booked(const World& world, PlaceId place) {
    return count((world.published.ledger.*table)[index(place)]);
}

/// Of all policies.
template <auto table>
Sums by_policies(const World& world, PlaceId place) {
    const Matrix<std::int64_t>& of = world.published.ledger.*table;
    std::int64_t sum = 0;
    for (std::size_t policy = 0; policy < of.rows(); ++policy) sum += of(policy, index(place));
    return count(sum);
}

/// Persons who moved between the place and places that `from` lets through.
template <class Which>
std::int64_t moved(const World& world, PlaceId place, int into, Which&& which) {
    const Matrix<std::int64_t>& moves = world.published.ledger.moves_persons;
    std::int64_t sum = 0;
    for (std::size_t other = 0; other < moves.rows(); ++other)
        if (which(static_cast<PlaceId>(other)))
            sum += into > 0 ? moves(other, index(place)) : moves(index(place), other);
    return sum;
}

bool elsewhere(const World& world, PlaceId here, PlaceId other) {
    const Geography& geography = *world.geography;
    return !geography.abroad(other) && geography.region_of(other) != geography.region_of(here);
}

std::int64_t between_regions(const World& world, PlaceId place, int into) {
    return moved(world, place, into, [&](PlaceId other) { return elsewhere(world, place, other); });
}

std::int64_t across_border(const World& world, PlaceId place, int into) {
    return moved(world, place, into, [&](PlaceId other) { return world.geography->abroad(other); });
}

template <Reason... reasons>
Sums moved_in_for(const World& world, PlaceId place) {
    const Matrix<std::int64_t>& moves = world.published.ledger.moves_by_reason;
    const std::size_t places = world.geography->places.size();
    std::int64_t sum = 0;
    for (std::size_t other = 0; other < places; ++other)
        if (elsewhere(world, place, static_cast<PlaceId>(other)))
            sum += (moves(reason_row(reasons, static_cast<PlaceId>(other), places), index(place)) + ...);
    return count(sum);
}

std::int64_t doing(const World& world, PlaceId place, Activity what) {
    return world.published.stocks.in_activity(place, what);
}

Sums unemployment(const World& world, PlaceId place) {
    const auto out = static_cast<double>(doing(world, place, Activity::unemployed));
    return {out,
            out + static_cast<double>(doing(world, place, Activity::formal) + doing(world, place, Activity::informal))};
}

Sums informality(const World& world, PlaceId place) {
    const auto informal = static_cast<double>(doing(world, place, Activity::informal));
    return {informal, informal + static_cast<double>(doing(world, place, Activity::formal))};
}

/// Of registered work, weighted by who does it.
Sums wage(const World& world, PlaceId place) {
    Sums sums;
    for (std::size_t e = 0; e < education_count; ++e) {
        const std::size_t row = activity_row(place, static_cast<Education>(e));
        const auto workers = static_cast<double>(world.published.stocks.activity(row, index(Activity::formal)));
        sums.top += workers * world.published.economy.wage(index(place), e);
        sums.bottom += workers;
    }
    return sums;
}

Sums rent(const World& world, PlaceId place) {
    if (world.published.economy.rent.empty()) return {};
    const auto households = static_cast<double>(world.published.stocks.households[index(place)]);
    return {households * world.published.economy.rent[index(place)], households};
}

Sums with_status(const World& world, PlaceId place, bool (*which)(LegalStatus)) {
    std::int64_t sum = 0;
    for (std::size_t s = 0; s < status_count; ++s)
        if (which(static_cast<LegalStatus>(s))) sum += world.published.stocks.status(index(place), s);
    return count(sum);
}

}  // namespace

const std::vector<Outcome>& outcome_catalogue() {
    constexpr std::string_view persons = "persons";
    static const std::vector<Outcome> all{
        {"population", persons, "people", Over::end, stock<&Totals::population>},
        {"households", "households", "households", Over::end, stock<&Totals::households>},
        {"births", persons, "live births", Over::sum, booked<&Ledger::births>},
        {"deaths", persons, "deaths", Over::sum, booked<&Ledger::deaths>},
        {"moves_in", persons, "moves from other regions", Over::sum,
         [](const World& w, PlaceId p) { return count(between_regions(w, p, +1)); }},
        {"moves_out", persons, "moves to other regions", Over::sum,
         [](const World& w, PlaceId p) { return count(between_regions(w, p, -1)); }},
        {"moves_for_work", persons, "moves from other regions for work", Over::sum, moved_in_for<Reason::work>},
        {"moves_for_study", persons, "moves from other regions for study", Over::sum, moved_in_for<Reason::study>},
        {"moves_for_family", persons, "moves from other regions for the family or homeward", Over::sum,
         moved_in_for<Reason::family, Reason::homeward>},
        {"moves_with_programme", persons, "moves from other regions with a programme", Over::sum,
         moved_in_for<Reason::programme>},
        {"arrivals", persons, "arrivals from abroad to stay", Over::sum,
         [](const World& w, PlaceId p) { return count(across_border(w, p, +1)); }},
        {"departures", persons, "departures for good", Over::sum,
         [](const World& w, PlaceId p) { return count(across_border(w, p, -1)); }},
        {"net_migration", persons, "arrivals less departures, with other regions and abroad", Over::sum,
         [](const World& w, PlaceId p) {
             return count(between_regions(w, p, +1) - between_regions(w, p, -1) + across_border(w, p, +1) -
                          across_border(w, p, -1));
         }},
        {"unemployment", "share", "unemployed, of those in the labour force", Over::mean, unemployment},
        {"informality", "share", "workers without registration", Over::mean, informality},
        {"wage", "KZT a month", "mean wage of registered work", Over::mean, wage},
        {"rent", "KZT a month", "mean rent of a dwelling", Over::mean, rent},
        {"remittances", "KZT", "money from absent members", Over::sum, booked<&Ledger::remittances>},
        {"sojourners", persons, "foreigners here for a time", Over::end,
         [](const World& w, PlaceId p) { return with_status(w, p, sojourning); }},
        {"irregular", persons, "foreigners without a right to be here", Over::end,
         [](const World& w, PlaceId p) {
             return with_status(w, p, [](LegalStatus status) { return status == LegalStatus::irregular; });
         }},
        {"stuck", persons, "foreigners who wanted to leave and could not, months", Over::sum, booked<&Ledger::stuck>},
        {"naturalised", persons, "new citizens", Over::sum, booked<&Ledger::naturalised>},
        {"joined", persons, "persons whom policies reached", Over::sum, by_policies<&Ledger::policy_persons>},
        {"left_programme", persons, "resettled who left the region they were taken to", Over::sum,
         by_policies<&Ledger::policy_left>},
        {"returned", persons, "resettled who went back to the region they grew up in", Over::sum,
         by_policies<&Ledger::policy_returned>},
        {"moves_stopped", persons, "wishes to move to other places that were stopped", Over::sum,
         [](const World& w, PlaceId p) {
             const Matrix<std::int64_t>& stopped = w.published.ledger.moves_stopped;
             std::int64_t sum = 0;
             for (std::size_t origin = 0; origin < stopped.rows(); ++origin) sum += stopped(origin, index(p));
             return count(sum);
         }},
        {"found", persons, "foreigners whom authorities found at fault", Over::sum,
         [](const World& w, PlaceId p) {
             std::int64_t sum = 0;
             for (const std::int64_t persons_found : w.published.ledger.found.row(index(p))) sum += persons_found;
             return count(sum);
         }},
        {"spending", "KZT", "spending of policies", Over::sum, by_policies<&Ledger::policy_spending>},
    };
    return all;
}

std::optional<std::size_t> find_outcome(std::string_view name) {
    const auto& all = outcome_catalogue();
    const auto found = std::ranges::find(all, name, &Outcome::name);
    return found == all.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - all.begin()));
}

std::vector<std::string> outcome_names() {
    std::vector<std::string> names;
    for (const Outcome& outcome : outcome_catalogue()) names.emplace_back(outcome.name);
    return names;
}

OutcomeRecord::OutcomeRecord(const Geography& geography, MonthRange months, double scale)
    : first_year_(months.first().year()),
      first_(months.first()),
      years_(static_cast<std::size_t>(months.last().year() - months.first().year()) + 1),
      periods_(years_ + static_cast<std::size_t>(months.last() - months.first()) + 2),
      areas_(geography.domestic_regions + 1),
      scale_(scale),
      sums_(outcome_catalogue().size() * areas_ * periods_) {}

void OutcomeRecord::record(const World& world) {
    const auto year = static_cast<std::size_t>(world.published.month.year() - first_year_);
    const std::size_t of_month = years_ + static_cast<std::size_t>(world.published.month - first_);
    for (std::size_t o = 0; o < outcome_catalogue().size(); ++o) {
        const Outcome& outcome = outcome_catalogue()[o];
        std::vector<Sums> month(areas_);
        for (std::size_t p = 0; p < world.geography->domestic_places; ++p) {
            const Sums here = outcome.at(world, static_cast<PlaceId>(p));
            for (const std::size_t area : {index(world.geography->places[p].region), areas_ - 1}) {
                month[area].top += here.top;
                month[area].bottom += here.bottom;
            }
        }
        for (std::size_t area = 0; area < areas_; ++area)
            for (const std::size_t period : {year, of_month, periods_ - 1}) {
                Sums& sum = sums_[(o * areas_ + area) * periods_ + period];
                if (outcome.over == Over::end) sum = {};
                sum.top += month[area].top;
                sum.bottom += month[area].bottom;
            }
    }
}

double OutcomeRecord::value_of(std::size_t outcome, const Sums& sums) const {
    return sums.top / (outcome_catalogue()[outcome].counted() ? scale_ : sums.bottom);
}

double OutcomeRecord::value(std::size_t outcome, std::size_t area, std::size_t period) const {
    return value_of(outcome, sums(outcome, area, period));
}

double OutcomeRecord::value_of(std::size_t outcome, const std::vector<RegionId>& regions, std::size_t period) const {
    Sums together;
    for (const RegionId region : regions) {
        together.top += sums(outcome, index(region), period).top;
        together.bottom += sums(outcome, index(region), period).bottom;
    }
    return value_of(outcome, together);
}

}  // namespace qonys
