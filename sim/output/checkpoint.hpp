#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "output/hdf5_reader.hpp"
#include "output/observer.hpp"

namespace qonys {

/// Writes the World as it is at the end of its month, with what it came from, so that a run can go on from there.
/// The first rank writes it, and gets the others' blocks one by one; any number of ranks can go on from it. Throws
/// FileError when it cannot be written.
void write_checkpoint(const std::filesystem::path& file, Existing existing, const RunInfo& run, const World& world);

/// Writes a checkpoint at the end of one month.
class CheckpointObserver final : public Observer {
public:
    /// Refuses, before the run begins, a file that exists or a folder that cannot be written to.
    CheckpointObserver(Month month, std::filesystem::path file, Existing existing, const Ranks& ranks);
    void begin(const RunInfo& run, const World& world) override;
    void record(const World& world) override;
    void end(const World&, RunEnd) override {}

private:
    Month month_;
    std::filesystem::path file_;
    Existing existing_;
    RunInfo run_;
};

/// A checkpoint on the disk: what its run was, and its World.
struct Checkpoint {
    Month month;  ///< at whose end it was taken
    Month last;   ///< last month of its run
    double scale = 1;
    std::uint64_t seed = 0;
    std::string scenario;               ///< effective
    std::vector<std::string> policies;  ///< in the order of the ledgers' rows
    struct Table {
        std::string name;
        std::string sha256;
    };
    std::vector<Table> tables;
    World world;  ///< of one of the ranks, without geography and ledgers
};

/// What a rank needs of it. Throws FileError for a file that is no checkpoint, one of another build of the program, and
/// a damaged one.
Checkpoint read_checkpoint(const std::filesystem::path& file, const Ranks& ranks = one_rank);

}  // namespace qonys
