#include "base/grouped.hpp"

#include <cmath>

#include <fmt/format.h>

namespace qonys {

std::string grouped(double number) {
    if (!std::isfinite(number)) return "-";
    std::string digits = fmt::format("{:.0f}", std::abs(std::round(number)));
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), " ");
    return std::round(number) < 0 ? "-" + digits : digits;
}

}  // namespace qonys
