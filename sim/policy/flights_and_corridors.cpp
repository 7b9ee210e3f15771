#include "policy/flights_and_corridors.hpp"

#include <cmath>

#include <fmt/format.h>

#include "policy/places.hpp"
#include "policy/words.hpp"

namespace qonys {
namespace {

/// So many of each group, or of each country, a month.
struct Capacity {
    std::vector<std::size_t> groups;
    std::vector<std::int64_t> per_month;

    void offer(std::vector<Seats>& to, std::uint8_t policy, double acts, double scale, Tenge cost) const {
        for (std::size_t k = 0; k < groups.size(); ++k) {
            const auto seats = std::llround(acts * static_cast<double>(per_month[k]) * scale);
            if (seats > 0) to.push_back({policy, groups[k], seats, cost});
        }
    }
};

class Transport final : public Policy {
public:
    Transport(Frame frame, Budget budget, Amount per_seat, Capacity travellers, Capacity residents,
              const PolicyContext& context)
        : Policy(std::move(frame), context),
          budget_(budget),
          per_seat_(per_seat),
          prices_(&context.prices),
          travellers_(std::move(travellers)),
          residents_(std::move(residents)) {}

    void pull(Month month, const Published& published, Levers& levers) const override {
        const double acts = share(month);
        if (acts == 0) return;
        levers.limit(number(), budget_.left(month, published, number(), scale()));
        const Tenge cost = prices_->in_tenge(per_seat_, month);
        travellers_.offer(levers.border.flights, number(), acts, scale(), cost);
        residents_.offer(levers.border.corridor, number(), acts, scale(), cost);
    }

private:
    Budget budget_;
    Amount per_seat_;
    const Prices* prices_;
    Capacity travellers_;
    Capacity residents_;
};

void declare_seats(Fields& fields, std::vector<std::string>& groups, std::vector<std::int64_t>& seats, Amount& price,
                   std::string_view whom) {
    fields.field(groups, {.name = "groups",
                          .unit = "",
                          .meaning = whom,
                          .source = "groups of travellers.csv; the scenario's author",
                          .required = true});
    fields.field(seats, {.name = "seats_per_month",
                         .unit = "persons per month",
                         .meaning = "how many of each group, in their order, it can take",
                         .source = author,
                         .least = 0,
                         .most = 1e7,
                         .required = true});
    fields.field(price, {.name = "per_seat",
                         .unit = "",
                         .meaning = "what the government pays for a seat",
                         .source = "the scenario's author; nothing",
                         .least = 0,
                         .most = 1e9});
}

Capacity travellers_of(const std::vector<std::string>& ids, std::vector<std::int64_t> seats, bool transit,
                       const Section& section, const PolicyContext& context) {
    Capacity capacity{traveller_groups_of(ids, section, "groups", context), std::move(seats)};
    expect_one_for_each(capacity.per_month, ids.size(), section, "seats_per_month", "groups", context);
    for (const std::size_t group : capacity.groups)
        if (context.geography.travellers[group].transit != transit)
            context.problems.add(
                section.where("groups"),
                fmt::format("{}: '{}' {}", section.path_of("groups"), context.geography.travellers[group].id,
                            transit ? "are citizens abroad, whom return_flights bring home"
                                    : "are foreigners, whom a transit_corridor lets through"));
    return capacity;
}

}  // namespace

void declare(Fields& fields, ReturnFlightsParameters& p) {
    declare(fields, p.frame);
    declare(fields, p.budget);
    declare_seats(fields, p.groups, p.seats_per_month, p.per_seat, "groups of citizens abroad whom it brings home");
}

std::shared_ptr<const Policy> make_return_flights(const Section& section, const PolicyContext& context) {
    ReturnFlightsParameters p;
    read_section(section, p, context.problems);
    Capacity citizens = travellers_of(p.groups, std::move(p.seats_per_month), false, section, context);
    return std::make_shared<Transport>(p.frame, p.budget, p.per_seat, std::move(citizens), Capacity{}, context);
}

void declare(Fields& fields, TransitCorridorParameters& p) {
    declare(fields, p.frame);
    declare(fields, p.budget);
    declare_seats(fields, p.groups, p.seats_per_month, p.per_seat,
                  "groups of foreigners who pass through the country, whom it lets through");
    fields.field(p.countries, {.name = "countries",
                               .unit = "",
                               .meaning = "to which it also takes foreigners who are stuck in the country",
                               .source = author});
    fields.field(p.residents_per_month, {.name = "residents_per_month",
                                         .unit = "persons per month",
                                         .meaning = "how many of these it can take to each country, in their order",
                                         .source = author,
                                         .least = 0,
                                         .most = 1e7});
}

std::shared_ptr<const Policy> make_transit_corridor(const Section& section, const PolicyContext& context) {
    TransitCorridorParameters p;
    read_section(section, p, context.problems);
    Capacity passing = travellers_of(p.groups, std::move(p.seats_per_month), true, section, context);
    Capacity stuck;
    for (const RegionId country : countries_of(p.countries, section, "countries", context))
        stuck.groups.push_back(index(country));
    stuck.per_month = std::move(p.residents_per_month);
    expect_one_for_each(stuck.per_month, p.countries.size(), section, "residents_per_month", "countries", context);
    return std::make_shared<Transport>(p.frame, p.budget, p.per_seat, std::move(passing), std::move(stuck), context);
}

}  // namespace qonys
