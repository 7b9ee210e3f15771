#include "output/hdf5_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <numeric>

#include <fmt/format.h>
#include <hdf5.h>
#include <hdf5_hl.h>

#include "base/error.hpp"

namespace qonys {
namespace {

Hdf5Handle open_file(const std::filesystem::path& path) {
    silence_hdf5();
    std::error_code unknown;
    if (std::filesystem::is_directory(path, unknown))
        throw FileError(fmt::format("cannot read {}: it is a folder", path.string()));
    if (!std::ifstream(path)) throw FileError(fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
    if (H5Fis_hdf5(path.c_str()) <= 0)
        throw FileError(fmt::format("cannot read {}: it is not an HDF5 file", path.string()));
    return {hdf5_checked(H5Fopen(path.c_str(), H5F_ACC_RDONLY, by_default), path, "read"), H5Fclose};
}

/// Bare dimensions are named by netCDF's words for them.
bool is_bare_dimension(hid_t dataset) {
    std::string label(64, '\0');
    if (H5DSis_scale(dataset) <= 0 || H5DSget_scale_name(dataset, label.data(), label.size()) <= 0) return false;
    return label.starts_with("This is a netCDF dimension");
}

herr_t collect_dataset(hid_t file, const char* name, const H5O_info_t* info, void* data) {
    if (info->type != H5O_TYPE_DATASET) return 0;
    const Hdf5Handle dataset(H5Dopen2(file, name, by_default), H5Dclose);
    if (!is_bare_dimension(dataset.id())) static_cast<std::vector<std::string>*>(data)->emplace_back(name);
    return 0;
}

/// The datasets by their order of creation; by name in a file that does not track it.
std::vector<std::string> list_datasets(hid_t file) {
    std::vector<std::string> names;
    for (const H5_index_t order : {H5_INDEX_CRT_ORDER, H5_INDEX_NAME}) {
        names.clear();
        if (H5Ovisit2(file, order, H5_ITER_INC, collect_dataset, &names, H5O_INFO_BASIC) >= 0) break;
    }
    return names;
}

herr_t keep_scale_name(hid_t, unsigned, hid_t scale, void* data) {
    std::string path(256, '\0');
    const ssize_t length = H5Iget_name(scale, path.data(), path.size());
    if (length > 0) {
        path.resize(std::min(static_cast<std::size_t>(length), path.size() - 1));
        *static_cast<std::string*>(data) = path.substr(1);
    }
    return 1;  // one scale a dimension is enough
}

/// Reads texts of either of HDF5's kinds; `read` fills a buffer for a memory type.
template <class Read>
std::vector<std::string> read_texts(hid_t type, hid_t space, std::size_t count, Read read) {
    std::vector<std::string> texts(count);
    if (count == 0) return texts;
    if (H5Tis_variable_str(type) > 0) {
        std::vector<char*> pointers(count, nullptr);
        read(static_cast<void*>(pointers.data()));
        for (std::size_t i = 0; i < count; ++i)
            if (pointers[i] != nullptr) texts[i] = pointers[i];
        H5Dvlen_reclaim(type, space, by_default, pointers.data());
    } else {
        const std::size_t width = H5Tget_size(type);
        std::string characters(count * width, '\0');
        read(static_cast<void*>(characters.data()));
        for (std::size_t i = 0; i < count; ++i) {
            texts[i] = characters.substr(i * width, width);
            texts[i].resize(std::min(texts[i].find('\0'), width));
        }
    }
    return texts;
}

}  // namespace

std::string to_string(Hdf5Kind kind) {
    switch (kind) {
        case Hdf5Kind::integer:
            return "int64";
        case Hdf5Kind::unsigned_integer:
            return "uint64";
        case Hdf5Kind::real:
            return "float64";
        case Hdf5Kind::text:
            return "text";
        case Hdf5Kind::other:
            break;
    }
    return "other";
}

Hdf5Reader::Hdf5Reader(std::filesystem::path file)
    : path_(std::move(file)), file_(open_file(path_)), names_(list_datasets(file_.id())) {}

bool Hdf5Reader::has(const std::string& name) const { return std::ranges::find(names_, name) != names_.end(); }

Hdf5Handle Hdf5Reader::open(const std::string& name) const {
    if (!has(name)) throw FileError(fmt::format("cannot read {}: it has no dataset '{}'", path_.string(), name));
    return {checked(H5Dopen2(file_.id(), name.c_str(), by_default)), H5Dclose};
}

Hdf5Kind Hdf5Reader::kind(const std::string& name) const {
    const Hdf5Handle dataset = open(name);
    const Hdf5Handle type(checked(H5Dget_type(dataset.id())), H5Tclose);
    switch (H5Tget_class(type.id())) {
        case H5T_INTEGER:
            return H5Tget_sign(type.id()) == H5T_SGN_NONE ? Hdf5Kind::unsigned_integer : Hdf5Kind::integer;
        case H5T_FLOAT:
            return Hdf5Kind::real;
        case H5T_STRING:
            return Hdf5Kind::text;
        default:
            return Hdf5Kind::other;
    }
}

std::vector<std::size_t> Hdf5Reader::shape(const std::string& name) const {
    const Hdf5Handle dataset = open(name);
    const Hdf5Handle space(checked(H5Dget_space(dataset.id())), H5Sclose);
    std::vector<hsize_t> sizes(static_cast<std::size_t>(checked(H5Sget_simple_extent_ndims(space.id()))));
    checked(H5Sget_simple_extent_dims(space.id(), sizes.data(), nullptr));
    return {sizes.begin(), sizes.end()};
}

std::vector<std::string> Hdf5Reader::dimensions(const std::string& name) const {
    const Hdf5Handle dataset = open(name);
    std::vector<std::string> scales(shape(name).size());
    if (H5DSis_scale(dataset.id()) > 0 && scales.size() == 1) return {name};
    for (unsigned axis = 0; axis < scales.size(); ++axis)
        if (H5DSget_num_scales(dataset.id(), axis) > 0)
            checked(H5DSiterate_scales(dataset.id(), axis, nullptr, keep_scale_name, &scales[axis]));
    return scales;
}

template <class Value>
std::vector<Value> Hdf5Reader::numbers(const std::string& name, std::int64_t type) const {
    const auto sizes = shape(name);
    std::vector<Value> values(std::accumulate(sizes.begin(), sizes.end(), std::size_t{1}, std::multiplies<>{}));
    const Hdf5Handle dataset = open(name);
    if (!values.empty()) checked(H5Dread(dataset.id(), type, H5S_ALL, H5S_ALL, by_default, values.data()));
    return values;
}

std::vector<std::int64_t> Hdf5Reader::integers(const std::string& name) const {
    return numbers<std::int64_t>(name, H5T_NATIVE_INT64);
}

std::vector<double> Hdf5Reader::reals(const std::string& name) const {
    return numbers<double>(name, H5T_NATIVE_DOUBLE);
}

std::vector<std::uint64_t> Hdf5Reader::digests(const std::string& name) const {
    return numbers<std::uint64_t>(name, H5T_NATIVE_UINT64);
}

void Hdf5Reader::read_bytes(const std::string& name, std::uint64_t begin, std::span<std::byte> values) const {
    const Hdf5Handle dataset = open(name);
    const hsize_t start = begin, size = values.size();
    const Hdf5Handle in_file(checked(H5Dget_space(dataset.id())), H5Sclose);
    checked(H5Sselect_hyperslab(in_file.id(), H5S_SELECT_SET, &start, nullptr, &size, nullptr));
    const Hdf5Handle in_memory(checked(H5Screate_simple(1, &size, nullptr)), H5Sclose);
    checked(H5Dread(dataset.id(), H5T_NATIVE_UINT8, in_memory.id(), in_file.id(), by_default, values.data()));
}

std::vector<std::string> Hdf5Reader::texts(const std::string& name) const {
    const Hdf5Handle dataset = open(name);
    const Hdf5Handle type(checked(H5Dget_type(dataset.id())), H5Tclose);
    const Hdf5Handle space(checked(H5Dget_space(dataset.id())), H5Sclose);
    const auto count = static_cast<std::size_t>(checked(H5Sget_simple_extent_npoints(space.id())));
    return read_texts(type.id(), space.id(), count,
                      [&](void* to) { checked(H5Dread(dataset.id(), type.id(), H5S_ALL, H5S_ALL, by_default, to)); });
}

std::optional<Hdf5Value> Hdf5Reader::attribute(const std::string& object, const std::string& name) const {
    const char* const path = object.empty() ? "/" : object.c_str();
    if (H5Aexists_by_name(file_.id(), path, name.c_str(), by_default) <= 0) return std::nullopt;
    const Hdf5Handle owner(checked(H5Oopen(file_.id(), path, by_default)), H5Oclose);
    const Hdf5Handle made(checked(H5Aopen(owner.id(), name.c_str(), by_default)), H5Aclose);
    const Hdf5Handle type(checked(H5Aget_type(made.id())), H5Tclose);
    const Hdf5Handle space(checked(H5Aget_space(made.id())), H5Sclose);
    if (H5Sget_simple_extent_npoints(space.id()) != 1) return std::nullopt;
    const auto number = [&]<class Value>(Value value, hid_t memory_type) {
        checked(H5Aread(made.id(), memory_type, &value));
        return Hdf5Value(value);
    };
    switch (H5Tget_class(type.id())) {
        case H5T_INTEGER:
            return H5Tget_sign(type.id()) == H5T_SGN_NONE ? number(std::uint64_t{}, H5T_NATIVE_UINT64)
                                                          : number(std::int64_t{}, H5T_NATIVE_INT64);
        case H5T_FLOAT:
            return number(double{}, H5T_NATIVE_DOUBLE);
        case H5T_STRING:
            return read_texts(type.id(), space.id(), 1, [&](void* to) { checked(H5Aread(made.id(), type.id(), to)); })
                .front();
        default:
            return std::nullopt;
    }
}

std::string Hdf5Reader::text_attribute(const std::string& object, const std::string& name) const {
    const auto value = attribute(object, name);
    if (!value) return "";
    if (const auto* text = std::get_if<std::string>(&*value)) return *text;
    return std::visit([](const auto& number) { return fmt::format("{}", number); }, *value);
}

}  // namespace qonys
