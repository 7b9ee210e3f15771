#include "process/demography.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "world/age_table.hpp"
#include "world/bookkeeper.hpp"
#include "world/fetch_members.hpp"
#include "world/persons_by_age.hpp"

namespace qonys {
namespace {

/// Boys among newborns: 106 to 100 girls, the usual ratio at birth (United Nations, World Population Prospects).
constexpr double share_of_boys = 106.0 / 206.0;

/// A country of so many blocks is counted a part at a time.
constexpr std::size_t many_blocks = 200;
constexpr std::size_t parts = 8;

/// The ages that every table of fertility has.
constexpr std::size_t first_age_of_mothers = 15;
constexpr std::size_t last_age_of_mothers = 49;
constexpr std::size_t ages_of_mothers = last_age_of_mothers - first_age_of_mothers + 1;

struct NationalSchedules {
    Matrix<double> deaths{sex_count, age_count};                  ///< a person and year
    std::vector<double> births = std::vector<double>(age_count);  ///< a woman and year
};

NationalSchedules read_schedules(TableFolder& folder, Problems& problems) {
    NationalSchedules national;
    const Table mortality = folder.open("mortality.csv", {"sex", "age", "deaths_per_person_year"}, problems);
    national.deaths = by_sex_and_age(mortality, "deaths_per_person_year", 10, problems);
    for (std::size_t s = 0; s < sex_count; ++s)
        for (std::size_t a = 0; a < age_count && mortality.rows() > 0; ++a)
            if (!(national.deaths(s, a) > 0)) {
                problems.add({mortality.file(), 0, 0},
                             fmt::format("no hazard of death for {} aged {}", s == 0 ? "men" : "women", a));
                break;
            }
    const Table fertility = folder.open("fertility.csv", {"age", "births_per_woman_year"}, problems);
    for (std::size_t row = 0; row < fertility.rows(); ++row) {
        const auto age = static_cast<std::size_t>(fertility.integer(row, "age", 10, 60, problems));
        national.births[std::min(age, age_count - 1)] = fertility.number(row, "births_per_woman_year", 0, 2, problems);
    }
    for (std::size_t a = first_age_of_mothers; a <= last_age_of_mothers && fertility.rows() > 0; ++a)
        if (!(national.births[a] > 0)) {
            problems.add({fertility.file(), 0, 0}, fmt::format("no births of women aged {} (must have ages {} to {})",
                                                               a, first_age_of_mothers, last_age_of_mothers));
            break;
        }
    return national;
}

/// Events registered in a region and year.
struct Vital {
    double births = 0;
    double deaths = 0;
};

/// What the nation's schedules yield on a region's ages: events per person and year.
Vital crude_rates(const NationalSchedules& national, std::span<const double> ages) {
    Vital events;
    double persons = 0;
    for (std::size_t s = 0; s < sex_count; ++s)
        for (std::size_t a = 0; a < age_count; ++a) {
            const double here = ages[s * age_count + a];
            persons += here;
            events.deaths += here * national.deaths(s, a);
            if (s == index(Sex::female)) events.births += here * national.births[a];
        }
    return {events.births / persons, events.deaths / persons};
}

/// A region's ages a year later, of those who stay (cohort-component method): next year's crude rates refer to them,
/// so that small and large cohorts pass through the ages of birth and death.
void grow_older(std::span<double> ages, const NationalSchedules& national, double death_level, double birth_level) {
    double births = 0;
    for (std::size_t a = 0; a < age_count; ++a)
        births += ages[index(Sex::female) * age_count + a] * national.births[a] * birth_level;
    for (std::size_t s = 0; s < sex_count; ++s) {
        const std::span<double> sex = ages.subspan(s * age_count, age_count);
        const auto survivors = [&](std::size_t a) { return sex[a] * std::exp(-national.deaths(s, a) * death_level); };
        sex[age_count - 1] = survivors(age_count - 1) + survivors(age_count - 2);
        for (std::size_t a = age_count - 2; a > 0; --a) sex[a] = survivors(a - 1);
        sex[0] = births * (s == index(Sex::male) ? share_of_boys : 1 - share_of_boys);
    }
}

/// Adds so many persons, or takes as many away, of the ages that migrate.
void migrate(std::span<double> ages, double persons, std::span<const double> mobility) {
    double movers = 0;
    for (std::size_t k = 0; k < ages.size(); ++k) movers += ages[k] * mobility[k % age_count];
    if (!(movers > 0)) return;
    // Nobody of an age is left at most, however many are said to have gone.
    for (std::size_t k = 0; k < ages.size(); ++k)
        ages[k] *= std::max(1 + persons / movers * mobility[k % age_count], 0.0);
}

/// What they yield on average from this 1 January to the next.
Vital crude_rates_of_year(const NationalSchedules& national, std::span<const double> ages) {
    std::vector<double> older(ages.begin(), ages.end());
    grow_older(older, national, 1, 1);
    const Vital first = crude_rates(national, ages);
    const Vital last = crude_rates(national, older);
    return {(first.births + last.births) / 2, (first.deaths + last.deaths) / 2};
}

/// The next number of a coarse grid, 1 at most, and 0 for 0. The scale of births depends on who lives where, and so a
/// little on policies; candidates drawn with such a bound would be others in every scenario (common random numbers).
double on_grid(double bound) {
    constexpr double step = 0.85;
    if (!(bound > 0)) return 0;
    double rounded = 1;
    while (rounded * step >= bound) rounded *= step;
    return rounded;
}

}  // namespace

Demography::Demography(TableFolder& folder, const Geography& geography, const Official& official, Matrix<double> ages,
                       Month first, Month last, Problems& problems)
    : first_year_(first.year()) {
    const RegisteredPopulation& registered = official.registered;
    const NationalSchedules national = read_schedules(folder, problems);
    read_factors(folder, problems);
    const std::size_t regions = geography.domestic_regions;
    std::vector<std::map<int, Vital>> vital(regions);
    const Table table = folder.open("vital_rates.csv", {"region", "year", "births", "deaths"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        const auto year = static_cast<int>(table.integer(row, "year", 1900, 2200, problems));
        const Vital counts{static_cast<double>(table.integer(row, "births", 0, 1'000'000'000, problems)),
                           static_cast<double>(table.integer(row, "deaths", 0, 1'000'000'000, problems))};
        if (region && index(*region) < regions) vital[index(*region)][year] = counts;
    }
    if (!problems.empty()) return;

    for (int year = first_year_; year <= last.year(); ++year) {
        Schedules schedules;
        schedules.death.resize(regions);
        schedules.birth.resize(regions);
        for (std::size_t r = 0; r < regions; ++r) {
            if (vital[r].empty()) {
                problems.add({table.file(), 0, 0}, fmt::format("no row for region {}", geography.regions[r].id));
                return;
            }
            const int known = std::clamp(year, vital[r].begin()->first, vital[r].rbegin()->first);
            const auto counts = std::prev(vital[r].upper_bound(known));
            const double persons = registered.average(static_cast<RegionId>(r), counts->first);
            const Vital standard = crude_rates_of_year(national, ages.row(r));
            const double death_level = counts->second.deaths / persons / standard.deaths;
            const double birth_level = counts->second.births / persons / standard.births;
            for (std::size_t a = 0; a < age_count; ++a) {
                for (std::size_t s = 0; s < sex_count; ++s) {
                    schedules.death[r][s][a] = monthly(national.deaths(s, a) * death_level);
                    double& highest = schedules.highest_death[s][a];
                    highest = std::max(highest, schedules.death[r][s][a]);
                }
                // A mother stays exposed: births per woman and month, not the probability of a first one.
                schedules.birth[r][a] = national.births[a] * birth_level / 12;
            }
            grow_older(ages.row(r), national, death_level, birth_level);
            if (year >= registered.last_year()) continue;
            // Net migration is what the official population grew by beyond births and deaths.
            const auto region = static_cast<RegionId>(r);
            const double grown = registered.january(region, year + 1) - registered.january(region, year) -
                                 (year + 1 == official.census.year ? official.census.persons[r] : 0);
            migrate(ages.row(r), grown - (counts->second.births - counts->second.deaths), official.mobility);
        }
        years_.push_back(std::move(schedules));
    }
}

const Demography::Schedules& Demography::schedules(int year) const {
    return years_[static_cast<std::size_t>(std::clamp(year - first_year_, 0, static_cast<int>(years_.size()) - 1))];
}

void Demography::read_factors(TableFolder& folder, Problems& problems) {
    const Table parity = folder.open("parity.csv", {"union", "parity", "factor"}, problems);
    std::size_t rows = 0;
    for (std::size_t row = 0; row < parity.rows(); ++row, ++rows) {
        const std::string& with = parity.text(row, "union");
        if (with != "partnered" && with != "single")
            problems.add(parity.where(row, "union"), fmt::format("union = '{}' (must be partnered or single)", with));
        const auto children = static_cast<std::size_t>(parity.integer(row, "parity", 0, parities - 1, problems));
        births_by_parity_[with == "partnered" ? 1 : 0][std::min(children, parities - 1)] =
            parity.number(row, "factor", 0, 20, problems);
    }
    if (rows > 0 && rows != 2 * parities)
        problems.add({parity.file(), 0, 0}, fmt::format("{} rows (must be {})", rows, 2 * parities));
    const Table settlement = folder.open("fertility_settlement.csv", {"settlement", "factor"}, problems);
    for (std::size_t row = 0; row < settlement.rows(); ++row) {
        const std::string& name = settlement.text(row, "settlement");
        if (name != "urban" && name != "rural")
            problems.add(settlement.where(row, "settlement"),
                         fmt::format("settlement = '{}' (must be urban or rural)", name));
        births_by_settlement_[name == "rural" ? 1 : 0] = settlement.number(row, "factor", 0, 10, problems);
    }
}

void Demography::scale_births(Month month, World& world, const Machine& machine) const {
    const Geography& geography = *world.geography;
    const std::size_t regions = geography.domestic_regions;
    // Counted in integers by kind (partner, settlement, parity), so that the scale is the same for any number of
    // threads.
    constexpr std::size_t kinds = 4 * parities;
    std::vector<Matrix<std::int64_t>> counted(static_cast<std::size_t>(machine.threads),
                                              Matrix<std::int64_t>(regions * ages_of_mothers, kinds));
    const auto row_of = [](RegionId region, std::size_t age) {
        return index(region) * ages_of_mothers + age - first_age_of_mothers;
    };
    // Blocks are miniatures of their places: of a large country an eighth of them, others each quarter of the year,
    // tells enough.
    const std::size_t stride = world.blocks.size() < many_blocks ? 1 : parts;
    const auto turn = static_cast<std::size_t>(month.index() / 3) % stride;
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
        const Block& block = world.blocks[b];
        if (b % stride != turn) return;
        const auto count = [&](Row row) {
            const Person& person = block.persons[row];
            const std::size_t age = age_at(month, person.birth_month);
            const Place& place = geography.place(block.households[person.household].place);
            if (place.settlement == Settlement::abroad) return;
            const std::size_t parity = std::min<std::size_t>(person.parity, parities - 1);
            const std::size_t kind = (person.partnered ? 2U : 0U) + (place.settlement == Settlement::rural ? 1U : 0U);
            ++counted[thread](row_of(place.region, age), kind * parities + parity);
        };
        for_each_aged(
            block, month, first_age_of_mothers, last_age_of_mothers, BirthYearRun::Sex::female,
            [](const Person& person) { return person.sex == Sex::female; }, count);
    });
    Matrix<std::int64_t> all = std::move(counted.front());
    for (std::size_t t = 1; t < counted.size(); ++t)
        for (std::size_t cell = 0; cell < all.cells().size(); ++cell) all.cells()[cell] += counted[t].cells()[cell];
    world.ranks->sum(all.cells());
    world.birth_scale = Matrix<double>(regions, age_count);
    std::ranges::fill(world.birth_scale.cells(), 1.0);
    for (std::size_t r = 0; r < regions; ++r)
        for (std::size_t age = first_age_of_mothers; age <= last_age_of_mothers; ++age) {
            double women = 0;
            double weighted = 0;
            for (std::size_t kind = 0; kind < kinds; ++kind) {
                const std::int64_t here = all(row_of(static_cast<RegionId>(r), age), kind);
                const std::size_t with = kind / parities;
                women += static_cast<double>(here);
                weighted += static_cast<double>(here) * births_by_parity_[with / 2][kind % parities] *
                            births_by_settlement_[with % 2];
            }
            if (weighted > 0) world.birth_scale(r, age) = women / weighted;
        }
}

BlockWork Demography::age(Month month, World& world, Seed seed, const Machine& machine) const {
    const Geography& geography = *world.geography;
    const Schedules& now = schedules(month.year());
    if (scales_births(month)) scale_births(month, world, machine);
    ByAge highest_birth{};  // of all regions, before what partner, parity and settlement make of it
    for (std::size_t r = 0; r < geography.domestic_regions; ++r)
        for (std::size_t a = 0; a < age_count; ++a)
            highest_birth[a] = std::max(highest_birth[a], now.birth[r][a] * world.birth_scale(r, a));
    const double most_urban_or_rural = *std::ranges::max_element(births_by_settlement_);
    const double most_by_parity =
        std::max(*std::ranges::max_element(births_by_parity_[0]), *std::ranges::max_element(births_by_parity_[1]));
    ByAge birth_bound{};
    for (std::size_t a = 0; a < age_count; ++a) {
        highest_birth[a] *= most_urban_or_rural * (1 + 1e-9);
        birth_bound[a] = on_grid(highest_birth[a] * most_by_parity);
    }
    const AgeBounds birth_bounds(month, {}, birth_bound);
    const AgeBounds death_bounds(month, now.highest_death[0], now.highest_death[1]);
    struct Scratch {
        std::vector<Row> mothers;
        std::vector<Row> heads;
    };
    return [this, month, seed, &world, &geography, &now, highest_birth, birth_bounds, death_bounds,
            scratch = std::vector<Scratch>(static_cast<std::size_t>(machine.threads))](std::size_t b,
                                                                                       std::size_t thread) mutable {
        Block& block = world.blocks[b];
        Bookkeeper books(world, block, world.ledgers[thread]);
        if (month.month_of_year() == 1) block.sort_newcomers();
        const auto place_of = [&](Row person) { return block.households[block.persons[person].household].place; };
        for_each_candidate(
            Stream(seed, Purpose::death, month, block.id), block, death_bounds, "death",
            [&](const Person& person) {
                return now.highest_death[index(person.sex)][age_at(month, person.birth_month)];
            },
            [&](const Candidate& candidate) {
                const Person& person = block.persons[candidate.person];
                const PlaceId place = place_of(candidate.person);
                if (geography.abroad(place)) return;
                const double hazard =
                    now.death[index(geography.region_of(place))][index(person.sex)][age_at(month, person.birth_month)];
                if (candidate.accepted(hazard, "death", block)) books.death(candidate.person);
            });
        Scratch& mine = scratch[thread];
        mine.mothers.clear();
        mine.heads.clear();
        for_each_candidate(
            Stream(seed, Purpose::birth, month, block.id), block, birth_bounds, "birth",
            [&](const Person& person) {
                if (person.sex != Sex::female) return 0.0;
                return highest_birth[age_at(month, person.birth_month)] * by_parity(person.partnered, person.parity);
            },
            [&](const Candidate& candidate) {
                const Person& woman = block.persons[candidate.person];
                const Place& place = geography.place(place_of(candidate.person));
                if (place.settlement == Settlement::abroad) return;
                const std::size_t age = age_at(month, woman.birth_month);
                const double hazard = now.birth[index(place.region)][age] *
                                      birth_factor(world, woman, place.region, place.settlement, age);
                if (candidate.accepted(hazard, "birth", block)) mine.mothers.push_back(candidate.person);
            });
        for (const Row mother : mine.mothers)
            mine.heads.push_back(block.households[block.persons[mother].household].first_person);
        fetch_members(block, mine.heads);
        for (const Row mother : mine.mothers) {
            Stream stream(seed, Purpose::newborn, month, block.id, mother);
            books.birth(mother, month, stream.uniform() < share_of_boys ? Sex::male : Sex::female);
        }
    };
}

}  // namespace qonys
