#pragma once

#include <string>
#include <vector>

#include "config/document_data.hpp"
#include "config/toml_text.hpp"

namespace qonys {

/// Lays a file over what the files that it extends have said.
void merge(const TomlText& text, DocumentData& data, Problems& problems);

/// Lays what `--set` says over the files; each is "section.key=value" or "policy.name.key=value".
void apply_overrides(const std::vector<std::string>& overrides, DocumentData& data, Problems& problems);

/// Adds a problem for each policy that has no kind, or a kind that is no text.
void check_kinds(const DocumentData& data, Problems& problems);

}  // namespace qonys
