#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "parallel/ranks.hpp"

namespace qonys::app {

/// What a run cost.
struct Resources {
    double wall_seconds = 0;
    double read_seconds = 0;        ///< scenario, tables and fitting the population table
    double synthesis_seconds = 0;   ///< making the agents
    double simulation_seconds = 0;  ///< the months, without the output
    double output_seconds = 0;      ///< the trajectory
    int threads = 1;                ///< of each rank
    int ranks = 1;
    double processor_seconds = 0;  ///< of all ranks
    double memory_gibibytes = 0;   ///< at most, sum of all ranks
    Traffic traffic{};             ///< of this rank
};

/// Notes what all ranks used, to be called by each.
void add_ranks(Resources& resources, const Ranks& ranks);

/// Processor seconds of the process and all its threads so far.
double processor_seconds();
/// The most memory that the process has held.
double peak_gibibytes();

std::string to_text(const Resources& resources);
boost::json::object to_json(const Resources& resources);

}  // namespace qonys::app
