#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.hpp"
#include "world/block.hpp"

namespace qonys {

inline constexpr std::uint8_t no_offer = 0xFF;

/// What a household wants: to take up an offer, to move without one, or both in that order. When wishes are settled,
/// what it gets.
struct Proposal {
    BlockId block{};
    Row household = 0;
    Row member = no_row;            ///< who goes alone; no_row: the household goes
    std::uint8_t size = 0;          ///< persons who go
    std::uint8_t offer = no_offer;  ///< index in Levers::offers
    MonthIndex planned = 0;         ///< month of the decision: before this one, if it was stopped then
    PlaceId origin{};
    PlaceId own_choice{};         ///< where it goes without the offer; the origin means that it stays
    PlaceId offered{};            ///< where it goes with the offer
    Reason own_reason{};          ///< of own_choice
    std::int32_t own_cost = 0;    ///< thousand tenge, of own_choice
    std::int32_t offer_cost = 0;  ///< thousand tenge beyond what the offer pays
    std::uint32_t ticket = 0;     ///< its number in the lottery for scarce offers

    bool takes_offer() const { return offer != no_offer; }
    bool goes() const { return takes_offer() || own_choice != origin; }
    PlaceId destination() const { return takes_offer() ? offered : own_choice; }
    Reason reason() const { return takes_offer() ? Reason::programme : own_reason; }
    std::int32_t cost() const { return takes_offer() ? offer_cost : own_cost; }
};
using Proposals = std::vector<std::vector<Proposal>>;  ///< [block], by household

/// Who wished for an offer that was full.
struct Refusal {
    BlockId block{};
    Row household = 0;
    std::uint8_t size = 0;  ///< persons
    PlaceId offered{};
};
using Refusals = std::vector<Refusal>;  ///< by block and household

}  // namespace qonys
