#include "policy/regularisation.hpp"

#include "config/number_fields.hpp"
#include "policy/words.hpp"

namespace qonys {
namespace {

class Regularisation final : public Policy {
public:
    Regularisation(RegularisationParameters parameters, std::vector<PlaceId> places, const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          prices_(&context.prices),
          places_(std::move(places)) {}

    void pull(Month month, const Published& published, Levers& levers) const override {
        const double acts = share(month);
        if (acts == 0) return;
        const RegularisationParameters& p = parameters_;
        levers.limit(number(), p.budget.left(month, published, number(), scale()));
        const PolicyHazards::Cause cause{number(), prices_->in_tenge(p.per_person, month)};
        for (const PlaceId place : places_) {
            levers.border.amnesty.add(cause, place, acts * p.amnesty);
            levers.border.assisted_return.add(cause, place, acts * p.assisted_return);
        }
        levers.border.documentation *= 1 + acts * (p.documentation - 1);
        levers.border.capacity *= 1 + acts * (p.capacity - 1);
    }

private:
    RegularisationParameters parameters_;
    const Prices* prices_;
    std::vector<PlaceId> places_;
};

}  // namespace

void declare(Fields& fields, RegularisationParameters& p) {
    declare(fields, p.frame);
    const auto number = number_fields(fields);
    fields.field(p.places, {.name = "places",
                            .unit = "",
                            .meaning = "regions or places of the amnesty and of certificates of return, or \"all\"",
                            .source = author});
    number(p.amnesty, "amnesty", "per month", "hazard that somebody without a title gets one", "assumed", 0, 0.5);
    number(p.assisted_return, "assisted_return", "per month",
           "hazard that somebody without a title goes home with a certificate and without a fine",
           "assumed; more than 5,000 departures and 956 certificates in 2021 (stranded_refugees_relokants.csv)", 0,
           0.5);
    number(p.documentation, "documentation", "factor",
           "of the hazard that a family without papers gets some, in the whole country",
           "4,969 documented in 2021 (stranded_refugees_relokants.csv)", 0, 50);
    number(p.capacity, "capacity", "factor", "of the decisions on legal status that offices take in a month", author, 0,
           100);
    fields.field(p.per_person, {.name = "per_person",
                                .unit = "",
                                .meaning = "what a title or a certificate costs the government",
                                .source = "the scenario's author; nothing",
                                .least = 0,
                                .most = 1e9});
    declare(fields, p.budget);
}

std::shared_ptr<const Policy> make_regularisation(const Section& section, const PolicyContext& context) {
    RegularisationParameters p;
    read_section(section, p, context.problems);
    auto places = domestic_places_of(p.places, section, "places", context);
    return std::make_shared<Regularisation>(std::move(p), std::move(places), context);
}

}  // namespace qonys
