#pragma once

#include <vector>

#include "config/fields.hpp"
#include "random/stream.hpp"
#include "world/registered.hpp"
#include "world/world.hpp"

namespace qonys {

/// Parameters of the census break (docs/model/census.md).
struct CensusParameters {
    bool adjust = true;
    Month month{2022, 1};
};

void declare(Fields& fields, CensusParameters& parameters);

/// The day on which the official population changed without anybody being born, dying or moving: the books before it
/// stood on one census and those after it on the next.
class Census {
public:
    Census() = default;
    Census(const CensusParameters& parameters, const CensusBreak& official, double scale);

    /// In the month of the break, adds to every region as many persons as the census found beyond the books, or takes
    /// as many away: whole households like those that live there (a hot deck), drawn at random, each region's sum
    /// exact as long as somebody in it lives alone.
    void recount(Month month, World& world, Seed seed, const Machine& machine) const;

    /// Agents that a region gains.
    std::int64_t persons(RegionId region) const { return persons_[index(region)]; }

private:
    CensusParameters parameters_;
    std::vector<std::int64_t> persons_;  ///< [region]
};

}  // namespace qonys
