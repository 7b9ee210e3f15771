#include "policy/regional_investment.hpp"

#include <algorithm>
#include <cmath>

#include "config/number_fields.hpp"
#include "policy/places.hpp"

namespace qonys {
namespace {

constexpr double months_per_year = 12;

class RegionalInvestment final : public Policy {
public:
    RegionalInvestment(RegionalInvestmentParameters parameters, std::vector<PlaceId> places,
                       const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          places_(std::move(places)),
          prices_(&context.prices) {}

    void pull(Month month, const Published& published, Levers& levers) const override {
        const double covered = share(month);
        if (covered == 0 || places_.empty()) return;
        const std::int64_t left = parameters_.budget.left(month, published, number(), scale());
        const double part = scale() * covered;  // agents of a month
        const double jobs = part * static_cast<double>(parameters_.jobs_per_year) / months_per_year;
        const double dwellings = part * static_cast<double>(parameters_.dwellings_per_year) / months_per_year;
        const auto cost_of = [&](const Amount& amount) {
            return static_cast<double>(prices_->in_tenge(amount, month).amount);
        };
        const double cost = jobs * cost_of(parameters_.per_job) + dwellings * cost_of(parameters_.per_dwelling) +
                            part * cost_of(parameters_.upkeep_per_month);
        // With less money than that it does less of everything.
        const double done = cost > static_cast<double>(left) ? static_cast<double>(left) / cost : 1;
        levers.limit(number(), left);
        double people = 0;
        for (const PlaceId place : places_) people += static_cast<double>(published.stocks.population[index(place)]);
        for (const PlaceId place : places_) {
            const auto here = static_cast<double>(published.stocks.population[index(place)]);
            const double of_all = people > 0 ? here / people : 0;
            levers.places.jobs.add(place, done * jobs * of_all);
            levers.places.dwellings.add(place, done * dwellings * of_all);
            levers.places.wages.multiply(place, 1 + done * covered * (parameters_.wages - 1));
            levers.places.amenity.add(place, done * covered * parameters_.amenity);
            levers.spending.push_back({.policy = number(),
                                       .place = place,
                                       .persons = std::llround(done * jobs * of_all),
                                       .sum = {static_cast<std::int64_t>(std::floor(done * cost * of_all))}});
        }
    }

private:
    RegionalInvestmentParameters parameters_;
    std::vector<PlaceId> places_;
    const Prices* prices_;
};

}  // namespace

void declare(Fields& fields, RegionalInvestmentParameters& p) {
    declare(fields, p.frame);
    fields.field(p.places, {.name = "places",
                            .unit = "",
                            .meaning = "regions or places that get it; numbers are for all together, by population",
                            .source = author,
                            .required = true});
    const auto number = number_fields(fields);
    const auto count = [&](std::int64_t& value, std::string_view name, std::string_view unit,
                           std::string_view meaning) {
        fields.field(value,
                     {.name = name, .unit = unit, .meaning = meaning, .source = author, .least = 0, .most = 1e7});
    };
    const auto amount = [&](Amount& value, std::string_view name, std::string_view meaning) {
        fields.field(value,
                     {.name = name, .unit = "", .meaning = meaning, .source = "assumed", .least = 0, .most = 1e12});
    };
    count(p.jobs_per_year, "jobs_per_year", "jobs per year", "that it creates; they last");
    count(p.dwellings_per_year, "dwellings_per_year", "dwellings per year", "that it builds");
    amount(p.per_job, "per_job", "cost of a job");
    amount(p.per_dwelling, "per_dwelling", "cost of a dwelling");
    number(p.wages, "wages", "factor", "of wages there, while it acts", "assumed", 0.1, 10);
    number(p.amenity, "amenity", "utility", "of living there (schools, roads, clinics), while it acts", "assumed", -5,
           5);
    amount(p.upkeep_per_month, "upkeep_per_month", "cost of wages and amenities");
    declare(fields, p.budget);
}

std::shared_ptr<const Policy> make_regional_investment(const Section& section, const PolicyContext& context) {
    RegionalInvestmentParameters parameters;
    read_section(section, parameters, context.problems);
    std::vector<PlaceId> places = places_of(parameters.places, section, "places", context);
    return std::make_shared<RegionalInvestment>(std::move(parameters), std::move(places), context);
}

}  // namespace qonys
