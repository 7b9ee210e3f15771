#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "output/hdf5_reader.hpp"
#include "output/hdf5_writer.hpp"

namespace qonys {

/// Takes the values of pass_state() into a checkpoint's dataset "state", piece by piece, so that the state is not in
/// memory once more.
class StateOutput {
public:
    /// Of so many bytes.
    StateOutput(Hdf5Writer& file, std::uint64_t size);
    void bytes(const void* data, std::size_t size);
    /// Writes the last piece. Returns the digest of all of them.
    std::uint64_t finish();

private:
    void write_piece();

    Hdf5Writer& file_;
    std::vector<std::byte> piece_;
    std::uint64_t written_ = 0;
    std::uint64_t digest_ = 0;
};

/// Gives them back. Throws FileError when there is too little.
class StateInput {
public:
    /// Reads everything once, and throws FileError unless it has that digest.
    StateInput(const Hdf5Reader& file, std::uint64_t digest);
    void bytes(void* data, std::size_t size);
    /// That so many things of so many bytes can still come.
    void require(std::size_t count, std::size_t size) const;

private:
    void read_piece();

    const Hdf5Reader& file_;
    std::uint64_t size_;
    std::uint64_t read_ = 0;  ///< bytes that were in a piece
    std::vector<std::byte> piece_;
    std::size_t given_ = 0;  ///< of the piece
};

}  // namespace qonys
