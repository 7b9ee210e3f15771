#include "policy/kandas_programme.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/number_fields.hpp"
#include "policy/places.hpp"

namespace qonys {
namespace {

class KandasProgramme final : public Policy {
public:
    KandasProgramme(KandasProgrammeParameters parameters, std::vector<RegionId> regions, const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          prices_(&context.prices),
          regions_(std::move(regions)) {}

    void pull(Month month, const Published& published, Levers& levers) const override {
        if (month < frame().start.month) return;
        // Whom it has settled it serves to the end of what it promised.
        if (!regions_.empty()) levers.programmes.push_back(terms(month));
        levers.limit(number(), parameters_.budget.left(month, published, number(), scale()));
        const double acts = share(month);
        if (acts == 0) return;
        // A procedure is either in force at the end of a month or it is not.
        if (parameters_.procedure == "joint" && frame().window().touches(month)) {
            BorderLevers& border = levers.border;
            border.joint_procedure_months = std::min(border.joint_procedure_months, parameters_.joint_months);
            border.joint_share = std::max(border.joint_share, parameters_.joint_share);
        }
        if (!regions_.empty()) levers.border.kandas_places.push_back(places(month, published));
    }

private:
    KandasPlaces places(Month month, const Published& published) const {
        KandasPlaces open{.policy = number(),
                          .persons_left = std::vector<std::int64_t>(geography().regions.size()),
                          .for_head = prices_->in_tenge(parameters_.for_head, month),
                          .for_member = prices_->in_tenge(parameters_.for_member, month)};
        for (std::size_t r = 0; r < regions_.size(); ++r) {
            std::int64_t taken = 0;
            if (month.month_of_year() != 1)  // the published figures end with December then
                for (const PlaceId place : geography().region(regions_[r]).places)
                    taken += published.policy_persons_this_year(number(), index(place));
            open.persons_left[index(regions_[r])] =
                std::max<std::int64_t>(in_agents(parameters_.quota_persons_per_year[r], scale()) - taken, 0);
        }
        return open;
    }

    Programme terms(Month month) const {
        const KandasProgrammeParameters& p = parameters_;
        Programme terms{};
        terms.policy = number();
        terms.rent = prices_->in_tenge(p.rent, month);
        terms.rent_months = static_cast<int>(p.rent_months);
        terms.placement = p.placement;
        terms.help_months = static_cast<int>(p.help_months);
        terms.for_head = prices_->in_tenge(p.for_head, month);
        terms.for_member = prices_->in_tenge(p.for_member, month);
        return terms;
    }

    KandasProgrammeParameters parameters_;
    const Prices* prices_;
    std::vector<RegionId> regions_;
};

}  // namespace

void declare(Fields& fields, KandasProgrammeParameters& p) {
    declare(fields, p.frame);
    declare(fields, p.budget);
    const auto number = number_fields(fields);
    const auto amount = [&](Amount& value, std::string_view name, std::string_view meaning, std::string_view source) {
        fields.field(value, {.name = name, .unit = "", .meaning = meaning, .source = source, .least = 0, .most = 1e9});
    };
    fields.field(p.regions, {.name = "regions",
                             .unit = "",
                             .meaning = "where families who settle are helped; none: no help, only the procedure",
                             .source = author});
    fields.field(p.quota_persons_per_year,
                 {.name = "quota_persons_per_year",
                  .unit = "persons per year",
                  .meaning = "whom each of these regions, in their order, can help in a calendar year",
                  .source = author,
                  .least = 0,
                  .most = 1e7});
    amount(p.for_head, "for_head", "lump sum for the head of the family", "70 MCI in 2021 (programme_terms.csv)");
    amount(p.for_member, "for_member", "lump sum for every further member", "70 MCI in 2021 (programme_terms.csv)");
    fields.field(p.procedure, {.name = "procedure",
                               .unit = "",
                               .meaning = "\"sequence\": status, residence and citizenship one after the other, as "
                                          "[legal_status] says; \"joint\": one application",
                               .source = "joint from 1 January 2021 (kandas.csv)"});
    fields.field(p.joint_months, {.name = "joint_months",
                                  .unit = "months",
                                  .meaning = "from the joint application to citizenship",
                                  .source = "90 days (kandas.csv)",
                                  .least = 0,
                                  .most = 120});
    number(p.joint_share, "joint_share", "share",
           "of families who use the joint application; the others go on in sequence", author, 0, 1);
    fields.field(p.rent_months, {.name = "rent_months",
                                 .unit = "months",
                                 .meaning = "after arrival for which rent is paid",
                                 .source = "12 (programme_terms.csv)",
                                 .least = 0,
                                 .most = 120});
    amount(p.rent, "rent", "rent and utilities a month", "15 to 30 MCI (programme_terms.csv)");
    number(p.placement, "placement", "per month",
           "chance that a member who looks for work is placed, by centres of adaptation", "assumed", 0, 1);
    fields.field(p.help_months, {.name = "help_months",
                                 .unit = "months",
                                 .meaning = "after arrival in which members are placed",
                                 .source = "assumed",
                                 .least = 0,
                                 .most = 120});
}

std::shared_ptr<const Policy> make_kandas_programme(const Section& section, const PolicyContext& context) {
    KandasProgrammeParameters p;
    read_section(section, p, context.problems);
    auto regions = regions_of(p.regions, section, "regions", context);
    expect_one_for_each(p.quota_persons_per_year, p.regions.size(), section, "quota_persons_per_year", "regions",
                        context);
    if (p.procedure != "joint" && p.procedure != "sequence")
        context.problems.add(section.where("procedure"), fmt::format("{} = '{}' (must be joint or sequence)",
                                                                     section.path_of("procedure"), p.procedure));
    return std::make_shared<KandasProgramme>(std::move(p), std::move(regions), context);
}

}  // namespace qonys
