#include "policy/income_support.hpp"

#include <algorithm>
#include <cmath>

#include "base/names.hpp"
#include "policy/places.hpp"

namespace qonys {
namespace {

class CashSupport final : public Policy {
public:
    CashSupport(IncomeSupportParameters parameters, PlaceFlags places, Eligibility eligibility,
                Eligibility::Among activity, const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          places_(std::move(places)),
          eligibility_(std::move(eligibility)),
          activity_(activity),
          prices_(&context.prices) {}

    void pull(Month month, const Published& published, Levers& levers) const override {
        const double covered = share(month);
        if (covered == 0) return;
        const std::int64_t left = parameters_.budget.left(month, published, number(), scale());
        levers.limit(number(), left);
        const Tenge whole = prices_->in_tenge(parameters_.per_month, month);
        const Tenge per_person{std::llround(covered * static_cast<double>(whole.amount))};
        if (per_person.amount > left) return;  // nobody counts on what is spent
        levers.supports.push_back({.policy = number(),
                                   .places = places_,
                                   .per_person = per_person,
                                   .activity = activity_,
                                   .eligibility = eligibility_});
    }

private:
    IncomeSupportParameters parameters_;
    PlaceFlags places_;
    Eligibility eligibility_;
    Eligibility::Among activity_;
    const Prices* prices_;
};

}  // namespace

void declare(Fields& fields, IncomeSupportParameters& p) {
    declare(fields, p.frame);
    fields.field(p.places, {.name = "places",
                            .unit = "",
                            .meaning = "regions or places in which it is paid",
                            .source = author,
                            .required = true});
    fields.field(p.activities,
                 {.name = "activities", .unit = "", .meaning = "what those do who get it", .source = author});
    fields.field(p.per_month, {.name = "per_month",
                               .unit = "",
                               .meaning = "paid for a whole month",
                               .source = "42,500 KZT in April to July 2020 (read)",
                               .least = 0,
                               .most = 1e9});
    declare(fields, p.budget);
    declare(fields, p.eligible);
}

std::shared_ptr<const Policy> make_income_support(const Section& section, const PolicyContext& context) {
    IncomeSupportParameters parameters;
    read_section(section, parameters, context.problems);
    PlaceFlags places = flags_of(places_of(parameters.places, section, "places", context), context.geography);
    Eligibility eligibility = eligibility_of(parameters.eligible, section, context.geography, context.problems);
    const Eligibility::Among activity =
        among(parameters.activities, activity_names, section, "activities", context.problems);
    return std::make_shared<CashSupport>(std::move(parameters), std::move(places), std::move(eligibility), activity,
                                         context);
}

}  // namespace qonys
