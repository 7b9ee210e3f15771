#include "process/migration.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/interpolation.hpp"
#include "base/prefetch.hpp"
#include "random/words.hpp"
#include "world/fetch_members.hpp"
#include "world/household_candidates.hpp"
#include "world/labour_tables.hpp"
#include "world/networks.hpp"

namespace qonys {
namespace {

/// Whom a thread asks in the block it works on.
struct Questions {
    std::vector<Row> considered;
    std::vector<std::pair<Row, Words>> tempted;  ///< of those who consider moving, who may go
    std::vector<Row> heads;                      ///< of the tempted
    std::vector<Row> asked;                      ///< by programmes
    std::vector<Alarm> rung;
    std::vector<Proposal> wishes;

    void clear() {
        considered.clear();
        tempted.clear();
        asked.clear();
        rung.clear();
        wishes.clear();
    }
};

/// Alarms are drawn from intensities, which certainty would make infinite. Models with more are refused.
constexpr double most_hazard = 0.99;

}  // namespace

double rogers_castro(const MigrationParameters& p, double age) {
    const double since_peak = age - p.labour_peak;
    return p.childhood_level * std::exp(-p.childhood_slope * age) +
           p.labour_level * std::exp(-p.labour_descent * since_peak - std::exp(-p.labour_ascent * since_peak)) +
           p.constant_level;
}

Migration::Migration(TableFolder& folder, const Geography& geography, const MigrationParameters& parameters,
                     MigrationEffects effects, Matrix<double> networks, double scale, MonthRange months,
                     Problems& problems)
    : geography_(&geography),
      parameters_(parameters),
      effects_(std::move(effects)),
      network_at_start_(std::move(networks)),
      scale_(scale),
      income_(read_incomes(folder, geography, problems)),
      months_(months) {
    if (!problems.empty()) return;
    tabulate();
    if (highest_hazard_ > most_hazard)
        problems.add({(folder.path() / "migration_levels.csv").string(), 0, 0},
                     fmt::format("with push and recent_factor, the chance of considering a move reaches {:.2f} a month "
                                 "(must be at most {})",
                                 highest_hazard_, most_hazard));
}

void Migration::replace(const MigrationParameters& parameters, MigrationEffects effects) {
    parameters_ = parameters;
    effects_ = std::move(effects);
    tabulate();
}

void Migration::tabulate() {
    age_factor_.clear();
    for (std::size_t age = 0; age < age_count; ++age)
        age_factor_.push_back(rogers_castro(parameters_, static_cast<double>(age)));
    // Heads are adults: the peak is theirs, and nobody's factor is above 1.
    const double peak = *std::max_element(age_factor_.begin() + 15, age_factor_.end());
    for (double& factor : age_factor_) factor = std::min(factor / peak, 1.0);
    age_run_factor_.clear();
    for (std::size_t age = 0; age < age_count; ++age) {
        const std::size_t youngest = age - std::min<std::size_t>(age, HeadAgeRun::years);
        const auto ages = std::span(age_factor_).subspan(youngest, age - youngest + 1);
        age_run_factor_.push_back(*std::ranges::max_element(ages));
    }
    age_bound_ = age_factor_;
    for (std::size_t age = age_count - 1; age > 0; --age)
        age_bound_[age - 1] = std::max(age_bound_[age - 1], age_bound_[age]);
    recent_excess_.clear();
    for (int months = 0; months < recent_months; ++months)
        recent_excess_.push_back((parameters_.recent_factor - 1) * std::exp(-months / recent_memory()));

    const std::size_t places = geography_->places.size();
    const auto done = static_cast<std::size_t>(months_.size()) + 1;
    settled_exposure_ = Matrix<double>(places, done);
    recent_exposure_ = Matrix<double>(places, done);
    std::vector<double> highest(places);
    for (std::size_t k = 1; k < done; ++k) {
        const std::vector<double> of_place = peak_hazards(months_.first() + (static_cast<int>(k) - 1));
        const double recent =
            (parameters_.recent_factor - 1) * std::exp(-(static_cast<double>(k) - 1) / recent_memory());
        for (std::size_t p = 0; p < places; ++p) {
            settled_exposure_(p, k) = settled_exposure_(p, k - 1) + of_place[p];
            recent_exposure_(p, k) = recent_exposure_(p, k - 1) + recent * of_place[p];
            highest[p] = std::max(highest[p], of_place[p] * parameters_.recent_factor);
        }
    }
    recent_weight_.clear();
    for (int month = -recent_months; month < months_.size(); ++month)
        recent_weight_.push_back(std::exp(month / recent_memory()));
    highest_hazard_ = *std::ranges::max_element(highest);
    const auto residents = std::span(highest).first(geography_->domestic_places);
    restless_region_ =
        geography_->places[static_cast<std::size_t>(std::ranges::max_element(residents) - residents.begin())].region;
    intensity_factor_.clear();
    for (const double hazard : highest) {
        // -ln(1 - x) / x rises with x: at the highest probability it is enough for all, with a little room for
        // rounding.
        const double bounded = std::clamp(hazard, 1e-6, most_hazard);
        intensity_factor_.push_back(-std::log1p(-bounded) / bounded * (1 + 1e-9));
    }
}

std::vector<double> Migration::peak_hazards(Month month) const {
    const double level = interpolated(effects_.level, month.year());
    std::vector<double> of_place;
    for (std::size_t p = 0; p < geography_->places.size(); ++p) {
        const auto place = static_cast<PlaceId>(p);
        const double push = geography_->abroad(place)
                                ? parameters_.return_push
                                : interpolated(effects_.push[index(geography_->region_of(place))], year_of(month));
        of_place.push_back(std::min(level * push, 1.0));
    }
    return of_place;
}

Migration::Hazards Migration::hazards(Month month) const {
    Hazards hazards{.month = month,
                    .of_place = peak_hazards(month),
                    .age_factor = age_factor_,
                    .recent_excess = recent_excess_,
                    .bounds = Matrix<CandidateWalk::Bound>(geography_->domestic_places, age_count + 1),
                    .alone = {},
                    .alone_restful = {}};
    for (std::size_t p = 0; p < geography_->domestic_places; ++p) {
        for (std::size_t age = 0; age < age_count; ++age)
            hazards.bounds(p, age) = CandidateWalk::bound(hazards.of_place[p] * age_run_factor_[age]);
        hazards.bounds(p, age_count) = CandidateWalk::bound(hazards.of_place[p]);
    }
    double restless_peak = 0;
    double restful_peak = 0;
    for (std::size_t p = 0; p < geography_->domestic_places; ++p) {
        double& peak = restless(static_cast<PlaceId>(p)) ? restless_peak : restful_peak;
        peak = std::max(peak, hazards.of_place[p]);
    }
    const auto alone = [&](double peak) {
        Hazards::Alone bounded;
        for (std::size_t age = school_ends; age < age_count; ++age)
            bounded.most[age] = std::min(parameters_.alone * peak * age_factor_[age] * (1 + 1e-9), 1.0);
        bounded.bounds = AgeBounds(month, bounded.most);
        return bounded;
    };
    hazards.alone = alone(std::max(restless_peak, restful_peak));
    hazards.alone_restful = alone(restful_peak);
    return hazards;
}

void Migration::set_alarm(Block& block, Row row, Month after, double wait) const {
    Household& household = block.households[row];
    const PlaceId place = household.place;
    const MonthIndex last_move = household.last_move;
    household.alarm = no_alarm;
    if (household.size == 0) return;
    const bool apart = block.apart(row);
    if (!apart && after.index() + 1 - last_move >= recent_months) return;

    const std::size_t end = settled_exposure_.columns() - 1;
    // What the last move adds ends with the memory of it.
    const int since = last_move - months_.first().index() + recent_months;
    const auto forgotten = static_cast<std::size_t>(std::clamp(since, 0, static_cast<int>(end)));
    const double weight = recent_weight_[static_cast<std::size_t>(std::max(since, 0))];
    const auto settled = settled_exposure_.row(index(place));
    const auto recent = recent_exposure_.row(index(place));
    const double everything = apart ? 1 : 0;
    const auto exposure = [&](std::size_t done) {
        return everything * settled[done] + weight * recent[std::min(done, forgotten)];
    };
    auto done = static_cast<std::size_t>(after - months_.first() + 1);
    const std::size_t age = age_at(after, household.head_birth_month);
    const double target = exposure(done) + wait / (age_bound_[age] * intensity_factor_[index(place)]);
    if (!(exposure(end) >= target)) return;  // not in this run
    // The first month by whose end the target is reached; by halves without a branch that could be mispredicted.
    for (std::size_t months = end - done; months > 1;) {
        const std::size_t half = months / 2;
        done += exposure(done + half) < target ? half : 0;
        months -= half;
    }
    household.alarm = static_cast<MonthIndex>(months_.first().index() + static_cast<int>(done));
    household.alarm_age = static_cast<std::uint8_t>(age);
    block.alarms.set({.due = household.alarm, .household = row});
}

BlockWork Migration::set_alarms(Month month, World& world, Seed seed) const {
    return [this, month, &world, seed](std::size_t b, std::size_t) { set_unset_alarms(world.blocks[b], month, seed); };
}

void Migration::set_unset_alarms(Block& block, Month month, Seed seed) const {
    const Month after = month + (-1);
    constexpr std::size_t draw = 2;  // the first two are for a household whose alarm rang in that month
    for_each_waiting(
        Stream(seed, Purpose::alarm, after, block.id, 0), draw,
        [&](auto&& take) { std::ranges::for_each(block.alarms.unset, take); },
        [&](Row row, const Words&, double wait) {
            const Household& household = block.households[row];
            block.alarms.in_restless_region.set(
                row, household.size > 0 && restless(household.place) && !restless(block.first_place));
            set_alarm(block, row, after, wait);
        });
    block.alarms.unset.clear();
}

void Migration::retry_deferred(Block& block, Month month, Seed seed, auto&& consider, auto&& consider_alone) const {
    std::erase_if(block.deferred, [&](const Deferred& wish) {
        const bool alone = wish.member != no_row;
        const Household& household = block.households[wish.household];
        if (household.size == 0 || geography_->abroad(household.place)) return true;
        // A member who left the household or found a partner meanwhile has other plans.
        if (alone && (block.persons[wish.member].household != wish.household || block.persons[wish.member].partnered ||
                      household.first_person == wish.member))
            return true;
        Stream stream(seed, alone ? Purpose::retry_alone : Purpose::retry, month, block.id,
                      alone ? wish.member : wish.household);
        const double point = stream.uniform();
        if (point < parameters_.retry) alone ? consider_alone(wish) : consider(wish);
        return point < parameters_.retry + (1 - parameters_.retry) * parameters_.give_up;
    });
}

std::vector<double> Migration::outreach(const Levers& levers) const {
    std::vector<double> not_asked(geography_->places.size(), 1);
    for (std::size_t p = 0; p < geography_->domestic_places; ++p)
        for (const Offer& offer : levers.offers)
            if (offer.origins[p] != 0) not_asked[p] *= 1 - offer.outreach;
    for (double& chance : not_asked) chance = std::min(1 - chance, Offer::most_outreach);
    return not_asked;
}

void Migration::ask_for_programmes(const Block& block, Month month, std::span<const double> outreach, Seed seed,
                                   std::vector<Row>& asked) const {
    if (*std::ranges::max_element(outreach) == 0) return;
    for_each_candidate(Stream(seed, Purpose::outreach, month, block.id), block, Offer::most_outreach,
                       [&](const HouseholdCandidate& candidate) {
                           const Household& household = block.households[candidate.household];
                           if (household.size == 0 || candidate.draw >= outreach[index(household.place)]) return;
                           asked.push_back(candidate.household);
                           prefetch(block.persons[household.first_person]);
                       });
}

void Migration::ask_members(const Block& block, Month month, Seed seed, const Hazards& hazard,
                            auto&& consider_alone) const {
    const auto tied = [](const Person& person) {
        return person.activity == Activity::minor || person.activity == Activity::student ||
               person.activity == Activity::absent || person.partnered;
    };
    const auto chance = [&](const Person& person) {
        return parameters_.alone * hazard.settled(block.households[person.household].place, person.birth_month);
    };
    const bool all_regions = restless(block.first_place);
    const Hazards::Alone& alone = all_regions ? hazard.alone : hazard.alone_restful;
    for_each_candidate(
        Stream(seed, Purpose::consider_alone, month, block.id), block, alone.bounds, "migration alone",
        [&](const Person& person) { return tied(person) ? 0 : alone.most[age_at(month, person.birth_month)]; },
        [&](const Candidate& candidate) {
            const Person& person = block.persons[candidate.person];
            const Household& household = block.households[person.household];
            if (household.first_person == candidate.person || geography_->abroad(household.place) ||
                (!all_regions && restless(household.place)))
                return;
            if (candidate.accepted(chance(person), "migration alone", block)) consider_alone(candidate.person);
        });
    for_each_drawn(
        Stream(seed, Purpose::consider_alone_apart, month, block.id, 0),
        [&](auto&& take) {
            if (alone.bounds.nobody()) return;
            block.alarms.in_restless_region.for_each([&](std::size_t household) {
                block.for_each_member(static_cast<Row>(household), [&](Row member) {
                    if (member != block.households[household].first_person && !tied(block.persons[member]) &&
                        age_at(month, block.persons[member].birth_month) >= school_ends)
                        take(member);
                });
            });
        },
        [&](Row row, const Words& words) {
            if (uniform_of(words[0]) < chance(block.persons[row])) consider_alone(row);
        });
}

BlockWork Migration::propose(Month month, const Levers& levers, World& world, Seed seed, const Machine& machine,
                             Proposals& proposals) const {
    proposals.resize(world.blocks.size());
    Choices known = choices(month, levers, world.published);
    known.rent_paid = world.rent_paid;
    return [this, month, seed, &world, &proposals, now = std::move(known), hazard = hazards(month),
            outreach = outreach(levers), scratch = std::vector<Questions>(static_cast<std::size_t>(machine.threads))](
               std::size_t b, std::size_t thread) mutable {
        Block& block = world.blocks[b];
        const std::vector<Household>& all = block.households;
        Questions& mine = scratch[thread];
        mine.clear();
        const auto this_month = static_cast<MonthIndex>(month.index());
        const auto decide = [&](Row row, const Words& words, MonthIndex planned) {
            Proposal wish = now.decide(block, row, words);
            wish.planned = planned;
            if (wish.own_choice != wish.origin || wish.offer != no_offer) mine.wishes.push_back(wish);
        };
        const auto consider_alone = [&](Row person, MonthIndex planned) {
            const Stream stream(seed, Purpose::choose_alone, Month::from_index(planned), block.id, person);
            Proposal wish = now.decide_alone(block, person, stream);
            wish.planned = planned;
            if (wish.own_choice != wish.origin) mine.wishes.push_back(wish);
        };
        // Only what no other thread changes meanwhile may be looked at in the next block.
        if (b + 2 < world.blocks.size()) prefetch_whole<Block>({&world.blocks[b + 2], 1});
        if (b + 1 < world.blocks.size()) prefetch_whole<HeadAgeRun>(world.blocks[b + 1].head_ages);
        block.alarms.fetch();
        for (const Row row : block.alarms.unset) prefetch(all[row]);
        set_unset_alarms(block, month, seed);
        block.alarms.take(month, mine.rung);
        for (const Alarm& alarm : mine.rung) prefetch(all[alarm.household]);

        // Most households live where their block began, and are candidates with the hazard of that place and of the
        // head's age as bound.
        for_each_candidate(
            Stream(seed, Purpose::consider, month, block.id),
            block, [&](const HeadAgeRun& run) -> auto& { return hazard.bound(block.first_place, run); },
            hazard.bound(block.first_place),
            [&](const HouseholdCandidate& candidate) {
                const Row row = candidate.household;
                const Household& household = all[row];
                if (household.size == 0 || block.apart(household, candidate.run)) return;
                const double chance = hazard.settled(household.place, household.head_birth_month);
                if (candidate.accepted(chance, "migration", block)) mine.considered.push_back(row);
            });
        const auto by_lot = std::ssize(mine.considered);
        // Those who moved are asked when their alarms ring: for what the last move adds, and those apart for
        // everything. Nobody considers twice in a month.
        constexpr std::size_t draw_of_next = 1;
        for_each_waiting(
            Stream(seed, Purpose::alarm, month, block.id, 0), draw_of_next,
            [&](auto&& take) {
                for (const Alarm& alarm : mine.rung) {
                    Household& household = block.households[alarm.household];
                    if (household.alarm != alarm.due) continue;
                    household.alarm = no_alarm;  // one that was set twice for the month rings once
                    if (household.size > 0) take(alarm.household);
                }
            },
            [&](Row row, const Words& words, double wait_for_next) {
                const Household& household = all[row];
                const bool apart = block.apart(row);
                const double settled = hazard.settled(household.place, household.head_birth_month);
                const double excess = hazard.excess(household.last_move);
                const double recent = std::min(excess * settled, most_hazard);
                const double chance = apart ? 1 - (1 - settled) * (1 - recent) : recent;
                const std::size_t place = index(household.place);
                const double intensity = intensity_factor_[place] * hazard.of_place[place] *
                                         age_bound_[household.alarm_age] * (excess + (apart ? 1 : 0));
                const double highest = -std::expm1(-intensity);
                if (accept(uniform_of(words[0]) * highest, chance, highest, "migration", block.id, row) &&
                    !std::binary_search(mine.considered.begin(), mine.considered.begin() + by_lot, row))
                    mine.considered.push_back(row);
                set_alarm(block, row, month, wait_for_next);
            });
        for_each_drawn(
            Stream(seed, Purpose::choose_destination, month, block.id, 0),
            [&](auto&& take) { std::ranges::for_each(mine.considered, take); },
            [&](Row row, const Words& words) {
                if (now.surely_stays(all[row], words)) return;
                mine.tempted.emplace_back(row, words);
                mine.heads.push_back(all[row].first_person);
                fetch_family(block, all[row]);
            });
        fetch_members(block, mine.heads);
        for (const auto& [row, words] : mine.tempted) decide(row, words, this_month);
        ask_members(block, month, seed, hazard, [&](Row person) { consider_alone(person, this_month); });
        const auto asked = [&](Row household, Row member) {
            return std::ranges::any_of(mine.wishes, [&](const Proposal& wish) {
                return wish.household == household && wish.member == member;
            });
        };
        // Who was stopped comes back with the numbers of then: the same wish, unless prices or offers changed it.
        retry_deferred(
            block, month, seed,
            [&](const Deferred& wish) {
                if (!asked(wish.household, no_row))
                    decide(wish.household,
                           Stream(seed, Purpose::choose_destination, Month::from_index(wish.planned), block.id,
                                  wish.household)
                               .words(),
                           wish.planned);
            },
            [&](const Deferred& wish) {
                if (!asked(wish.household, wish.member)) consider_alone(wish.member, wish.planned);
            });
        ask_for_programmes(block, month, outreach, seed, mine.asked);
        for_each_drawn(
            Stream(seed, Purpose::outreach_answer, month, block.id, 0),
            [&](auto&& take) { std::ranges::for_each(mine.asked, take); },
            [&](Row row, Words words) {
                words[2] = 0;  // who is asked knows of it
                Proposal wish = now.decide(block, row, words);
                if (wish.offer == no_offer || asked(row, no_row) ||
                    std::ranges::find(mine.considered, row) != mine.considered.end())
                    return;
                wish.own_choice = wish.origin;  // who is asked for the programme does not think of other moves
                mine.wishes.push_back(wish);
            });
        // By household, the household's own wish first; members do not leave one that goes.
        std::ranges::sort(mine.wishes, {}, [](const Proposal& wish) {
            return (std::uint32_t{wish.household} << 16U) | static_cast<Row>(wish.member + 1U);
        });
        proposals[b].clear();
        proposals[b].reserve(mine.wishes.size());
        for (const Proposal& wish : mine.wishes)
            if (wish.member == no_row || proposals[b].empty() || proposals[b].back().member != no_row ||
                proposals[b].back().household != wish.household)
                proposals[b].push_back(wish);
    };
}

}  // namespace qonys
