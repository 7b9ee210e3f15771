#pragma once

#include <vector>

#include "parallel/machine.hpp"
#include "population/careers.hpp"
#include "population/fitting.hpp"
#include "population/last_moves.hpp"
#include "population/marginals.hpp"
#include "random/stream.hpp"
#include "world/block.hpp"

namespace qonys {

/// Where people came from before the run, and when.
struct MigrationHistory {
    Matrix<double> share;  ///< [residence, home]: residents of a region who grew up in another one
    LastMoves last_moves;
    double between_regions = 0;  ///< share of moves that lead to another region
};

/// `networks`: stocks of in-migrants by [home, residence]. `ages`: persons by [region, sex x age]. Reads
/// internal_totals.csv.
MigrationHistory migration_history(TableFolder& folder, const Geography& geography, const Marginals& marginals,
                                   const RegisteredPopulation& registered, const Matrix<double>& networks,
                                   const Matrix<double>& ages, const Mobility& mobility, Problems& problems);

/// Builds the synthetic population at the beginning of `marginals.month`: every place is cut into blocks, every block
/// is a miniature of its place (systematic allocation of all persons by ethnicity, sex and age), and each block then
/// forms its households and starts its members' careers. Draws are addressed by block, so blocks are built in parallel.
/// `run`: the months that follow; blocks get room for who is born and comes in them.
std::vector<Block> synthesise(const Geography& geography, const Marginals& marginals,
                              const PopulationTable<std::int64_t>& persons, const MigrationHistory& history,
                              const CareerStart& careers, MonthRange run, Seed seed, const Machine& machine);

}  // namespace qonys
