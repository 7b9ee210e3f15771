#include "process/labour_market.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/odds.hpp"
#include "base/prefetch.hpp"
#include "random/words.hpp"
#include "world/bookkeeper.hpp"
#include "world/persons_by_age.hpp"

namespace qonys {
namespace {

bool in_labour_force(Activity activity) { return activity == Activity::unemployed || employed(activity); }

/// Heights at which the layer of job losses by closures is cut (LabourMarket::BlockMonth::lose_work_to_closures).
constexpr std::array<double, 5> closure_cuts{0, 0.02, 0.05, 0.12, MovementLevers::highest_job_loss};

/// A hire without a vacancy.
constexpr std::uint16_t refused = 0xFFFF;

/// Every block's turn for the yearly pass comes in this month of the year (0 for January): the pass costs the same in
/// every month then.
int turn_of(BlockId block) { return static_cast<int>(index(block) % 12); }

/// Chance of somebody absent to have come home on one of last month's flights, of whose passengers `workers` are absent
/// members of households.
double flown_home_chance(double workers, const World& world) {
    std::int64_t brought = 0;
    for (std::size_t g = 0; g < world.travellers.brought.size(); ++g)
        if (!world.geography->travellers[g].transit) brought += world.travellers.brought[g];
    if (brought == 0) return 0;
    std::int64_t absent = 0;
    for (std::size_t p = 0; p < world.geography->domestic_places; ++p)
        absent += world.published.stocks.in_activity(static_cast<PlaceId>(p), Activity::absent);
    return absent > 0 ? std::min(workers * static_cast<double>(brought) / static_cast<double>(absent), 1.0) : 0;
}

}  // namespace

/// Lists that a thread fills anew for every block.
struct LabourMarket::Scratch {
    struct Seeker {
        Row person;
        std::uint32_t ticket;
        double finds;
        double how;
        double leaves;
    };
    std::vector<Seeker> seekers;
    std::vector<Row> rows;
};

/// What depends on the month and on no person: the chances of finding work, and of entering or leaving the labour
/// force.
struct LabourMarket::Search {
    Search(const LabourMarket& market, const MovementLevers& movement, const World& world, Month month)
        : noncitizen_odds(market.parameters().noncitizen_informality), before_run(world.first_month + (-1)) {
        const Matrix<double>& chances = world.published.economy.finding;
        for (std::size_t p = 0; p < chances.rows(); ++p)
            for (const double chance : chances.row(p)) finding.push_back(chance * movement.hiring.at(p));
        highest = *std::ranges::max_element(finding);
        const double response = market.parameters().informality_response;
        for (const auto& start : market.starts(world.at_start)) {
            const double now = chances.cells()[informal_hires.size()];
            const double odds = now > 0 && start.finding > 0 ? std::pow(start.finding / now, response) : 1;
            informal_hires.push_back(at_odds(start.informal_hires, odds));
        }
        flown_home = flown_home_chance(market.parameters().workers_flown_home, world);
        std::array<ByAge, sex_count> most_ending{};
        std::array<ByAge, sex_count> most_leaving{};
        for (std::size_t age = school_ends; age < age_count; ++age)
            for (std::size_t a = 0; a < activity_count; ++a)
                for (const Sex sex : {Sex::male, Sex::female}) {
                    const auto activity = static_cast<Activity>(a);
                    changes[a][index(sex)][age] = market.changes(sex, age, activity);
                    double& ends = most_ending[index(sex)][age];
                    if (among_candidates(activity, sex, age)) ends = std::max(ends, changes[a][index(sex)][age]);
                    if (!employed(activity)) continue;
                    double& leaves = most_leaving[index(sex)][age];
                    for (std::size_t e = 0; e < education_count; ++e)
                        leaves = std::max(leaves, market.job_loss(static_cast<Education>(e), activity) +
                                                      market.temporary_leaving(sex, age, activity));
                }
        leaving_labour_force = AgeBounds(month, most_ending[0], most_ending[1]);
        leaving_work = AgeBounds(month, most_leaving[0], most_leaving[1]);
        double most_lost = 0;
        for (std::size_t p = 0; p < chances.rows(); ++p) {
            most_lost = std::max(most_lost, movement.job_loss.at(static_cast<PlaceId>(p)));
            most_sent_home = std::max(most_sent_home, movement.sent_home.at(p));
        }
        for (std::size_t cut = 0; cut + 1 < closure_cuts.size() && closure_cuts[cut] < most_lost; ++cut) {
            const double bottom = closure_cuts[cut];
            Slice slice{.bottom = bottom, .height = (closure_cuts[cut + 1] - bottom) / (1 - bottom)};
            ByAge grown_up{};
            std::fill(grown_up.begin() + school_ends, grown_up.end(), slice.height);
            slice.candidates = AgeBounds(month, grown_up);
            closures.push_back(slice);
        }
    }

    /// A part of a layer of hazards.
    struct Slice {
        double bottom = 0;
        double height = 0;  ///< as a share of what lies above the bottom
        AgeBounds candidates{};
    };

    std::vector<double> finding;         ///< [activity_row]
    std::vector<double> informal_hires;  ///< [activity_row] of citizens
    double highest = 0;                  ///< of `finding`
    double most_sent_home = 0;           ///< chance of anybody
    double flown_home = 0;               ///< chance to be on a flight of last month, wherever home is
    double noncitizen_odds = 1;
    Month before_run;
    /// [activity][sex][age] that the yearly pass changes what somebody does
    std::array<std::array<ByAge, sex_count>, activity_count> changes{};
    AgeBounds leaving_labour_force;  ///< of whomever the yearly pass finds as a candidate
    AgeBounds leaving_work;          ///< whatever one's work and education
    std::vector<Slice> closures;     ///< as many as this month's closures need

    /// Whether the yearly pass finds somebody as a candidate: of the labour force few leave. The inactive, and the
    /// unemployed who retire, are in lists.
    static bool among_candidates(Activity activity, Sex sex, std::size_t age) {
        return employed(activity) || (activity == Activity::unemployed && age < pension_age(sex));
    }
    /// That the yearly pass changes what somebody does. What a person did when the run began is that of the age he or
    /// she was then: in the first year nobody is asked before the birthday.
    double change(const Person& person, Month month) const {
        const std::size_t age = age_at(month, person.birth_month);
        if (month - before_run <= 12 && age == age_at(before_run, person.birth_month)) return 0;
        return changes[index(person.activity)][index(person.sex)][age];
    }

    double informal(std::size_t cell, LegalStatus status) const {
        const double share = informal_hires[cell];
        return status == LegalStatus::citizen ? share : at_odds(share, noncitizen_odds);
    }
};

LabourMarket::LabourMarket(TableFolder& folder, const Geography& geography, const LabourMarketParameters& parameters,
                           LabourTables tables, Problems& problems)
    : geography_(&geography),
      parameters_(parameters),
      tables_(std::move(tables)),
      income_(read_incomes(folder, geography, problems)) {}

double LabourMarket::job_loss(Education education, Activity activity) const {
    if (!employed(activity)) return 0;
    const LabourMarketParameters& p = parameters_;
    const std::array<double, education_count> factor{1, p.vocational_loss, p.higher_loss};
    return (activity == Activity::formal ? p.formal_loss : p.informal_loss) * factor[index(education)];
}

double LabourMarket::stays_active(Sex sex, std::size_t age, Activity before) const {
    if (age == 0) return 0;
    const double then = tables_.active(sex, age - 1);
    const double now = tables_.active(sex, age);
    // A Markov chain that keeps the table: first some forget what they did, at the share of a year ago; then as many
    // enter or leave as bring that share to today's.
    const double was = in_labour_force(before) ? 1 : 0;
    const double mixed = was + parameters_.participation_turnover * (then - was);
    if (now <= then) return then > 0 ? mixed * now / then : 0;
    return mixed + (1 - mixed) * (now - then) / (1 - then);
}

double LabourMarket::changes(Sex sex, std::size_t age, Activity before) const {
    const bool retires = age >= pension_age(sex);
    if (before == Activity::inactive) return retires ? 1 : stays_active(sex, age, before);
    if (!in_labour_force(before)) return 0;
    // Of pension age one does not look for work any more.
    return retires && before == Activity::unemployed ? 1 : 1 - stays_active(sex, age, before);
}

double LabourMarket::temporary_leaving(Sex sex, std::size_t age, Activity activity) const {
    if (age < youngest_absent || age > oldest_absent) return 0;
    const double of_men = activity == Activity::unemployed ? parameters_.temporary_unemployed
                          : activity == Activity::informal ? parameters_.temporary_informal
                                                           : 0;
    return of_men * (sex == Sex::male ? 1 : parameters_.temporary_women);
}

/// One block's month of work.
class LabourMarket::BlockMonth {
public:
    BlockMonth(const LabourMarket& market, const Search& search, const MovementLevers& movement, Month month, Seed seed,
               Block& block, Bookkeeper books, Scratch& scratch)
        : market_(market),
          search_(search),
          movement_(movement),
          month_(month),
          seed_(seed),
          block_(block),
          books_(std::move(books)),
          scratch_(scratch) {}

    /// Whoever looked for work at the beginning of the month and found some, ascending by person. Some of the others
    /// leave for temporary work elsewhere.
    void look_for_work(std::vector<Hire>& hires) {
        draw_seekers();
        hires.reserve(scratch_.seekers.size());
        for (const auto& seeker : scratch_.seekers) {
            const Person& person = block_.persons[seeker.person];
            const PlaceId place = block_.households[person.household].place;
            if (market_.geography_->abroad(place)) continue;
            const std::size_t cell = activity_row(place, person.education);
            if (seeker.finds < search_.finding[cell]) {
                const bool informal = seeker.how < search_.informal(cell, person.status);
                hires.push_back({seeker.person, static_cast<std::uint16_t>(cell), seeker.ticket,
                                 informal ? Activity::informal : Activity::formal});
            } else if (seeker.leaves <
                       movement_.shifts.at(place) *
                           market_.temporary_leaving(person.sex, age_at(month_, person.birth_month), person.activity)) {
                books_.set_activity(seeker.person, Activity::absent);
            }
        }
    }

    /// Some lose their work; of the unregistered, some leave it for temporary work elsewhere.
    void leave_work() {
        const auto loses = [&](const Person& person) { return market_.job_loss(person.education, person.activity); };
        for_each_candidate(
            Stream(seed_, Purpose::job_loss, month_, block_.id), block_, search_.leaving_work, "leaving work",
            [&](const Person& person) {
                if (!employed(person.activity)) return 0.0;
                const std::size_t age = age_at(month_, person.birth_month);
                return loses(person) + market_.temporary_leaving(person.sex, age, person.activity);
            },
            [&](const Candidate& candidate) {
                const Person& person = block_.persons[candidate.person];
                if (!lives_here(person)) return;
                const PlaceId place = block_.households[person.household].place;
                const double lost_below = loses(person);
                const bool lost = candidate.draw < lost_below;
                const double leaves =
                    market_.temporary_leaving(person.sex, age_at(month_, person.birth_month), person.activity);
                // Whoever cannot leave for work elsewhere stays at the work that he or she has.
                if (!lost && candidate.draw - lost_below >= leaves * movement_.shifts.at(place)) return;
                if (lost) ++books_.ledger().lost_jobs[index(place)];
                books_.set_activity(candidate.person, lost ? Activity::unemployed : Activity::absent);
            });
    }

    void come_back(std::vector<Row>& back) {
        back.clear();
        const double ends = 1 / market_.parameters_.temporary_months;
        const double stays = (1 - ends) * (1 - search_.flown_home);
        const auto chance = [&](double sent_home) { return 1 - stays * (1 - sent_home); };
        for_each_drawn(
            Stream(seed_, Purpose::temporary_return, month_, block_.id, 0),
            [&](auto&& take) { block_.absent.for_each(take); },
            [&](Row row, const Words& words) {
                const double point = uniform_of(words[0]);
                if (point >= chance(search_.most_sent_home)) return;
                const PlaceId home = block_.households[block_.persons[row].household].place;
                if (point < chance(movement_.sent_home.at(home))) back.push_back(row);
            });
        for (const Row row : back) books_.set_activity(row, Activity::unemployed);
    }

    /// Whom a closure makes lose work: a layer above those who lose it anyway, as high as the hazard of the place where
    /// closures cost most. It is cut into slices at fixed heights, each with candidates of its own, so that a month
    /// asks no more people than it needs to, and the same people with the same numbers whatever closures cost: a point
    /// of the layer is uniform on (0, 1), and a slice finds those points that lie in it among whoever has none below.
    void lose_work_to_closures() {
        for (std::size_t number = 0; number < search_.closures.size(); ++number) {
            const Search::Slice& slice = search_.closures[number];
            for_each_candidate(
                Stream(seed_, Purpose::closure_job_loss, month_, block_.id, static_cast<std::uint32_t>(number)), block_,
                slice.candidates, "closures",
                [&](const Person& person) { return employed(person.activity) ? slice.height : 0; },
                [&](const Candidate& candidate) {
                    const Person& person = block_.persons[candidate.person];
                    if (!lives_here(person)) return;
                    const PlaceId place = block_.households[person.household].place;
                    const double point = slice.bottom + (1 - slice.bottom) * candidate.draw;
                    if (point >= movement_.job_loss.at(place)) return;
                    const PolicyHazards::Cause cause = movement_.job_loss.whose(place, point);
                    ++books_.ledger().lost_jobs[index(place)];
                    ++books_.ledger().policy_persons(cause.policy, index(place));
                    books_.set_activity(candidate.person, Activity::unemployed);
                });
        }
    }

    /// Whoever looks for work and has reached pension age does not any more.
    void retire(std::vector<Row>& old) {
        old.clear();
        block_.unemployed.for_each([&](std::size_t row) {
            const Person& person = block_.persons[row];
            if (age_at(month_, person.birth_month) >= pension_age(person.sex)) old.push_back(static_cast<Row>(row));
        });
        for (const Row row : old) books_.set_activity(row, Activity::pensioner);
    }

    /// The yearly pass. `entering`: a list to fill.
    void enter_and_leave_labour_force(std::vector<Row>& entering) {
        entering.clear();
        for_each_drawn(
            Stream(seed_, Purpose::labour_force_entry, month_, block_.id, 0),
            [&](auto&& take) { block_.inactive.for_each(take); },
            [&](Row row, const Words& words) {
                if (uniform_of(words[0]) < search_.change(block_.persons[row], month_)) entering.push_back(row);
            });
        for_each_candidate(
            Stream(seed_, Purpose::inactivity, month_, block_.id), block_, search_.leaving_labour_force,
            "leaving the labour force",
            [&](const Person& person) {
                const std::size_t age = age_at(month_, person.birth_month);
                return Search::among_candidates(person.activity, person.sex, age) ? search_.change(person, month_) : 0;
            },
            [&](const Candidate& candidate) { change_sides(candidate.person); });
        for (const Row row : entering) change_sides(row);
    }

private:
    bool lives_here(const Person& person) const {
        return !market_.geography_->abroad(block_.households[person.household].place);
    }

    /// Makes a pensioner of somebody old enough, wherever he or she lives, and of others at home somebody who looks for
    /// work or who does not any more.
    void change_sides(Row row) {
        const Person& person = block_.persons[row];
        const bool retires = age_at(month_, person.birth_month) >= pension_age(person.sex);
        if (!retires && !lives_here(person)) return;
        const bool enters = person.activity == Activity::inactive;
        books_.set_activity(row, retires ? Activity::pensioner : enters ? Activity::unemployed : Activity::inactive);
    }

    /// Those of the unemployed whose numbers are low enough for the place with the best chances, or for leaving;
    /// nobody else's row needs to be looked at.
    void draw_seekers() {
        std::size_t number = 0;
        const double leaving = market_.parameters_.temporary_unemployed;
        // Written without a branch, since nothing could predict it.
        for_each_drawn(
            Stream(seed_, Purpose::job_search, month_, block_.id, 0),
            [&](auto&& take) { block_.unemployed.for_each(take); },
            [&](Row row, const Words& words) {
                if (number == scratch_.seekers.size()) scratch_.seekers.resize(2 * number + 64);
                const double finds = uniform_of(words[0]);
                const double leaves = uniform_of(words[3]);
                scratch_.seekers[number] = {row, words[1], finds, uniform_of(words[2]), leaves};
                number +=
                    static_cast<std::size_t>(finds < search_.highest) | static_cast<std::size_t>(leaves < leaving);
            });
        scratch_.seekers.resize(number);
        for (const auto& seeker : scratch_.seekers) prefetch(block_.persons[seeker.person]);
        for (const auto& seeker : scratch_.seekers)
            prefetch(block_.households[block_.persons[seeker.person].household]);
    }

    const LabourMarket& market_;
    const Search& search_;
    const MovementLevers& movement_;
    Month month_;
    Seed seed_;
    Block& block_;
    Bookkeeper books_;
    Scratch& scratch_;
};

BlockWork LabourMarket::look_for_work(Month month, const Levers& levers, World& world, Seed seed,
                                      const Machine& machine, Hires& hires) const {
    hires.resize(world.blocks.size());
    return [this, month, seed, &levers, &world, &hires, search = Search(*this, levers.movement, world, month),
            scratch = std::vector<Scratch>(static_cast<std::size_t>(machine.threads))](std::size_t b,
                                                                                       std::size_t thread) mutable {
        Block& block = world.blocks[b];
        BlockMonth work(*this, search, levers.movement, month, seed, block,
                        Bookkeeper(world, block, world.ledgers[thread]), scratch[thread]);
        work.look_for_work(hires[b]);
        work.leave_work();
        work.lose_work_to_closures();
        work.come_back(scratch[thread].rows);
        if (turn_of(block.id) != month.month_of_year() - 1) return;
        work.retire(scratch[thread].rows);
        work.enter_and_leave_labour_force(scratch[thread].rows);
        // Who gave up looking does not take the work found.
        std::erase_if(hires[b],
                      [&](const Hire& hire) { return block.persons[hire.person].activity != Activity::unemployed; });
    };
}

BlockWork LabourMarket::start_work(World& world, const Hires& hires) {
    return [&world, &hires](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        Bookkeeper books(world, block, world.ledgers[thread]);
        for (const Hire& hire : hires[b]) prefetch(block.persons[hire.person]);
        for (const Hire& hire : hires[b]) {
            if (hire.cell == refused) continue;
            const std::size_t place = hire.cell / education_count;
            books.set_activity(hire.person, static_cast<PlaceId>(place), hire.activity);
            ++books.ledger().hired[place];
        }
    };
}

namespace {

/// A hire in a cell where more found work than there is.
struct Contested {
    std::uint16_t cell;
    std::uint32_t ticket;
    std::uint32_t block;
    std::uint32_t number;  ///< in the block
    auto operator<=>(const Contested&) const = default;
};

}  // namespace

void LabourMarket::settle(Hires& hires, World& world) const {
    const std::size_t cells = geography_->domestic_places * education_count;
    std::vector<std::int64_t> wishes(cells);
    for (const auto& of_block : hires)
        for (const Hire& hire : of_block) ++wishes[hire.cell];
    world.ranks->sum(wishes);
    const Matrix<std::int64_t> now = activity_now(world);
    std::vector<std::int64_t> places(cells);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const std::int64_t working = now(cell, index(Activity::formal)) + now(cell, index(Activity::informal));
        const double jobs = world.published.economy.jobs.cells()[cell];
        places[cell] = vacancies(jobs, working);
        const std::int64_t hired = std::min(wishes[cell], places[cell]);
        if (hired > 0 && static_cast<double>(working + hired) > jobs)
            throw BrokenInvariant(fmt::format("{}: {} persons with education {} would hold {} jobs",
                                              geography_->places[cell / education_count].id, working + hired,
                                              cell % education_count, jobs));
    }
    std::vector<Contested> queue;
    for (std::size_t b = 0; b < hires.size(); ++b)
        for (std::size_t k = 0; k < hires[b].size(); ++k)
            if (const Hire& hire = hires[b][k]; wishes[hire.cell] > places[hire.cell])
                queue.push_back({hire.cell, hire.ticket, static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(k)});
    queue = world.ranks->gather(std::move(queue));
    std::ranges::sort(queue);
    // The lowest tickets get it.
    for (const Contested& one : queue)
        if (--places[one.cell] < 0 && world.owns(one.block)) hires[one.block][one.number].cell = refused;
    if (world.ranks->first()) pay_remittances(world, now);
}

void LabourMarket::pay_remittances(World& world, const Matrix<std::int64_t>& now) const {
    const Economy& economy = world.published.economy;
    double wages = 0;
    double working = 0;
    for (std::size_t cell = 0; cell < economy.wage.cells().size(); ++cell) {
        const auto registered = static_cast<double>(world.published.stocks.activity(cell, index(Activity::formal)));
        wages += registered * economy.wage.cells()[cell];
        working += registered;
    }
    if (working == 0) return;
    const std::int64_t sent = std::llround(parameters_.remittance_share * wages / working);
    for (std::size_t p = 0; p < geography_->domestic_places; ++p)
        for (std::size_t e = 0; e < education_count; ++e)
            world.ledgers.front().remittances[p] +=
                sent * now(activity_row(static_cast<PlaceId>(p), static_cast<Education>(e)), index(Activity::absent));
}

}  // namespace qonys
