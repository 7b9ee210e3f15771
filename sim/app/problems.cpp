#include "app/problems.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace qonys::app {
namespace {

constexpr std::size_t most_of_one_file = 20;

}  // namespace

std::string to_text(const InputError& error) {
    // What is said of a line comes before what is said of the whole file, which often follows from it.
    std::vector<Problem> problems = error.problems();
    std::ranges::stable_sort(
        problems, {}, [](const Problem& problem) { return std::pair(problem.where.file, problem.where.line == 0); });
    std::vector<const Problem*> different;
    std::map<std::string, std::size_t> of_file;
    std::set<std::string> seen;
    for (const Problem& problem : problems)
        if (seen.insert(fmt::format("{}: {}", to_string(problem.where), problem.what)).second) {
            different.push_back(&problem);
            ++of_file[problem.where.file];
        }

    std::string text;
    std::map<std::string, std::size_t> shown;
    for (const Problem* problem : different) {
        const std::string& file = problem->where.file;
        const std::size_t number = ++shown[file];
        if (number <= most_of_one_file) {
            const std::string where = to_string(problem->where);
            text += where.empty() ? problem->what + '\n' : fmt::format("{}: {}\n", where, problem->what);
        } else if (number == of_file[file]) {
            text += fmt::format("{}: and {} more\n", file, number - most_of_one_file);
        }
    }
    return text + fmt::format("qonys: {} mistake{} in the input; nothing was done", different.size(),
                              different.size() == 1 ? "" : "s");
}

}  // namespace qonys::app
