#pragma once

#include <vector>

#include "base/ids.hpp"

namespace qonys {

/// A number for each place that policies pull at: sums, or products, from the value that changes nothing.
class PlaceLever {
public:
    explicit PlaceLever(double neutral) : neutral_(neutral) {}
    void add(PlaceId place, double value) { value_of(place) += value; }
    void multiply(PlaceId place, double factor) { value_of(place) *= factor; }
    /// A further chance that is independent of the others: 1 - (1 - before)(1 - chance).
    void add_chance(PlaceId place, double chance) { value_of(place) = 1 - (1 - value_of(place)) * (1 - chance); }
    double at(std::size_t place) const { return values_.empty() ? neutral_ : values_[place]; }
    double at(PlaceId place) const { return at(index(place)); }

private:
    double& value_of(PlaceId place) {
        constexpr std::size_t places = 256;
        if (values_.empty()) values_.assign(places, neutral_);
        return values_[index(place)];
    }
    double neutral_;
    std::vector<double> values_;
};

}  // namespace qonys
