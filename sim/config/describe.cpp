#include "config/describe.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/toml_text.hpp"

namespace qonys {

Wording wording_of(double) { return {"number", "a number"}; }
Wording wording_of(std::int64_t) { return {"whole number", "a whole number"}; }
Wording wording_of(bool) { return {"true or false", "true or false"}; }
Wording wording_of(const std::string&) { return {"text", "a text in quotes"}; }
Wording wording_of(Month) { return {"month", "a month such as \"2019-01\""}; }
Wording wording_of(Date) { return {"date", "a date such as 2020-03-16, or \"2020-03\" for the month"}; }
Wording wording_of(const Amount&) { return {"amount", "an amount such as \"35 MCI\" or \"100000 KZT\""}; }
Wording wording_of(const std::vector<std::string>&) {
    return {"list of texts", "a list of texts such as [\"a\", \"b\"]"};
}
Wording wording_of(const std::vector<std::int64_t>&) {
    return {"list of whole numbers", "a list of whole numbers such as [100, 200]"};
}

std::string as_toml(double value) { return fmt::format("{}", value); }
std::string as_toml(std::int64_t value) { return fmt::format("{}", value); }
std::string as_toml(bool value) { return value ? "true" : "false"; }
std::string as_toml(const std::string& value) { return quoted(value); }
std::string as_toml(Month value) { return fmt::format("\"{}\"", to_string(value)); }
std::string as_toml(Date value) { return fmt::format("\"{}\"", to_string(value)); }
std::string as_toml(const Amount& value) {
    return fmt::format("\"{} {}\"", value.value, value.unit == Amount::Unit::mci ? "MCI" : "KZT");
}
std::string as_toml(const std::vector<std::string>& value) {
    std::vector<std::string> items(value.size());
    std::ranges::transform(value, items.begin(), quoted);
    return fmt::format("[{}]", fmt::join(items, ", "));
}

std::string as_toml(const std::vector<std::int64_t>& value) { return fmt::format("[{}]", fmt::join(value, ", ")); }

std::string range_of(const Field& about) {
    const bool below = std::isfinite(about.least);
    const bool above = std::isfinite(about.most);
    if (!below && !above) return "";
    const std::string unit = about.unit.empty() ? "" : fmt::format(" {}", about.unit);
    if (below && above) return fmt::format("from {} to {}{}", about.least, about.most, unit);
    return below ? fmt::format("at least {}{}", about.least, unit) : fmt::format("at most {}{}", about.most, unit);
}

template <class T>
void FieldDescriber::describe(const T& value, const Field& about) {
    Field without_unit = about;
    without_unit.unit = "";
    described_.push_back({section_, std::string(about.name), std::string(wording_of(value).type),
                          std::string(about.unit), range_of(without_unit), about.required ? "" : as_toml(value),
                          std::string(about.meaning), std::string(about.source), about.required, about.least,
                          about.most});
}

void FieldDescriber::field(double& value, const Field& about) { describe(value, about); }
void FieldDescriber::field(std::int64_t& value, const Field& about) { describe(value, about); }
void FieldDescriber::field(bool& value, const Field& about) { describe(value, about); }
void FieldDescriber::field(std::string& value, const Field& about) { describe(value, about); }
void FieldDescriber::field(Month& value, const Field& about) { describe(value, about); }
void FieldDescriber::field(Date& value, const Field& about) { describe(value, about); }
void FieldDescriber::field(Amount& value, const Field& about) { describe(value, about); }
void FieldDescriber::field(std::vector<std::string>& value, const Field& about) { describe(value, about); }
void FieldDescriber::field(std::vector<std::int64_t>& value, const Field& about) { describe(value, about); }

}  // namespace qonys
