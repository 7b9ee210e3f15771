#pragma once

#include "model/model.hpp"
#include "process/accounting.hpp"
#include "process/settlement.hpp"

namespace qonys::test {

/// The scenario without policies, with one household in fifty, read once. The tests hold for whatever its parameters
/// are.
inline const Model& country() {
    static const Model model = make_model(std::string(QONYS_SOURCE) + "/scenarios/no_policy.toml", {"run.scale=0.02"});
    return model;
}

inline const Machine& machine() {
    static const Machine two{2};
    return two;
}

/// Its synthetic population.
inline const World& country_at_start() {
    static const World world = make_world(country(), machine());
    return world;
}

/// A year later: with empty households, others abroad, newcomers, and many who moved lately.
inline const World& country_after_a_year() {
    static const World world = [] {
        World later = country_at_start();
        for (int month = 0; month < 12; ++month) advance(country(), country().settings.start + month, later, machine());
        return later;
    }();
    return world;
}

/// Empty books of a month in which there is one policy.
inline void open_ledgers_with_a_policy(World& world) {
    for (Ledger& ledger : world.ledgers)
        ledger = Ledger(world.geography->places.size(), world.geography->regions.size(), 1);
}

/// Calls visit(block, row) for every household that lives in the country.
template <class Visit>
void for_each_household(const World& world, Visit&& visit) {
    for (const Block& block : world.blocks)
        for (std::uint32_t row = 0; row < block.household_rows(); ++row)
            if (block.households[row].size > 0 && !world.geography->abroad(block.households[row].place))
                visit(block, static_cast<Row>(row));
}

}  // namespace qonys::test
