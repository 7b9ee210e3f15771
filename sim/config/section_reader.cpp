#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/describe.hpp"
#include "config/document.hpp"
#include "config/document_data.hpp"
#include "config/text_file.hpp"

namespace qonys {
namespace {

/// A whole number is also a number, but not the reverse.
bool take(const Value& from, double& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&from.content)) {
        value = static_cast<double>(*whole);
        return true;
    }
    if (const auto* number = std::get_if<double>(&from.content)) value = *number;
    return std::holds_alternative<double>(from.content);
}

/// "2019-01", or TOML's own date of the first of a month.
bool take(const Value& from, Month& value) {
    std::string_view text = from.written;
    if (const auto* quoted_text = std::get_if<std::string>(&from.content)) text = *quoted_text;
    if (std::holds_alternative<std::monostate>(from.content) && text.ends_with("-01")) text.remove_suffix(3);
    const std::optional<Month> month = Month::parse(text);
    if (month) value = *month;
    return month.has_value();
}

/// "2020-03-16", with quotes or without, or "2020-03".
bool take(const Value& from, Date& value) {
    const auto* const quoted_text = std::get_if<std::string>(&from.content);
    const std::optional<Date> date = Date::parse(quoted_text != nullptr ? *quoted_text : from.written);
    if (date) value = *date;
    return date.has_value();
}

/// "35 MCI" (also "35 MRP", its Russian name) or "100000 KZT".
bool take(const Value& from, Amount& value) {
    const auto* const text = std::get_if<std::string>(&from.content);
    if (text == nullptr) return false;
    Amount amount;
    const char* const end = text->data() + text->size();
    const auto [stopped, error] = std::from_chars(text->data(), end, amount.value);
    if (error != std::errc{}) return false;
    const std::string_view unit(stopped, end);
    if (unit == " MCI" || unit == " MRP") {
        amount.unit = Amount::Unit::mci;
    } else if (unit != " KZT") {
        return false;
    }
    value = amount;
    return true;
}

/// An empty list is one of numbers too.
bool take(const Value& from, std::vector<std::int64_t>& value) {
    if (const auto* const texts = std::get_if<std::vector<std::string>>(&from.content)) return texts->empty();
    if (const auto* const numbers = std::get_if<std::vector<std::int64_t>>(&from.content)) value = *numbers;
    return std::holds_alternative<std::vector<std::int64_t>>(from.content);
}

template <class T>
bool take(const Value& from, T& value) {
    if (const auto* const same = std::get_if<T>(&from.content)) value = *same;
    return std::holds_alternative<T>(from.content);
}

std::string complaint(double number, const Field& about) {
    if (!std::isfinite(number)) return "must be a finite number";
    return number < about.least || number > about.most ? "must be " + range_of(about) : "";
}

/// What is wrong with the value of a field of the right type, or "".
template <class T>
std::string complaint(const T& value, const Field& about) {
    if constexpr (std::is_same_v<T, Amount>) {
        return complaint(value.value, about);
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return complaint(static_cast<double>(value), about);
    } else if constexpr (std::is_same_v<T, std::vector<std::int64_t>>) {
        for (const std::int64_t number : value)
            if (std::string wrong = complaint(static_cast<double>(number), about); !wrong.empty())
                return "each " + wrong;
    }
    return "";
}

}  // namespace

SectionReader::SectionReader(const Section& section, Problems& problems) : section_(section), problems_(&problems) {
    if (section.name().starts_with("policy.")) known_ = {"name", "kind"};
}

template <class T>
void SectionReader::read(T& value, const Field& about) {
    known_.emplace_back(about.name);
    const auto found = section_.data_->entries.find(about.name);
    std::string origin = "default";
    if (found != section_.data_->entries.end()) {
        const Entry& entry = found->second;
        T taken{};
        const std::string wrong =
            take(entry.value, taken) ? complaint(taken, about) : fmt::format("must be {}", wording_of(taken).must_be);
        origin = to_string(entry.where);
        if (wrong.empty()) {
            value = std::move(taken);
        } else {
            problems_->add(entry.where, fmt::format("{} = {} ({})", section_.path_of(about.name),
                                                    printable(entry.value.written), wrong));
        }
    } else if (about.required && !section_.document_->incomplete) {
        problems_->add(section_.where(), fmt::format("{} is missing: {}", section_.path_of(about.name), about.meaning));
    }
    section_.document_->effective_values.push_back({section_.name(), std::string(about.name), as_toml(value),
                                                    std::string(about.unit), origin, std::string(about.source)});
}

void SectionReader::field(double& value, const Field& about) { read(value, about); }
void SectionReader::field(std::int64_t& value, const Field& about) { read(value, about); }
void SectionReader::field(bool& value, const Field& about) { read(value, about); }
void SectionReader::field(std::string& value, const Field& about) { read(value, about); }
void SectionReader::field(Month& value, const Field& about) { read(value, about); }
void SectionReader::field(Date& value, const Field& about) { read(value, about); }
void SectionReader::field(Amount& value, const Field& about) { read(value, about); }
void SectionReader::field(std::vector<std::string>& value, const Field& about) { read(value, about); }
void SectionReader::field(std::vector<std::int64_t>& value, const Field& about) { read(value, about); }

void SectionReader::finish() {
    for (const auto& [key, entry] : section_.data_->entries) {
        if (std::ranges::find(known_, key) != known_.end()) continue;
        std::string hint = did_you_mean(key, known_);
        if (hint.empty()) hint = fmt::format(" (known here: {})", fmt::join(known_, ", "));
        problems_->add(entry.key_where, fmt::format("unknown key '{}'{}", printable(section_.path_of(key)), hint));
    }
}

}  // namespace qonys
