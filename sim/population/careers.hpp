#pragma once

#include <array>

#include "config/fields.hpp"
#include "random/long_stream.hpp"
#include "world/block.hpp"
#include "world/labour_tables.hpp"

namespace qonys {

/// What the tables do not tell of work and dwellings at the start: section `[population]` of a scenario. All assumed.
struct CareerStartParameters {
    double informal_secondary = 0.20;
    double informal_vocational = 0.12;
    double informal_higher = 0.05;
    double informal_rural = 1.5;
    double absent_men = 0.05;
    double absent_women = 0.0125;
    double owners_urban = 0.75;
    double owners_rural = 0.85;

    double informal_share(Education education, Settlement settlement) const;
};
void declare(Fields& fields, CareerStartParameters& parameters);

/// How people stand in life when the run begins.
struct CareerStart {
    LabourTables tables;
    CareerStartParameters parameters;
};

/// Sets education and activity of everybody in a freshly synthesised block, and tenure of every household
/// (docs/model/labour_market.md). Persons are independent of each other: who lives with whom does not matter.
/// Draws three numbers for everybody who left school, in the order of rows, then one for every household.
void start_careers(Block& block, const CareerStart& careers, const Geography& geography, Month month,
                   LongStream stream);

}  // namespace qonys
