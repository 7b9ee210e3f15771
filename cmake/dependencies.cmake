# What Qonys links; packages.txt installs it, docs/dependencies.md says why, cmake/qonysConfig.cmake.in repeats the
# list for those who link an installed Qonys. All of these are SYSTEM: their headers are not held to our warnings.
find_package(Threads REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(Boost 1.81 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
# Debian's shared HDF5 loads what it would read files of the web with, 26 libraries that take longer than a small run's
# synthesis; its archive only brings what is used.
set(HDF5_USE_STATIC_LIBRARIES ON)
find_package(HDF5 REQUIRED COMPONENTS C HL)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED) # headers only, in the compiler's own path

set(QONYS_DEPENDENCIES
    OpenMP::OpenMP_CXX Threads::Threads Boost::headers Eigen3::Eigen hdf5::hdf5_hl hdf5::hdf5 sz
    OpenSSL::Crypto ZLIB::ZLIB fmt::fmt spdlog::spdlog tomlplusplus::tomlplusplus)
