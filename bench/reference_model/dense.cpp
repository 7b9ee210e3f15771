#include "reference_model/dense.hpp"

#include <algorithm>
#include <cmath>

#include <omp.h>

#include "random/words.hpp"

namespace qonys::reference {
namespace {

constexpr Month before_start = Month::from_index(-1);

std::size_t drawn_place(const Places& places, double uniform) {
    std::size_t place = 0;
    while (place + 1 < place_count && uniform >= places.share[place]) uniform -= places.share[place++];
    return place;
}

void add(Flows& flows, const Flows& others) {
    for (std::size_t cell = 0; cell < flows.cells().size(); ++cell) flows.cells()[cell] += others.cells()[cell];
}

Populations counted(std::span<const std::uint8_t> place) {
    Populations count{};
    for (const std::uint8_t j : place) ++count[j];
    return count;
}

}  // namespace

std::size_t destination(std::span<const double> weight, std::size_t place, std::size_t origin, double home_factor,
                        double uniform) {
    double total = 0;
    for (const double w : weight) total += w;
    const double bonus = weight[origin] * (home_factor - 1);
    double point = uniform * (total + bonus) - bonus;
    if (point < 0) return origin;
    std::size_t last = place;
    for (std::size_t j = 0; j < place_count; ++j) {
        if (j == place) continue;
        last = j;
        point -= weight[j];
        if (point < 0) break;
    }
    return last;
}

PlainPass::PlainPass(Seed seed, std::uint64_t agents, const Behaviour& behaviour, int threads)
    : behaviour_(behaviour),
      threads_(threads),
      age_(agents),
      since_(agents),
      place_(agents),
      origin_(agents),
      class_(agents) {
    for (int thread = 0; thread < threads; ++thread)
        random_.emplace_back(seed.value, static_cast<std::uint64_t>(thread));
    const auto count = static_cast<std::int64_t>(agents);
#pragma omp parallel num_threads(threads_)
    {
        dense::Xoshiro& random = random_[static_cast<std::size_t>(omp_get_thread_num())];
#pragma omp for schedule(static)
        for (std::int64_t agent = 0; agent < count; ++agent) {
            const auto i = static_cast<std::size_t>(agent);
            age_[i] = static_cast<std::int16_t>(youngest + static_cast<int>(random.uniform() * age_count));
            since_[i] = static_cast<std::int16_t>(random.uniform() * longest_stay);
            place_[i] = origin_[i] = static_cast<std::uint8_t>(drawn_place(places_, random.uniform()));
            class_[i] = static_cast<std::uint8_t>(i % class_count);
        }
    }
    populations_ = at_start_ = counted(place_);
}

Flows PlainPass::advance() {
    const Matrix<double> weight = weights(places_, at_start_, populations_, behaviour_);
    const double home_factor = std::exp(behaviour_.home_bonus);
    const auto count = static_cast<std::int64_t>(place_.size());
    Flows flows(place_count, place_count);
#pragma omp parallel num_threads(threads_)
    {
        dense::Xoshiro random = random_[static_cast<std::size_t>(omp_get_thread_num())];
        Flows mine(place_count, place_count);
#pragma omp for schedule(static)
        for (std::int64_t agent = 0; agent < count; ++agent) {
            const auto i = static_cast<std::size_t>(agent);
            ++age_[i];
            ++since_[i];
            if (random.uniform() >= hazard(age_[i], class_[i], since_[i] <= recent_months, behaviour_)) continue;
            const std::size_t from = place_[i];
            const std::size_t to = destination(weight.row(from), from, origin_[i], home_factor, random.uniform());
            ++mine(from, to);
            place_[i] = static_cast<std::uint8_t>(to);
            since_[i] = 0;
        }
        random_[static_cast<std::size_t>(omp_get_thread_num())] = random;
#pragma omp critical
        add(flows, mine);
    }
    arrive(flows, populations_);
    return flows;
}

std::size_t PlainPass::bytes() const { return place_.size() * (2 * sizeof(std::int16_t) + 3); }

namespace {

/// Rows that share an address of random numbers.
constexpr std::int64_t block_rows = 1 << 15;
/// Agents that one batch of words serves.
constexpr std::int64_t batch_rows = 4 * std::int64_t{WordBatch::rows};

}  // namespace

TabulatedPass::TabulatedPass(Seed seed, std::uint64_t agents, const Behaviour& behaviour, int threads)
    : seed_(seed),
      behaviour_(behaviour),
      threads_(threads),
      born_(agents),
      last_move_(agents),
      place_(agents),
      origin_(agents),
      class_(agents),
      limits_(class_count, age_count + month_count + 1) {
    const auto limit = [&](double chance) { return static_cast<std::uint32_t>(std::lround(chance * 0x1p32)); };
    for (std::size_t c = 0; c < class_count; ++c)
        for (std::size_t age = 0; age < limits_.columns(); ++age) {
            const int months = youngest + static_cast<int>(age);
            limits_(c, age) = {limit(hazard(months, c, false, behaviour_)), limit(hazard(months, c, true, behaviour_))};
        }
    const auto count = static_cast<std::int64_t>(agents);
#pragma omp parallel for num_threads(threads_) schedule(static)
    for (std::int64_t agent = 0; agent < count; ++agent) {
        const auto i = static_cast<std::size_t>(agent);
        Stream stream(seed_, Purpose::benchmark, before_start, static_cast<BlockId>(agent / block_rows),
                      static_cast<std::uint32_t>(agent % block_rows));
        born_[i] = static_cast<std::int16_t>(-youngest - static_cast<int>(stream.below(age_count)));
        last_move_[i] = static_cast<std::int16_t>(-1 - static_cast<int>(stream.below(longest_stay)));
        place_[i] = origin_[i] = static_cast<std::uint8_t>(drawn_place(places_, stream.uniform()));
        class_[i] = static_cast<std::uint8_t>(i % class_count);
    }
    populations_ = at_start_ = counted(place_);
}

void TabulatedPass::pass(std::int64_t block, const Matrix<double>& weight, Flows& flows) {
    const double home_factor = std::exp(behaviour_.home_bonus);
    const std::int64_t first = block * block_rows;
    const std::int64_t end = std::min(first + block_rows, static_cast<std::int64_t>(place_.size()));
    const Stream stream(seed_, Purpose::benchmark, Month::from_index(month_), static_cast<BlockId>(block), 0);
    WordBatch batch;
    for (std::int64_t row = first; row < end; row += batch_rows) {
        for (std::uint32_t k = 0; k < WordBatch::rows; ++k)
            batch.row[k] = static_cast<std::uint32_t>((row - first) / 4) + k;
        draw_words(stream, batch);
        for (std::int64_t agent = row; agent < std::min(row + batch_rows, end); ++agent) {
            const auto i = static_cast<std::size_t>(agent);
            const auto n = static_cast<std::size_t>(agent - row);
            const Limit& limit = limits_(class_[i], static_cast<std::size_t>(month_ + 1 - born_[i] - youngest));
            const std::uint32_t below = month_ - last_move_[i] <= recent_months ? limit.recent : limit.settled;
            const std::uint32_t word = batch.words(n % WordBatch::rows)[n / WordBatch::rows];
            if (word >= below) continue;
            const std::size_t from = place_[i];
            // A stream of its own for a mover: the word that made it move has too few bits left.
            const double uniform =
                Stream(seed_, Purpose::benchmark, Month::from_index(month_), static_cast<BlockId>(block),
                       static_cast<std::uint32_t>(agent - first) | 0x8000U)
                    .uniform();
            const std::size_t to = destination(weight.row(from), from, origin_[i], home_factor, uniform);
            ++flows(from, to);
            place_[i] = static_cast<std::uint8_t>(to);
            last_move_[i] = static_cast<std::int16_t>(month_);
        }
    }
}

Flows TabulatedPass::advance() {
    const Matrix<double> weight = weights(places_, at_start_, populations_, behaviour_);
    const auto blocks = (static_cast<std::int64_t>(place_.size()) + block_rows - 1) / block_rows;
    Flows flows(place_count, place_count);
#pragma omp parallel num_threads(threads_)
    {
        Flows mine(place_count, place_count);
#pragma omp for schedule(static)
        for (std::int64_t block = 0; block < blocks; ++block) pass(block, weight, mine);
#pragma omp critical
        add(flows, mine);
    }
    arrive(flows, populations_);
    ++month_;
    return flows;
}

std::size_t TabulatedPass::bytes() const { return place_.size() * (2 * sizeof(std::int16_t) + 3); }

}  // namespace qonys::reference
