#include "policy/enforcement.hpp"

#include "config/number_fields.hpp"
#include "policy/words.hpp"

namespace qonys {
namespace {

class Enforcement final : public Policy {
public:
    Enforcement(EnforcementParameters parameters, std::vector<PlaceId> places, const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          prices_(&context.prices),
          places_(std::move(places)) {}

    void pull(Month month, const Published& published, Levers& levers) const override {
        const double acts = share(month);
        if (acts == 0) return;
        const EnforcementParameters& p = parameters_;
        levers.limit(number(), p.budget.left(month, published, number(), scale()));
        const PolicyHazards::Cause cause{number(), prices_->in_tenge(p.per_person_found, month)};
        for (const PlaceId place : places_) {
            levers.border.raids.add(cause, place, acts * p.raids);
            levers.border.inspections.add(cause, place, acts * p.inspections);
        }
        levers.border.expulsion *= 1 + acts * (p.expulsion - 1);
        levers.border.fines *= 1 + acts * (p.fines - 1);
        levers.border.unregistered_hiring *= 1 - acts * p.employer_liability;
    }

private:
    EnforcementParameters parameters_;
    const Prices* prices_;
    std::vector<PlaceId> places_;
};

}  // namespace

void declare(Fields& fields, EnforcementParameters& p) {
    declare(fields, p.frame);
    const auto number = number_fields(fields);
    fields.field(p.places, {.name = "places",
                            .unit = "",
                            .meaning = "regions or places where raids and inspections happen, or \"all\"",
                            .source = author});
    number(p.raids, "raids", "per month", "hazard that raids find somebody who stays without a title", "assumed", 0,
           0.5);
    number(p.inspections, "inspections", "per month",
           "hazard that inspections find somebody with a title at work that is not registered", "assumed", 0, 0.5);
    number(p.expulsion, "expulsion", "factor", "of the share of those found who are expelled, in the whole country",
           "210 of 13,467 in June 2021, 971 of 6,593 in March 2024 (labour_immigration.csv)", 0, 6);
    number(p.fines, "fines", "factor", "of the share of the others whom a fine makes leave", "assumed", 0, 2);
    number(p.employer_liability, "employer_liability", "share",
           "of unregistered hires of people without a title that employers dare no more", "assumed", 0, 1);
    fields.field(p.per_person_found, {.name = "per_person_found",
                                      .unit = "",
                                      .meaning = "what it costs to find somebody",
                                      .source = "the scenario's author; nothing",
                                      .least = 0,
                                      .most = 1e9});
    declare(fields, p.budget);
}

std::shared_ptr<const Policy> make_enforcement(const Section& section, const PolicyContext& context) {
    EnforcementParameters p;
    read_section(section, p, context.problems);
    auto places = domestic_places_of(p.places, section, "places", context);
    return std::make_shared<Enforcement>(std::move(p), std::move(places), context);
}

}  // namespace qonys
