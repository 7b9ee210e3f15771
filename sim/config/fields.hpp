#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/month.hpp"

namespace qonys {

/// The source of parameters that say what a scenario is about.
inline constexpr std::string_view author = "the scenario's author";

/// What a reader of a scenario must know of one parameter; declared once, beside the parameter's use.
struct Field {
    std::string_view name;
    std::string_view unit;     ///< "" for pure numbers and texts
    std::string_view meaning;  ///< one sentence
    std::string_view source;   ///< publication, table, "estimated by `qonys estimate`", or "assumed"
    double least = -std::numeric_limits<double>::infinity();
    double most = std::numeric_limits<double>::infinity();
    bool required = false;  ///< otherwise the value that stands in the struct is the default
};

/// A sum of money as a scenario writes it: in tenge, or in multiples of the monthly calculation index (MCI), which
/// a table gives by date. In TOML: `"35 MCI"` or `"100000 KZT"`.
struct Amount {
    double value = 0;
    enum class Unit : std::uint8_t { tenge, mci } unit = Unit::tenge;
    bool operator==(const Amount&) const = default;
};

/// Visits the parameters of a section. A section is a struct with `void declare(Fields&, Struct&)`: the same
/// declaration reads it from TOML, checks it, lists its effective values and documents it.
class Fields {
public:
    virtual ~Fields() = default;
    virtual void field(double& value, const Field& about) = 0;
    virtual void field(std::int64_t& value, const Field& about) = 0;
    virtual void field(bool& value, const Field& about) = 0;
    virtual void field(std::string& value, const Field& about) = 0;
    virtual void field(Month& value, const Field& about) = 0;
    virtual void field(Date& value, const Field& about) = 0;
    virtual void field(Amount& value, const Field& about) = 0;
    virtual void field(std::vector<std::string>& value, const Field& about) = 0;
    virtual void field(std::vector<std::int64_t>& value, const Field& about) = 0;  ///< the range holds for each
};

}  // namespace qonys
