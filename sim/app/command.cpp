#include "app/command.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fmt/format.h>

namespace qonys::app {
namespace {

std::string& remembered() {
    static std::string line;
    return line;
}

/// A word of a command line as a shell takes it.
std::string quoted(const std::string& word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string result = "'";
    for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

}  // namespace

void print(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        throw FileError(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
}

void tell(const std::string& line) {
    const std::string text = line + '\n';
    std::fwrite(text.data(), 1, text.size(), stderr);
}

std::string command_line() { return remembered(); }

void remember_command_line(int argc, char** argv) {
    for (int i = 0; i < argc; ++i) remembered() += (i == 0 ? "" : " ") + quoted(argv[i]);
}

}  // namespace qonys::app
