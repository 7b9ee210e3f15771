#include "dense_reference/dense_reference.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include <omp.h>

namespace qonys::dense {
namespace {

constexpr double share_of_boys = 106.0 / 206.0;

template <class T>
std::size_t bytes_of(const std::vector<T>& column) {
    return column.capacity() * sizeof(T);
}

// The passes over all households, as parts of their generators' seeds.
constexpr std::uint64_t ageing = 1;
constexpr std::uint64_t admission = 2;
constexpr std::uint64_t migration_pass = 3;

}  // namespace

Country::Country(const Model& model, const World& world, std::uint64_t seed, int threads)
    : model_(model),
      geography_(*model.geography),
      arrival_rates_(read_arrival_rates(model)),
      seed_(seed),
      threads_(threads),
      figures_(geography_.places.size(), geography_.regions.size()),
      published_(world.published),
      birth_scale_(world.birth_scale) {
    if (!model.policies.empty()) throw std::invalid_argument("the dense reference knows no policies");
    if (model.migration.parameters().alone > 0 || model.migration.parameters().liquidity ||
        model.migration.parameters().return_push > 0)
        throw std::invalid_argument(
            "the dense reference moves whole households that need not pay and do not come back: set migration.alone = "
            "0, migration.liquidity = false and migration.return_push = 0");
    counted_.assign(static_cast<std::size_t>(threads), figures_);
    for (const Block& block : world.blocks)
        for (std::uint32_t row = 0; row < block.household_rows(); ++row) {
            const std::vector<Household>& from = block.households;
            if (from[row].size == 0) continue;
            households_.place.push_back(from[row].place);
            households_.home.push_back(from[row].home);
            households_.ethnicity.push_back(from[row].ethnicity);
            households_.size.push_back(0);
            households_.head_birth_month.push_back(from[row].head_birth_month);
            households_.last_move.push_back(from[row].last_move);
            households_.tenure.push_back(from[row].tenure);
            households_.first_person.push_back(nobody);
            const auto household = static_cast<std::uint32_t>(households() - 1);
            block.for_each_member(static_cast<Row>(row),
                                  [&](Row person) { append_person(household, block.persons[person]); });
        }
}

template <class Work>
void Country::for_each_household(Month month, std::uint64_t pass, const Work& work) {
    const auto count = static_cast<std::int64_t>(households());
    const std::uint64_t address = (static_cast<std::uint64_t>(month.index()) << 32U) | (pass << 16U);
#pragma omp parallel num_threads(threads_)
    {
        const auto thread = static_cast<std::size_t>(omp_get_thread_num());
        Xoshiro random(seed_, address | thread);
#pragma omp for schedule(static)
        for (std::int64_t h = 0; h < count; ++h) work(static_cast<std::uint32_t>(h), random, thread);
    }
}

void Country::append_person(std::uint32_t household, const Person& person) {
    std::uint32_t* link = &households_.first_person[household];
    while (*link != nobody) link = &persons_.next[*link];
    *link = static_cast<std::uint32_t>(persons_.sex.size());
    persons_.birth_month.push_back(person.birth_month);
    persons_.sex.push_back(person.sex);
    persons_.education.push_back(person.education);
    persons_.activity.push_back(person.activity);
    persons_.partnered.push_back(person.partnered ? 1 : 0);
    persons_.parity.push_back(person.parity);
    persons_.next.push_back(nobody);
    ++households_.size[household];
}

void Country::age_household(std::uint32_t household, Xoshiro& random, Figures& figures, std::vector<Newborn>& newborn) {
    const PlaceId place = households_.place[household];
    if (households_.size[household] == 0 || geography_.abroad(place)) return;
    const std::size_t region = index(geography_.region_of(place));
    const auto years = [&](std::uint32_t person) { return age_at(month_, persons_.birth_month[person]); };
    bool somebody_died = false;
    // Partners stand next to each other: of whoever is met first, whether the other half of the pair is met alive.
    std::uint32_t waiting = nobody;
    bool waiting_died = false;
    const auto pair_up = [&](std::uint32_t person, bool died) {
        if (persons_.partnered[person] == 0) return;
        if (waiting == nobody) {
            waiting = person;
            waiting_died = died;
            return;
        }
        if (died != waiting_died) persons_.partnered[died ? waiting : person] = 0;
        waiting = nobody;
    };
    for (std::uint32_t* link = &households_.first_person[household]; *link != nobody;) {
        const std::uint32_t person = *link;
        const std::size_t sex = index(persons_.sex[person]);
        if (random.uniform() >= death_[(region * sex_count + sex) * age_count + years(person)]) {
            link = &persons_.next[person];
            pair_up(person, false);
            continue;
        }
        pair_up(person, true);
        *link = persons_.next[person];
        --households_.size[household];
        ++figures.deaths[index(place)];
        somebody_died = true;
    }
    const std::uint32_t head = households_.first_person[household];
    if (head == nobody) {
        ++figures.dissolved[index(place)];
        --figures.networks_change(index(households_.home[household]), region);
        return;
    }
    if (somebody_died) households_.head_birth_month[household] = persons_.birth_month[head];
    for (std::uint32_t person = head; person != nobody; person = persons_.next[person]) {
        if (persons_.sex[person] != Sex::female) continue;
        const std::size_t age = years(person);
        if (birth_[region * age_count + age] == 0) continue;
        const double hazard =
            birth_[region * age_count + age] * birth_scale_(region, age) *
            model_.demography.relative_births(persons_.partnered[person] != 0, persons_.parity[person],
                                              geography_.place(place).settlement);
        if (random.uniform() >= hazard) continue;
        persons_.parity[person] = static_cast<std::uint8_t>(std::min(persons_.parity[person] + 1, 15));
        newborn.push_back({household, random.uniform() < share_of_boys ? Sex::male : Sex::female});
        ++figures.births[index(place)];
    }
}

void Country::scale_births() {
    Matrix<double> women(geography_.domestic_regions, age_count);
    Matrix<double> weighted(geography_.domestic_regions, age_count);
    for (std::size_t h = 0; h < households(); ++h) {
        const PlaceId place = households_.place[h];
        if (households_.size[h] == 0 || geography_.abroad(place)) continue;
        const std::size_t region = index(geography_.region_of(place));
        for (std::uint32_t person = households_.first_person[h]; person != nobody; person = persons_.next[person]) {
            if (persons_.sex[person] != Sex::female) continue;
            const std::size_t age = age_at(month_, persons_.birth_month[person]);
            women(region, age) += 1;
            weighted(region, age) += model_.demography.relative_births(
                persons_.partnered[person] != 0, persons_.parity[person], geography_.place(place).settlement);
        }
    }
    for (std::size_t k = 0; k < women.cells().size(); ++k)
        birth_scale_.cells()[k] = weighted.cells()[k] > 0 ? women.cells()[k] / weighted.cells()[k] : 1;
}

void Country::age(Month month) {
    month_ = month;
    if (month.month_of_year() % 3 == 1) scale_births();  // as the engine does: once a quarter
    death_.clear();
    birth_.clear();
    for (std::size_t r = 0; r < geography_.domestic_regions; ++r) {
        const auto region = static_cast<RegionId>(r);
        for (const Sex sex : {Sex::male, Sex::female})
            for (std::size_t age = 0; age < age_count; ++age)
                death_.push_back(model_.demography.death_hazard(month.year(), region, sex, age));
        for (std::size_t age = 0; age < age_count; ++age)
            birth_.push_back(model_.demography.birth_hazard(month.year(), region, age));
    }
    std::vector<std::vector<Newborn>> newborn(static_cast<std::size_t>(threads_));
    for_each_household(month, ageing, [&](std::uint32_t household, Xoshiro& random, std::size_t thread) {
        age_household(household, random, counted_[thread], newborn[thread]);
    });
    for (const auto& of_thread : newborn)
        for (const Newborn& born : of_thread) {
            Person child;
            child.birth_month = static_cast<MonthIndex>(month.index());
            child.sex = born.sex;
            append_person(born.household, child);
        }
}

Person Country::person_at(std::uint32_t row) const {
    Person person;
    person.birth_month = persons_.birth_month[row];
    person.sex = persons_.sex[row];
    person.education = persons_.education[row];
    person.activity = persons_.activity[row];
    person.partnered = persons_.partnered[row] != 0;
    person.parity = static_cast<unsigned>(persons_.parity[row]) & 15U;
    return person;
}

void Country::append_household(const Newcomer& newcomer, Month month) {
    const std::uint32_t like = newcomer.like;
    const PlaceId place = households_.place[like];
    const std::size_t from = geography_.domestic_regions + newcomer.from;
    households_.place.push_back(place);
    households_.home.push_back(static_cast<RegionId>(from));
    households_.ethnicity.push_back(newcomer.ethnicity);
    households_.size.push_back(0);
    households_.head_birth_month.push_back(households_.head_birth_month[like]);
    households_.last_move.push_back(static_cast<MonthIndex>(month.index()));
    households_.tenure.push_back(Tenure::renter);
    households_.first_person.push_back(nobody);
    const auto household = static_cast<std::uint32_t>(households() - 1);
    for (std::uint32_t person = households_.first_person[like]; person != nobody; person = persons_.next[person])
        append_person(household, person_at(person));

    Figures& figures = counted_.front();
    const std::size_t origin = index(geography_.regions[from].places.front());
    ++figures.moves_households(origin, index(place));
    figures.moves_persons(origin, index(place)) += households_.size[household];
    ++figures.networks_change(from, index(geography_.region_of(place)));
}

void Country::admit(Month month) {
    const auto year = static_cast<std::size_t>(month.year() - arrival_rates_.first_year);
    const auto& persons = arrival_rates_.persons_per_month[year];
    std::vector<double> coming(geography_.places.size());
    std::vector<double> hazard(geography_.places.size());
    for (std::size_t p = 0; p < geography_.domestic_places; ++p) {
        coming[p] = std::accumulate(persons[p].begin(), persons[p].end(), 0.0);
        if (published_.stocks.population[p] > 0)
            hazard[p] = coming[p] / static_cast<double>(published_.stocks.population[p]);
    }
    std::vector<std::vector<Newcomer>> newcomers(static_cast<std::size_t>(threads_));
    for_each_household(month, admission, [&](std::uint32_t household, Xoshiro& random, std::size_t thread) {
        if (households_.size[household] == 0) return;
        const std::size_t place = index(households_.place[household]);
        if (random.uniform() >= hazard[place]) return;
        const std::size_t kind = draw(persons[place], coming[place], random.uniform());
        const std::size_t group = draw(arrival_rates_.ethnicity_share[year], 1.0, random.uniform());
        newcomers[thread].push_back({household, kind % arrival_rates_.abroad,
                                     kind < arrival_rates_.abroad ? Ethnicity::kazakh : static_cast<Ethnicity>(group)});
    });
    for (const auto& of_thread : newcomers)
        for (const Newcomer& newcomer : of_thread) append_household(newcomer, month);
}

void Country::migrate(Month month, const Migration& migration) {
    const Levers nothing;
    const Migration::Choices choices = migration.choices(month, nothing, published_);
    const Migration::Hazards hazards = migration.hazards(month);
    const std::size_t places = geography_.places.size();
    for_each_household(month, migration_pass, [&](std::uint32_t h, Xoshiro& random, std::size_t thread) {
        const PlaceId origin = households_.place[h];
        if (households_.size[h] == 0 || geography_.abroad(origin)) return;
        const double settled = hazards.settled(origin, households_.head_birth_month[h]);
        const double recent = hazards.excess(households_.last_move[h]) * settled;
        if (random.uniform() >= 1 - (1 - settled) * (1 - recent)) return;

        const RegionId home = households_.home[h];
        const RegionId residence = geography_.region_of(origin);
        const std::uint32_t head = households_.first_person[h];
        if (persons_.activity[head] == Activity::student) return;
        const std::size_t cell = Migration::Choices::cell(origin, households_.ethnicity[h], persons_.education[head]);
        const auto weight = [&](std::size_t j) {
            const bool to_home = home != residence && geography_.places[j].region == home;
            return choices.weight(cell, j) * (to_home && j < geography_.domestic_places ? 1 + choices.home_bonus : 1);
        };
        double stay = choices.stay[home == residence ? 1 : 0];
        if (households_.tenure[h] == Tenure::owner) stay *= choices.owner;
        for (std::uint32_t person = head; person != nobody; person = persons_.next[person])
            if (persons_.activity[person] == Activity::minor) {
                stay *= choices.children;
                break;
            }
        double everything = stay;
        for (std::size_t j = 0; j < places; ++j) everything += weight(j);
        double point = random.uniform() * everything - stay;
        if (point < 0) return;
        std::size_t destination = 0;
        while (destination + 1 < places && (point -= weight(destination)) >= 0) ++destination;

        Figures& figures = counted_[thread];
        ++figures.moves_households(index(origin), destination);
        figures.moves_persons(index(origin), destination) += households_.size[h];
        --figures.networks_change(index(home), index(residence));
        ++figures.networks_change(index(home), index(geography_.places[destination].region));
        households_.place[h] = static_cast<PlaceId>(destination);
        households_.last_move[h] = static_cast<MonthIndex>(month.index());
        households_.tenure[h] = Tenure::renter;
    });
}

void Country::close(Month month) {
    const std::size_t places = geography_.places.size();
    figures_ = Figures(places, geography_.regions.size());
    for (Figures& of_thread : counted_) {
        figures_ += of_thread;
        of_thread = Figures(places, geography_.regions.size());
    }
    Stocks& stocks = published_.stocks;
    for (std::size_t p = 0; p < places; ++p) {
        stocks.population[p] += figures_.births[p] - figures_.deaths[p];
        stocks.households[p] -= figures_.dissolved[p];
        for (std::size_t q = 0; q < places; ++q) {
            stocks.population[p] += figures_.moves_persons(q, p);
            stocks.households[p] += figures_.moves_households(q, p);
            if (p >= geography_.domestic_places) continue;  // who comes from abroad comes from outside
            stocks.population[p] -= figures_.moves_persons(p, q);
            stocks.households[p] -= figures_.moves_households(p, q);
        }
    }
    for (std::size_t cell = 0; cell < stocks.networks.cells().size(); ++cell)
        stocks.networks.cells()[cell] += figures_.networks_change.cells()[cell];
    published_.network = model_.migration.remembered(published_.network, figures_.moves_persons);
    published_.month = month;
}

void Country::advance(Month month) {
    age(month);
    admit(month);
    migrate(month, model_.migration);
    close(month);
}

std::size_t Country::bytes() const {
    const auto all = [](const auto&... columns) { return (bytes_of(columns) + ...); };
    const Households& h = households_;
    return all(h.place, h.home, h.ethnicity, h.size, h.head_birth_month, h.last_move, h.tenure, h.first_person) +
           all(persons_.birth_month, persons_.sex, persons_.education, persons_.activity, persons_.partnered,
               persons_.parity, persons_.next);
}

}  // namespace qonys::dense
