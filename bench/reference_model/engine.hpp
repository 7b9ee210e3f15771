#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "parallel/machine.hpp"
#include "random/candidate_walk.hpp"
#include "random/inversion_table.hpp"
#include "random/stream.hpp"
#include "reference_model/model.hpp"

namespace qonys::reference {

/// REF(N) by events: agents of one class and one month of birth lie together and never leave their row, so that all of
/// a run have one hazard, apart from those who moved lately. A month draws the gaps from mover to mover and touches
/// nobody else. The same figures for any number of threads.
class Engine {
public:
    Engine(Seed seed, std::uint64_t agents, const Behaviour& behaviour, const Machine& machine);

    /// One month; what moved in it.
    Flows advance();

    const Populations& populations() const { return populations_; }
    const Populations& populations_at_start() const { return at_start_; }
    /// Memory of the agents and of what says how old they are.
    std::size_t bytes() const;

    /// Calls visit(place, origin, class, age in months, months since the last move) for every agent, as of the end of
    /// the last month.
    template <class Visit>
    void for_each_agent(Visit&& visit) const {
        std::uint64_t row = 0;
        for (std::size_t block = 0; block + 1 < first_run_.size(); ++block)
            for (std::size_t run = first_run_[block]; run < first_run_[block + 1]; ++run)
                for (const std::uint64_t end = block * block_rows + runs_[run].end; row < end; ++row)
                    visit(agents_[row].place, agents_[row].origin, runs_[run].agent_class,
                          runs_[run].age_at_start + month_, month_ - 1 - agents_[row].last_move);
    }

private:
    /// Part of the address of random numbers, so a constant of the model.
    static constexpr std::uint32_t block_rows = 1U << 15U;

    struct Agent {
        std::uint8_t place;
        std::uint8_t origin;
        std::int16_t last_move;  ///< month; negative before the start
    };
    /// Agents of a block that share class and month of birth.
    struct Run {
        std::uint16_t end;  ///< first row of the block behind it
        std::uint16_t age_at_start;
        std::uint8_t agent_class;
    };
    struct Destinations {
        InversionTable table;
        Matrix<double> home_bonus;  ///< [place, origin] what the bonus adds to the weights
    };
    struct Mover {
        std::uint32_t row;
        double uniform;
    };

    void lay_out();
    void settle();
    Destinations destinations() const;
    void move(std::size_t block, const Destinations& destinations, Flows& flows);
    void decide(std::span<const Mover> movers, std::uint64_t first_row, const Destinations& destinations, Flows& flows);

    Seed seed_;
    Behaviour behaviour_;
    Machine machine_;
    Places places_ = make_places();
    std::vector<Agent> agents_;
    std::vector<Run> runs_;
    std::vector<std::size_t> first_run_;   ///< by block, and the end
    Matrix<CandidateWalk::Bound> bounds_;  ///< [class, age in months - youngest]
    Populations at_start_{};
    Populations populations_{};
    int month_ = 0;
    std::vector<Flows> ledgers_;  ///< by thread
};

}  // namespace qonys::reference
