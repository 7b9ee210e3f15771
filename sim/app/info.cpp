#include "app/command.hpp"
#include "output/trajectory_info.hpp"

namespace qonys::app {
namespace {

struct InfoOptions {
    std::string file;
    bool json = false;
};

ExitCode info(const InfoOptions& options) {
    const TrajectoryInfo trajectory = read_trajectory_info(options.file);
    print(options.json ? to_json(trajectory) + '\n' : to_text(trajectory));
    return ExitCode::done;
}

}  // namespace

void add_info(CLI::App& program, Action& chosen) {
    CLI::App* const command = program.add_subcommand("info", "Say what a trajectory holds and what it came from");
    const auto options = std::make_shared<InfoOptions>();
    command->add_option("FILE", options->file, "A trajectory that `qonys run` wrote")->required();
    command->add_flag("--json", options->json, "JSON instead of text");
    command->callback([options, &chosen] { chosen = [options] { return info(*options); }; });
}

}  // namespace qonys::app
