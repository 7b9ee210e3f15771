#include "reference_model/engine.hpp"

#include <algorithm>
#include <cmath>

#include "base/prefetch.hpp"
#include "random/words.hpp"

namespace qonys::reference {
namespace {

/// Where in the addresses of random numbers the initial state lies; months count from 0.
constexpr Month before_start = Month::from_index(-1);

/// Calls visit(row, words) for the rows of a block with the first words of each one's stream, some side by side.
template <class Visit>
void for_each_row(Seed seed, std::size_t block, std::uint32_t rows, Visit&& visit) {
    const Stream stream(seed, Purpose::benchmark, before_start, static_cast<BlockId>(block), 0);
    WordBatch batch;
    for (std::uint32_t first = 0; first < rows; first += WordBatch::rows) {
        for (std::uint32_t k = 0; k < WordBatch::rows; ++k) batch.row[k] = first + k;
        draw_words(stream, batch);
        for (std::uint32_t k = 0; k < std::min<std::uint32_t>(WordBatch::rows, rows - first); ++k) {
            const Words words = batch.words(k);
            visit(first + k, words[0], words[1], words[2]);
        }
    }
}

std::uint32_t below(std::uint32_t word, std::uint32_t n) {
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(word) * n) >> 32U);
}

}  // namespace

Engine::Engine(Seed seed, std::uint64_t agents, const Behaviour& behaviour, const Machine& machine)
    : seed_(seed),
      behaviour_(behaviour),
      machine_(machine),
      agents_(agents),
      bounds_(class_count, age_count + month_count + 1),
      ledgers_(static_cast<std::size_t>(machine.threads), Flows(place_count, place_count)) {
    for (std::size_t c = 0; c < class_count; ++c)
        for (std::size_t age = 0; age < bounds_.columns(); ++age)
            bounds_(c, age) = CandidateWalk::bound(hazard(youngest + static_cast<int>(age), c, false, behaviour_));
    lay_out();
    settle();
}

/// Draws everybody's age and gives rows to those of one class and age together. The rest of an agent does not depend on
/// these, so nothing needs to be sorted: it is enough to know how many there are of each.
void Engine::lay_out() {
    const std::uint64_t agents = agents_.size();
    const std::size_t blocks = (agents + block_rows - 1) / block_rows;
    std::vector<Matrix<std::uint64_t>> counts(ledgers_.size(), Matrix<std::uint64_t>(class_count, age_count));
    for_each_block(machine_, blocks, [&](std::size_t block, std::size_t thread) {
        const std::uint64_t first = block * block_rows;
        const auto rows = static_cast<std::uint32_t>(std::min<std::uint64_t>(block_rows, agents - first));
        for_each_row(seed_, block, rows, [&](std::uint32_t row, std::uint32_t word, std::uint32_t, std::uint32_t) {
            ++counts[thread]((first + row) % class_count, below(word, age_count));
        });
    });
    std::uint64_t row = 0;
    for (std::size_t c = 0; c < class_count; ++c)
        for (std::size_t age = 0; age < age_count; ++age) {
            std::uint64_t left = 0;
            for (const auto& count : counts) left += count(c, age);
            while (left > 0) {
                if (row % block_rows == 0) first_run_.push_back(runs_.size());
                const std::uint64_t here = std::min(left, block_rows - row % block_rows);
                runs_.push_back({static_cast<std::uint16_t>(row % block_rows + here),
                                 static_cast<std::uint16_t>(youngest + age), static_cast<std::uint8_t>(c)});
                row += here;
                left -= here;
            }
        }
    first_run_.push_back(runs_.size());
}

/// Where everybody lives, and since when.
void Engine::settle() {
    Matrix<double> shares(1, place_count);
    std::copy(places_.share.begin(), places_.share.end(), shares.row(0).begin());
    const InversionTable table(shares);
    std::vector<Populations> counts(ledgers_.size());
    for_each_block(machine_, first_run_.size() - 1, [&](std::size_t block, std::size_t thread) {
        Agent* const agents = agents_.data() + block * block_rows;
        for_each_row(seed_, block, runs_[first_run_[block + 1] - 1].end,
                     [&](std::uint32_t row, std::uint32_t, std::uint32_t where, std::uint32_t since) {
                         const std::size_t place = table.at(0, uniform_of(where) * table.total(0));
                         const auto months = static_cast<int>(below(since, longest_stay));
                         agents[row] = {static_cast<std::uint8_t>(place), static_cast<std::uint8_t>(place),
                                        static_cast<std::int16_t>(-1 - months)};
                         ++counts[thread][place];
                     });
    });
    for (const Populations& count : counts)
        for (std::size_t j = 0; j < place_count; ++j) at_start_[j] += count[j];
    populations_ = at_start_;
}

/// The weights of a month, up to a factor that the destinations of one place have in common.
Engine::Destinations Engine::destinations() const {
    std::array<double, place_count> pull{};
    for (std::size_t j = 0; j < place_count; ++j) {
        const auto people = static_cast<double>(std::max<std::int64_t>(populations_[j], 1));
        const auto people_at_start = static_cast<double>(std::max<std::int64_t>(at_start_[j], 1));
        pull[j] = std::pow(places_.income[j], 1.5) * std::pow(people / people_at_start, 1.5 * behaviour_.crowding) *
                  std::pow(people, 0.8);
    }
    const double bonus = std::exp(behaviour_.home_bonus) - 1;
    Matrix<double> weight(place_count, place_count);
    Matrix<double> home_bonus(place_count, place_count);
    for (std::size_t i = 0; i < place_count; ++i)
        for (std::size_t j = 0; j < place_count; ++j) {
            if (j == i) continue;
            weight(i, j) = pull[j] / places_.distance(i, j);
            home_bonus(i, j) = bonus * weight(i, j);
        }
    return {InversionTable(weight), std::move(home_bonus)};
}

Flows Engine::advance() {
    const Destinations chosen_from = destinations();
    for (Flows& ledger : ledgers_) std::ranges::fill(ledger.cells(), 0);
    for_each_block(machine_, first_run_.size() - 1,
                   [&](std::size_t block, std::size_t thread) { move(block, chosen_from, ledgers_[thread]); });
    Flows flows = ledgers_.front();
    for (std::size_t thread = 1; thread < ledgers_.size(); ++thread)
        for (std::size_t cell = 0; cell < flows.cells().size(); ++cell)
            flows.cells()[cell] += ledgers_[thread].cells()[cell];
    arrive(flows, populations_);
    ++month_;
    return flows;
}

void Engine::move(std::size_t block, const Destinations& destinations, Flows& flows) {
    constexpr std::size_t at_once = 64;
    std::array<Mover, at_once> movers;
    std::size_t number = 0;
    const std::uint64_t first_row = block * block_rows;
    CandidateWalk walk(Stream(seed_, Purpose::benchmark, Month::from_index(month_), static_cast<BlockId>(block)));
    std::uint32_t begin = 0;
    for (std::size_t r = first_run_[block]; r < first_run_[block + 1]; ++r) {
        const Run& run = runs_[r];
        const auto age = static_cast<std::size_t>(run.age_at_start + month_ + 1 - youngest);
        walk.through(begin, run.end, bounds_(run.agent_class, age), [&](std::uint32_t row, double uniform) {
            prefetch(agents_[first_row + row]);
            movers[number++] = {row, uniform};
            if (number == at_once) {
                decide(movers, first_row, destinations, flows);
                number = 0;
            }
        });
        begin = run.end;
    }
    decide(std::span(movers).first(number), first_row, destinations, flows);
}

void Engine::decide(std::span<const Mover> movers, std::uint64_t first_row, const Destinations& destinations,
                    Flows& flows) {
    for (const Mover& mover : movers) {
        Agent& agent = agents_[first_row + mover.row];
        const bool recent = month_ - agent.last_move <= recent_months;
        const double accepted_below = recent ? behaviour_.recent_factor : 1.0;
        if (mover.uniform >= accepted_below) continue;
        // Of an accepted candidate the number is uniform below what it was accepted below: it serves a second time.
        const double home = destinations.home_bonus(agent.place, agent.origin);
        const double point = mover.uniform / accepted_below * (destinations.table.total(agent.place) + home);
        const auto place =
            point < home ? agent.origin : static_cast<std::uint8_t>(destinations.table.at(agent.place, point - home));
        ++flows(agent.place, place);
        agent.place = place;
        agent.last_move = static_cast<std::int16_t>(month_);
    }
}

std::size_t Engine::bytes() const {
    return agents_.size() * sizeof(Agent) + runs_.size() * sizeof(Run) + first_run_.size() * sizeof(std::size_t);
}

}  // namespace qonys::reference
