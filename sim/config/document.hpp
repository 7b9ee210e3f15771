#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "config/fields.hpp"

namespace qonys {

/// A file that a scenario was read from, for the record of what a result came from.
struct SourceFile {
    std::string path;
    std::string text;
    std::string sha256;
};

/// What a parameter came to be and who said so, in the order in which the parameters were read.
struct EffectiveValue {
    std::string section;  ///< "migration", "policy.enbek", or "" for keys above the first section
    std::string name;
    std::string value;  ///< as TOML would write it
    std::string unit;
    std::string origin;  ///< "default", "file:line:column" or "--set 'key=value'"
    std::string source;  ///< the source of the default, as the declaration gives it
};

struct SectionData;
struct DocumentData;
class Document;

/// One table of a scenario; a view that is valid as long as its document.
class Section {
public:
    /// As messages call it: "migration", "policy.enbek", or "" for the keys above the first section.
    const std::string& name() const;
    /// Whether the scenario has this section at all.
    bool written() const;
    /// Where its heading stands; the scenario's file where it is not written.
    Location where() const;
    /// Where the value of `key` stands, for the caller's own checks; where() if it is not written.
    Location where(std::string_view key) const;
    /// "migration.distance", as messages name a parameter.
    std::string path_of(std::string_view key) const;
    /// The file that the text `value` of `key` means: relative to the file that says so; to the current directory
    /// if --set says so; to the scenario's own file if it is the default.
    std::filesystem::path resolve(std::string_view key, const std::string& value) const;

private:
    friend class Document;
    friend class SectionReader;
    Section(DocumentData& document, SectionData& data) : document_(&document), data_(&data) {}
    DocumentData* document_;
    SectionData* data_;
};

/// One `[[policy]]` of a scenario.
struct PolicySection {
    std::string name;
    std::string kind;
    Section section;
};

/// A scenario as it is written: a TOML file, the files that it extends, and what `--set` says.
///
/// `extends = "other.toml"` names the file that this one differs from. Sections merge key by key, `[[policy]]` by
/// name (`remove = true` drops one); the extending file wins, and `--set section.key=value` wins over all.
/// `[section.part]` with `key` is the same as `[section]` with `part.key`, and is declared under that name.
class Document {
public:
    /// Never throws for what a user wrote: everything wrong is added to `problems`.
    static Document load(const std::filesystem::path& file, const std::vector<std::string>& overrides,
                         Problems& problems);
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    /// Whether all its files could be read; otherwise it is empty.
    bool complete() const;
    /// `name` is "" for the keys above the first section.
    Section section(std::string_view name);
    /// In the order of first appearance, those of the extended files first.
    std::vector<PolicySection> policies();
    /// Adds a problem for each section that was never asked for: call it when everything was read.
    void report_unread(Problems& problems) const;

    /// The scenario's file first, then the files it extends.
    const std::vector<SourceFile>& files() const;
    const std::vector<EffectiveValue>& effective_values() const;

private:
    Document();
    std::unique_ptr<DocumentData> data_;
};

/// Reads the declared fields of one section, checks them and notes their effective values. A value that is missing
/// or wrong leaves what stands in the struct. Also reports the keys that no field has.
class SectionReader final : public Fields {
public:
    SectionReader(const Section& section, Problems& problems);
    void field(double& value, const Field& about) override;
    void field(std::int64_t& value, const Field& about) override;
    void field(bool& value, const Field& about) override;
    void field(std::string& value, const Field& about) override;
    void field(Month& value, const Field& about) override;
    void field(Date& value, const Field& about) override;
    void field(Amount& value, const Field& about) override;
    void field(std::vector<std::string>& value, const Field& about) override;
    void field(std::vector<std::int64_t>& value, const Field& about) override;
    /// Reports the keys that were not declared; after the last field.
    void finish();

private:
    template <class T>
    void read(T& value, const Field& about);
    Section section_;
    Problems* problems_;
    std::vector<std::string> known_;
};

/// Reads a struct that has `void declare(Fields&, T&)` in its namespace.
template <class T>
void read_section(const Section& section, T& parameters, Problems& problems) {
    SectionReader reader(section, problems);
    declare(reader, parameters);
    reader.finish();
}

template <class T>
void read_section(Document& document, std::string_view name, T& parameters, Problems& problems) {
    read_section(document.section(name), parameters, problems);
}

}  // namespace qonys
