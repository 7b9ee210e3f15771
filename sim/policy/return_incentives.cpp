#include "policy/return_incentives.hpp"

#include <algorithm>
#include <cmath>

#include "config/number_fields.hpp"
#include "policy/places.hpp"

namespace qonys {
namespace {

class ReturnIncentives final : public Policy {
public:
    ReturnIncentives(ReturnIncentivesParameters parameters, std::vector<RegionId> destinations, Eligibility eligibility,
                     const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          destinations_(std::move(destinations)),
          eligibility_(std::move(eligibility)),
          prices_(&context.prices) {}

    void pull(Month month, const Published& published, Levers& levers) const override {
        const double covered = share(month);
        if (covered == 0) return;
        levers.homecoming += covered * parameters_.portability;
        levers.limit(number(), parameters_.budget.left(month, published, number(), scale()));
        Offer offer;
        offer.policy = number();
        offer.awareness = covered * parameters_.awareness;
        offer.for_head = prices_->in_tenge(parameters_.for_head, month);
        offer.for_member = prices_->in_tenge(parameters_.for_member, month);
        offer.eligibility = eligibility_;
        offer.destinations = flags_of(destinations_, geography());
        offer.origins.assign(geography().places.size(), 0);
        for (std::size_t p = geography().domestic_places; p < offer.origins.size(); ++p) offer.origins[p] = 1;
        offer.persons_left.assign(geography().regions.size(), 0);
        std::int64_t most = 0;
        for (const RegionId region : destinations_) {
            std::int64_t taken = 0;
            if (month.month_of_year() != 1)
                for (const PlaceId place : geography().region(region).places)
                    taken += published.policy_persons_this_year(number(), index(place));
            std::int64_t& left = offer.persons_left[index(region)];
            left = std::max<std::int64_t>(in_agents(parameters_.quota_persons_per_year, scale()) - taken, 0);
            most = std::max(most, left);
        }
        if (most > 0) levers.offers.push_back(std::move(offer));
    }

private:
    ReturnIncentivesParameters parameters_;
    std::vector<RegionId> destinations_;
    Eligibility eligibility_;
    const Prices* prices_;
};

}  // namespace

void declare(Fields& fields, ReturnIncentivesParameters& p) {
    declare(fields, p.frame);
    fields.field(p.destinations, {.name = "destinations",
                                  .unit = "",
                                  .meaning = "regions to which it helps people to come back",
                                  .source = author,
                                  .required = true});
    fields.field(p.quota_persons_per_year, {.name = "quota_persons_per_year",
                                            .unit = "persons per year",
                                            .meaning = "whom each destination supports in a calendar year",
                                            .source = author,
                                            .least = 0,
                                            .most = 1e7});
    const auto amount = [&](Amount& value, std::string_view name, std::string_view meaning) {
        fields.field(value,
                     {.name = name, .unit = "", .meaning = meaning, .source = "assumed", .least = 0, .most = 1e9});
    };
    amount(p.for_head, "for_head", "lump sum for the head of the household");
    amount(p.for_member, "for_member", "lump sum for every further member");
    const auto number = number_fields(fields);
    number(p.awareness, "awareness", "share", "of those abroad who know of it", "assumed", 0, 1);
    number(p.portability, "portability", "utility",
           "of coming back, by pensions and diplomas that count, agreements with other states", "assumed", 0, 5);
    declare(fields, p.budget);
    declare(fields, p.eligible);
}

std::shared_ptr<const Policy> make_return_incentives(const Section& section, const PolicyContext& context) {
    ReturnIncentivesParameters parameters;
    read_section(section, parameters, context.problems);
    std::vector<RegionId> destinations = regions_of(parameters.destinations, section, "destinations", context);
    Eligibility eligibility = eligibility_of(parameters.eligible, section, context.geography, context.problems);
    return std::make_shared<ReturnIncentives>(std::move(parameters), std::move(destinations), std::move(eligibility),
                                              context);
}

}  // namespace qonys
