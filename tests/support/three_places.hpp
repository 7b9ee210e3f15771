#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "world/world.hpp"

namespace qonys {

/// A World made by hand: a town and a village of region North, a city, and a place abroad; no households yet. Blocks
/// are added by `block`, households by `household`; `open` opens the books.
class ThreePlaces {
public:
    static constexpr PlaceId town{0}, village{1}, city{2}, out{3};
    static constexpr RegionId north{0}, capital{1}, abroad{2};
    static constexpr Month first{2020, 1}, last{2021, 12};

    ThreePlaces() {
        geography.regions = {{"NOR", "North", RegionKind::region, {town, village}},
                             {"CIT", "City", RegionKind::city, {city}},
                             {"OUT", "Outside", RegionKind::abroad, {out}}};
        geography.places = {{"town", "Town", north, Settlement::urban},
                            {"village", "Village", north, Settlement::rural},
                            {"city", "City", capital, Settlement::urban},
                            {"out", "Outside", abroad, Settlement::abroad}};
        geography.domestic_regions = 2;
        geography.domestic_places = 3;
        geography.relations = Matrix<Relation>(2, 2);
        geography.relations(0, 1) = geography.relations(1, 0) = {.km = 300, .adjacent = true, .hinterland = true};
        world.geography = &geography;
        world.blocks.resize(1);
    }
    ThreePlaces(const ThreePlaces&) = delete;
    ThreePlaces& operator=(const ThreePlaces&) = delete;

    Block& block() { return world.blocks.front(); }

    /// Adds a household of the given size; its head is born in 1980, the others a year later each.
    Row household(PlaceId place, int size, RegionId home = north, Ethnicity ethnicity = Ethnicity::kazakh) {
        const Row row = block().add_household(place, home, ethnicity, Month(2000, 1));
        for (int member = 0; member < size; ++member)
            block().add_person(row, Month(1980 + member, 1), member % 2 == 0 ? Sex::male : Sex::female);
        return row;
    }

    void open(std::size_t policies = 1) { open_books(world, policies, first, last, Machine{}); }

    Geography geography;
    World world;
};

/// Numbers for brute-force tests, not for the engine; the same in every run and with every library.
class Dice {
public:
    explicit Dice(std::uint32_t seed = 1) : engine_(seed) {}
    /// Uniform on {from, ..., to}.
    int between(int from, int to) {
        return from + static_cast<int>(engine_() % static_cast<std::uint32_t>(to - from + 1));
    }
    double uniform() { return (static_cast<double>(engine_()) + 0.5) * 0x1p-32; }

private:
    std::mt19937 engine_;
};

/// The members of a household, head first.
inline std::vector<Row> members(const Block& block, Row household) {
    std::vector<Row> rows;
    block.for_each_member(household, [&](Row person) { rows.push_back(person); });
    return rows;
}

/// The message of the exception of type `Error` that `action` throws; "" if it throws none.
template <class Error, class Action>
std::string message_of(Action&& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace qonys
