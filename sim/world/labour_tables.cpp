#include "world/labour_tables.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace qonys {
namespace {

std::vector<LabourTables::Shares> read_shares(TableFolder& folder, const std::string& name, const Geography& geography,
                                              Problems& problems) {
    std::vector<LabourTables::Shares> shares(geography.domestic_regions, {-1, -1});
    const Table table = folder.open(name, {"region", "higher", "vocational"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        const LabourTables::Shares here{.vocational = table.number(row, "vocational", 0, 1, problems),
                                        .higher = table.number(row, "higher", 0, 1, problems)};
        if (here.vocational + here.higher > 1)
            problems.add(table.where(row, "vocational"),
                         fmt::format("higher and vocational sum to {} (at most 1)", here.vocational + here.higher));
        if (region && index(*region) < shares.size()) shares[index(*region)] = here;
    }
    for (std::size_t r = 0; r < shares.size() && table.rows() > 0; ++r)
        if (shares[r].higher < 0)
            problems.add({table.file(), 0, 0}, fmt::format("no row for region {}", geography.regions[r].id));
    return shares;
}

void read_participation(TableFolder& folder, LabourTables& tables, Problems& problems) {
    const Table table = folder.open("participation.csv", {"sex", "age", "share_employed_or_seeking"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::string& sex = table.text(row, "sex");
        if (sex != "male" && sex != "female")
            problems.add(table.where(row, "sex"), fmt::format("sex = '{}' (must be male or female)", sex));
        const auto age = static_cast<std::size_t>(table.integer(row, "age", 0, age_count - 1, problems));
        tables.participation[sex == "female" ? 1 : 0][std::min(age, age_count - 1)] =
            table.number(row, "share_employed_or_seeking", 0, 1, problems);
    }
    for (auto& of_sex : tables.participation) std::fill(of_sex.begin() + oldest_worker + 1, of_sex.end(), 0.0);
}

}  // namespace

void LabourTables::derive_active() {
    LabourTables::Shares mean;
    for (const Shares& shares : school_leavers) {
        mean.higher += shares.higher / static_cast<double>(school_leavers.size());
        mean.vocational += shares.vocational / static_cast<double>(school_leavers.size());
    }
    for (std::size_t s = 0; s < sex_count; ++s)
        for (std::size_t age = 0; age < age_count; ++age) {
            const double learning =
                (age < higher_ends ? mean.higher : 0) + (age < vocational_ends ? mean.vocational : 0);
            const double grown_up = participation[s][25];
            const double here = learning < 1 ? participation[s][age] / (1 - learning) : grown_up;
            active_[s][age] = age < school_ends ? 0 : age < 25 ? std::min(here, grown_up) : participation[s][age];
        }
}

LabourTables read_labour_tables(TableFolder& folder, const Geography& geography, Problems& problems) {
    LabourTables tables;
    tables.adults = read_shares(folder, "education.csv", geography, problems);
    tables.school_leavers = read_shares(folder, "enrolment.csv", geography, problems);
    read_participation(folder, tables, problems);
    tables.unemployment.resize(geography.domestic_regions);
    const Table table = folder.open("labour.csv", {"region", "year", "unemployment_rate"}, problems);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto region = region_in(table, row, "region", geography, problems);
        const auto year = static_cast<double>(table.integer(row, "year", 1900, 2200, problems));
        const double rate = table.number(row, "unemployment_rate", 0, 1, problems);
        if (region && index(*region) < tables.unemployment.size()) tables.unemployment[index(*region)][year] = rate;
    }
    for (std::size_t r = 0; r < tables.unemployment.size() && table.rows() > 0; ++r)
        if (tables.unemployment[r].empty())
            problems.add({table.file(), 0, 0}, fmt::format("no row for region {}", geography.regions[r].id));
    tables.derive_active();
    return tables;
}

}  // namespace qonys
