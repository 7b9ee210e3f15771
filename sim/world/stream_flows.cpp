#include "world/stream_flows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/interpolation.hpp"

namespace qonys {
namespace {

/// The row of the cell's stream among `streams`; a problem (and their number) if it is none of them.
std::size_t stream_in(const Table& table, std::size_t row, const std::string& column,
                      const std::vector<std::string>& streams, Problems& problems) {
    const auto stream = static_cast<std::size_t>(std::ranges::find(streams, table.text(row, column)) - streams.begin());
    if (stream == streams.size())
        problems.add(table.where(row, column), fmt::format("{} = '{}' (must be one of {})", column,
                                                           table.text(row, column), fmt::join(streams, ", ")));
    return stream;
}

}  // namespace

double StreamFlow::from(std::size_t abroad, double year) const {
    return persons[abroad].empty() ? 0 : interpolated(persons[abroad], year);
}

std::optional<std::size_t> abroad_in(const Table& table, std::size_t row, std::string_view column,
                                     const Geography& geography, Problems& problems) {
    const auto region = region_in(table, row, column, geography, problems);
    if (!region) return std::nullopt;
    if (index(*region) >= geography.domestic_regions) return index(*region) - geography.domestic_regions;
    problems.add(table.where(row, column), fmt::format("{} does not lie abroad", table.text(row, column)));
    return std::nullopt;
}

std::vector<StreamFlow> read_stream_flows(TableFolder& folder, const StreamTable& table_of,
                                          const std::vector<std::string>& streams, const Geography& geography,
                                          Problems& problems) {
    const std::size_t abroad = geography.regions.size() - geography.domestic_regions;
    std::vector<StreamFlow> flows(streams.size(), {std::vector<std::map<double, double>>(abroad)});
    const Table table = folder.open(table_of.file, {table_of.column, "origin", "year", "persons"}, problems);
    std::vector<std::size_t> rows(streams.size());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::size_t stream = stream_in(table, row, table_of.column, streams, problems);
        const auto origin = abroad_in(table, row, "origin", geography, problems);
        const auto year = static_cast<double>(table.integer(row, "year", 1900, 2200, problems));
        const auto persons = static_cast<double>(table.integer(row, "persons", 0, 1'000'000'000, problems));
        if (stream == streams.size()) continue;
        ++rows[stream];
        if (origin && !flows[stream].persons[*origin].emplace(year, persons).second)
            problems.add(table.where(row, "year"), fmt::format("a second row of {} from {} in {}", streams[stream],
                                                               table.text(row, "origin"), table.text(row, "year")));
    }
    for (std::size_t s = 0; s < streams.size() && table.rows() > 0; ++s)
        if (rows[s] == 0)
            problems.add({table.file(), 0, 0}, fmt::format("no row of {} {}", table_of.column, streams[s]));
    return flows;
}

void put_aside(std::vector<StreamFlow>& flows, const std::vector<std::int64_t>& years) {
    for (StreamFlow& flow : flows)
        for (std::map<double, double>& known : flow.persons)
            for (const std::int64_t year : years)
                if (known.size() > 1) known.erase(static_cast<double>(year));
}

std::vector<std::vector<double>> read_settlement(TableFolder& folder, const StreamTable& table_of,
                                                 const std::vector<std::string>& streams, const Geography& geography,
                                                 Problems& problems) {
    std::vector shares(streams.size(), std::vector<double>(geography.domestic_regions));
    const Table table = folder.open(table_of.file, {table_of.column, "region", "share"}, problems);
    std::vector<std::size_t> rows(streams.size());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::size_t stream = stream_in(table, row, table_of.column, streams, problems);
        const auto region = region_in(table, row, "region", geography, problems);
        const double share = table.number(row, "share", 0, 1, problems);
        if (!region || stream == streams.size()) continue;
        if (index(*region) >= geography.domestic_regions) {
            problems.add(table.where(row, "region"),
                         fmt::format("{} does not lie in the country", table.text(row, "region")));
            continue;
        }
        shares[stream][index(*region)] = share;
        ++rows[stream];
    }
    for (std::size_t s = 0; s < streams.size() && table.rows() > 0; ++s) {
        const double sum = std::accumulate(shares[s].begin(), shares[s].end(), 0.0);
        if (rows[s] != geography.domestic_regions)
            problems.add({table.file(), 0, 0},
                         fmt::format("{} rows of {} {} (must be one for each region: {})", rows[s], table_of.column,
                                     streams[s], geography.domestic_regions));
        else if (std::abs(sum - 1) > 0.005)
            problems.add({table.file(), 0, 0},
                         fmt::format("the shares of {} {} sum to {:.4f}, not 1", table_of.column, streams[s], sum));
    }
    return shares;
}

std::vector<double> shares_of_region(const Geography& geography, const RegisteredPopulation& registered, int year) {
    std::vector<double> shares(geography.domestic_places);
    for (std::size_t p = 0; p < shares.size(); ++p) {
        const auto place = static_cast<PlaceId>(p);
        const double region = registered.january(geography.region_of(place), year);
        if (region > 0) shares[p] = registered.at(place, year) / region;
    }
    return shares;
}

}  // namespace qonys
