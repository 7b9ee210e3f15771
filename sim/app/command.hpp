#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/error.hpp"

namespace qonys::app {

/// What the program does once its command line is understood.
using Action = std::function<ExitCode()>;

/// Puts one command, with its options and its help, into the program; when the user chose it, sets `chosen`.
using AddCommand = void (*)(CLI::App& program, Action& chosen);

void add_run(CLI::App& program, Action& chosen);
void add_check(CLI::App& program, Action& chosen);
void add_population(CLI::App& program, Action& chosen);
void add_info(CLI::App& program, Action& chosen);
void add_diff(CLI::App& program, Action& chosen);
void add_describe(CLI::App& program, Action& chosen);
void add_estimate(CLI::App& program, Action& chosen);
void add_validate(CLI::App& program, Action& chosen);
void add_compare(CLI::App& program, Action& chosen);
void add_experiment(CLI::App& program, Action& chosen);

/// A command line that cannot be followed, though each of its parts can be read (exit code 64).
class UsageError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Writes to standard output. Throws FileError if nobody takes it.
void print(const std::string& text);
/// Writes a line to standard error.
void tell(const std::string& line);

/// The command line as the user wrote it, for the record.
std::string command_line();
void remember_command_line(int argc, char** argv);

}  // namespace qonys::app
