#include "config/toml_text.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

// The parser and its trees are recursive: a bound on the depth keeps a hostile file from exhausting the stack. It holds
// only for a parser compiled here; Debian's CMake package would take the one in its shared library.
#undef TOML_SHARED_LIB
#undef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 1
#define TOML_MAX_NESTED_VALUES 16
// toml++ 3.3 asserts, and with NDEBUG even assumes, that a heading begins with a letter: "[!" would abort or worse.
// Without its assertions it goes on to its own error message.
#undef NDEBUG
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

#include "config/text_file.hpp"

namespace qonys {
namespace {

constexpr std::ptrdiff_t most_dots_in_line = 100;

Location location(const std::string& file, const toml::source_region& source) {
    return {file, static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

/// A line with so many dots that a key of as many parts could be in it; 0 if there is none.
int overly_dotted_line(std::string_view text) {
    int line = 1;
    for (std::size_t begin = 0; begin < text.size(); ++line) {
        const std::string_view rest = text.substr(begin, text.find('\n', begin) - begin);
        begin += rest.size() + 1;
        const std::size_t first = rest.find_first_not_of(" \t");
        if (first == std::string_view::npos || rest[first] == '#') continue;
        if (std::ranges::count(rest, '.') > most_dots_in_line) return line;
    }
    return 0;
}

std::string in_one_line(const toml::node& node) {
    using toml::format_flags;
    std::ostringstream stream;
    stream << toml::toml_formatter(node,
                                   format_flags::allow_unicode_strings | format_flags::allow_hexadecimal_integers);
    std::string text = stream.str();
    std::ranges::replace(text, '\n', ' ');
    return text;
}

Value value_of(const toml::node& node) {
    Value value{{}, in_one_line(node)};
    if (const auto* boolean = node.as_boolean()) value.content = boolean->get();
    if (const auto* integer = node.as_integer()) value.content = integer->get();
    if (const auto* number = node.as_floating_point()) value.content = number->get();
    if (const auto* text = node.as_string()) value.content = text->get();
    if (const auto* array = node.as_array()) {
        std::vector<std::string> texts;
        std::vector<std::int64_t> numbers;
        for (const toml::node& item : *array) {
            if (const auto* text = item.as_string()) texts.push_back(text->get());
            if (const auto* number = item.as_integer()) numbers.push_back(number->get());
        }
        if (numbers.size() == array->size()) value.content = std::move(numbers);
        if (texts.size() == array->size()) value.content = std::move(texts);
    }
    return value;
}

void add_entries(const toml::table& table, const std::string& prefix, const std::string& file, Entries& entries) {
    for (const auto& [key, node] : table) {
        const std::string name = prefix + std::string(key.str());
        if (const toml::table* part = node.as_table()) {
            add_entries(*part, name + ".", file, entries);
        } else {
            entries[name] = {value_of(node), location(file, key.source()), location(file, node.source())};
        }
    }
}

SectionData section_of(const toml::table& table, std::string name, const std::string& file) {
    SectionData section{.name = std::move(name), .written = true, .where = location(file, table.source())};
    add_entries(table, "", file, section.entries);
    return section;
}

std::vector<SectionData> policies_of(const toml::node& node, const std::string& file, Problems& problems) {
    std::vector<SectionData> policies;
    const toml::array* const array = node.as_array();
    const bool tables =
        array != nullptr && std::ranges::all_of(*array, [](const toml::node& item) { return item.is_table(); });
    if (!tables) {
        problems.add(location(file, node.source()), "a policy must be written as [[policy]], with a name and a kind");
        return policies;
    }
    for (const toml::node& item : *array) policies.push_back(section_of(*item.as_table(), "", file));
    return policies;
}

TomlText take_apart(const toml::table& root, const std::string& file, Problems& problems) {
    TomlText result;
    SectionData& top = result.sections[""];
    top.written = true;
    top.where = {file};
    for (const auto& [key, node] : root) {
        const std::string name(key.str());
        if (name == "policy") {
            result.policies = policies_of(node, file, problems);
        } else if (const toml::table* table = node.as_table()) {
            result.sections[name] = section_of(*table, name, file);
        } else if (node.is_array_of_tables()) {
            problems.add(location(file, node.source()),
                         fmt::format("[[{0}]] must be written once, as [{0}]: only [[policy]] may be repeated",
                                     printable(name)));
        } else {
            top.entries[name] = {value_of(node), location(file, key.source()), location(file, node.source())};
        }
    }
    return result;
}

}  // namespace

std::optional<TomlText> parse_toml(const std::string& text, const std::string& file, Problems& problems) {
    if (const int line = overly_dotted_line(text); line > 0) {
        problems.add({file, line},
                     fmt::format("has more than {} dots in one line: is this a scenario?", most_dots_in_line));
        return std::nullopt;
    }
    try {
        return take_apart(toml::parse(text), file, problems);
    } catch (const toml::parse_error& error) {
        std::string_view why = error.description();
        constexpr std::string_view prefix = "Error ";
        if (why.starts_with(prefix)) why.remove_prefix(prefix.size());
        problems.add(location(file, error.source()), fmt::format("is not valid TOML: {}", why));
        return std::nullopt;
    }
}

Value parse_toml_value(const std::string& text) {
    Value plain{text, quoted(text)};
    if (overly_dotted_line("value = " + text) > 0) return plain;
    try {
        const toml::table table = toml::parse("value = " + text);
        return table.size() == 1 ? value_of(table.begin()->second) : plain;
    } catch (const toml::parse_error&) {
        return plain;
    }
}

std::string quoted(const std::string& text) { return in_one_line(toml::value<std::string>(text)); }

}  // namespace qonys
