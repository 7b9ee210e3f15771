#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/resume.hpp"

namespace qonys {

/// A scenario to be compared with others.
struct Arm {
    std::string name;
    Model model;
};

/// Throws InputError unless all arms have the months, scale, seed and geography of the first.
void check_comparable(const std::vector<Arm>& arms);

/// The first month in which an arm can differ from the base: when the first of the policies begins that are not the
/// same in both; the start of the run if anything else differs; the month after its end if nothing does.
Month fork_month(const Model& base, const Model& variant);

/// The possible futures of one country: the first arm, and the others from the month on in which they can differ from
/// it; until then they share its past.
struct Futures {
    std::vector<World> worlds;  ///< [arm]; without blocks as long as the past is shared
    std::vector<Month> forks;   ///< [arm] first month of its own; of the base, the start
    /// The World that an arm lives in.
    const World& of(std::size_t arm) const { return worlds[shared(arm) ? 0 : arm]; }
    bool shared(std::size_t arm) const { return worlds[arm].blocks.empty(); }
};

/// Runs all arms side by side with one seed. `forked` is called for an arm at its fork, before its first month;
/// `closed` after every month, with all Worlds at its end.
void run_futures(const std::vector<Arm>& arms, std::int64_t seed, const Machine& machine,
                 const std::function<void(std::size_t arm, const Futures&)>& forked,
                 const std::function<void(const Futures&)>& closed);

}  // namespace qonys
