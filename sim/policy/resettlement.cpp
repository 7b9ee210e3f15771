#include "policy/resettlement.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace qonys {
namespace {

class Resettlement final : public Policy {
public:
    Resettlement(ResettlementParameters parameters, const PolicyContext& context)
        : parameters_(std::move(parameters)), geography_(&context.geography), prices_(&context.prices) {
        const std::size_t places = geography_->places.size();
        offer_.policy = context.number;
        offer_.awareness = parameters_.awareness;
        offer_.origins = flags(parameters_.origins, places);
        offer_.destinations = flags(parameters_.destinations, places);
        quota_.assign(geography_->regions.size(), 0);
        for (std::size_t d = 0; d < parameters_.destinations.size(); ++d)
            if (const auto region = geography_->find_region(parameters_.destinations[d]))
                quota_[index(*region)] =
                    std::llround(static_cast<double>(parameters_.quota_persons_per_year[d]) * context.scale);
    }

    void pull(Month month, const Published& published, Levers& levers) const override {
        if (month < parameters_.start || month > parameters_.end) return;
        Offer offer = offer_;
        offer.for_head = prices_->in_tenge(parameters_.for_head, month);
        offer.for_member = prices_->in_tenge(parameters_.for_member, month);
        offer.persons_left.assign(geography_->regions.size(), 0);
        std::int64_t most = 0;
        for (std::size_t r = 0; r < geography_->regions.size(); ++r) {
            const std::vector<PlaceId>& places = geography_->regions[r].places;
            if (offer.destinations[index(places.front())] == 0) continue;
            std::int64_t taken = 0;
            if (month.month_of_year() != 1)  // the published figures end with December then
                for (const PlaceId place : places)
                    taken += published.policy_persons_this_year(offer.policy, index(place));
            offer.persons_left[r] = std::max<std::int64_t>(quota_[r] - taken, 0);
            most = std::max(most, offer.persons_left[r]);
        }
        if (most > 0) levers.offers.push_back(std::move(offer));
    }

private:
    std::vector<std::uint8_t> flags(const std::vector<std::string>& regions, std::size_t places) const {
        std::vector<std::uint8_t> flags(places);
        for (const std::string& id : regions)
            if (const auto region = geography_->find_region(id))
                for (const PlaceId place : geography_->region(*region).places) flags[index(place)] = 1;
        return flags;
    }

    ResettlementParameters parameters_;
    const Geography* geography_;
    const Prices* prices_;
    Offer offer_;
    std::vector<std::int64_t> quota_;  ///< [region] agents a year
};

void check_regions(const Section& section, std::string_view key, const std::vector<std::string>& ids,
                   const PolicyContext& context) {
    for (const std::string& id : ids) {
        const auto region = context.geography.find_region(id);
        if (!region)
            context.problems.add(section.where(key),
                                 fmt::format("{}: '{}' is not a region of {}{}", section.path_of(key), id,
                                             "regions.csv", did_you_mean(id, context.geography.region_ids())));
        else if (context.geography.region(*region).kind == RegionKind::abroad)
            context.problems.add(section.where(key), fmt::format("{}: '{}' lies abroad", section.path_of(key), id));
    }
}

}  // namespace

void declare(Fields& fields, ResettlementParameters& p) {
    fields.field(p.start, {.name = "start",
                           .unit = "",
                           .meaning = "first month in which the programme takes families",
                           .source = "internal resettlement quotas within Enbek: from 2017"});
    fields.field(p.end, {.name = "end", .unit = "", .meaning = "last month in which it does", .source = "assumed"});
    fields.field(p.origins, {.name = "origins",
                             .unit = "",
                             .meaning = "regions whose households are eligible",
                             .source = "the scenario's author",
                             .required = true});
    fields.field(p.destinations, {.name = "destinations",
                                  .unit = "",
                                  .meaning = "regions that it resettles to",
                                  .source = "the scenario's author",
                                  .required = true});
    fields.field(p.quota_persons_per_year,
                 {.name = "quota_persons_per_year",
                  .unit = "persons per year",
                  .meaning = "persons that each of the destinations, in their order, can take in a calendar year",
                  .source = "the scenario's author",
                  .least = 0,
                  .most = 1e7,
                  .required = true});
    fields.field(p.for_head, {.name = "for_head",
                              .unit = "",
                              .meaning = "lump sum for the head of the household",
                              .source = "35 MCI a member in the Enbek years (recalled)",
                              .least = 0,
                              .most = 1e9});
    fields.field(p.for_member, {.name = "for_member",
                                .unit = "",
                                .meaning = "lump sum for every further member",
                                .source = "35 MCI a member in the Enbek years (recalled)",
                                .least = 0,
                                .most = 1e9});
    fields.field(p.awareness, {.name = "awareness",
                               .unit = "share",
                               .meaning = "share of eligible households that know of the programme",
                               .source = "assumed",
                               .least = 0,
                               .most = 1});
}

std::shared_ptr<const Policy> make_resettlement(const Section& section, const PolicyContext& context) {
    ResettlementParameters parameters;
    read_section(section, parameters, context.problems);
    check_regions(section, "origins", parameters.origins, context);
    check_regions(section, "destinations", parameters.destinations, context);
    if (parameters.end < parameters.start)
        context.problems.add(section.where("end"), fmt::format("{} = {} lies before {} = {}", section.path_of("end"),
                                                               to_string(parameters.end), section.path_of("start"),
                                                               to_string(parameters.start)));
    if (parameters.quota_persons_per_year.size() != parameters.destinations.size()) {
        context.problems.add(section.where("quota_persons_per_year"),
                             fmt::format("{} has {} numbers for {} destinations (must have one for each)",
                                         section.path_of("quota_persons_per_year"),
                                         parameters.quota_persons_per_year.size(), parameters.destinations.size()));
        parameters.quota_persons_per_year.resize(parameters.destinations.size());
    }
    return std::make_shared<Resettlement>(std::move(parameters), context);
}

}  // namespace qonys
