#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "output/hdf5_handle.hpp"
#include "output/hdf5_writer.hpp"

namespace qonys {

/// What a dataset of an HDF5 file holds, as far as this program reads it.
enum class Hdf5Kind : std::uint8_t { integer, unsigned_integer, real, text, other };

/// "int64", "text", ...: as `qonys info` calls it.
std::string to_string(Hdf5Kind kind);

/// Reads an HDF5 file. Everything that fails throws FileError with the file's name and the cause; a file that is no
/// HDF5 file at all is told so. Names are as in Hdf5Writer.
class Hdf5Reader {
public:
    explicit Hdf5Reader(std::filesystem::path file);

    const std::filesystem::path& file() const { return path_; }
    /// Every dataset, those in groups too, in the order in which they were made; bare dimensions are left out.
    const std::vector<std::string>& datasets() const { return names_; }
    bool has(const std::string& name) const;
    Hdf5Kind kind(const std::string& name) const;
    std::vector<std::size_t> shape(const std::string& name) const;
    /// The name of each dimension's scale; "" for a dimension without one.
    std::vector<std::string> dimensions(const std::string& name) const;

    /// All values, rows first; integers of any size and sign are converted.
    std::vector<std::int64_t> integers(const std::string& name) const;
    std::vector<double> reals(const std::string& name) const;
    std::vector<std::uint64_t> digests(const std::string& name) const;
    std::vector<std::string> texts(const std::string& name) const;
    /// A part of a dataset of plain bytes: as many as `values` takes.
    void read_bytes(const std::string& name, std::uint64_t begin, std::span<std::byte> values) const;

    /// Nothing if there is none of that name, or none that can be read.
    std::optional<Hdf5Value> attribute(const std::string& object, const std::string& name) const;
    /// As text; "" if there is none.
    std::string text_attribute(const std::string& object, const std::string& name) const;

private:
    template <class Result>
    Result checked(Result result) const {
        return hdf5_checked(result, path_, "read");
    }
    Hdf5Handle open(const std::string& name) const;
    template <class Value>
    std::vector<Value> numbers(const std::string& name, std::int64_t type) const;

    std::filesystem::path path_;
    Hdf5Handle file_;
    std::vector<std::string> names_;
};

}  // namespace qonys
