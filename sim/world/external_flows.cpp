#include "world/external_flows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace qonys {
namespace {

/// Shares of a whole table that do not sum to 1 mean that a row is missing.
void check_sum(const Table& table, std::string_view what, const auto& shares, Problems& problems) {
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (table.rows() > 0 && std::abs(sum - 1) > 0.005)
        problems.add({table.file(), 0, 0}, fmt::format("{} sum to {:.4f}, not 1: is a row missing?", what, sum));
}

/// The flow that a row with a `direction` is about.
ExternalFlow* flow_in(const Table& table, std::size_t row, ExternalFlows& flows, Problems& problems) {
    const std::string& direction = table.text(row, "direction");
    if (direction == "in") return &flows.immigration;
    if (direction == "out") return &flows.emigration;
    problems.add(table.where(row, "direction"), fmt::format("direction = '{}' (must be in or out)", direction));
    return nullptr;
}

void read_totals(TableFolder& folder, ExternalFlows& flows, Problems& problems) {
    const Table table = folder.open("external_totals.csv", {"year", "immigrants", "emigrants"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto year = static_cast<double>(table.integer(row, "year", 1900, 2200, problems));
        const auto count = [&](std::string_view column) {
            return static_cast<double>(table.integer(row, column, 0, 1'000'000'000, problems));
        };
        flows.immigration.persons[year] = count("immigrants");
        flows.emigration.persons[year] = count("emigrants");
    }
}

void read_regions(TableFolder& folder, const Geography& geography, ExternalFlows& flows, Problems& problems) {
    flows.immigration.region.resize(geography.domestic_regions);
    flows.emigration.region.resize(geography.domestic_regions);
    const Table table = folder.open("external_regions.csv", {"region", "immigrant_share", "emigrant_share"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        const double in = table.number(row, "immigrant_share", 0, 1, problems);
        const double out = table.number(row, "emigrant_share", 0, 1, problems);
        if (!region || index(*region) >= geography.domestic_regions) continue;
        flows.immigration.region[index(*region)] = in;
        flows.emigration.region[index(*region)] = out;
    }
    check_sum(table, "the immigrants' shares", flows.immigration.region, problems);
    check_sum(table, "the emigrants' shares", flows.emigration.region, problems);
}

void read_partners(TableFolder& folder, const Geography& geography, ExternalFlows& flows, Problems& problems) {
    const std::size_t abroad = geography.regions.size() - geography.domestic_regions;
    flows.immigration.partner.resize(abroad);
    flows.emigration.partner.resize(abroad);
    const Table table = folder.open("external_partners.csv", {"direction", "abroad", "share"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        ExternalFlow* flow = flow_in(table, row, flows, problems);
        const auto region = region_in(table, row, "abroad", geography, problems);
        const double share = table.number(row, "share", 0, 1, problems);
        if (!flow || !region) continue;
        if (index(*region) < geography.domestic_regions)
            problems.add(table.where(row, "abroad"), fmt::format("{} does not lie abroad", table.text(row, "abroad")));
        else
            flow->partner[index(*region) - geography.domestic_regions] = share;
    }
    check_sum(table, "the shares of direction in", flows.immigration.partner, problems);
    check_sum(table, "the shares of direction out", flows.emigration.partner, problems);
}

void read_ethnicities(TableFolder& folder, ExternalFlows& flows, Problems& problems) {
    const Table table = folder.open("external_ethnicity.csv", {"direction", "ethnicity", "share"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        ExternalFlow* flow = flow_in(table, row, flows, problems);
        const auto ethnicity = ethnicity_in(table, row, problems);
        const double share = table.number(row, "share", 0, 1, problems);
        if (flow && ethnicity) flow->ethnicity[index(*ethnicity)] = share;
    }
    check_sum(table, "the shares of direction in", flows.immigration.ethnicity, problems);
    check_sum(table, "the shares of direction out", flows.emigration.ethnicity, problems);
}

}  // namespace

ExternalFlows read_external_flows(TableFolder& folder, const Geography& geography, Problems& problems) {
    ExternalFlows flows;
    read_totals(folder, flows, problems);
    read_regions(folder, geography, flows, problems);
    read_partners(folder, geography, flows, problems);
    read_ethnicities(folder, flows, problems);
    return flows;
}

}  // namespace qonys
