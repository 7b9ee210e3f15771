#include "process/migration.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/interpolation.hpp"
#include "random/candidates.hpp"
#include "world/networks.hpp"

namespace qonys {
namespace {

/// Rogers and Castro's curve at an age in years: childhood, labour force and a constant.
double rogers_castro(const MigrationParameters& p, double age) {
    const double since_peak = age - p.labour_peak;
    return p.childhood_level * std::exp(-p.childhood_slope * age) +
           p.labour_level * std::exp(-p.labour_descent * since_peak - std::exp(-p.labour_ascent * since_peak)) +
           p.constant_level;
}

constexpr std::size_t eldest = 100;

}  // namespace

IncomesByYear read_incomes(TableFolder& folder, const Geography& geography, Problems& problems) {
    IncomesByYear income(geography.domestic_places);
    const Table table = folder.open("incomes.csv", {"region", "settlement", "year", "kzt_per_person_month"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        const auto year = static_cast<double>(table.integer(row, "year", 1900, 2200, problems));
        const double kzt = table.number(row, "kzt_per_person_month", 1, 1e9, problems);
        if (!region) continue;
        const bool urban = table.text(row, "settlement") == "urban";
        for (const PlaceId place : geography.region(*region).places)
            if (index(place) < income.size() && (geography.place(place).settlement == Settlement::urban) == urban)
                income[index(place)][year] = kzt;
    }
    for (std::size_t p = 0; p < income.size() && table.rows() > 0; ++p)
        if (income[p].empty())
            problems.add({table.file(), 0, 0}, fmt::format("no row for place {}", geography.places[p].id));
    return income;
}

double regional_income(const Geography& geography, const IncomesByYear& income, RegionId region, double year) {
    double sum = 0;
    for (const PlaceId place : geography.region(region).places) sum += interpolated(income[index(place)], year);
    return sum / static_cast<double>(geography.region(region).places.size());
}

Migration::Migration(TableFolder& folder, const Geography& geography, const MigrationParameters& parameters,
                     MigrationEffects effects, Matrix<double> networks, double scale, Problems& problems)
    : geography_(&geography),
      parameters_(parameters),
      effects_(std::move(effects)),
      network_at_start_(std::move(networks)),
      scale_(scale),
      income_(read_incomes(folder, geography, problems)) {
    if (problems.empty()) tabulate();
}

void Migration::replace(const MigrationParameters& parameters, MigrationEffects effects) {
    parameters_ = parameters;
    effects_ = std::move(effects);
    tabulate();
}

void Migration::tabulate() {
    age_factor_.clear();
    for (std::size_t age = 0; age <= eldest; ++age)
        age_factor_.push_back(rogers_castro(parameters_, static_cast<double>(age)));
    // Heads are adults: the peak is theirs, and nobody's factor is above 1.
    const double peak = *std::max_element(age_factor_.begin() + 15, age_factor_.end());
    for (double& factor : age_factor_) factor = std::min(factor / peak, 1.0);
    recent_excess_.clear();
    for (int months = 0; months < recent_months; ++months)
        recent_excess_.push_back((parameters_.recent_factor - 1) * std::exp(-months / 12.0 / parameters_.recent_years));
    highest_push_ = *std::ranges::max_element(effects_.push);
}

Migration::Hazards Migration::hazards(Month month) const {
    const double level = interpolated(effects_.level, month.year());
    Hazards hazards{.month = month,
                    .of_place = std::vector<double>(geography_->places.size()),
                    .age_factor = age_factor_,
                    .recent_excess = recent_excess_,
                    .settled_bound = std::min(level * highest_push_, 1.0),
                    .recent_bound = std::min(level * highest_push_ * recent_excess_.front(), 1.0)};
    for (std::size_t p = 0; p < geography_->domestic_places; ++p)
        hazards.of_place[p] = level * effects_.push[index(geography_->places[p].region)];
    return hazards;
}

Proposals Migration::propose(Month month, const Levers& levers, const World& world, Seed seed,
                             const Machine& machine) const {
    const Geography& geography = *geography_;
    const Choices now = choices(month, levers, world.published, world.at_start);
    const Hazards hazard = hazards(month);
    Proposals proposals(world.blocks.size());
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t) {
        const Block& block = world.blocks[b];
        const Households& all = block.households;
        std::vector<Proposal>& wishes = proposals[b];
        std::vector<Row> considered;
        const auto lives_here = [&](std::uint32_t row) {
            return all.size[row] > 0 && !geography.abroad(all.place[row]);
        };
        const auto consider = [&](Row row) {
            const Stream stream(seed, Purpose::choose_destination, month, block.id, row);
            const Proposal wish = now.decide(geography, block, row, stream);
            if (wish.own_choice != wish.origin || wish.offer != no_offer) wishes.push_back(wish);
        };
        for_each_candidate(Stream(seed, Purpose::consider_settled, month, block.id), block.household_rows(),
                           hazard.settled_bound, [&](std::uint32_t row, double uniform) {
                               if (!lives_here(row)) return;
                               const double chance = hazard.settled(all.place[row], all.head_birth_month[row]);
                               if (!accept(uniform, chance, hazard.settled_bound, "migration", block.id, row)) return;
                               considered.push_back(static_cast<Row>(row));
                               consider(static_cast<Row>(row));
                           });
        const std::size_t in_order = wishes.size();
        // Those who moved lately think of moving again: candidates of their own, asked once a month at most.
        for_each_candidate(Stream(seed, Purpose::consider_recent, month, block.id), block.household_rows(),
                           hazard.recent_bound, [&](std::uint32_t row, double uniform) {
                               const double excess = hazard.excess(all.last_move[row]);
                               if (excess <= 0 || !lives_here(row)) return;
                               const double chance = std::min(excess * hazard.settled(all.place[row], all.head_birth_month[row]), 1.0);
                               if (!accept(uniform, chance, hazard.recent_bound, "migration", block.id, row)) return;
                               if (!std::ranges::binary_search(considered, static_cast<Row>(row)))
                                   consider(static_cast<Row>(row));
                           });
        std::ranges::inplace_merge(wishes, wishes.begin() + static_cast<std::ptrdiff_t>(in_order), {},
                                   &Proposal::household);
    });
    return proposals;
}

}  // namespace qonys
