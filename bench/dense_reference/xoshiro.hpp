#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "base/hash.hpp"

namespace qonys::dense {

/// xoshiro256++ (Blackman and Vigna 2021): about the fastest good generator that one would reach for today, several
/// times faster than std::mt19937_64, so that the dense reference is not slow for want of random numbers.
class Xoshiro {
public:
    /// Streams of different `address` are as good as independent: the state is hashed from it.
    Xoshiro(std::uint64_t seed, std::uint64_t address) {
        for (std::uint64_t k = 0; k < state_.size(); ++k) state_[k] = chained(chained(seed, address), k);
    }

    std::uint64_t word() {
        const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t shifted = state_[1] << 17U;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// Uniform on [0, 1).
    double uniform() { return static_cast<double>(word() >> 11U) * 0x1p-53; }

private:
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace qonys::dense
