#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/document_data.hpp"

namespace qonys {

/// One file of TOML, taken apart but not merged with others.
struct TomlText {
    std::map<std::string, SectionData> sections;  ///< "" has the keys above the first section
    std::vector<SectionData> policies;            ///< each `[[policy]]`, with no name yet
};

/// Nothing, and a problem, if `text` is no TOML. `file` is for messages and locations.
std::optional<TomlText> parse_toml(const std::string& text, const std::string& file, Problems& problems);

/// `text` as one TOML value; as a plain text if it is none.
Value parse_toml_value(const std::string& text);

/// `text` as TOML writes it, in quotes.
std::string quoted(const std::string& text);

}  // namespace qonys
