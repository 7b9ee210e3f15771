#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace qonys {

/// Compresses chunks of numbers of 64 bits so that HDF5 reads them as by its own filters "shuffle" and "deflate", but
/// on any thread, where HDF5 has but one. One for each thread.
class ChunkCompressor {
public:
    ChunkCompressor();
    ChunkCompressor(ChunkCompressor&& other) noexcept;
    ~ChunkCompressor();

    std::vector<std::byte> compressed(std::span<const std::byte> chunk);

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
    std::vector<std::byte> shuffled_;
};

}  // namespace qonys
