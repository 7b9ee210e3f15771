#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.hpp"

namespace qonys {

/// The bytes of a regular file of UTF-8, or why they cannot be had. Asks the size before it reads.
/// `kind` is what the file should be, such as "a scenario".
std::variant<std::string, Problem> read_text_file(const std::filesystem::path& file, std::uintmax_t most_mebibytes,
                                                  std::string_view kind);

/// What a user wrote, safe to print: control characters as '?', at most 60 characters.
std::string printable(std::string_view text);

/// Whether `byte` begins a character of UTF-8; columns count these.
constexpr bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

/// The text after a byte order mark, if it has one.
constexpr std::string_view without_bom(std::string_view text) {
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

}  // namespace qonys
