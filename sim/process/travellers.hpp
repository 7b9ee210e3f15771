#pragma once

#include "config/fields.hpp"
#include "random/stream.hpp"
#include "world/levers.hpp"
#include "world/world.hpp"

namespace qonys {

/// The `[travellers]` section of a scenario.
struct TravellersParameters {
    double own_means = 0.4;
    double gives_up = 0.1;
};
void declare(Fields& fields, TravellersParameters& parameters);

/// Citizens who travel abroad and foreigners who pass through, counted by group and not one by one: who is away, who
/// comes home, who is stranded when borders close, whom flights and corridors bring home (docs/model/travellers.md).
class Travellers {
public:
    Travellers() = default;
    Travellers(const TravellersParameters& parameters, double scale) : parameters_(parameters), scale_(scale) {}

    /// As many away as in a steady state with open borders; nobody is stranded.
    void open(World& world) const;

    /// One month of each group. Draws five numbers a group: expected numbers are rounded up or down by lot, so that
    /// they are right on average and whole.
    void pass(Month month, const Levers& levers, World& world, Seed seed) const;

private:
    TravellersParameters parameters_;
    double scale_ = 1;
};

}  // namespace qonys
