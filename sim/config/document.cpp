#include "config/document.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/document_data.hpp"
#include "config/merge.hpp"
#include "config/sha256.hpp"
#include "config/text_file.hpp"
#include "config/toml_text.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_mebibytes_of_a_scenario = 8;
constexpr std::size_t most_files = 16;

/// Reads and parses one file; nothing, and a problem, if it cannot. `asked_by` is where a file extends it, if one does.
std::optional<TomlText> read_toml(const fs::path& file, const Location& asked_by, DocumentData& data,
                                  Problems& problems) {
    auto read = read_text_file(file, most_mebibytes_of_a_scenario, "a scenario");
    if (const Problem* problem = std::get_if<Problem>(&read)) {
        if (asked_by.line == 0 || problem->where.line > 0) {
            problems.add(problem->where, problem->what);
        } else {
            problems.add(asked_by, fmt::format("extends {}: {}", file.string(), problem->what));
        }
        return std::nullopt;
    }
    auto& text = std::get<std::string>(read);
    data.files.push_back({file.string(), text, sha256_hex(text)});
    return parse_toml(text, file.string(), problems);
}

/// One path for all ways to write it, for comparing.
fs::path one_path(const fs::path& file) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(file, error);
    return error ? file : real;
}

/// Adds a problem if `next` was read already or the chain grows too long.
bool may_extend(const fs::path& next, const Location& where, const std::vector<SourceFile>& chain, Problems& problems) {
    const fs::path real = one_path(next);
    const auto first = std::ranges::find_if(chain, [&](const SourceFile& file) { return one_path(file.path) == real; });
    if (first != chain.end()) {
        std::string circle;
        for (auto file = first; file != chain.end(); ++file) circle += file->path + " -> ";
        problems.add(where, fmt::format("extends goes round in a circle: {}{}", circle, first->path));
        return false;
    }
    if (chain.size() >= most_files) {
        problems.add(where, fmt::format("extends goes deeper than {} files", most_files));
        return false;
    }
    return true;
}

/// The file and those it extends, the innermost of these first; nothing, and problems, if one cannot be read.
std::vector<TomlText> read_chain(fs::path file, DocumentData& data, Problems& problems) {
    std::vector<TomlText> chain;
    Location asked_by;
    for (;;) {
        std::optional<TomlText> text = read_toml(file, asked_by, data, problems);
        if (!text) return {};
        chain.push_back(std::move(*text));
        const Entries& top = chain.back().sections[""].entries;
        const auto extends = top.find("extends");
        if (extends == top.end()) break;
        asked_by = extends->second.where;
        const auto* const next = std::get_if<std::string>(&extends->second.value.content);
        if (next == nullptr || next->empty() || next->find('\0') != std::string::npos) {
            problems.add(asked_by, fmt::format("extends = {} (must be the name of a file in quotes)",
                                               printable(extends->second.value.written)));
            return {};
        }
        file = (file.parent_path() / *next).lexically_normal();
        if (!may_extend(file, asked_by, data.files, problems)) return {};
    }
    std::ranges::reverse(chain);
    return chain;
}

}  // namespace

Document::Document() : data_(std::make_unique<DocumentData>()) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Document Document::load(const fs::path& file, const std::vector<std::string>& overrides, Problems& problems) {
    Document document;
    DocumentData& data = *document.data_;
    data.file = file.string();
    const std::vector<TomlText> chain = read_chain(file, data, problems);
    data.incomplete = chain.empty();
    if (data.incomplete) return document;
    for (const TomlText& text : chain) merge(text, data, problems);
    apply_overrides(overrides, data, problems);
    check_kinds(data, problems);
    return document;
}

bool Document::complete() const { return !data_->incomplete; }

Section Document::section(std::string_view name) {
    SectionData& data = data_->sections[std::string(name)];
    data.asked_for = true;
    if (!data.written) {
        data.name = name;
        data.where = {data_->file};
    }
    return {*data_, data};
}

std::vector<PolicySection> Document::policies() {
    data_->policies_asked_for = true;
    std::vector<PolicySection> policies;
    for (SectionData& data : data_->policies) {
        const auto kind = data.entries.find("kind");
        if (kind == data.entries.end()) continue;
        const auto* const text = std::get_if<std::string>(&kind->second.value.content);
        if (text != nullptr) policies.push_back({data.name.substr(7), *text, Section(*data_, data)});
    }
    return policies;
}

void Document::report_unread(Problems& problems) const {
    std::vector<std::string> known{"policy"};
    for (const auto& [name, section] : data_->sections) {
        if (section.asked_for && !name.empty()) known.push_back(name);
    }
    for (const auto& [name, section] : data_->sections) {
        if (section.asked_for) continue;
        if (!name.empty()) {
            problems.add(section.where,
                         fmt::format("unknown section [{}]{}", printable(name), did_you_mean(name, known)));
            continue;
        }
        for (const auto& [key, entry] : section.entries) {
            problems.add(entry.key_where, fmt::format("unknown key '{}': it stands in no [section]", printable(key)));
        }
    }
    if (data_->policies_asked_for || data_->policies.empty()) return;
    problems.add(data_->policies.front().where, "unknown section [[policy]]");
}

const std::vector<SourceFile>& Document::files() const { return data_->files; }
const std::vector<EffectiveValue>& Document::effective_values() const { return data_->effective_values; }

const std::string& Section::name() const { return data_->name; }
bool Section::written() const { return data_->written; }
Location Section::where() const { return data_->where; }

Location Section::where(std::string_view key) const {
    const auto found = data_->entries.find(key);
    return found == data_->entries.end() ? data_->where : found->second.where;
}

std::string Section::path_of(std::string_view key) const {
    return data_->name.empty() ? std::string(key) : fmt::format("{}.{}", data_->name, key);
}

fs::path Section::resolve(std::string_view key, const std::string& value) const {
    const auto found = data_->entries.find(key);
    if (found == data_->entries.end()) return fs::path(document_->file).parent_path() / value;
    if (found->second.by_set) return value;
    return fs::path(found->second.where.file).parent_path() / value;
}

}  // namespace qonys
