#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace qonys {

/// The documented exit codes of the program (docs/errors.md).
enum class ExitCode : int {
    done = 0,
    differs = 1,
    bad_input = 2,
    cannot_read_or_write = 3,
    broken_invariant = 4,
    usage = 64,
    interrupted = 130,
};

/// A point in a text that a user wrote. `line` and `column` count from 1; 0 means "the whole file".
struct Location {
    std::string file;
    int line = 0;
    int column = 0;
};

/// "file:line:column", or as much of it as is known.
std::string to_string(const Location& where);

/// One mistake of a user: where it is, what is wrong and what to do about it.
struct Problem {
    Location where;
    std::string what;
};

/// Everything that is wrong with the input, reported together (exit code 2).
class InputError : public std::runtime_error {
public:
    explicit InputError(std::vector<Problem> problems);
    const std::vector<Problem>& problems() const { return problems_; }

private:
    std::vector<Problem> problems_;
};

/// A file that cannot be read or written (exit code 3).
class FileError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A rule of the model that no input may break was broken: a defect of the program (exit code 4).
class BrokenInvariant : public std::logic_error {
    using std::logic_error::logic_error;
};

/// Collects problems, so that a user learns of all of them in one go.
class Problems {
public:
    void add(Location where, std::string what) { found_.push_back({std::move(where), std::move(what)}); }
    bool empty() const { return found_.empty(); }
    const std::vector<Problem>& found() const { return found_; }
    /// Throws InputError with all of them, in the order of file and line, if there are any.
    void throw_if_any() const;

private:
    std::vector<Problem> found_;
};

/// " (did you mean 'quota'?)" for the candidate nearest to `word`, or "" when none is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace qonys
