#include "output/stored_state.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"

namespace qonys {
namespace {

constexpr const char* state_dataset = "state";
constexpr std::size_t piece_bytes = std::size_t{4} << 20U;

}  // namespace

StateOutput::StateOutput(Hdf5Writer& file, std::uint64_t size) : file_(file) {
    file_.create_bytes(state_dataset, size);
    piece_.reserve(piece_bytes);
}

void StateOutput::bytes(const void* data, std::size_t size) {
    const auto* next = static_cast<const std::byte*>(data);
    while (size > 0) {
        const std::size_t part = std::min(size, piece_bytes - piece_.size());
        piece_.insert(piece_.end(), next, next + part);
        next += part;
        size -= part;
        if (piece_.size() == piece_bytes) write_piece();
    }
}

std::uint64_t StateOutput::finish() {
    if (!piece_.empty()) write_piece();
    return digest_;
}

void StateOutput::write_piece() {
    file_.write_bytes(state_dataset, written_, piece_);
    digest_ = digest_bytes(digest_, piece_.data(), piece_.size());
    written_ += piece_.size();
    piece_.clear();
}

StateInput::StateInput(const Hdf5Reader& file, std::uint64_t digest)
    : file_(file), size_(file.shape(state_dataset).at(0)) {
    std::uint64_t found = 0;
    while (read_ < size_) {
        read_piece();
        found = digest_bytes(found, piece_.data(), piece_.size());
    }
    if (found != digest)
        throw FileError(fmt::format("cannot read {}: the state in it is damaged", file.file().string()));
    read_ = 0;
    piece_.clear();
}

void StateInput::bytes(void* data, std::size_t size) {
    require(size, 1);
    auto* next = static_cast<std::byte*>(data);
    while (size > 0) {
        if (given_ == piece_.size()) read_piece();
        const std::size_t part = std::min(size, piece_.size() - given_);
        std::memcpy(next, piece_.data() + given_, part);
        given_ += part;
        next += part;
        size -= part;
    }
}

void StateInput::require(std::size_t count, std::size_t size) const {
    const std::uint64_t left = size_ - read_ + piece_.size() - given_;
    if (count > left / size) throw FileError("the state in the checkpoint ends too early");
}

void StateInput::read_piece() {
    piece_.resize(std::min<std::uint64_t>(piece_bytes, size_ - read_));
    file_.read_bytes(state_dataset, read_, piece_);
    read_ += piece_.size();
    given_ = 0;
}

}  // namespace qonys
