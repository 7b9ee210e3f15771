#include "process/census.hpp"

#include <cmath>
#include <cstdlib>

#include "world/bookkeeper.hpp"

namespace qonys {
namespace {

/// A block's part of a region's adjustment: how many persons are still to be added, or with a minus removed.
struct Share {
    RegionId region{};
    std::int64_t persons = 0;
};

bool fits(const Block& block, const Geography& geography, const Share& share, std::uint32_t row) {
    const Household& household = block.households[row];
    return household.size > 0 && household.size <= std::abs(share.persons) &&
           geography.region_of(household.place) == share.region;
}

void take(Bookkeeper& books, const Block& block, Share& share, std::uint32_t row) {
    const int size = block.households[row].size;
    if (share.persons > 0) {
        share.persons -= size;
        books.count_in(static_cast<Row>(row));
    } else {
        share.persons += size;
        books.count_out(static_cast<Row>(row));
    }
}

/// Adds or removes households of a region until exactly so many persons are found: random ones first, at last the
/// first that fit. What remains in the share then is smaller than every household of the region in the block.
void adjust(Bookkeeper& books, const Block& block, const Geography& geography, Share& share, Stream& stream) {
    const std::uint32_t rows = block.household_rows();
    for (std::uint32_t tries = 0; share.persons != 0 && tries < 4 * rows; ++tries)
        if (const std::uint32_t row = stream.below(rows); fits(block, geography, share, row))
            take(books, block, share, row);
    for (std::uint32_t row = 0; share.persons != 0 && row < rows; ++row)
        if (fits(block, geography, share, row)) take(books, block, share, row);
}

/// One household of each of this rank's blocks that has one which is small enough.
void take_one_of_each(World& world, const Matrix<std::int64_t>& residents, Share& rest) {
    const auto [begin, end] = world.ranks->part(world.blocks.size());
    for (std::size_t b = begin; b < end && rest.persons != 0; ++b) {
        if (residents(b, index(rest.region)) == 0) continue;
        Block& block = world.blocks[b];
        std::uint32_t row = 0;
        while (row < block.household_rows() && !fits(block, *world.geography, rest, row)) ++row;
        if (row == block.household_rows()) continue;
        Bookkeeper books(world, block, world.ledgers.front());
        take(books, block, rest, row);
    }
}

/// What the blocks could not find each by itself: one household of each block in turn, so that none gives more than
/// its part, as long as there is one that is small enough.
void adjust_rest(World& world, const Matrix<std::int64_t>& residents, Share rest) {
    for (bool found = true; rest.persons != 0 && found;) {
        found = false;
        for (int turn = 0; turn < world.ranks->count() && rest.persons != 0; ++turn) {
            const std::int64_t before = rest.persons;
            if (turn == world.ranks->number()) take_one_of_each(world, residents, rest);
            const std::int64_t taken = world.ranks->sum(before - rest.persons);
            rest.persons = before - taken;
            found = found || taken != 0;
        }
    }
}

}  // namespace

void declare(Fields& fields, CensusParameters& p) {
    fields.field(p.adjust, {.name = "adjust",
                            .unit = "",
                            .meaning = "whether the population changes to the new census' count at the break",
                            .source = "the official series does"});
    fields.field(p.month, {.name = "month",
                           .unit = "",
                           .meaning = "month at whose beginning it does",
                           .source = "series stand on the census of 2021 from 1 January 2022 on (BNS)"});
}

Census::Census(const CensusParameters& parameters, const CensusBreak& official, double scale)
    : parameters_(parameters) {
    for (const double persons : official.persons) persons_.push_back(std::llround(persons * scale));
}

void Census::recount(Month month, World& world, Seed seed, const Machine& machine) const {
    if (!parameters_.adjust || month != parameters_.month) return;
    const Geography& geography = *world.geography;
    const std::size_t regions = geography.domestic_regions;
    Matrix<std::int64_t> residents(world.blocks.size(), regions);
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t) {
        for (const Household& household : world.blocks[b].households)
            if (household.size > 0 && !geography.abroad(household.place))
                residents(b, index(geography.region_of(household.place))) += household.size;
    });
    world.ranks->sum(residents.cells());
    // Each block gets what its residents are of the region's: running sums, rounded down, so that all get the sum.
    std::vector<std::vector<Share>> shares(world.blocks.size());
    for (std::size_t r = 0; r < regions; ++r) {
        std::int64_t everyone = 0;
        for (std::size_t b = 0; b < world.blocks.size(); ++b) everyone += residents(b, r);
        std::int64_t so_far = 0;
        for (std::size_t b = 0; b < world.blocks.size() && everyone > 0; ++b) {
            const std::int64_t before = persons_[r] * so_far / everyone;
            so_far += residents(b, r);
            if (const std::int64_t part = persons_[r] * so_far / everyone - before; part != 0)
                shares[b].push_back({static_cast<RegionId>(r), part});
        }
    }
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        Bookkeeper books(world, block, world.ledgers[thread]);
        Stream stream(seed, Purpose::census, month, block.id);
        for (Share& share : shares[b]) adjust(books, block, geography, share, stream);
    });
    std::vector<std::int64_t> rest(regions);
    for (std::size_t b = 0; b < shares.size(); ++b)
        for (const Share& share : shares[b])
            if (world.owns(b)) rest[index(share.region)] += share.persons;
    world.ranks->sum(rest);
    for (std::size_t r = 0; r < regions; ++r) adjust_rest(world, residents, {static_cast<RegionId>(r), rest[r]});
}

}  // namespace qonys
