#include "model/resume.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "output/checkpoint.hpp"
#include "world/policy_numbers.hpp"

namespace qonys {
namespace {

/// What may differ: it does not change what happened.
bool may_differ(const std::string& key) {
    return key.starts_with("policy.") || key == "run.title" || key == "run.geography";
}

/// "section.key" and its value, of the text that effective_scenario() gives, without policies.
std::map<std::string, std::string> values_of(const std::string& scenario) {
    std::map<std::string, std::string> values;
    std::istringstream lines(scenario);
    std::string section;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("[["))
            section = "policy.";
        else if (line.starts_with("["))
            section = line.substr(1, line.size() - 2) + ".";
        const std::size_t equals = line.find(" = ");
        if (equals != std::string::npos) values[section + line.substr(0, equals)] = line.substr(equals + 3);
    }
    return values;
}

void compare_values(const Model& model, const Checkpoint& checkpoint, const std::string& file, Problems& problems) {
    const auto past = values_of(checkpoint.scenario);
    for (const EffectiveValue& value : model.effective_values) {
        const std::string key = value.section.empty() ? value.name : value.section + "." + value.name;
        if (may_differ(key)) continue;
        const auto before = past.find(key);
        if (before != past.end() && before->second == value.value) continue;
        const Location where{value.origin == "default" ? file : value.origin};
        if (key == "run.end" && before != past.end())
            problems.add(
                where, fmt::format("run.end = {0}: {1} is of a run until {2} (the end of a run cannot be moved: write "
                                   "the checkpoint in a run until {0}, with --checkpoint {3})",
                                   value.value, file, before->second, to_string(checkpoint.month)));
        else
            problems.add(where,
                         fmt::format("{} = {}: {} has {}, and what happened before it cannot be changed; only "
                                     "policies can",
                                     key, value.value, file, before == past.end() ? "no such value" : before->second));
    }
}

void compare_tables(const Model& model, const Checkpoint& checkpoint, const std::string& file, Problems& problems) {
    for (const auto& table : model.tables) {
        const auto before = std::ranges::find_if(checkpoint.tables,
                                                 [&](const auto& one) { return one.name.ends_with("/" + table.name); });
        if (before != checkpoint.tables.end() && before->sha256 != table.sha256)
            problems.add({(model.geography_folder / table.name).string()},
                         fmt::format("is not the table that {} was computed with", file));
    }
}

}  // namespace

std::vector<std::string> policy_names(const Model& model) {
    std::vector<std::string> names;
    for (const NamedPolicy& policy : model.policies) names.push_back(policy.name);
    return names;
}

World resume(const Model& model, const std::filesystem::path& file, const Machine& machine) {
    Checkpoint checkpoint = read_checkpoint(file, *machine.ranks);
    Problems problems;
    compare_values(model, checkpoint, file.string(), problems);
    compare_tables(model, checkpoint, file.string(), problems);
    problems.throw_if_any();
    if (checkpoint.month >= model.settings.end)
        problems.add({file.string()}, fmt::format("is the end of {}: nothing is left to simulate until {}",
                                                  to_string(checkpoint.month), to_string(model.settings.end)));
    problems.throw_if_any();
    World world = std::move(checkpoint.world);
    world.geography = model.geography.get();
    renumber_policies(world, checkpoint.policies, policy_names(model));
    world.ledgers.assign(
        static_cast<std::size_t>(machine.threads),
        Ledger(model.geography->places.size(), model.geography->regions.size(), model.policies.size()));
    return world;
}

World fork(const World& world, const Model& past, const Model& future) {
    World copy = world;
    copy.geography = future.geography.get();
    renumber_policies(copy, policy_names(past), policy_names(future));
    return copy;
}

}  // namespace qonys
