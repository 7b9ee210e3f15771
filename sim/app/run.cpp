#include <iostream>
#include <optional>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "analysis/summary.hpp"
#include "app/command.hpp"
#include "app/interruption.hpp"
#include "app/resources.hpp"
#include "app/run_observers.hpp"
#include "app/scenario_options.hpp"
#include "base/hash.hpp"
#include "model/resume.hpp"
#include "model/run.hpp"
#include "output/checkpoint.hpp"
#include "output/progress.hpp"
#include "output/trajectory.hpp"
#include "version.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

struct RunOptions {
    ScenarioOptions scenario;
    ThreadOption threads;
    fs::path output;
    std::vector<std::string> checkpoints;
    fs::path resume;
    bool force = false;
    bool quiet = false;
    bool json = false;
};

constexpr const char* run_footer =
    "Examples:\n"
    "  qonys run scenarios/baseline.toml                        every household; writes baseline.h5\n"
    "  qonys run scenarios/baseline.toml --scale 0.01 -o b.h5   a quick look with one household in a hundred\n"
    "  qonys run scenarios/enbek.toml --set policy.enbek-2017.awareness=1\n"
    "  qonys run scenarios/baseline.toml --checkpoint 2020-12 and then, with other policies from 2021 on,\n"
    "  qonys run scenarios/enbek.toml --resume baseline.2020-12.checkpoint.h5\n"
    "  mpirun -n 4 qonys run scenarios/baseline.toml            on four processes, which may be on several machines\n"
    "Ctrl-C finishes the month under way and keeps the months so far as NAME.partial.h5, and the way to go on as\n"
    "NAME.YYYY-MM.checkpoint.h5.";

/// By default the scenario's name in the current folder.
fs::path output_of(const RunOptions& options) {
    if (!options.output.empty()) return options.output;
    return fs::path(options.scenario.scenario).stem().string() + ".h5";
}

/// "baseline.2020-12.checkpoint.h5" beside the output.
fs::path checkpoint_of(const fs::path& output, Month month) {
    fs::path file = output;
    return file.replace_filename(fmt::format("{}.{}.checkpoint.h5", output.stem().string(), to_string(month)));
}

Existing existing(const RunOptions& options) { return options.force ? Existing::replace : Existing::refuse; }

/// `--checkpoint 2020-12` or `--checkpoint 2020-12=FILE`.
std::unique_ptr<Observer> checkpoint_observer(const std::string& wanted, const RunOptions& options, const Model& model,
                                              Month begin, const Ranks& ranks) {
    const std::size_t equals = wanted.find('=');
    const auto month = Month::parse(wanted.substr(0, equals));
    if (!month || (equals != std::string::npos && equals + 1 == wanted.size()))
        throw UsageError(
            fmt::format("--checkpoint '{}': must be a month, or a month and a file: 2020-12=FILE", wanted));
    if (*month < begin || *month > model.settings.end)
        throw UsageError(fmt::format("--checkpoint {}: this run simulates {} to {}", to_string(*month),
                                     to_string(begin), to_string(model.settings.end)));
    const fs::path file =
        equals == std::string::npos ? checkpoint_of(output_of(options), *month) : fs::path(wanted.substr(equals + 1));
    return std::make_unique<CheckpointObserver>(*month, file, existing(options), ranks);
}

void refuse_to_replace_input(const fs::path& output, const Model& model) {
    for (const SourceFile& file : model.scenario_files) {
        std::error_code ignored;
        if (fs::equivalent(output, file.path, ignored))
            throw UsageError(fmt::format("-o {}: this is the scenario itself", output.string()));
    }
}

/// What must be the same for all ranks, which may run on several machines.
std::uint64_t digest_of_input(const RunOptions& options, const RunInfo& info) {
    std::string all = fmt::format("{} {} {}", version::commit, info.effective_scenario, options.resume.string());
    for (const std::string& checkpoint : options.checkpoints) all += ' ' + checkpoint;
    for (const RunInfo::InputFile& file : info.files) all += ' ' + file.sha256;
    return digest_bytes(0, all.data(), all.size());
}

void report(const RunOptions& options, const RunFigures& figures, const CheckedScenario& scenario,
            const Resources& resources, const fs::path& written) {
    const OfficialFigures& official = scenario.official;
    boost::json::array notes;
    for (const Problem& odd : scenario.model.warnings) notes.emplace_back(odd.what);
    if (options.json) {
        boost::json::object object = boost::json::parse(to_json(figures, official)).as_object();
        object["output"] = written.string();
        object["resources"] = to_json(resources);
        object["notes"] = notes;
        print(boost::json::serialize(object) + '\n');
    } else if (!options.quiet) {
        print(to_text(figures, official));
        for (const boost::json::value& note : notes)
            print(fmt::format("\nNote: {}.\n", std::string_view(note.as_string())));
        print(fmt::format("\n{} in {}\n", written.string(), to_text(resources)));
    }
}

std::string interruption_message(const RunFigures& figures, const fs::path& written, const fs::path& checkpoint) {
    int months = 0;
    for (const YearFigures& year : figures.years) months += year.months;
    return fmt::format(
        "qonys run: interrupted; the {} months until {} are kept in {}\n"
        "  look at them with `qonys info {}`; for the other months, run the same command with `--resume {}`",
        months, to_string(figures.run.first + (months - 1)), written.string(), written.string(), checkpoint.string());
}

ExitCode run_command(const RunOptions& options) {
    const Clock::time_point start = Clock::now();
    const Machine machine = options.threads.machine();
    const CheckedScenario scenario = read_scenario(options.scenario);
    const Ranks& ranks = *machine.ranks;
    RunInfo info = run_info(scenario.model, machine, command_line());
    if (!ranks.same(digest_of_input(options, info)))
        throw UsageError(
            "qonys run: the ranks differ in their scenario, tables, options or program; all need the same");
    const bool speaks = !options.quiet && ranks.first();
    if (speaks) tell_warnings(scenario.model);
    const Model& model = scenario.model;
    const fs::path output = output_of(options);
    refuse_to_replace_input(output, model);
    std::optional<Trajectory> trajectory;
    if (ranks.first()) trajectory.emplace(output, existing(options), machine.threads);
    listen_for_interruption(speaks ? Notice::spoken : Notice::quiet);
    Resources resources{.read_seconds = seconds_since(start), .threads = machine.threads};

    const Clock::time_point synthesis = Clock::now();
    World world = options.resume.empty() ? make_world(model, machine) : resume(model, options.resume, machine);
    resources.synthesis_seconds = seconds_since(synthesis);
    if (ranks.any(interruption_requested())) {
        if (ranks.first()) tell("qonys run: interrupted before the first month; nothing was written");
        return ExitCode::interrupted;
    }

    info.first = world.published.month + 1;
    Observers observers;
    for (const std::string& wanted : options.checkpoints)
        observers.push_back(checkpoint_observer(wanted, options, model, info.first, ranks));
    if (speaks) observers.push_back(std::make_unique<Progress>(std::cerr, Progress::style_of_standard_error()));
    observers.push_back(std::make_unique<Recount>(machine));
    Timed* timed = nullptr;
    if (trajectory) timed = static_cast<Timed*>(observers.emplace_back(std::make_unique<Timed>(*trajectory)).get());
    auto& summary = static_cast<Summary&>(*observers.emplace_back(std::make_unique<Summary>()));
    const Clock::time_point months = Clock::now();
    const RunEnd how = run(model, world, machine, info, observers, interruption_requested);
    if (timed != nullptr) resources.output_seconds = timed->seconds();
    resources.simulation_seconds = seconds_since(months) - resources.output_seconds;
    resources.wall_seconds = seconds_since(start);

    add_ranks(resources, ranks);
    if (trajectory) report(options, summary.figures(), scenario, resources, trajectory->written());
    if (how == RunEnd::complete) return ExitCode::done;
    const fs::path checkpoint = checkpoint_of(output, world.published.month);
    write_checkpoint(checkpoint, Existing::replace, info, world);
    if (trajectory) tell(interruption_message(summary.figures(), trajectory->written(), checkpoint));
    return ExitCode::interrupted;
}

}  // namespace

void add_run(CLI::App& program, Action& chosen) {
    CLI::App* const command =
        program.add_subcommand("run", "Simulate a scenario and write its trajectory (HDF5)")->footer(run_footer);
    const auto options = std::make_shared<RunOptions>();
    options->scenario.add_to(*command);
    options->threads.add_to(*command);
    command->add_option("-o,--output", options->output, "The trajectory; by default the scenario's name with .h5, here")
        ->type_name("FILE");
    command
        ->add_option("--checkpoint", options->checkpoints,
                     "Save the country at the end of a month, to go on from there; may be repeated")
        ->type_name("YYYY-MM[=FILE]")
        ->allow_extra_args(false);
    command
        ->add_option("--resume", options->resume,
                     "Go on from a checkpoint; policies may be other ones, all else must be what it was")
        ->type_name("FILE");
    command->add_flag("--force", options->force, "Replace the trajectory if it is already there");
    command->add_flag("--quiet", options->quiet, "No progress, no summary: only what went wrong");
    command->add_flag("--json", options->json, "The summary as JSON instead of text, even with --quiet");
    command->callback([options, &chosen] { chosen = [options] { return run_command(*options); }; });
}

}  // namespace qonys::app
