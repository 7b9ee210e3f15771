#pragma once

#include <array>
#include <cstdint>

#include <Random123/philox.h>

#include "base/ids.hpp"
#include "base/month.hpp"
#include "random/logarithm.hpp"
#include "random/purpose.hpp"

namespace qonys {

/// The seed of a run: the key of every stream.
struct Seed {
    std::uint64_t value = 1;
    bool operator==(const Seed&) const = default;
};

/// A row number that no household or person has: addresses a block as a whole.
inline constexpr std::uint32_t whole_block = 0xFFFF;

/// What an address yields at a time: 128 bits.
using Words = std::array<std::uint32_t, 4>;

/// The number uniform on the open interval (0, 1), in steps of 2^-32, that a word stands for.
inline double uniform_of(std::uint32_t word) { return (static_cast<double>(word) + 0.5) * 0x1p-32; }

/// The exponential number with mean 1 that a word stands for.
inline double exponential_of(std::uint32_t word) { return -log_uniform(word); }

/// Random numbers by address. A counter-based generator (Philox4x32-10; Salmon et al. 2011, as shipped by Random123)
/// turns (seed; block, row, month, purpose, draw) into 128 random bits, so that a number depends on what it is for
/// and never on who asked first: the same for any number of threads or ranks.
///
/// A stream yields at most 2^16 x 4 words for one address.
class Stream {
public:
    Stream(Seed seed, Purpose purpose, Month month, BlockId block, std::uint32_t row = whole_block)
        : counter_{{row << 16U, static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(month.index()),
                    static_cast<std::uint32_t>(purpose)}},
          key_{{static_cast<std::uint32_t>(seed.value), static_cast<std::uint32_t>(seed.value >> 32U)}} {}

    /// The next 32 random bits.
    std::uint32_t word() {
        if (used_ == 4) refill();
        return words_[used_++];
    }

    /// The next 128 random bits of a stream from which nothing else is drawn.
    Words words() {
        refill();
        return {words_[0], words_[1], words_[2], words_[3]};
    }

    double uniform() { return uniform_of(word()); }

    double exponential() { return exponential_of(word()); }

    /// Uniform on {0, ..., n - 1}, by multiplication (bias below n / 2^32).
    std::uint32_t below(std::uint32_t n) {
        return static_cast<std::uint32_t>((static_cast<std::uint64_t>(word()) * n) >> 32U);
    }

    /// The address of the next 128 bits, and the key: Philox4x32's counter and key.
    std::array<std::uint32_t, 4> counter() const { return {counter_[0], counter_[1], counter_[2], counter_[3]}; }
    std::array<std::uint32_t, 2> key() const { return {key_[0], key_[1]}; }

private:
    void refill() {
        words_ = philox_(counter_, key_);
        ++counter_[0];
        used_ = 0;
    }

    using Philox = r123::Philox4x32;
    Philox philox_;
    Philox::ctr_type counter_;
    Philox::key_type key_;
    Philox::ctr_type words_{};
    unsigned used_ = 4;
};

}  // namespace qonys
