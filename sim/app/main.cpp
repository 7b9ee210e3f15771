#include <csignal>
#include <new>

#include <fmt/format.h>

#include "app/command.hpp"
#include "app/problems.hpp"
#include "app/resources.hpp"
#include "parallel/environment.hpp"
#include "parallel/ranks.hpp"
#include "version.hpp"

namespace {

using namespace qonys;
using namespace qonys::app;

constexpr AddCommand commands[] = {add_run,      add_check,    add_population, add_info,    add_diff,
                                   add_describe, add_estimate, add_validate,   add_compare, add_experiment};

std::string version_text() {
    return fmt::format("qonys {} (commit {}{}; {}, {}{}{})", version::number, version::commit.substr(0, 12),
                       version::dirty ? " with changes" : "", version::compiler, version::build_type,
                       version::sanitizers.empty() ? "" : ", sanitizers: ", version::sanitizers);
}

std::vector<std::string> command_names(const CLI::App& program) {
    std::vector<std::string> names;
    for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(command->get_name());
    return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

ExitCode misused(const CLI::App& program, const CLI::ParseError& error) {
    const auto chosen = program.get_subcommands();
    const std::string called = chosen.empty() ? "qonys" : "qonys " + chosen.front()->get_name();
    std::string what = error.what();
    const std::vector<std::string> extras = program.remaining(true);
    if (!extras.empty() && chosen.empty()) {
        what =
            fmt::format("there is no command '{}'{}; there are: {}", extras.front(),
                        did_you_mean(extras.front(), command_names(program)), fmt::join(command_names(program), ", "));
    } else if (!extras.empty()) {
        const std::string name = extras.front().substr(0, extras.front().find('='));
        what = name.starts_with('-')
                   ? fmt::format("there is no option {}{}", name, did_you_mean(name, option_names(*chosen.front())))
                   : fmt::format("one argument too many: '{}'", extras.front());
    }
    tell(fmt::format("{}: {}\n  `{} --help` says how it is used", called, what, called));
    return ExitCode::usage;
}

/// All ranks end together, with one message: that of the lowest one that failed.
ExitCode failed(ExitCode code, const std::string& message) {
    const auto [of_all, speaks] = all_ranks().fail(static_cast<int>(code));
    if (speaks) tell(message);
    return static_cast<ExitCode>(of_all);
}

/// Every exit code for trouble is decided here (docs/errors.md).
ExitCode guarded(const Action& action) {
    try {
        const ExitCode code = action();
        all_ranks().meet();
        return code;
    } catch (const OtherRankFailed& error) {
        return static_cast<ExitCode>(error.exit_code());
    } catch (const InputError& error) {
        return failed(ExitCode::bad_input, to_text(error));
    } catch (const UsageError& error) {
        return failed(ExitCode::usage, fmt::format("qonys: {}", error.what()));
    } catch (const FileError& error) {
        return failed(ExitCode::cannot_read_or_write, fmt::format("qonys: {}", error.what()));
    } catch (const std::filesystem::filesystem_error& error) {
        return failed(ExitCode::cannot_read_or_write, fmt::format("qonys: {}", error.what()));
    } catch (const std::bad_alloc&) {
        return failed(
            ExitCode::cannot_read_or_write,
            fmt::format("qonys: not enough memory, after {:.2f} GiB; a smaller --scale needs less", peak_gibibytes()));
    } catch (const std::exception& error) {
        return failed(
            ExitCode::broken_invariant,
            fmt::format("qonys: a rule that no input may break was broken; this is a defect of the program, please "
                        "report it:\n  {}",
                        error.what()));
    }
}

/// Only `run` is worth several ranks, and several processes that are not ranks would all do the same.
void refuse_ranks(const CLI::App& program) {
    if (processes_launched() != all_ranks().count())
        throw UsageError(
            fmt::format("this is one of {} processes that were started together, but they cannot reach each other; to "
                        "share a run they need a build with MPI (cmake --preset mpi) and mpirun, or srun --mpi=pmix",
                        processes_launched()));
    const std::string command = program.get_subcommands().front()->get_name();
    if (all_ranks().count() > 1 && command != "run")
        throw UsageError(fmt::format("{}: only `qonys run` uses the {} processes that mpirun started; start it without",
                                     command, all_ranks().count()));
}

ExitCode run_program(int argc, char** argv) {
    CLI::App program(
        "Qonys simulates every household of a country choosing where to live, month by month, under the "
        "policies of a scenario.",
        "qonys");
    program.footer(
        "Begin with:\n"
        "  qonys check scenarios/baseline.toml               what a scenario says, and its mistakes if it has any\n"
        "  qonys run scenarios/baseline.toml --scale 0.01    a first run; writes baseline.h5\n"
        "`qonys COMMAND --help` explains a command.\n"
        "Exit status: 0 done, 1 trajectories differ, 2 bad input, 3 cannot read or write, 4 defect of the program,\n"
        "64 wrong use, 130 interrupted.");
    program.set_version_flag("--version", version_text());
    program.require_subcommand(1);
    Action chosen;
    for (const AddCommand add : commands) add(program, chosen);
    const bool speaks = all_ranks().first();
    if (argc < 2) {
        if (speaks) tell(program.help());
        return ExitCode::usage;
    }
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& success) {  // --help and --version
        return guarded([&] {
            const bool version = dynamic_cast<const CLI::CallForVersion*>(&success) != nullptr;
            const auto asked = program.get_subcommands();
            if (speaks)
                print(version ? std::string(success.what()) + '\n'
                              : (asked.empty() ? program.help() : asked.front()->help("qonys")));
            return ExitCode::done;
        });
    } catch (const CLI::ParseError& error) {
        return speaks ? misused(program, error) : ExitCode::usage;
    }
    return guarded([&] {
        refuse_ranks(program);
        return chosen();
    });
}

}  // namespace

int main(int argc, char** argv) {
    set_environment(argv);
    std::signal(SIGXFSZ, SIG_IGN);  // a file that grows too large is an error to be reported, not a reason to die
    remember_command_line(argc, argv);
    return static_cast<int>(run_program(argc, argv));
}
