#include "policy/resettlement.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/number_fields.hpp"
#include "policy/places.hpp"

namespace qonys {
namespace {

class Resettlement final : public Policy {
public:
    Resettlement(ResettlementParameters parameters, const std::vector<RegionId>& origins,
                 std::vector<RegionId> destinations, Eligibility eligibility, const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          prices_(&context.prices),
          destinations_(std::move(destinations)) {
        offer_.policy = number();
        offer_.awareness = parameters_.awareness;
        offer_.origins = flags_of(origins, geography());
        offer_.destinations = flags_of(destinations_, geography());
        offer_.eligibility = std::move(eligibility);
        offer_.within_region = false;
    }

    void pull(Month month, const Published& published, Levers& levers) const override {
        if (month < frame().start.month) return;
        // Whom it has settled it serves to the end of what it promised.
        levers.programmes.push_back(terms(month));
        levers.limit(number(), parameters_.budget.left(month, published, number(), scale()));
        const double open = share(month);
        if (open == 0) return;
        Offer offer = offer_;
        offer.awareness *= open;
        offer.outreach = parameters_.outreach * open;
        offer.for_head = prices_->in_tenge(parameters_.for_head, month);
        offer.for_member = prices_->in_tenge(parameters_.for_member, month);
        offer.later = prices_->in_tenge(parameters_.rent, month) * std::min<std::int64_t>(parameters_.rent_months, 12);
        offer.persons_left.assign(geography().regions.size(), 0);
        std::int64_t most = 0;
        for (std::size_t d = 0; d < destinations_.size(); ++d) {
            std::int64_t taken = 0;
            if (month.month_of_year() != 1)  // the published figures end with December then
                for (const PlaceId place : geography().region(destinations_[d]).places)
                    taken += published.policy_persons_this_year(number(), index(place));
            std::int64_t& left = offer.persons_left[index(destinations_[d])];
            left = std::max<std::int64_t>(quota(month.year(), d) - taken, 0);
            most = std::max(most, left);
        }
        if (most > 0) levers.offers.push_back(std::move(offer));
    }

private:
    /// Persons (agents) that a destination takes in a year: the numbers of the last year that is written, at the
    /// latest.
    std::int64_t quota(int year, std::size_t destination) const {
        const std::vector<std::int64_t>& years = parameters_.quota_years;
        const auto later = std::ranges::upper_bound(years, year);
        const auto row = static_cast<std::size_t>(std::max<std::ptrdiff_t>(later - years.begin() - 1, 0));
        return in_agents(parameters_.quota_persons_per_year[row * destinations_.size() + destination], scale());
    }

    Programme terms(Month month) const {
        const ResettlementParameters& p = parameters_;
        return {.policy = number(),
                .rent = prices_->in_tenge(p.rent, month),
                .rent_months = static_cast<int>(p.rent_months),
                .dwelling = prices_->in_tenge(p.dwelling, month),
                .dwelling_chance = p.dwellings_per_month,
                .loan = prices_->in_tenge(p.loan, month),
                .loan_chance = p.loans_per_month,
                .placement = p.placement,
                .help_months = static_cast<int>(p.help_months),
                .stay_months = static_cast<int>(12 * p.stay_years),
                .obligation = p.obligation,
                .clawback = p.clawback,
                .for_head = prices_->in_tenge(p.for_head, month),
                .for_member = prices_->in_tenge(p.for_member, month)};
    }

    ResettlementParameters parameters_;
    const Prices* prices_;
    std::vector<RegionId> destinations_;
    Offer offer_;
};

constexpr double most_amount = 1e9;

void declare_money(Fields& fields, ResettlementParameters& p) {
    const auto amount = [&](Amount& value, std::string_view name, std::string_view meaning, std::string_view source) {
        fields.field(value,
                     {.name = name, .unit = "", .meaning = meaning, .source = source, .least = 0, .most = most_amount});
    };
    const auto number = number_fields(fields);
    const auto count = [&](std::int64_t& value, std::string_view name, std::string_view unit, std::string_view meaning,
                           std::string_view source, double most) {
        fields.field(value,
                     {.name = name, .unit = unit, .meaning = meaning, .source = source, .least = 0, .most = most});
    };
    amount(p.for_head, "for_head", "lump sum for the head of the household",
           "35 MCI a member in the Enbek years (recalled), 70 MCI from 2021 on (read)");
    amount(p.for_member, "for_member", "lump sum for every further member",
           "35 MCI a member in the Enbek years (recalled), 70 MCI from 2021 on (read)");
    amount(p.rent, "rent", "paid a month for rent and utilities to a household that rents",
           "15 to 30 MCI a family (2021 to 2026 read, before recalled)");
    count(p.rent_months, "rent_months", "months", "for how long, after the month of joining", "12 in all years", 120);
    amount(p.dwelling, "dwelling", "paid once towards an own dwelling",
           "certificate of up to 1,160 MCI (2023 to 2025)");
    number(p.dwellings_per_month, "dwellings_per_month", "per month",
           "chance that a renting household of the programme gets that help", "assumed", 0, 1);
    amount(p.loan, "loan", "micro-loan with which somebody out of work starts a business", author);
    number(p.loans_per_month, "loans_per_month", "per month",
           "chance that a household of the programme with somebody out of work gets one", "assumed", 0, 1);
    number(p.placement, "placement", "per month",
           "chance that a member who looks for work is placed, where there is a vacancy", "assumed", 0, 1);
    count(p.help_months, "help_months", "months", "for how long there is dwelling, loan and placement", "assumed",
          1200);
    count(p.stay_years, "stay_years", "years", "obligation to stay", "5 (read for 2025)", 100);
    number(p.obligation, "obligation", "utility",
           "of staying while that obligation holds, beyond the money that can be claimed back", "assumed", 0, 10);
    number(p.clawback, "clawback", "share", "of the lump sums that is claimed from who leaves before", "assumed", 0, 1);
}

}  // namespace

void declare(Fields& fields, ResettlementParameters& p) {
    declare(fields, p.frame);
    fields.field(p.origins, {.name = "origins",
                             .unit = "",
                             .meaning = "regions whose households are eligible",
                             .source = author,
                             .required = true});
    fields.field(p.destinations, {.name = "destinations",
                                  .unit = "",
                                  .meaning = "regions that it resettles to",
                                  .source = author,
                                  .required = true});
    fields.field(p.quota_years, {.name = "quota_years",
                                 .unit = "",
                                 .meaning = "years from which on each row of quotas holds; one row for all if empty",
                                 .source = author,
                                 .least = 1991,
                                 .most = 2050});
    fields.field(p.quota_persons_per_year,
                 {.name = "quota_persons_per_year",
                  .unit = "persons per year",
                  .meaning = "persons that each of the destinations, in their order, can take in a calendar year; year "
                             "by year if there are quota_years",
                  .source = author,
                  .least = 0,
                  .most = 1e7,
                  .required = true});
    number_fields(fields)(p.awareness, "awareness", "share", "of eligible households that know of the programme",
                          "assumed", 0, 1);
    number_fields(fields)(p.outreach, "outreach", "per month",
                          "chance that offices ask a household of the origins that considers no move", "assumed", 0,
                          Offer::most_outreach);
    declare_money(fields, p);
    declare(fields, p.budget);
    declare(fields, p.eligible);
}

std::shared_ptr<const Policy> make_resettlement(const Section& section, const PolicyContext& context) {
    ResettlementParameters parameters;
    read_section(section, parameters, context.problems);
    std::vector<RegionId> origins = regions_of(parameters.origins, section, "origins", context);
    std::vector<RegionId> destinations = regions_of(parameters.destinations, section, "destinations", context);
    std::vector<std::int64_t>& years = parameters.quota_years;
    if (!std::ranges::is_sorted(years, std::ranges::less_equal{}))
        context.problems.add(section.where("quota_years"),
                             fmt::format("{} must rise from year to year", section.path_of("quota_years")));
    const std::size_t rows = std::max<std::size_t>(years.size(), 1);
    expect_one_for_each(parameters.quota_persons_per_year, rows * parameters.destinations.size(), section,
                        "quota_persons_per_year", rows > 1 ? "years and destinations" : "destinations", context);
    Eligibility eligibility = eligibility_of(parameters.eligible, section, context.geography, context.problems);
    if (destinations.size() != parameters.destinations.size()) destinations.clear();  // of no use, and a problem
    return std::make_shared<Resettlement>(std::move(parameters), std::move(origins), std::move(destinations),
                                          std::move(eligibility), context);
}

}  // namespace qonys
