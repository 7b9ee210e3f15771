#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "analysis/text_table.hpp"
#include "analysis/validation.hpp"

namespace qonys {
namespace {

// Issue 3, "What it must reach".
constexpr std::array population_years{2015, 2020};  ///< at the end of which it is compared
constexpr double population_median = 0.03;
constexpr double population_worst = 0.08;
constexpr double vital_median = 0.05;
constexpr std::array flow_years{2015, 2021, 2023};
constexpr double net_correlation = 0.9;
constexpr double emigration_points = 0.10;
/// Registered moves peak at 20 to 24 years (model page, pattern 4).
constexpr std::size_t peak_group = 20 / age_group_years;

Target at_most(const std::string& what, double value, double limit, const std::string& note = "") {
    return {what, "at most " + percent(limit), percent(value) + note, value <= limit};
}

template <class Rows>
auto of_year(const Rows& rows, int year) {
    return std::ranges::find_if(rows, [&](const auto& row) { return row.year == year; });
}

void add_populations(std::vector<Target>& all, const Validation& v) {
    for (const int year : population_years) {
        const auto p = of_year(v.populations, year);
        if (p == v.populations.end()) continue;
        const std::string what = fmt::format("population by region, 1 January {}", year + 1);
        all.push_back(at_most(what + ": median deviation", p->median, population_median));
        all.push_back(at_most(what + ": worst deviation", p->worst, population_worst, " (" + p->worst_region + ")"));
    }
}

/// The worst year of a median over regions.
void add_vital(std::vector<Target>& all, const Validation& v, const std::string& what,
               double Validation::Vital::*median) {
    if (v.vital.empty()) return;
    const auto worst = std::ranges::max_element(v.vital, {}, median);
    all.push_back(at_most(what + " by region: median deviation, worst year", (*worst).*median, vital_median,
                          fmt::format(" ({})", worst->year)));
}

void add_flows(std::vector<Target>& all, const Validation& v) {
    for (const int year : flow_years) {
        const auto flows = of_year(v.flows, year);
        if (flows == v.flows.end()) continue;
        const double r = flows->net_correlation.mean;
        all.push_back({fmt::format("net migration between regions {}: correlation with the official", year),
                       fmt::format("at least {}", net_correlation), fmt::format("{:.3f}", r), r >= net_correlation});
    }
}

void add_emigration(std::vector<Target>& all, const Validation& v, const std::string& what,
                    const std::vector<Validation::Share>& shares) {
    if (shares.empty()) return;
    const auto off = [](const Validation::Share& share) { return std::abs(share.simulated - share.official); };
    const auto worst = std::ranges::max_element(shares, {}, off);
    all.push_back({fmt::format("emigration {} by {}: largest difference of shares", v.emigration_year, what),
                   fmt::format("at most {:.0f} points", 100 * emigration_points),
                   fmt::format("{:.1f} points ({})", 100 * off(*worst), worst->name),
                   off(*worst) <= emigration_points});
}

void add_movers(std::vector<Target>& all, const Validation& v) {
    if (!v.movers) return;
    const auto& intensity = v.movers->intensity;
    const auto peak = static_cast<std::size_t>(std::ranges::max_element(intensity) - intensity.begin());
    const auto group = [](std::size_t g) {
        return fmt::format("{}-{} years", g * age_group_years, (g + 1) * age_group_years - 1);
    };
    all.push_back({"age group that moves most often", group(peak_group), group(peak), peak == peak_group});
}

}  // namespace

std::vector<Target> targets(const Validation& validation) {
    std::vector<Target> all;
    add_populations(all, validation);
    add_vital(all, validation, "births", &Validation::Vital::births_median);
    add_vital(all, validation, "deaths", &Validation::Vital::deaths_median);
    add_flows(all, validation);
    add_emigration(all, validation, "partner", validation.emigration_partners);
    add_emigration(all, validation, "ethnic group", validation.emigration_groups);
    add_movers(all, validation);
    return all;
}

}  // namespace qonys
