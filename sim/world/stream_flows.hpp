#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "world/geography.hpp"
#include "world/registered.hpp"

namespace qonys {

/// People of one kind who come from abroad.
struct StreamFlow {
    std::vector<std::map<double, double>> persons;  ///< [region abroad] a year, by year; empty: nobody from there

    /// Persons from a region abroad in a year: linear between the years of the table, constant outside.
    double from(std::size_t abroad, double year) const;
};

/// Where streams are read: what a table is called and its column that names the stream.
struct StreamTable {
    std::string file;
    std::string column;
};

/// Reads flows (stream, origin, year, persons) of the named streams, in that order. Origins that a stream lacks send
/// nobody; a stream without any row is a problem.
std::vector<StreamFlow> read_stream_flows(TableFolder& folder, const StreamTable& table_of,
                                          const std::vector<std::string>& streams, const Geography& geography,
                                          Problems& problems);

/// Forgets what the table says of some years, which then lie between their neighbours. The last known year stays.
void put_aside(std::vector<StreamFlow>& flows, const std::vector<std::int64_t>& years);

/// Reads where the named streams settle (stream, region, share): [stream][region of the country] shares that sum to 1.
std::vector<std::vector<double>> read_settlement(TableFolder& folder, const StreamTable& table_of,
                                                 const std::vector<std::string>& streams, const Geography& geography,
                                                 Problems& problems);

/// A region abroad named in a cell, counted from the first one abroad; a problem (and nothing) if there is none.
std::optional<std::size_t> abroad_in(const Table& table, std::size_t row, std::string_view column,
                                     const Geography& geography, Problems& problems);

/// How the residents of a region are spread over its places, from the registered population of a year: [place] shares
/// of the region.
std::vector<double> shares_of_region(const Geography& geography, const RegisteredPopulation& registered, int year);

}  // namespace qonys
