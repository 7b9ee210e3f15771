#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace qonys {

/// What to do when a file of that name is already there.
enum class Existing : std::uint8_t { refuse, replace };

/// A file under a temporary name beside its final one, so that nobody ever sees half of it under the final name.
///
/// The temporary name is `.NAME.PID.partial`. It is removed with this object unless the file was published.
class PartialFile {
public:
    /// Creates the temporary file. Throws FileError if the folder cannot be written to, or if `final_name` exists
    /// and may not be replaced.
    PartialFile(std::filesystem::path final_name, Existing existing);
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;
    ~PartialFile();

    const std::filesystem::path& final_name() const { return final_name_; }
    const std::filesystem::path& path() const { return path_; }

    /// Replaces the content of the temporary file. Throws FileError if it does not fit on the disk.
    void write(std::span<const std::byte> content);

    /// Puts the file on disk and gives it its final name. Throws FileError if that fails, or if a file of that name
    /// appeared meanwhile and may not be replaced: then the temporary file stays, and the message names it.
    void publish();
    /// As publish(), under another name in the same folder, which replaces what was there.
    void publish_as(const std::filesystem::path& name);

private:
    std::filesystem::path final_name_;
    std::filesystem::path path_;
    Existing existing_;
    bool keep_ = false;
};

}  // namespace qonys
