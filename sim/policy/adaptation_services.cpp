#include "policy/adaptation_services.hpp"

#include <algorithm>
#include <cmath>

#include "config/number_fields.hpp"
#include "policy/places.hpp"

namespace qonys {
namespace {

class AdaptationServices final : public Policy {
public:
    AdaptationServices(AdaptationServicesParameters parameters, PlaceFlags places, Eligibility eligibility,
                       const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          places_(std::move(places)),
          eligibility_(std::move(eligibility)),
          prices_(&context.prices) {}

    void pull(Month month, const Published& published, Levers& levers) const override {
        const double covered = share(month);
        if (covered == 0) return;
        levers.limit(number(), parameters_.budget.left(month, published, number(), scale()));
        levers.services.push_back({.policy = number(),
                                   .places = places_,
                                   .months = static_cast<int>(parameters_.months),
                                   .coverage = parameters_.coverage * covered,
                                   .home_pull = parameters_.home_pull,
                                   .placement = parameters_.placement * covered,
                                   .per_person = prices_->in_tenge(parameters_.per_person, month),
                                   .persons = in_agents(parameters_.persons_at_once, scale()),
                                   .eligibility = eligibility_});
    }

private:
    AdaptationServicesParameters parameters_;
    PlaceFlags places_;
    Eligibility eligibility_;
    const Prices* prices_;
};

}  // namespace

void declare(Fields& fields, AdaptationServicesParameters& p) {
    declare(fields, p.frame);
    fields.field(p.places, {.name = "places",
                            .unit = "",
                            .meaning = "regions or places in which it works",
                            .source = author,
                            .required = true});
    const auto number = number_fields(fields);
    fields.field(p.months, {.name = "months",
                            .unit = "months",
                            .meaning = "how long after joining a programme a household is looked after",
                            .source = "assumed: the first two years",
                            .least = 1,
                            .most = 1200});
    number(p.coverage, "coverage", "per month", "chance that a household that is not looked after yet is taken up",
           "assumed", 0, 1);
    fields.field(p.persons_at_once, {.name = "persons_at_once",
                                     .unit = "persons",
                                     .meaning = "how many can be looked after at once",
                                     .source = author,
                                     .least = 0,
                                     .most = 1e7});
    fields.field(
        p.per_person,
        {.name = "per_person", .unit = "", .meaning = "cost a month", .source = "assumed", .least = 0, .most = 1e9});
    number(p.home_pull, "home_pull", "factor", "of the pull of home, as utility, of who is looked after", "assumed", 0,
           1);
    number(p.placement, "placement", "per month",
           "chance that a member who looks for work is placed, where there is a vacancy", "assumed", 0, 1);
    declare(fields, p.budget);
    declare(fields, p.eligible);
}

std::shared_ptr<const Policy> make_adaptation_services(const Section& section, const PolicyContext& context) {
    AdaptationServicesParameters parameters;
    read_section(section, parameters, context.problems);
    PlaceFlags places = flags_of(places_of(parameters.places, section, "places", context), context.geography);
    Eligibility eligibility = eligibility_of(parameters.eligible, section, context.geography, context.problems);
    return std::make_shared<AdaptationServices>(std::move(parameters), std::move(places), std::move(eligibility),
                                                context);
}

}  // namespace qonys
