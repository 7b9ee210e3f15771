#include "output/hdf5_writer.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>

#include <fmt/format.h>
#include <hdf5.h>
#include <hdf5_hl.h>

#include "base/error.hpp"
#include "output/chunk_compressor.hpp"

namespace qonys {
namespace {

// HDF5's macros for these have old-style casts.
constexpr hsize_t unlimited = std::numeric_limits<hsize_t>::max();

/// A chunk is compressed in one piece and read in one piece.
constexpr std::size_t chunk_bytes = 128 * 1024;
/// By which the file in memory grows.
constexpr std::size_t memory_step = 1024 * 1024;

std::vector<hsize_t> as_sizes(const std::vector<std::uint64_t>& shape) { return {shape.begin(), shape.end()}; }

std::uint64_t cells(const std::vector<std::uint64_t>& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies<>{});
}

constexpr double real_fill_value = std::numeric_limits<double>::quiet_NaN();

hid_t type_of(Hdf5Number number) {
    if (number == Hdf5Number::real) return H5T_NATIVE_DOUBLE;
    return number == Hdf5Number::digest ? H5T_NATIVE_UINT64 : H5T_NATIVE_INT64;
}

/// Datasets without times of their own, so that the same run gives the same bytes.
Hdf5Handle dataset_properties() {
    Hdf5Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    H5Pset_obj_track_times(properties.id(), false);
    return properties;
}

Hdf5Handle dataset_properties(Hdf5Number number) {
    Hdf5Handle properties = dataset_properties();
    if (number == Hdf5Number::count) H5Pset_fill_value(properties.id(), H5T_NATIVE_INT64, &hdf5_fill_value);
    if (number == Hdf5Number::real) H5Pset_fill_value(properties.id(), H5T_NATIVE_DOUBLE, &real_fill_value);
    return properties;
}

std::int64_t fill_bits(Hdf5Number number) {
    if (number == Hdf5Number::real) return std::bit_cast<std::int64_t>(real_fill_value);
    return number == Hdf5Number::count ? hdf5_fill_value : 0;
}

/// A file in memory. HDF5 crashes when the disk is full (h5py/h5py issue 914), so it never gets to see the disk.
Hdf5Handle create_file(const std::filesystem::path& final_name) {
    silence_hdf5();
    const Hdf5Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
    H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_obj_track_times(creation.id(), false);
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    H5Pset_fapl_core(access.id(), memory_step, false);
    // Chunks come whole and compressed: HDF5 need not keep any.
    H5Pset_cache(access.id(), 0, 0, 0, 0);
    return {hdf5_checked(H5Fcreate(final_name.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), final_name, "write"),
            H5Fclose};
}

}  // namespace

/// A chunk on its way into the file.
struct Hdf5Writer::Chunk {
    Dataset* dataset = nullptr;
    std::uint64_t first_step = 0;
    std::size_t size = 0;               ///< bytes
    std::span<const std::byte> values;  ///< of its steps so far
    std::vector<std::byte> compressed;

    bool full() const { return values.size() == size; }
    /// With what stands beyond the last step.
    std::vector<std::byte> filled() const {
        std::vector<std::byte> bytes(values.begin(), values.end());
        bytes.resize(size);
        for (std::size_t at = values.size(); at < size; at += sizeof dataset->fill_bits)
            std::memcpy(&bytes[at], &dataset->fill_bits, sizeof dataset->fill_bits);
        return bytes;
    }
};

Hdf5Writer::Hdf5Writer(const std::filesystem::path& final_name, Existing existing, const Machine& machine)
    : partial_(final_name, existing), file_(create_file(final_name)), machine_(machine) {}

void Hdf5Writer::group(const std::string& name) {
    const Hdf5Handle properties(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
    H5Pset_obj_track_times(properties.id(), false);
    const Hdf5Handle made(checked(H5Gcreate2(file_.id(), name.c_str(), by_default, properties.id(), by_default)),
                          H5Gclose);
}

Hdf5Writer::Dataset& Hdf5Writer::create_dataset(const std::string& name, std::int64_t type,
                                                const std::vector<std::uint64_t>& shape,
                                                const std::vector<std::uint64_t>& chunk, std::int64_t properties) {
    // A dimension without steps must be able to grow, or chunks would not fit it; netCDF wants that as well.
    const auto now = as_sizes(shape);
    auto most = now;
    const bool chunked = !chunk.empty() || cells(shape) == 0;
    auto chunk_shape = as_sizes(chunk.empty() ? shape : chunk);
    std::ranges::transform(chunk_shape, chunk_shape.begin(), [](hsize_t size) { return std::max<hsize_t>(size, 1); });
    std::ranges::replace(most, hsize_t{0}, unlimited);
    const auto rank = static_cast<int>(shape.size());
    const Hdf5Handle space(checked(H5Screate_simple(rank, now.data(), most.data())), H5Sclose);
    if (chunked) checked(H5Pset_chunk(properties, rank, chunk_shape.data()));
    Hdf5Handle made(checked(H5Dcreate2(file_.id(), name.c_str(), type, space.id(), by_default, properties, by_default)),
                    H5Dclose);
    Dataset& dataset = datasets_[name];
    dataset = {.handle = std::move(made), .shape = shape};
    return dataset;
}

Hdf5Writer::Dataset& Hdf5Writer::create_growing(const std::string& name, Hdf5Number number,
                                                std::vector<std::uint64_t> shape) {
    shape.front() = 1;
    const std::uint64_t step_bytes = std::max<std::uint64_t>(cells(shape), 1) * sizeof(std::int64_t);
    std::uint64_t steps = std::clamp<std::uint64_t>(chunk_bytes / step_bytes, 1, steps_in_chunks_);
    while (steps_in_chunks_ % steps != 0) --steps;
    std::vector<std::uint64_t> chunk = shape;
    chunk.front() = steps;
    shape.front() = 0;
    const Hdf5Handle properties = dataset_properties(number);
    checked(H5Pset_shuffle(properties.id()));
    constexpr unsigned any_level = 1;  // readers do not ask
    checked(H5Pset_deflate(properties.id(), any_level));
    Dataset& dataset = create_dataset(name, type_of(number), shape, chunk, properties.id());
    dataset.chunk_steps = steps;
    dataset.fill_bits = fill_bits(number);
    return dataset;
}

void Hdf5Writer::make_scale(const std::string& name, const std::string& label) {
    checked(H5DSset_scale(datasets_.at(name).handle.id(), label.c_str()));
}

void Hdf5Writer::attach_scales(const std::string& name, const std::vector<std::string>& dimensions) {
    for (unsigned axis = 0; axis < dimensions.size(); ++axis)
        checked(H5DSattach_scale(datasets_.at(name).handle.id(), datasets_.at(dimensions[axis]).handle.id(), axis));
}

void Hdf5Writer::write_texts(const std::string& name, const std::vector<std::string>& values) {
    const Hdf5Handle type = hdf5_text_type();
    const Dataset& dataset = create_dataset(name, type.id(), {values.size()}, {}, dataset_properties().id());
    std::vector<const char*> pointers;
    for (const std::string& value : values) pointers.push_back(value.c_str());
    if (values.empty()) return;
    // HDF5 clears a megabyte for every conversion of texts, however few, unless it is told what is enough.
    const Hdf5Handle transfer(checked(H5Pcreate(H5P_DATASET_XFER)), H5Pclose);
    constexpr std::size_t conversion_bytes = 4096;
    checked(H5Pset_buffer(transfer.id(), conversion_bytes, nullptr, nullptr));
    checked(H5Dwrite(dataset.handle.id(), type.id(), H5S_ALL, H5S_ALL, transfer.id(), pointers.data()));
}

void Hdf5Writer::scale(const std::string& name, const std::vector<std::string>& labels) {
    write_texts(name, labels);
    make_scale(name, name);
}

void Hdf5Writer::unlabelled_scale(const std::string& name, std::size_t size) {
    create_dataset(name, H5T_NATIVE_FLOAT, {size}, {}, dataset_properties().id());
    // The words by which netCDF knows a dimension that is not a variable.
    make_scale(name, fmt::format("This is a netCDF dimension but not a netCDF variable.{:10}", size));
}

void Hdf5Writer::growing_scale(const std::string& name, std::size_t steps_in_chunks) {
    growing_ = name;
    steps_in_chunks_ = steps_in_chunks;
    create_growing(name, Hdf5Number::day, {0});
    make_scale(name, name);
}

void Hdf5Writer::texts(const std::string& name, const std::string& dimension, const std::vector<std::string>& values) {
    write_texts(name, values);
    attach_scales(name, {dimension});
}

void Hdf5Writer::create(const std::string& name, Hdf5Number number, const std::vector<std::string>& dimensions) {
    std::vector<std::uint64_t> shape;
    for (const std::string& dimension : dimensions) shape.push_back(datasets_.at(dimension).shape.front());
    if (dimensions.front() == growing_)
        create_growing(name, number, shape);
    else
        create_dataset(name, type_of(number), shape, {}, dataset_properties(number).id());
    attach_scales(name, dimensions);
    if (number == Hdf5Number::count) attribute(name, "_FillValue", hdf5_fill_value);
    if (number == Hdf5Number::real) attribute(name, "_FillValue", real_fill_value);
}

void Hdf5Writer::write(const std::string& name, std::span<const std::int64_t> values) {
    write_all(name, H5T_NATIVE_INT64, values.data(), values.size());
}

void Hdf5Writer::write(const std::string& name, std::span<const double> values) {
    write_all(name, H5T_NATIVE_DOUBLE, values.data(), values.size());
}

void Hdf5Writer::create_bytes(const std::string& name, std::uint64_t size) {
    create_dataset(name, H5T_NATIVE_UINT8, {size}, {}, dataset_properties().id());
}

void Hdf5Writer::write_bytes(const std::string& name, std::uint64_t begin, std::span<const std::byte> values) {
    const hid_t dataset = datasets_.at(name).handle.id();
    const hsize_t start = begin, size = values.size();
    const Hdf5Handle in_file(checked(H5Dget_space(dataset)), H5Sclose);
    checked(H5Sselect_hyperslab(in_file.id(), H5S_SELECT_SET, &start, nullptr, &size, nullptr));
    const Hdf5Handle in_memory(checked(H5Screate_simple(1, &size, nullptr)), H5Sclose);
    checked(H5Dwrite(dataset, H5T_NATIVE_UINT8, in_memory.id(), in_file.id(), by_default, values.data()));
}

void Hdf5Writer::write_all(const std::string& name, std::int64_t type, const void* values, std::size_t count) {
    const Dataset& dataset = datasets_.at(name);
    if (count != cells(dataset.shape))
        throw BrokenInvariant(
            fmt::format("{} values for the {} cells of dataset {}", count, cells(dataset.shape), name));
    if (count == 0) return;
    checked(H5Dwrite(dataset.handle.id(), type, H5S_ALL, H5S_ALL, by_default, values));
}

void Hdf5Writer::append(const std::string& name, std::span<const std::int64_t> values) {
    append_step(name, values.data(), values.size());
}

void Hdf5Writer::append(const std::string& name, std::span<const double> values) {
    append_step(name, values.data(), values.size());
}

void Hdf5Writer::append(const std::string& name, std::uint64_t value) { append_step(name, &value, 1); }

void Hdf5Writer::append_step(const std::string& name, const void* values, std::size_t count) {
    Dataset& dataset = datasets_.at(name);
    std::vector<std::uint64_t> step = dataset.shape;
    step.front() = 1;
    if (count != cells(step)) throw BrokenInvariant(fmt::format("{} values for a step of dataset {}", count, name));
    ++dataset.shape.front();
    const auto* bytes = static_cast<const std::byte*>(values);
    dataset.pending.insert(dataset.pending.end(), bytes, bytes + count * sizeof(std::int64_t));
}

void Hdf5Writer::write_pending() {
    std::vector<Chunk> chunks;
    for (auto& [name, dataset] : datasets_) {
        if (dataset.chunk_steps == 0) continue;
        checked(H5Dset_extent(dataset.handle.id(), as_sizes(dataset.shape).data()));
        const std::uint64_t steps = dataset.shape.front() - dataset.in_full_chunks;
        if (dataset.pending.empty()) continue;
        const std::size_t chunk_size = dataset.pending.size() / steps * dataset.chunk_steps;
        for (std::size_t begin = 0; begin < dataset.pending.size(); begin += chunk_size) {
            const auto rest = std::span(dataset.pending).subspan(begin);
            chunks.push_back({.dataset = &dataset,
                              .first_step = dataset.in_full_chunks + begin / chunk_size * dataset.chunk_steps,
                              .size = chunk_size,
                              .values = rest.first(std::min(chunk_size, rest.size())),
                              .compressed = {}});
        }
    }
    std::vector<ChunkCompressor> compressors(static_cast<std::size_t>(machine_.threads));
    for_each_block(machine_, chunks.size(), [&](std::size_t k, std::size_t thread) {
        Chunk& chunk = chunks[k];
        ChunkCompressor& compressor = compressors[thread];
        chunk.compressed = chunk.full() ? compressor.compressed(chunk.values) : compressor.compressed(chunk.filled());
    });
    for (const Chunk& chunk : chunks) {
        std::vector<hsize_t> offset(chunk.dataset->shape.size(), 0);
        offset.front() = chunk.first_step;
        checked(H5Dwrite_chunk(chunk.dataset->handle.id(), by_default, 0, offset.data(), chunk.compressed.size(),
                               chunk.compressed.data()));
    }
    // What stands in a chunk that is not full comes again, with the steps that fill it.
    for (auto& [name, dataset] : datasets_) {
        if (dataset.pending.empty()) continue;
        const std::uint64_t steps = dataset.shape.front() - dataset.in_full_chunks;
        const std::uint64_t full = steps / dataset.chunk_steps * dataset.chunk_steps;
        const std::size_t written = dataset.pending.size() / steps * full;
        dataset.pending.erase(dataset.pending.begin(), dataset.pending.begin() + static_cast<std::ptrdiff_t>(written));
        dataset.in_full_chunks += full;
    }
}

void Hdf5Writer::attribute(const std::string& object, const std::string& name, const Hdf5Value& value) {
    const Hdf5Handle owner(checked(H5Oopen(file_.id(), object.empty() ? "/" : object.c_str(), by_default)), H5Oclose);
    const Hdf5Handle text_type = hdf5_text_type();
    const Hdf5Handle space(checked(H5Screate(H5S_SCALAR)), H5Sclose);
    const auto put = [&](hid_t type, const void* data) {
        if (checked(H5Aexists(owner.id(), name.c_str())) > 0) checked(H5Adelete(owner.id(), name.c_str()));
        const Hdf5Handle made(checked(H5Acreate2(owner.id(), name.c_str(), type, space.id(), by_default, by_default)),
                              H5Aclose);
        checked(H5Awrite(made.id(), type, data));
    };
    if (const auto* text = std::get_if<std::string>(&value)) {
        const char* characters = text->c_str();
        put(text_type.id(), &characters);
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        put(H5T_NATIVE_INT64, integer);
    } else if (const auto* digest = std::get_if<std::uint64_t>(&value)) {
        put(H5T_NATIVE_UINT64, digest);
    } else {
        put(H5T_NATIVE_DOUBLE, &std::get<double>(value));
    }
}

void Hdf5Writer::save() {
    write_pending();
    checked(H5Fflush(file_.id(), H5F_SCOPE_GLOBAL));
    std::vector<std::byte> image(static_cast<std::size_t>(checked(H5Fget_file_image(file_.id(), nullptr, 0))));
    checked(H5Fget_file_image(file_.id(), image.data(), image.size()));
    partial_.write(image);
}

void Hdf5Writer::close_file() {
    save();
    for (auto& [name, dataset] : datasets_) checked(dataset.handle.close());
    checked(file_.close());
}

void Hdf5Writer::close() {
    close_file();
    partial_.publish();
}

void Hdf5Writer::close_as(const std::filesystem::path& name) {
    close_file();
    partial_.publish_as(name);
}

}  // namespace qonys
