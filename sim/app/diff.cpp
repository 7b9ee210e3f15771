#include "app/command.hpp"
#include "output/trajectory_diff.hpp"

namespace qonys::app {
namespace {

struct DiffOptions {
    std::string first;
    std::string second;
    bool json = false;
};

constexpr const char* diff_footer =
    "Exit status 0 if every figure is the same, 1 if one differs. Dates, threads and command lines do not count.\n"
    "Example:\n"
    "  qonys diff baseline.h5 enbek.h5";

ExitCode diff(const DiffOptions& options) {
    const TrajectoryDiff result = compare_trajectories(options.first, options.second);
    print(options.json ? to_json(result) + '\n' : to_text(result));
    return result.equal() ? ExitCode::done : ExitCode::differs;
}

}  // namespace

void add_diff(CLI::App& program, Action& chosen) {
    CLI::App* const command =
        program.add_subcommand("diff", "Find the first month, figure and place in which two trajectories differ")
            ->footer(diff_footer);
    const auto options = std::make_shared<DiffOptions>();
    command->add_option("A", options->first, "A trajectory")->required();
    command->add_option("B", options->second, "Another one")->required();
    command->add_flag("--json", options->json, "JSON instead of text");
    command->callback([options, &chosen] { chosen = [options] { return diff(*options); }; });
}

}  // namespace qonys::app
