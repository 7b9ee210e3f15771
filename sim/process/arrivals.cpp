#include "process/arrivals.hpp"

#include <algorithm>

#include "base/interpolation.hpp"
#include "random/candidates.hpp"
#include "world/bookkeeper.hpp"

namespace qonys {
namespace {

/// A place's hazard is its immigrants over its present population, which every scenario moves by its own amount, while
/// the bound must not depend on policies. It leaves room for a place that loses two thirds of its people; one that
/// loses more attracts fewer immigrants.
constexpr double room_for_shrinking = 3;

/// A number drawn in proportion to shares that sum to 1.
std::size_t draw(const auto& shares, double uniform) {
    std::size_t k = 0;
    while (k + 1 < shares.size() && uniform >= shares[k]) uniform -= shares[k++];
    return k;
}

}  // namespace

Arrivals::Arrivals(const ExternalFlow& immigration, const Geography& geography, const RegisteredPopulation& registered,
                   double scale, Month first, Month last)
    : geography_(&geography),
      first_year_(first.year()),
      partner_share_(immigration.partner),
      ethnicity_share_(immigration.ethnicity) {
    for (int year = first_year_; year <= last.year(); ++year) {
        std::vector<double> persons(geography.domestic_places);
        double bound = 0;
        for (std::size_t p = 0; p < persons.size(); ++p) {
            const auto place = static_cast<PlaceId>(p);
            const RegionId region = geography.region_of(place);
            const double residents = registered.at(place, year);
            const double share_of_region = residents / registered.january(region, year);
            persons[p] = interpolated(immigration.persons, year) / 12 * immigration.region[index(region)] *
                         share_of_region * scale;
            if (residents > 0) bound = std::max(bound, room_for_shrinking * persons[p] / (residents * scale));
        }
        persons_per_month_.push_back(std::move(persons));
        bound_.push_back(std::min(bound, 1.0));
    }
}

void Arrivals::admit(Month month, World& world, Seed seed, const Machine& machine) const {
    const auto year = static_cast<std::size_t>(month.year() - first_year_);
    const double bound = bound_[year];
    std::vector<double> hazard(geography_->domestic_places);
    for (std::size_t p = 0; p < hazard.size(); ++p)
        if (const auto residents = static_cast<double>(world.published.stocks.population[p]); residents > 0)
            hazard[p] = std::min(persons_per_month_[year][p] / residents, bound);

    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        for_each_candidate(
            Stream(seed, Purpose::arrival, month, block.id), block.household_rows(), bound,
            [&](std::uint32_t model, double uniform) {
                const PlaceId place = block.households[model].place;
                if (block.households[model].size == 0 || geography_->abroad(place)) return;
                if (!accept(uniform, hazard[index(place)], bound, "arrivals", block.id, model)) return;
                Stream stream(seed, Purpose::newcomer, month, block.id, model);
                const std::size_t from = geography_->domestic_regions + draw(partner_share_, stream.uniform());
                const auto ethnicity = static_cast<Ethnicity>(draw(ethnicity_share_, stream.uniform()));
                Bookkeeper(world, block, world.ledgers[thread])
                    .arrive(static_cast<Row>(model), geography_->regions[from].places.front(),
                            static_cast<RegionId>(from), ethnicity, LegalStatus::citizen, month);
            });
    });
}

}  // namespace qonys
