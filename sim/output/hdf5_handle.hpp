#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>

namespace qonys {

/// Owns one identifier of the HDF5 library. Needs no HDF5 header, so that only the `hdf5_*.cpp` files do.
class Hdf5Handle {
public:
    using Close = int (*)(std::int64_t);

    Hdf5Handle() = default;
    Hdf5Handle(std::int64_t id, Close closer) : id_(id), close_(closer) {}
    Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
        std::swap(id_, other.id_);
        std::swap(close_, other.close_);
        return *this;
    }
    ~Hdf5Handle() { close(); }

    std::int64_t id() const { return id_; }
    /// Closes now; negative if that failed.
    int close() { return id_ < 0 ? 0 : close_(std::exchange(id_, -1)); }

private:
    std::int64_t id_ = -1;
    Close close_ = nullptr;
};

/// H5P_DEFAULT, a macro with an old-style cast.
inline constexpr std::int64_t by_default = 0;

/// Throws FileError "cannot ACTION FILE: cause", with the cause that HDF5 noted last.
[[noreturn]] void throw_hdf5_error(const std::filesystem::path& file, std::string_view action);

/// `result`, unless HDF5 says by a negative one that it failed.
template <class Result>
Result hdf5_checked(Result result, const std::filesystem::path& file, std::string_view action) {
    if (result < 0) throw_hdf5_error(file, action);
    return result;
}

/// Keeps HDF5 from printing its errors; they become FileErrors.
void silence_hdf5();

/// HDF5's variable-length UTF-8 text, the kind of string that h5py, xarray and netCDF all read as text.
Hdf5Handle hdf5_text_type();

}  // namespace qonys
