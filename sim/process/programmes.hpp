#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "random/stream.hpp"
#include "world/levers.hpp"
#include "world/placement.hpp"
#include "world/world.hpp"

namespace qonys {

/// What is granted, in the order in which a purse pays.
enum class Grant : std::uint8_t { rent, service, new_service, dwelling, loan };

struct GrantWish {
    std::uint8_t policy = 0;
    Grant grant{};
    std::uint32_t ticket = 0;
    BlockId block{};
    Row row = 0;  ///< household; of a loan the person
    Tenge sum;
    // Of whom it is for, filled in by `grant`.
    std::uint8_t size = 0;  ///< of the household
    PlaceId place{};
    Education education{};  ///< of a loan

    auto queue() const { return std::tuple(policy, grant, ticket, block, row); }
};

struct BlockWishes {
    std::vector<GrantWish> grants;
    std::vector<Placement> placements;
};
using GrantWishes = std::vector<BlockWishes>;  ///< [block]

/// What programmes do for people in a month besides resettling them (docs/model/programmes.md): rent, dwellings, loans,
/// placement and services for the households that they resettled, which ask for them here. Draws for each household
/// that takes part and each of its unemployed members.
BlockWork ask_for_grants(Month month, const Levers& levers, const World& world, Seed seed, GrantWishes& wishes);
/// Pays each grant out of its policy's purse, in the order of the policies, of what is granted and of lottery tickets;
/// what the purse does not hold is not granted. Serial.
void grant(const Levers& levers, const GrantWishes& wishes, World& world);

}  // namespace qonys
