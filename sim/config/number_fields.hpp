#pragma once

#include "config/fields.hpp"

namespace qonys {

/// Declares the numbers of a section a line each: `number(value, name, unit, meaning, source, least, most)`.
inline auto number_fields(Fields& fields) {
    return [&fields](double& value, std::string_view name, std::string_view unit, std::string_view meaning,
                     std::string_view source, double least, double most) {
        fields.field(value,
                     {.name = name, .unit = unit, .meaning = meaning, .source = source, .least = least, .most = most});
    };
}

}  // namespace qonys
