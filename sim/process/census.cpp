#include "process/census.hpp"

#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "world/bookkeeper.hpp"

namespace qonys {
namespace {

/// A block's part of a region's adjustment.
struct Share {
    RegionId region{};
    std::int64_t persons = 0;
};

/// Adds or removes households of a region until exactly so many persons are found: random ones first, at last the
/// first that fit.
void adjust(Bookkeeper& books, const Block& block, const Geography& geography, const Share& share, Stream& stream) {
    std::int64_t left = std::abs(share.persons);
    const std::uint32_t rows = block.household_rows();
    const auto fits = [&](std::uint32_t row) {
        const Household& household = block.households[row];
        return household.size > 0 && household.size <= left && geography.region_of(household.place) == share.region;
    };
    const auto take = [&](std::uint32_t row) {
        left -= block.households[row].size;
        if (share.persons > 0)
            books.count_in(static_cast<Row>(row));
        else
            books.count_out(static_cast<Row>(row));
    };
    for (std::uint32_t tries = 0; left > 0 && tries < 4 * rows; ++tries)
        if (const std::uint32_t row = stream.below(rows); fits(row)) take(row);
    for (std::uint32_t row = 0; left > 0 && row < rows; ++row)
        if (fits(row)) take(row);
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

Census::Census(TableFolder& folder, const Geography& geography, const CensusParameters& parameters, double scale,
               Problems& problems)
    : parameters_(parameters), persons_(geography.domestic_regions) {
    const Table table = folder.open("census_break.csv", {"region", "persons"}, problems);
    std::size_t rows = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        const auto persons = table.integer(row, "persons", -10'000'000, 10'000'000, problems);
        if (!region || index(*region) >= geography.domestic_regions) continue;
        persons_[index(*region)] = std::llround(static_cast<double>(persons) * scale);
        ++rows;
    }
    if (table.rows() > 0 && rows != geography.domestic_regions)
        problems.add({table.file(), 0, 0},
                     fmt::format("{} rows of regions of the country (must be {})", rows, geography.domestic_regions));
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
        for (const Share& share : shares[b]) adjust(books, block, geography, share, stream);
    });
}

}  // namespace qonys
