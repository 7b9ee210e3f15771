#pragma once

#include <filesystem>

#include "output/hdf5_writer.hpp"
#include "output/observer.hpp"

namespace qonys {

/// Writes what a run came to, month by month, into an HDF5 file that also says what it came from, so that the run can
/// be repeated from it (docs/file-format.md). Throws FileError when the file cannot be written.
class Trajectory final : public Observer {
public:
    /// Refuses, before the run begins, a file that exists or a folder that cannot be written to. So many threads
    /// compress what is written.
    Trajectory(const std::filesystem::path& file, Existing existing, int threads = 1);

    void begin(const RunInfo& run, const World& world) override;
    void record(const World& world) override;
    /// An interrupted run keeps its months under the name that partial_name() gives; an older file of that name is
    /// replaced.
    void end(const World& world, RunEnd how) override;

    /// The file that end() left; empty before.
    const std::filesystem::path& written() const { return written_; }

    /// "runs/north.partial.h5" for "runs/north.h5".
    static std::filesystem::path partial_name(const std::filesystem::path& file);

private:
    Hdf5Writer file_;
    std::filesystem::path written_;
    int months_ = 0;
};

}  // namespace qonys
