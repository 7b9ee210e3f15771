#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/pfr/core.hpp>

#include "base/hash.hpp"

namespace qonys {

/// Takes a copy of values, part by part, as bytes of this machine and this build of the program.
class StateWriter {
public:
    void bytes(const void* data, std::size_t size) {
        const auto* begin = static_cast<const std::byte*>(data);
        bytes_.insert(bytes_.end(), begin, begin + size);
    }
    std::vector<std::byte> take() { return std::move(bytes_); }

private:
    std::vector<std::byte> bytes_;
};

/// Counts the bytes instead.
class StateSize {
public:
    void bytes(const void*, std::size_t size) { size_ += size; }
    std::size_t value() const { return size_; }

private:
    std::size_t size_ = 0;
};

/// A number of them instead: equal states give equal numbers.
class StateDigest {
public:
    void bytes(const void* data, std::size_t size) { value_ = digest_bytes(value_, data, size); }
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0;
};

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

/// Takes all of a value into a StateWriter, or whatever else has its `bytes`, or gives it back, if the stream fills
/// them and has `require`, which throws unless so many things of so many bytes can still come. Plain values go as their
/// bytes, vectors by element, classes by what their `parts` lists, other structs field by field, so that a new field of
/// the World cannot be forgotten. What a pointer points to belongs to the model and is left alone.
template <class Stream, class Value>
void pass_state(Stream& stream, Value& value) {
    using T = std::remove_const_t<Value>;
    if constexpr (std::is_pointer_v<T>) {
        return;
    } else if constexpr (std::is_trivially_copyable_v<T>) {
        stream.bytes(&value, sizeof value);
    } else if constexpr (is_vector<T>) {
        using Element = typename T::value_type;
        constexpr bool plain = std::is_trivially_copyable_v<Element>;
        std::uint64_t size = value.size();
        stream.bytes(&size, sizeof size);
        if constexpr (!std::is_const_v<Value>) {
            stream.require(size, plain ? sizeof(Element) : 1);
            value.resize(size);
        }
        if constexpr (plain)
            stream.bytes(value.data(), size * sizeof(Element));
        else
            for (auto& element : value) pass_state(stream, element);
    } else if constexpr (requires { T::parts(value); }) {
        std::apply([&](auto&... part) { (pass_state(stream, part), ...); }, T::parts(value));
    } else {
        boost::pfr::for_each_field(value, [&](auto& field) { pass_state(stream, field); });
    }
}

}  // namespace qonys
