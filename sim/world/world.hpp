#pragma once

#include <cstdint>
#include <vector>

#include "base/month.hpp"
#include "parallel/machine.hpp"
#include "world/block.hpp"
#include "world/figures.hpp"
#include "world/geography.hpp"
#include "world/proposals.hpp"
#include "world/purse.hpp"

namespace qonys {

/// Who is under way, by group of Geography::travellers. Agents.
struct TravellerCounts {
    Counts away;       ///< citizens abroad who do not want home yet
    Counts stranded;   ///< who want home and cannot
    Counts set_out;    ///< in the last month: citizens who left; foreigners who reached the country
    Counts came_home;  ///< in it, by their own means
    Counts brought;    ///< in it, by a government's flight or corridor
    Counts gave_up;    ///< in it: stay where they are
};

/// Everything that changes in a run.
struct World {
    const Geography* geography = nullptr;
    const Ranks* ranks = &one_rank;
    std::vector<Block> blocks;     ///< of all ranks; those of other ranks are empty
    Month first_month;             ///< of the run
    Stocks at_start;               ///< before it
    Matrix<double> wage_at_start;  ///< Economy::wage before the first month
    Matrix<double> birth_scale;    ///< [region, age] set every quarter, see Demography
    TravellerCounts travellers;
    Published published;
    Refusals refused;  ///< in the last month; for observers
    /// What happens in the month under way, one ledger per thread. Empty between months.
    std::vector<Ledger> ledgers;
    Purse purse;       ///< of the month under way
    Proposals wishes;  ///< of it, of this rank's blocks; between months empty lists
    /// [policy] of the households that asked it for rent in the month under way, the share that was paid; beyond its
    /// end all.
    std::vector<double> rent_paid;

    /// Whether it is one of this rank's blocks, which nobody else changes.
    bool owns(std::size_t block) const {
        const auto [begin, end] = ranks->part(blocks.size());
        return begin <= block && block < end;
    }
    bool owns(BlockId block) const { return owns(index(block)); }
};

/// What everybody does in the month under way: [place and education, activity] persons of all ranks, see
/// `activity_row`.
Matrix<std::int64_t> activity_now(const World& world);

/// Prepares `published` and the ledgers of a World whose blocks have just been filled; `first` is the first month to
/// be simulated, `last` the last one.
void open_books(World& world, std::size_t policies, Month first, Month last, const Machine& machine);

/// Throws every alarm away and marks every household for a new one.
void restart_alarms(World& world);

/// Adds the ledgers of all threads and ranks to the published figures, which then describe `month`.
void publish(World& world, Month month);

/// Counts the stocks from the blocks, household by household. `also`: done to each block while it is at hand.
Stocks count_stocks(
    const World& world, const Machine& machine, const BlockWork& also = [](std::size_t, std::size_t) {});

/// A number for the whole state: equal Worlds give equal numbers. A pass over everything; for tests and checkpoints.
std::uint64_t state_digest(const World& world, const Machine& machine = {});

/// Nobody is lost: for every place, population and households now are those of the month before, plus what the
/// ledger says, and both agree with the cohorts; sojourners of every legal status too. In debug builds also with a full
/// recount. Throws BrokenInvariant with the place and the numbers.
void check_balances(const World& world, const Totals& before);

/// Between months all ranks have the same of everything but the blocks, so that all settle alike: figures, prices, what
/// is left of a budget. Throws BrokenInvariant on all of them when something was settled without the others.
void check_agreement(const World& world);

/// check_balances' second half on its own: the published stocks are what a recount of the blocks gives.
void check_recount(const World& world, const Machine& machine);

}  // namespace qonys
