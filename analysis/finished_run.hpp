#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analysis/outcomes.hpp"

namespace qonys {

/// What two runs are compared by: every outcome, and the digest of everything that happened up to each month.
struct RunRecord {
    OutcomeRecord outcomes;
    std::vector<std::uint64_t> digests;  ///< [month]
};

/// A run as its trajectory tells it: figures, and no households.
class FinishedRun {
public:
    /// Throws FileError for a file that is no trajectory, or one that lacks figures.
    explicit FinishedRun(std::filesystem::path file);

    std::string name() const { return file_.string(); }
    const std::string& title() const { return title_; }
    /// The effective scenario but for its seed and its end: what runs of one scenario have in common.
    const std::string& scenario() const { return scenario_; }
    const std::string& start() const { return start_; }  ///< run.start of the scenario; "" if it does not say
    std::int64_t seed() const { return seed_; }
    double scale() const { return scale_; }
    MonthRange months() const { return months_; }  ///< recorded
    /// Regions, places and what they are called; no distances.
    const Geography& geography() const { return geography_; }
    const std::map<std::string, std::string>& tables() const { return tables_; }  ///< [file name] SHA-256

    /// Of months that were recorded. Throws FileError.
    RunRecord record(MonthRange months) const;

private:
    std::filesystem::path file_;
    std::string title_, scenario_, start_;
    std::int64_t seed_ = 0;
    double scale_ = 1;
    MonthRange months_{Month(), Month()};
    Geography geography_;
    std::map<std::string, std::string> tables_;
    std::size_t policies_ = 0;
};

/// Whether a path names an HDF5 file rather than a scenario.
bool names_trajectory(const std::filesystem::path& file);

}  // namespace qonys
