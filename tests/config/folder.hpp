#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace qonys {

/// An empty folder of the running test's own.
class Folder {
public:
    Folder() {
        const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::path(testing::TempDir()) / (std::string(test.test_suite_name()) + "." + test.name());
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path path(std::string_view name) const { return path_ / name; }

    std::filesystem::path write(std::string_view name, std::string_view text) const {
        std::filesystem::create_directories(path(name).parent_path());
        std::ofstream(path(name), std::ios::binary) << text;
        return path(name);
    }

    /// The messages as a user sees them, without this folder's path.
    std::vector<std::string> messages(const Problems& problems) const {
        std::vector<std::string> texts;
        for (const Problem& problem : problems.found()) {
            texts.push_back(shortened(to_string(problem.where) + ": " + problem.what));
        }
        return texts;
    }

    std::string shortened(std::string text) const {
        const std::string prefix = path_.string() + "/";
        for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
            text.erase(at, prefix.size());
        }
        return text;
    }

private:
    std::filesystem::path path_;
};

}  // namespace qonys
