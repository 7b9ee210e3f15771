#pragma once

#include <cstdint>
#include <vector>

#include "base/matrix.hpp"

namespace qonys::dense {

/// What happened in one month, as the engine's Ledger counts it.
struct Figures {
    std::vector<std::int64_t> births;       ///< [place] persons
    std::vector<std::int64_t> deaths;       ///< [place] persons
    std::vector<std::int64_t> dissolved;    ///< [place] households whose last member died
    Matrix<std::int64_t> moves_households;  ///< [origin, destination]; origin abroad: arrivals
    Matrix<std::int64_t> moves_persons;     ///< [origin, destination]
    Matrix<std::int64_t> networks_change;   ///< [home region, region of residence] households

    Figures() = default;
    Figures(std::size_t places, std::size_t regions);
    Figures& operator+=(const Figures& other);
};

}  // namespace qonys::dense
