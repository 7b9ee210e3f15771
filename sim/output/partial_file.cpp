#include "output/partial_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/error.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

std::string cause(int error) { return std::strerror(error); }

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

void refuse_existing(const fs::path& file) {
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(file, ignored)))
        throw FileError(fmt::format("{} already exists (use --force to replace it)", file.string()));
}

/// Opens, waits until the content is on disk, closes. Returns errno, or 0.
int synchronise(const fs::path& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) return errno;
    // Some file systems cannot synchronise a folder, and say EINVAL.
    const int error = ::fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno;
    ::close(descriptor);
    return error;
}

/// Renames unless `to` exists. Returns errno, or 0.
int rename_to_new(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    // A file system without RENAME_NOREPLACE: a hard link also refuses what exists, but not every one has links.
    if (::link(from.c_str(), to.c_str()) == 0) return ::unlink(from.c_str()) == 0 ? 0 : errno;
    if (errno == EEXIST || ::access(to.c_str(), F_OK) == 0) return EEXIST;
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

}  // namespace

PartialFile::PartialFile(fs::path final_name, Existing existing)
    : final_name_(std::move(final_name)), existing_(existing) {
    std::error_code ignored;
    if (!final_name_.has_filename() || fs::is_directory(final_name_, ignored))
        throw FileError(fmt::format("{} is a folder (a file's name is needed)", final_name_.string()));
    if (existing_ == Existing::refuse) refuse_existing(final_name_);
    const std::string prefix = fmt::format(".{}.{}", final_name_.filename().string(), ::getpid());
    int descriptor = -1;
    for (int attempt = 0; descriptor < 0; ++attempt) {
        const std::string name = attempt == 0 ? prefix : fmt::format("{}-{}", prefix, attempt);
        path_ = folder_of(final_name_) / (name + ".partial");
        descriptor = ::open(path_.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0666);
        if (descriptor < 0 && (errno != EEXIST || attempt == 100))
            throw FileError(fmt::format("cannot write {}: {}", final_name_.string(), cause(errno)));
    }
    ::close(descriptor);
}

PartialFile::~PartialFile() {
    std::error_code ignored;
    if (!keep_) fs::remove(path_, ignored);
}

void PartialFile::write(std::span<const std::byte> content) {
    const int descriptor = ::open(path_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    int error = descriptor < 0 ? errno : 0;
    while (error == 0 && !content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written >= 0)
            content = content.subspan(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            error = errno;
    }
    // Network file systems may tell only now that the disk is full.
    if (descriptor >= 0 && ::close(descriptor) != 0 && error == 0) error = errno;
    if (error != 0) throw FileError(fmt::format("cannot write {}: {}", final_name_.string(), cause(error)));
}

void PartialFile::publish() {
    if (existing_ == Existing::replace) {
        publish_as(final_name_);
        return;
    }
    if (const int error = synchronise(path_, O_RDONLY))
        throw FileError(fmt::format("cannot write {}: {}", final_name_.string(), cause(error)));
    if (const int error = rename_to_new(path_, final_name_)) {
        keep_ = true;
        throw FileError(fmt::format("cannot name the result {}: {} (it is kept as {})", final_name_.string(),
                                    cause(error), path_.string()));
    }
    keep_ = true;
    synchronise(folder_of(final_name_), O_RDONLY | O_DIRECTORY);
}

void PartialFile::publish_as(const fs::path& name) {
    if (const int error = synchronise(path_, O_RDONLY))
        throw FileError(fmt::format("cannot write {}: {}", name.string(), cause(error)));
    keep_ = true;
    if (::rename(path_.c_str(), name.c_str()) != 0)
        throw FileError(fmt::format("cannot name the result {}: {} (it is kept as {})", name.string(), cause(errno),
                                    path_.string()));
    synchronise(folder_of(name), O_RDONLY | O_DIRECTORY);
}

}  // namespace qonys
