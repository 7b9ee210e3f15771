#include "policy/frame.hpp"

#include <algorithm>
#include <cmath>

namespace qonys {

void declare(Fields& fields, Frame& frame) {
    fields.field(
        frame.start,
        {.name = "start", .unit = "", .meaning = "first day, or month, in which the policy acts", .source = author});
    fields.field(frame.end,
                 {.name = "end", .unit = "", .meaning = "last day, or month, in which it acts", .source = author});
    fields.field(frame.level,
                 {.name = "level",
                  .unit = "",
                  .meaning = "who makes it: global, cross-country or national; run.levels turns levels off",
                  .source = "the source paper's three levels"});
}

void declare(Fields& fields, Budget& budget) {
    constexpr auto most = static_cast<double>(Budget::unlimited);
    fields.field(budget.kzt_per_year, {.name = "budget_kzt_per_year",
                                       .unit = "KZT per year",
                                       .meaning = "most that it spends in a calendar year",
                                       .source = "the scenario's author; no limit",
                                       .least = 0,
                                       .most = most});
    fields.field(budget.kzt_in_all, {.name = "budget_kzt",
                                     .unit = "KZT",
                                     .meaning = "most that it spends from the start of the run on",
                                     .source = "the scenario's author; no limit",
                                     .least = 0,
                                     .most = most});
}

std::int64_t Budget::left(Month month, const Published& published, std::uint8_t policy, double scale) const {
    const auto of = [&](std::int64_t written, std::int64_t spent) {
        if (written == unlimited) return no_limit;
        return std::max(static_cast<std::int64_t>(std::floor(static_cast<double>(written) * scale)) - spent,
                        std::int64_t{0});
    };
    const std::int64_t this_year = month.month_of_year() == 1 ? 0 : published.policy_spent_this_year[policy];
    return std::min(of(kzt_per_year, this_year), of(kzt_in_all, published.policy_spent[policy]));
}

}  // namespace qonys
