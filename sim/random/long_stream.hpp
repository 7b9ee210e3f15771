#pragma once

#include "random/philox_batch.hpp"
#include "random/stream.hpp"

namespace qonys {

/// A Stream of which a great many numbers are drawn, sixteen calls of the generator at a time: the same numbers.
class LongStream : public Numbers<LongStream> {
public:
    /// `stream`: from which nothing has been drawn.
    explicit LongStream(const Stream& stream) : counter_(stream.counter()), key_(stream.key()) {}

    /// The next 32 random bits.
    std::uint32_t word() {
        if (used_ == 4 * PhiloxBatch::calls) refill();
        const std::size_t draw = used_++;
        return batch_.word[draw % 4][draw / 4];
    }

private:
    void refill() {
        batch_.draw_from(counter_, key_);
        counter_[0] += PhiloxBatch::calls;
        used_ = 0;
    }

    std::array<std::uint32_t, 4> counter_;
    std::array<std::uint32_t, 2> key_;
    PhiloxBatch batch_;
    std::size_t used_ = 4 * PhiloxBatch::calls;
};

}  // namespace qonys
