#include <fmt/format.h>

#include "config/describe.hpp"

namespace qonys {
namespace {

/// Text that may stand in a cell of a Markdown table.
std::string cell(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '|') result += '\\';
        result += c == '\n' ? ' ' : c;
    }
    return result;
}

std::string code(const std::string& text) { return text.empty() ? "" : fmt::format("`{}`", cell(text)); }

std::string heading(const std::string& section) {
    if (section.empty()) return "## Above the first section\n";
    if (section.starts_with("policy.")) return fmt::format("## `[[policy]]` of kind `{}`\n", section.substr(7));
    return fmt::format("## `[{}]`\n", section);
}

}  // namespace

std::string as_markdown(const std::vector<DescribedField>& fields) {
    std::string text;
    const std::string* section = nullptr;
    for (const DescribedField& field : fields) {
        if (section == nullptr || *section != field.section) {
            if (section != nullptr) text += '\n';
            text += heading(field.section);
            text += "\n| key | type | unit | range | default | meaning | source |\n|---|---|---|---|---|---|---|\n";
        }
        section = &field.section;
        text += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", code(field.name), field.type, cell(field.unit),
                            field.range, field.required ? "required" : code(field.default_value), cell(field.meaning),
                            cell(field.source));
    }
    return text;
}

}  // namespace qonys
