#include "policy/foreign_shock.hpp"

#include <numeric>

#include <fmt/format.h>

#include "config/number_fields.hpp"
#include "policy/places.hpp"
#include "policy/words.hpp"

namespace qonys {
namespace {

/// A relokant is a guest who works; everybody else is what the word says.
constexpr std::string_view relokant = "relokant";

class ForeignShock final : public Policy {
public:
    ForeignShock(const ForeignShockParameters& parameters, std::vector<RegionId> countries,
                 std::vector<LegalStatus> statuses, std::vector<Influx> influx, const PolicyContext& context)
        : Policy(parameters.frame, context),
          factor_(parameters.factor),
          countries_(std::move(countries)),
          statuses_(std::move(statuses)),
          influx_(std::move(influx)) {}

    void pull(Month month, const Published&, Levers& levers) const override {
        const double acts = share(month);
        if (acts == 0) return;
        for (const LegalStatus status : statuses_)
            for (const RegionId country : countries_)
                levers.border.push.multiply(status, country, 1 + acts * (factor_ - 1));
        for (Influx influx : influx_) {
            influx.persons *= acts;
            influx.policy = number();
            levers.border.influx.push_back(std::move(influx));
        }
    }

private:
    double factor_;
    std::vector<RegionId> countries_;
    std::vector<LegalStatus> statuses_;
    std::vector<Influx> influx_;
};

/// [region of the country] shares; empty if the scenario names no region.
std::vector<double> shares_of(const ForeignShockParameters& p, const Section& section, const PolicyContext& context) {
    if (p.regions.empty()) return {};
    const auto regions = regions_of(p.regions, section, "regions", context);
    const std::int64_t sum = std::accumulate(p.shares.begin(), p.shares.end(), std::int64_t{0});
    if (sum <= 0)
        context.problems.add(section.where("shares"),
                             fmt::format("{} sum to 0 (somebody must settle)", section.path_of("shares")));
    std::vector<double> shares(context.geography.domestic_regions);
    for (std::size_t r = 0; r < regions.size() && sum > 0; ++r)
        shares[index(regions[r])] = static_cast<double>(p.shares[r]) / static_cast<double>(sum);
    return shares;
}

}  // namespace

void declare(Fields& fields, ForeignShockParameters& p) {
    declare(fields, p.frame);
    const auto list = [&](std::vector<std::string>& value, std::string_view name, std::string_view meaning) {
        fields.field(value, {.name = name, .unit = "", .meaning = meaning, .source = author});
    };
    list(p.countries, "countries", "regions abroad where it happens");
    list(p.statuses, "statuses", "as what those come who come more or less often for it");
    number_fields(fields)(p.factor, "factor", "factor",
                          "of those who want to come; 2 at most reaches sojourners, 3 kandas and other settlers",
                          author, 0, 3);
    fields.field(p.arrive_as, {.name = "arrive_as",
                               .unit = "",
                               .meaning = "as what people come beyond those: a legal status of sojourners, or relokant",
                               .source = author});
    fields.field(p.persons_per_month, {.name = "persons_per_month",
                                       .unit = "persons per month",
                                       .meaning = "how many of them come from each of the countries, in their order",
                                       .source = author,
                                       .least = 0,
                                       .most = 1e7});
    list(p.regions, "regions", "where they settle; none: where others of their kind do");
    fields.field(p.shares, {.name = "shares",
                            .unit = "",
                            .meaning = "weights of these regions",
                            .source = author,
                            .least = 0,
                            .most = 1e9});
}

std::shared_ptr<const Policy> make_foreign_shock(const Section& section, const PolicyContext& context) {
    ForeignShockParameters p;
    read_section(section, p, context.problems);
    const auto countries = countries_of(p.countries, section, "countries", context);
    auto statuses = statuses_of(p.statuses, section, "statuses", context);
    expect_one_for_each(p.shares, p.regions.size(), section, "shares", "regions", context);
    const std::vector<double> shares = shares_of(p, section, context);
    std::vector<Influx> influx;
    if (!p.arrive_as.empty()) {
        expect_one_for_each(p.persons_per_month, p.countries.size(), section, "persons_per_month", "countries",
                            context);
        const bool works_as_guest = p.arrive_as == relokant;
        const auto status = statuses_of({works_as_guest ? "guest" : p.arrive_as}, section, "arrive_as", context);
        for (std::size_t c = 0; c < countries.size() && !status.empty(); ++c)
            influx.push_back({status.front(), countries[c], static_cast<double>(p.persons_per_month[c]) * context.scale,
                              works_as_guest, shares, no_policy});
        if (!status.empty() && !sojourning(status.front()))
            context.problems.add(section.where("arrive_as"),
                                 fmt::format("{} = '{}' (people who come to stay are in arrivals.csv; use `statuses` "
                                             "and `factor`)",
                                             section.path_of("arrive_as"), p.arrive_as));
    }
    return std::make_shared<ForeignShock>(p, countries, std::move(statuses), std::move(influx), context);
}

}  // namespace qonys
