#include "output/chunk_compressor.hpp"

#include <cstdint>
#include <new>

#include <zlib.h>

#include "base/error.hpp"

namespace qonys {

struct ChunkCompressor::Stream {
    Stream() {
        // Nearly all matches in a shuffled table are runs of one byte, zero: to look for no others takes less time
        // than any level of the default strategy, and sparse tables come out smaller (docs/speed.md).
        constexpr int window_bits = 15, memory_level = 8;
        if (deflateInit2(&state, Z_BEST_SPEED, Z_DEFLATED, window_bits, memory_level, Z_RLE) != Z_OK)
            throw std::bad_alloc();
    }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() { deflateEnd(&state); }

    z_stream state{};
};

ChunkCompressor::ChunkCompressor() : stream_(std::make_unique<Stream>()) {}
ChunkCompressor::ChunkCompressor(ChunkCompressor&& other) noexcept = default;
ChunkCompressor::~ChunkCompressor() = default;

std::vector<std::byte> ChunkCompressor::compressed(std::span<const std::byte> chunk) {
    constexpr std::size_t number_bytes = sizeof(std::int64_t);
    // The first bytes of all numbers, then the second ones ...: most are alike.
    const std::size_t numbers = chunk.size() / number_bytes;
    shuffled_.resize(chunk.size());
    for (std::size_t byte = 0; byte < number_bytes; ++byte) {
        const std::byte* from = chunk.data() + byte;
        std::byte* const to = shuffled_.data() + byte * numbers;
        for (std::size_t k = 0; k < numbers; ++k) to[k] = from[k * number_bytes];
    }
    z_stream& state = stream_->state;
    std::vector<std::byte> result(deflateBound(&state, shuffled_.size()));
    state.next_in = reinterpret_cast<Bytef*>(shuffled_.data());
    state.avail_in = static_cast<uInt>(shuffled_.size());
    state.next_out = reinterpret_cast<Bytef*>(result.data());
    state.avail_out = static_cast<uInt>(result.size());
    if (deflate(&state, Z_FINISH) != Z_STREAM_END) throw BrokenInvariant("zlib needs more room than it said");
    result.resize(state.total_out);
    deflateReset(&state);
    return result;
}

}  // namespace qonys
