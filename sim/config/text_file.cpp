#include "config/text_file.hpp"

#include <fstream>
#include <optional>

#include <fmt/format.h>
#include <boost/locale/utf.hpp>

namespace qonys {
namespace {

namespace utf = boost::locale::utf;

/// What keeps a file from being read, or "".
std::string refusal(const std::filesystem::path& file, std::uintmax_t most_mebibytes, std::string_view kind) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(file, error);
    if (status.type() == std::filesystem::file_type::not_found) return "there is no such file";
    if (error) return fmt::format("cannot be read: {}", error.message());
    if (std::filesystem::is_directory(status)) return fmt::format("is a directory, not {}", kind);
    if (!std::filesystem::is_regular_file(status)) return fmt::format("is not a regular file, so not {}", kind);
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error) return fmt::format("cannot be read: {}", error.message());
    if (size > most_mebibytes << 20U) {
        return fmt::format("is larger than {} MiB: is this {}?", most_mebibytes, kind);
    }
    return "";
}

/// Where the first byte stands that is not UTF-8.
std::optional<Location> first_bad_byte(std::string_view text, const std::string& file) {
    text = without_bom(text);
    Location where{file, 1, 1};
    for (const char* at = text.data(); at != text.data() + text.size();) {
        const utf::code_point c = utf::utf_traits<char>::decode(at, text.data() + text.size());
        if (c == utf::illegal || c == utf::incomplete) return where;
        ++where.column;
        if (c == '\n') where = {file, where.line + 1, 1};
    }
    return std::nullopt;
}

}  // namespace

std::variant<std::string, Problem> read_text_file(const std::filesystem::path& file, std::uintmax_t most_mebibytes,
                                                  std::string_view kind) {
    const std::string name = file.string();
    const std::string why = refusal(file, most_mebibytes, kind);
    if (!why.empty()) return Problem{{name}, why};
    std::ifstream stream(file, std::ios::binary);
    std::error_code error;
    std::string text(std::filesystem::file_size(file, error), '\0');
    if (error || !stream.read(text.data(), static_cast<std::streamsize>(text.size()))) {
        return Problem{{name}, "cannot be read"};
    }
    if (const auto bad = first_bad_byte(text, name)) return Problem{*bad, "is not UTF-8 text from here on"};
    return text;
}

std::string printable(std::string_view text) {
    constexpr std::size_t most_characters = 60;
    std::string result;
    std::size_t characters = 0;
    for (const char c : text) {
        if (begins_character(c) && ++characters > most_characters) return result + "...";
        const auto byte = static_cast<unsigned char>(c);
        result += byte < 0x20 || byte == 0x7F ? '?' : c;
    }
    return result;
}

}  // namespace qonys
