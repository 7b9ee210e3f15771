#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dense_reference/xoshiro.hpp"
#include "random/stream.hpp"
#include "reference_model/model.hpp"

/// REF(N) by a loop over all agents, in two grades: the rivals of the engine. Neither is a straw man: columns in order
/// of memory, one table of weights a month, nothing kept that the model does not need.
namespace qonys::reference {

/// As one writes it in an afternoon: every agent grows older and draws a number every month; hazards by the formula.
class PlainPass {
public:
    PlainPass(Seed seed, std::uint64_t agents, const Behaviour& behaviour, int threads);
    Flows advance();
    const Populations& populations() const { return populations_; }
    std::size_t bytes() const;

private:
    Behaviour behaviour_;
    int threads_;
    Places places_ = make_places();
    std::vector<std::int16_t> age_;    ///< in months
    std::vector<std::int16_t> since_;  ///< months since the last move
    std::vector<std::uint8_t> place_, origin_, class_;
    std::vector<dense::Xoshiro> random_;  ///< by thread
    Populations at_start_{};
    Populations populations_{};
};

/// With all that helps and still asks everybody: hazards from a table, as limits of a 32-bit word; ages and stays from
/// months that do not change; Philox in batches, four agents to a call, the same for any number of threads.
class TabulatedPass {
public:
    TabulatedPass(Seed seed, std::uint64_t agents, const Behaviour& behaviour, int threads);
    Flows advance();
    const Populations& populations() const { return populations_; }
    std::size_t bytes() const;

private:
    struct Limit {
        std::uint32_t settled;  ///< who draws a word below it moves
        std::uint32_t recent;   ///< the same of those who moved lately
    };
    void pass(std::int64_t block, const Matrix<double>& weight, Flows& flows);

    Seed seed_;
    Behaviour behaviour_;
    int threads_;
    Places places_ = make_places();
    std::vector<std::int16_t> born_;       ///< month, counted from the start
    std::vector<std::int16_t> last_move_;  ///< month
    std::vector<std::uint8_t> place_, origin_, class_;
    Matrix<Limit> limits_;  ///< [class, age in months - youngest]
    Populations at_start_{};
    Populations populations_{};
    int month_ = 0;
};

/// Where a mover goes: roulette over a row of weights, with the bonus of the place of origin. `uniform` in [0, 1).
std::size_t destination(std::span<const double> weight, std::size_t place, std::size_t origin, double home_factor,
                        double uniform);

}  // namespace qonys::reference
