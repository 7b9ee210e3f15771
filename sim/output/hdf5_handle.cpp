#include "output/hdf5_handle.hpp"

#include <string>
#include <type_traits>

#include <fmt/format.h>
#include <hdf5.h>

#include "base/error.hpp"

namespace qonys {

static_assert(std::is_same_v<hid_t, std::int64_t> && std::is_same_v<herr_t, int>);

namespace {

/// The innermost message on HDF5's error stack; of a failed system call, what the system said.
std::string last_cause() {
    std::string cause;
    const auto keep_first = [](unsigned, const H5E_error2_t* error, void* data) -> herr_t {
        auto& kept = *static_cast<std::string*>(data);
        if (kept.empty() && error->desc != nullptr) kept = error->desc;
        return 0;
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &cause);
    constexpr std::string_view system_says = "error message = '";
    if (const auto at = cause.find(system_says); at != std::string::npos) {
        const std::size_t begin = at + system_says.size();
        cause = cause.substr(begin, cause.find('\'', begin) - begin);
    }
    return cause.empty() ? "HDF5 does not say why" : cause;
}

}  // namespace

void throw_hdf5_error(const std::filesystem::path& file, std::string_view action) {
    throw FileError(fmt::format("cannot {} {}: {}", action, file.string(), last_cause()));
}

void silence_hdf5() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

Hdf5Handle hdf5_text_type() {
    Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type.id(), H5T_VARIABLE);
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
    return type;
}

}  // namespace qonys
