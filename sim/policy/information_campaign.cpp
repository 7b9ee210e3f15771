#include "policy/information_campaign.hpp"

#include <algorithm>
#include <cmath>

#include "config/number_fields.hpp"
#include "policy/places.hpp"

namespace qonys {
namespace {

class InformationCampaign final : public Policy {
public:
    InformationCampaign(InformationCampaignParameters parameters, std::vector<PlaceId> origins,
                        std::vector<PlaceId> destinations, const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          origins_(std::move(origins)),
          destinations_(std::move(destinations)),
          prices_(&context.prices) {}

    void pull(Month month, const Published& published, Levers& levers) const override {
        const double covered = share(month);
        if (covered == 0 || origins_.empty()) return;
        const std::int64_t left = parameters_.budget.left(month, published, number(), scale());
        const double cost =
            scale() * covered * static_cast<double>(prices_->in_tenge(parameters_.per_month, month).amount);
        const double done = cost > static_cast<double>(left) ? static_cast<double>(left) / cost : 1;
        levers.limit(number(), left);
        levers.campaigns.push_back({flags_of(origins_, geography()), flags_of(destinations_, geography()),
                                    done * covered * parameters_.attraction});
        double people = 0;
        for (const PlaceId place : origins_) people += static_cast<double>(published.stocks.population[index(place)]);
        for (const PlaceId place : origins_) {
            const std::int64_t here = published.stocks.population[index(place)];
            levers.awareness.add_chance(place, done * covered * parameters_.awareness);
            levers.spending.push_back({.policy = number(),
                                       .place = place,
                                       .persons = here,
                                       .sum = {people > 0 ? static_cast<std::int64_t>(std::floor(
                                                                done * cost * static_cast<double>(here) / people))
                                                          : 0}});
        }
    }

private:
    InformationCampaignParameters parameters_;
    std::vector<PlaceId> origins_;
    std::vector<PlaceId> destinations_;
    const Prices* prices_;
};

}  // namespace

void declare(Fields& fields, InformationCampaignParameters& p) {
    declare(fields, p.frame);
    fields.field(p.origins, {.name = "origins",
                             .unit = "",
                             .meaning = "regions or places whose people are told",
                             .source = author,
                             .required = true});
    fields.field(
        p.destinations,
        {.name = "destinations", .unit = "", .meaning = "regions or places that they are told of", .source = author});
    const auto number = number_fields(fields);
    number(p.awareness, "awareness", "share", "of those who would not know of an offer that hears of it", "assumed", 0,
           1);
    number(p.attraction, "attraction", "utility", "that the destinations gain for who is told", "assumed", -5, 5);
    fields.field(p.per_month, {.name = "per_month",
                               .unit = "",
                               .meaning = "cost of a whole month",
                               .source = "assumed",
                               .least = 0,
                               .most = 1e12});
    declare(fields, p.budget);
}

std::shared_ptr<const Policy> make_information_campaign(const Section& section, const PolicyContext& context) {
    InformationCampaignParameters parameters;
    read_section(section, parameters, context.problems);
    std::vector<PlaceId> origins = places_of(parameters.origins, section, "origins", context);
    std::vector<PlaceId> destinations = places_of(parameters.destinations, section, "destinations", context);
    return std::make_shared<InformationCampaign>(std::move(parameters), std::move(origins), std::move(destinations),
                                                 context);
}

}  // namespace qonys
