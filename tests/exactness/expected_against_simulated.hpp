#pragma once

#include <cstdint>
#include <vector>

#include "statistics.hpp"
#include "world/world.hpp"

namespace qonys::test {

/// What one process does in one month, over many seeds, against the exact sum of hazards over all rows.
struct AgainstHazards {
    Verdict total;        ///< all events together: is the level right? The sharpest of the three.
    Verdict cells;        ///< the sums over all seeds by cell: is every hazard right?
    Verdict spread;       ///< every seed's count by cell: do rows and seeds not know of each other?
    double expected = 0;  ///< events in all seeds
    double observed = 0;
};

/// Runs `simulate(world, seed)` on a copy of `world` for the seeds 1 ... `seeds` and counts events of persons by cell.
///   hazard(block, person)          probability of the event; 0: the person cannot have it
///   cell(block, person)            below `cells`; asked where the hazard is above 0
///   happened(before, after, person)  whether the person had it, from the blocks before and after
/// Events must be independent of each other given the World: count one of a couple, not both. The count of a cell then
/// has the mean sum p and the variance sum p (1 - p), exactly; chi-square takes it as normal, for which cells that
/// expect less than 5 are pooled.
template <class Hazard, class Cell, class Simulate, class Happened>
AgainstHazards expected_against_simulated(const World& world, std::size_t cells, int seeds, Hazard&& hazard,
                                          Cell&& cell, Simulate&& simulate, Happened&& happened) {
    struct Asked {
        std::size_t block, cell;
        Row person;
    };
    std::vector<Asked> asked;
    std::vector<double> mean(cells);
    std::vector<double> variance(cells);
    for (std::size_t b = 0; b < world.blocks.size(); ++b) {
        const Block& block = world.blocks[b];
        for (std::uint32_t row = 0; row < block.person_rows(); ++row) {
            const auto person = static_cast<Row>(row);
            if (block.persons[person].household == no_row) continue;
            const double p = hazard(block, person);
            if (p <= 0) continue;
            asked.push_back({b, cell(block, person), person});
            mean[asked.back().cell] += p;
            variance[asked.back().cell] += p * (1 - p);
        }
    }
    AgainstHazards result;
    std::vector<double> sums(cells);
    Cells spread;
    for (int seed = 1; seed <= seeds; ++seed) {
        World copy = world;
        simulate(copy, Seed{static_cast<std::uint64_t>(seed)});
        std::vector<double> counts(cells);
        for (const Asked& one : asked)
            if (happened(world.blocks[one.block], copy.blocks[one.block], one.person)) ++counts[one.cell];
        // Small cells are left out: pooled over seeds they would say the same as the sums.
        for (std::size_t c = 0; c < cells; ++c) {
            sums[c] += counts[c];
            if (mean[c] >= 5) spread.add(counts[c], mean[c], variance[c]);
        }
    }
    Cells all;
    double total_variance = 0;
    for (std::size_t c = 0; c < cells; ++c) {
        all.add(sums[c], seeds * mean[c], seeds * variance[c]);
        result.expected += seeds * mean[c];
        result.observed += sums[c];
        total_variance += seeds * variance[c];
    }
    const double off = result.observed - result.expected;
    result.total = chi_square(off * off / total_variance, 1);
    result.cells = all.verdict(0);
    result.spread = spread.verdict(0);
    return result;
}

}  // namespace qonys::test
