#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "config/table.hpp"

namespace qonys {

/// The tables of a geography folder: opens them by name and remembers what was read.
class TableFolder {
public:
    explicit TableFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
    const std::filesystem::path& path() const { return folder_; }

    Table open(const std::string& name, const std::vector<std::string>& columns, Problems& problems);

    struct Read {
        std::string name;
        std::string sha256;
    };
    /// Every table opened so far, once, in the order of first reading.
    const std::vector<Read>& read() const { return read_; }

private:
    std::filesystem::path folder_;
    std::vector<Read> read_;
};

/// Who published the tables of a folder, by file name: the titles of the sources in its datapackage.json (Frictionless
/// Data Package). Empty if there is none; a source is a courtesy, so an unreadable file is not a problem.
std::map<std::string, std::string> table_sources(const std::filesystem::path& folder);

}  // namespace qonys
