#include "process/arrivals.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/interpolation.hpp"
#include "random/candidates.hpp"

namespace qonys {
namespace {

/// The candidates' hazard is the place's own; populations move during a run, in every scenario by its own amount, so
/// the bound leaves room for a place that loses two thirds of its people.
constexpr double room_for_shrinking = 3;

/// A number drawn in proportion to shares that sum to 1.
std::size_t draw(const auto& shares, double uniform) {
    std::size_t k = 0;
    while (k + 1 < shares.size() && uniform >= shares[k]) uniform -= shares[k++];
    return k;
}

}  // namespace

Arrivals::Arrivals(TableFolder& folder, const Geography& geography, const RegisteredPopulation& registered,
                   double scale, Month first, Month last, Problems& problems)
    : geography_(&geography), first_year_(first.year()),
      partner_share_(geography.regions.size() - geography.domestic_regions) {
    std::map<double, double> immigrants;
    const Table totals = folder.open("external_totals.csv", {"year", "immigrants"}, problems);
    for (std::size_t row = 0; row < totals.rows(); ++row)
        immigrants[static_cast<double>(totals.integer(row, "year", 1900, 2200, problems))] =
            static_cast<double>(totals.integer(row, "immigrants", 0, 1'000'000'000, problems));
    std::vector<double> region_share(geography.domestic_regions);
    const Table regions = folder.open("external_regions.csv", {"region", "immigrant_share"}, problems);
    for (std::size_t row = 0; row < regions.rows(); ++row) {
        const auto region = region_in(regions, row, "region", geography, problems);
        const double share = regions.number(row, "immigrant_share", 0, 1, problems);
        if (region && index(*region) < region_share.size()) region_share[index(*region)] = share;
    }
    const Table partners = folder.open("external_partners.csv", {"direction", "abroad", "share"}, problems);
    for (std::size_t row = 0; row < partners.rows(); ++row) {
        const auto abroad = region_in(partners, row, "abroad", geography, problems);
        const double share = partners.number(row, "share", 0, 1, problems);
        if (abroad && index(*abroad) >= geography.domestic_regions && partners.text(row, "direction") == "in")
            partner_share_[index(*abroad) - geography.domestic_regions] = share;
    }
    const Table ethnicities = folder.open("external_ethnicity.csv", {"direction", "ethnicity", "share"}, problems);
    for (std::size_t row = 0; row < ethnicities.rows(); ++row) {
        const auto name = std::ranges::find(ethnicity_names, ethnicities.text(row, "ethnicity"));
        const double share = ethnicities.number(row, "share", 0, 1, problems);
        if (name == ethnicity_names.end())
            problems.add(ethnicities.where(row, "ethnicity"),
                         fmt::format("ethnicity = '{}' (must be one of {})", ethnicities.text(row, "ethnicity"),
                                     fmt::join(ethnicity_names, ", ")));
        else if (ethnicities.text(row, "direction") == "in")
            ethnicity_share_[static_cast<std::size_t>(name - ethnicity_names.begin())] = share;
    }
    if (!problems.empty() || immigrants.empty()) return;

    for (int year = first_year_; year <= last.year(); ++year) {
        std::vector<double> persons(geography.domestic_places);
        double bound = 0;
        for (std::size_t p = 0; p < persons.size(); ++p) {
            const auto place = static_cast<PlaceId>(p);
            const RegionId region = geography.region_of(place);
            const double residents = registered.at(place, year);
            const double share_of_region = residents / registered.january(region, year);
            persons[p] = interpolated(immigrants, year) / 12 * region_share[index(region)] * share_of_region * scale;
            if (residents > 0) bound = std::max(bound, room_for_shrinking * persons[p] / (residents * scale));
        }
        persons_per_month_.push_back(std::move(persons));
        bound_.push_back(bound);
    }
}

void Arrivals::admit(Month month, World& world, Seed seed, const Machine& machine) const {
    const auto year = static_cast<std::size_t>(month.year() - first_year_);
    const double bound = bound_[year];
    std::vector<double> hazard(geography_->domestic_places);
    for (std::size_t p = 0; p < hazard.size(); ++p)
        if (const auto residents = static_cast<double>(world.published.stocks.population[p]); residents > 0)
            // Clamped at a quarter of the table's residents, where a place of a few agents can end by chance.
            hazard[p] = std::min(persons_per_month_[year][p] / residents, bound);

    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        for_each_candidate(
            Stream(seed, Purpose::arrival, month, block.id), block.household_rows(), bound,
            [&](std::uint32_t model, double uniform) {
                const PlaceId place = block.households.place[model];
                if (block.households.size[model] == 0 || geography_->abroad(place)) return;
                if (!accept(uniform, hazard[index(place)], bound, "arrivals", block.id, model)) return;
                Stream stream(seed, Purpose::newcomer, month, block.id, model);
                const std::size_t from = geography_->domestic_regions + draw(partner_share_, stream.uniform());
                const auto ethnicity = static_cast<Ethnicity>(draw(ethnicity_share_, stream.uniform()));
                const Row row = block.add_household(place, static_cast<RegionId>(from), ethnicity, month);
                for (Row person = block.households.first_person[model]; person != no_row;
                     person = block.persons.next[person])
                    block.add_person(row, Month::from_index(block.persons.birth_month[person]),
                                     block.persons.sex[person]);
                book_arrival(world.ledgers[thread], world, block, row, geography_->regions[from].places.front());
            });
    });
}

}  // namespace qonys
