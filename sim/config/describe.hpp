#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/fields.hpp"

namespace qonys {

/// One parameter as the reference documentation and the editor's schema know it.
struct DescribedField {
    std::string section;  ///< "migration", "" for the top, or "policy.<kind>" for a policy's own fields
    std::string name;
    std::string type;  ///< "number", "whole number", "true or false", "text", "month", "amount", ...
    std::string unit;
    std::string range;          ///< "at least 0", "" if there is none
    std::string default_value;  ///< as TOML writes it
    std::string meaning;
    std::string source;
    bool required = false;
    double least = 0;
    double most = 0;
};

/// How one type of value is called.
struct Wording {
    std::string_view type;     ///< "month"
    std::string_view must_be;  ///< "a month such as \"2019-01\""
};
Wording wording_of(double);
Wording wording_of(std::int64_t);
Wording wording_of(bool);
Wording wording_of(const std::string&);
Wording wording_of(Month);
Wording wording_of(Date);
Wording wording_of(const Amount&);
Wording wording_of(const std::vector<std::string>&);
Wording wording_of(const std::vector<std::int64_t>&);

/// A value as TOML writes it.
std::string as_toml(double value);
std::string as_toml(std::int64_t value);
std::string as_toml(bool value);
std::string as_toml(const std::string& value);
std::string as_toml(Month value);
std::string as_toml(Date value);
std::string as_toml(const Amount& value);
std::string as_toml(const std::vector<std::string>& value);
std::string as_toml(const std::vector<std::int64_t>& value);

/// "at least 0 persons per year", "from 0 to 1", or "" where every value is allowed.
std::string range_of(const Field& about);

/// Collects what the fields of a section say of themselves.
class FieldDescriber final : public Fields {
public:
    explicit FieldDescriber(std::string_view section) : section_(section) {}
    void field(double& value, const Field& about) override;
    void field(std::int64_t& value, const Field& about) override;
    void field(bool& value, const Field& about) override;
    void field(std::string& value, const Field& about) override;
    void field(Month& value, const Field& about) override;
    void field(Date& value, const Field& about) override;
    void field(Amount& value, const Field& about) override;
    void field(std::vector<std::string>& value, const Field& about) override;
    void field(std::vector<std::int64_t>& value, const Field& about) override;
    std::vector<DescribedField> take() { return std::move(described_); }

private:
    template <class T>
    void describe(const T& value, const Field& about);
    std::string section_;
    std::vector<DescribedField> described_;
};

/// The fields of a struct that has `void declare(Fields&, T&)`; the values of `defaults` are the defaults.
template <class T>
std::vector<DescribedField> describe_section(std::string_view section, T defaults = {}) {
    FieldDescriber describer(section);
    declare(describer, defaults);
    return describer.take();
}

/// One heading and table a section, for docs/parameters.md.
std::string as_markdown(const std::vector<DescribedField>& fields);

/// JSON Schema (draft 2020-12) of a scenario of these sections, for editors of TOML. No key of a section is required in
/// it, since an extended file may give it.
std::string as_json_schema(const std::vector<DescribedField>& fields);

}  // namespace qonys
