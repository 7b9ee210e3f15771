#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "output/hdf5_handle.hpp"
#include "output/partial_file.hpp"
#include "parallel/machine.hpp"

namespace qonys {

/// The value of an attribute.
using Hdf5Value = std::variant<std::int64_t, std::uint64_t, double, std::string>;

/// What the numbers of a dataset are.
enum class Hdf5Number : std::uint8_t {
    count,   ///< signed 64 bits, with the fill value -1
    day,     ///< signed 64 bits, without a fill value
    digest,  ///< unsigned 64 bits, without a fill value
    real,    ///< floating point of 64 bits, with the fill value NaN
};
inline constexpr std::int64_t hdf5_fill_value = -1;

/// Writes an HDF5 file whose dimensions are named by dimension scales, as netCDF-4 does; so h5py, xarray and netCDF
/// tools all find their way. Everything that fails throws FileError with the file's name and the cause.
///
/// Names are paths without a leading slash: "population", "provenance/path"; "" is the root.
class Hdf5Writer {
public:
    /// `machine`: whose threads compress what grows.
    Hdf5Writer(const std::filesystem::path& final_name, Existing existing, const Machine& machine = {});

    /// A folder inside the file.
    void group(const std::string& name);
    /// A dimension with a text for each of its steps.
    void scale(const std::string& name, const std::vector<std::string>& labels);
    /// A dimension whose steps have no labels.
    void unlabelled_scale(const std::string& name, std::size_t size);
    /// A dimension of days that grows with every append(). After every `steps_in_chunks` steps no chunk is half full,
    /// so that then save() compresses nothing that comes again.
    void growing_scale(const std::string& name, std::size_t steps_in_chunks);
    /// A text for each step of a dimension.
    void texts(const std::string& name, const std::string& dimension, const std::vector<std::string>& values);
    /// Numbers along dimensions that exist already. Only the first may be one that grows.
    void create(const std::string& name, Hdf5Number number, const std::vector<std::string>& dimensions);

    /// Writes all values of a dataset, rows first.
    void write(const std::string& name, std::span<const std::int64_t> values);
    void write(const std::string& name, std::span<const double> values);
    /// A dataset of plain bytes, without dimensions of a name, and a part of its values.
    void create_bytes(const std::string& name, std::uint64_t size);
    void write_bytes(const std::string& name, std::uint64_t begin, std::span<const std::byte> values);
    /// Adds a step to a dataset that grows, or gives the next step of its growing dimension its values. They are kept
    /// until save().
    void append(const std::string& name, std::span<const std::int64_t> values);
    void append(const std::string& name, std::span<const double> values);
    void append(const std::string& name, std::uint64_t value);
    /// Sets an attribute of a dataset, a group or the root; replaces one of that name.
    void attribute(const std::string& object, const std::string& name, const Hdf5Value& value);

    /// Copies what there is so far to the disk, under the temporary name. Until then it is in memory only.
    void save();
    /// Saves the file and gives it its final name, or the given one. Nothing may be written afterwards.
    void close();
    void close_as(const std::filesystem::path& name);
    const std::filesystem::path& final_name() const { return partial_.final_name(); }

private:
    struct Dataset {
        Hdf5Handle handle;
        std::vector<std::uint64_t> shape;
        // Of datasets that grow:
        std::uint64_t chunk_steps = 0;
        std::int64_t fill_bits = 0;        ///< what stands in a chunk beyond the last step
        std::vector<std::byte> pending{};  ///< steps that are not in the file yet, or only in a half-full chunk
        std::uint64_t in_full_chunks = 0;  ///< steps before them
    };
    struct Chunk;

    template <class Result>
    Result checked(Result result) const {
        return hdf5_checked(result, final_name(), "write");
    }
    Dataset& create_dataset(const std::string& name, std::int64_t type, const std::vector<std::uint64_t>& shape,
                            const std::vector<std::uint64_t>& chunk, std::int64_t properties);
    /// Of steps of this shape; compressed.
    Dataset& create_growing(const std::string& name, Hdf5Number number, std::vector<std::uint64_t> shape);
    void make_scale(const std::string& name, const std::string& label);
    void attach_scales(const std::string& name, const std::vector<std::string>& dimensions);
    void write_texts(const std::string& name, const std::vector<std::string>& values);
    void write_all(const std::string& name, std::int64_t type, const void* values, std::size_t count);
    void append_step(const std::string& name, const void* values, std::size_t count);
    void write_pending();
    void close_file();

    PartialFile partial_;  // before the handles, so that it is removed after they are closed
    Hdf5Handle file_;
    std::map<std::string, Dataset> datasets_;
    std::string growing_;              ///< the dimension that grows
    std::size_t steps_in_chunks_ = 1;  ///< see growing_scale
    Machine machine_;
};

}  // namespace qonys
