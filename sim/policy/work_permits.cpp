#include "policy/work_permits.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/places.hpp"

namespace qonys {
namespace {

class WorkPermits final : public Policy {
public:
    WorkPermits(WorkPermitsParameters parameters, std::vector<RegionId> regions, const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          prices_(&context.prices),
          regions_(std::move(regions)) {}

    void pull(Month month, const Published& published, Levers& levers) const override {
        const double acts = share(month);
        if (acts == 0) return;
        limit(LegalStatus::labour_migrant, parameters_.individuals_per_year, month, published, levers);
        limit(LegalStatus::foreign_labour_force, parameters_.employers_per_year, month, published, levers);
        EntryQuota& employers = levers.border.permits.at(index(LegalStatus::foreign_labour_force));
        for (std::size_t r = 0; r < regions_.size(); ++r) {
            std::int64_t taken = 0;
            for (const PlaceId place : geography().region(regions_[r]).places)
                taken += entered(place, LegalStatus::foreign_labour_force, month, published);
            employers.limit(regions_[r], left(parameters_.employers_of_region_per_year[r], taken));
            employers.policy = std::min(employers.policy, number());
        }
        levers.border.channels_joined = levers.border.channels_joined || parameters_.joined;
        levers.border.permit_cost += acts * cost_in_wages(month, published);
    }

private:
    static std::int64_t entered(PlaceId place, LegalStatus status, Month month, const Published& published) {
        // The published figures end with December in January.
        return month.month_of_year() == 1 ? 0 : published.entered_this_year(index(place), index(status));
    }
    std::int64_t left(std::int64_t quota, std::int64_t taken) const {
        return std::max<std::int64_t>(in_agents(quota, scale()) - taken, 0);
    }

    void limit(LegalStatus status, const std::vector<std::int64_t>& quotas, Month month, const Published& published,
               Levers& levers) const {
        if (quotas.empty()) return;
        const auto later = std::ranges::upper_bound(parameters_.years, month.year());
        if (later == parameters_.years.begin()) return;  // the first quota is of a later year
        const std::int64_t quota = quotas[static_cast<std::size_t>(later - parameters_.years.begin() - 1)];
        std::int64_t taken = 0;
        for (std::size_t p = 0; p < geography().domestic_places; ++p)
            taken += entered(static_cast<PlaceId>(p), status, month, published);
        EntryQuota& permits = levers.border.permits.at(index(status));
        permits.limit(left(quota, taken));
        permits.policy = std::min(permits.policy, number());
    }

    double cost_in_wages(Month month, const Published& published) const {
        const Tenge cost = prices_->in_tenge(parameters_.further_cost, month);
        const Matrix<double>& wage = published.economy.wage;
        double sum = 0;
        for (std::size_t p = 0; p < wage.rows(); ++p) sum += wage(p, index(Education::secondary));
        const double mean =
            published.economy.informal_wage * sum / static_cast<double>(std::max<std::size_t>(wage.rows(), 1));
        return mean > 0 ? static_cast<double>(cost.amount) / mean : 0;
    }

    WorkPermitsParameters parameters_;
    const Prices* prices_;
    std::vector<RegionId> regions_;
};

}  // namespace

void declare(Fields& fields, WorkPermitsParameters& p) {
    static constexpr std::string_view quotas = "the scenario's author; labour_immigration.csv";
    declare(fields, p.frame);
    const auto numbers = [&](std::vector<std::int64_t>& value, std::string_view name, std::string_view unit,
                             std::string_view meaning, double most) {
        fields.field(value,
                     {.name = name, .unit = unit, .meaning = meaning, .source = quotas, .least = 0, .most = most});
    };
    numbers(p.years, "years", "years", "from which the quotas hold, ascending; each until the next", 2200);
    numbers(p.individuals_per_year, "individuals_per_year", "persons per year",
            "permits with individuals, for each of the years; none: no quota", 1e8);
    numbers(p.employers_per_year, "employers_per_year", "persons per year",
            "employers' foreign labour, for each of the years; none: no quota", 1e8);
    fields.field(p.regions, {.name = "regions",
                             .unit = "",
                             .meaning = "regions where employers have a quota of their own",
                             .source = quotas});
    numbers(p.employers_of_region_per_year, "employers_of_region_per_year", "persons per year",
            "that quota, for each of the regions", 1e8);
    fields.field(p.further_cost,
                 {.name = "further_cost",
                  .unit = "",
                  .meaning = "what a permit costs in money and effort, beyond the usual; negative if less",
                  .source = author,
                  .least = -1e9,
                  .most = 1e9});
    fields.field(p.joined, {.name = "joined",
                            .unit = "",
                            .meaning = "whether the two channels are one: who gets no permit of one kind may take one "
                                       "of the other, and a permit can follow another without end",
                            .source = author});
}

std::shared_ptr<const Policy> make_work_permits(const Section& section, const PolicyContext& context) {
    WorkPermitsParameters p;
    read_section(section, p, context.problems);
    auto regions = regions_of(p.regions, section, "regions", context);
    if (!p.individuals_per_year.empty())
        expect_one_for_each(p.individuals_per_year, p.years.size(), section, "individuals_per_year", "years", context);
    if (!p.employers_per_year.empty())
        expect_one_for_each(p.employers_per_year, p.years.size(), section, "employers_per_year", "years", context);
    expect_one_for_each(p.employers_of_region_per_year, p.regions.size(), section, "employers_of_region_per_year",
                        "regions", context);
    if (!std::ranges::is_sorted(p.years, std::less_equal()))
        context.problems.add(section.where("years"),
                             fmt::format("{} must ascend, every year once", section.path_of("years")));
    return std::make_shared<WorkPermits>(std::move(p), std::move(regions), context);
}

}  // namespace qonys
