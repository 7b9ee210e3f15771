#include "policy/education.hpp"

#include <algorithm>
#include <cmath>

#include "config/number_fields.hpp"
#include "policy/places.hpp"

namespace qonys {
namespace {

class StudyPolicy final : public Policy {
public:
    StudyPolicy(StudyPolicyParameters parameters, std::vector<PlaceId> origins, std::vector<RegionId> destinations,
                Eligibility eligibility, const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          origins_(std::move(origins)),
          destinations_(std::move(destinations)),
          eligibility_(std::move(eligibility)),
          prices_(&context.prices) {}

    void pull(Month month, const Published& published, Levers& levers) const override {
        const double covered = share(month);
        constexpr int september = 9;
        if (covered == 0 || month.month_of_year() != september) return;
        levers.limit(number(), parameters_.budget.left(month, published, number(), scale()));
        for (const PlaceId place : origins_) levers.study.distance.add_chance(place, parameters_.distance_learning);
        for (const RegionId region : destinations_)
            for (const PlaceId place : geography().region(region).places) {
                levers.study.quality.add(place, parameters_.quality);
                levers.study.graduate_placement.add_chance(place, parameters_.graduate_placement);
            }
        if (parameters_.grants_per_year.empty()) return;
        StudyGrant grant{.policy = number(),
                         .origins = flags_of(origins_, geography()),
                         .applying = parameters_.applying,
                         .per_grant = prices_->in_tenge(parameters_.per_grant, month),
                         .places_left = std::vector<std::int64_t>(geography().regions.size()),
                         .eligibility = eligibility_};
        for (std::size_t d = 0; d < destinations_.size(); ++d)
            grant.places_left[index(destinations_[d])] = in_agents(parameters_.grants_per_year[d], scale());
        levers.study.grants.push_back(std::move(grant));
    }

private:
    StudyPolicyParameters parameters_;
    std::vector<PlaceId> origins_;
    std::vector<RegionId> destinations_;
    Eligibility eligibility_;
    const Prices* prices_;
};

}  // namespace

void declare(Fields& fields, StudyPolicyParameters& p) {
    declare(fields, p.frame);
    fields.field(p.origins,
                 {.name = "origins",
                  .unit = "",
                  .meaning = "regions or places of the families whose children may have grants or learn at a distance",
                  .source = author});
    fields.field(p.destinations,
                 {.name = "destinations", .unit = "", .meaning = "regions of the universities", .source = author});
    fields.field(p.grants_per_year,
                 {.name = "grants_per_year",
                  .unit = "grants per year",
                  .meaning = "new grants at the universities of each destination, in their order; none if empty",
                  .source = "Serpin: 3,653 in 2023/24 (read)",
                  .least = 0,
                  .most = 1e6});
    const auto number = number_fields(fields);
    number(p.applying, "applying", "share", "of the school leavers of the origins who want a grant", "assumed", 0, 1);
    fields.field(p.per_grant, {.name = "per_grant",
                               .unit = "",
                               .meaning = "cost of a whole course",
                               .source = "assumed",
                               .least = 0,
                               .most = 1e9});
    number(p.quality, "quality", "utility", "that the destinations' universities gain", "assumed", 0, 5);
    number(p.distance_learning, "distance_learning", "share",
           "of those who would move away to study who study from home", "assumed", 0, 1);
    number(p.graduate_placement, "graduate_placement", "share",
           "of the graduates in the destinations who are placed, where there are vacancies", "assumed", 0, 1);
    declare(fields, p.budget);
    declare(fields, p.eligible);
}

std::shared_ptr<const Policy> make_education(const Section& section, const PolicyContext& context) {
    StudyPolicyParameters parameters;
    read_section(section, parameters, context.problems);
    std::vector<PlaceId> origins = places_of(parameters.origins, section, "origins", context);
    std::vector<RegionId> destinations = regions_of(parameters.destinations, section, "destinations", context);
    if (!parameters.grants_per_year.empty())
        expect_one_for_each(parameters.grants_per_year, parameters.destinations.size(), section, "grants_per_year",
                            "destinations", context);
    parameters.grants_per_year.resize(parameters.grants_per_year.empty() ? 0 : destinations.size());
    Eligibility eligibility = eligibility_of(parameters.eligible, section, context.geography, context.problems);
    return std::make_shared<StudyPolicy>(std::move(parameters), std::move(origins), std::move(destinations),
                                         std::move(eligibility), context);
}

}  // namespace qonys
