#include "analysis/futures.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace qonys {
namespace {

using ValuesByName = std::map<std::string, std::string>;

/// The values of a section, or of all sections that are no policies ("").
ValuesByName values_of(const Model& model, const std::string& policy) {
    ValuesByName values;
    for (const EffectiveValue& value : model.effective_values) {
        const bool of_policy = value.section.starts_with("policy.");
        if (policy.empty() ? !of_policy : value.section == "policy." + policy)
            values[value.section + "." + value.name] = value.value;
    }
    for (const NamedPolicy& named : model.policies)
        if (named.name == policy) values["kind"] = named.kind;
    if (policy.empty()) values.erase("run.title");
    return values;
}

/// When a policy begins; the start of the run if its parameters do not say.
Month begins(const ValuesByName& policy, const std::string& name, Month start) {
    const auto written = policy.find("policy." + name + ".start");
    if (written == policy.end()) return start;
    std::string text = written->second;
    std::erase(text, '"');
    return std::max(Month::parse(text.substr(0, 7)).value_or(start), start);
}

}  // namespace

void check_comparable(const std::vector<Arm>& arms) {
    Problems problems;
    const RunSettings& base = arms.front().model.settings;
    for (const Arm& arm : arms) {
        const RunSettings& run = arm.model.settings;
        const auto same = [&](const char* what, const auto& one, const auto& other) {
            if (one != other)
                problems.add({arm.name}, fmt::format("has another {} than {}: what is compared must have the same "
                                                     "(`--set` changes it for all)",
                                                     what, arms.front().name));
        };
        same("run.start", run.start, base.start);
        same("run.end", run.end, base.end);
        same("run.scale", run.scale, base.scale);
        same("run.seed", run.seed, base.seed);
        same("run.geography", std::filesystem::weakly_canonical(arm.model.geography_folder),
             std::filesystem::weakly_canonical(arms.front().model.geography_folder));
    }
    problems.throw_if_any();
}

Month fork_month(const Model& base, const Model& variant) {
    const Month start = base.settings.start;
    if (values_of(base, "") != values_of(variant, "")) return start;
    Month first = base.settings.end + 1;
    for (const Model* one : {&base, &variant})
        for (const NamedPolicy& policy : one->policies) {
            const ValuesByName in_base = values_of(base, policy.name);
            const ValuesByName in_variant = values_of(variant, policy.name);
            if (in_base == in_variant) continue;
            for (const ValuesByName& values : {in_base, in_variant})
                if (!values.empty()) first = std::min(first, begins(values, policy.name, start));
        }
    return first;
}

void run_futures(const std::vector<Arm>& arms, std::int64_t seed, const Machine& machine,
                 const std::function<void(std::size_t, const Futures&)>& forked,
                 const std::function<void(const Futures&)>& closed) {
    std::vector<Model> models;
    Futures futures;
    for (const Arm& arm : arms) {
        models.push_back(arm.model);
        models.back().settings.seed = seed;
        futures.forks.push_back(models.size() == 1 ? arm.model.settings.start
                                                   : fork_month(arms.front().model, arm.model));
    }
    futures.worlds.resize(arms.size());
    futures.worlds.front() = make_world(models.front(), machine);
    for (const Month month : models.front().settings.months()) {
        for (std::size_t arm = 1; arm < arms.size(); ++arm) {
            if (futures.forks[arm] != month) continue;
            const bool same_start = values_of(models.front(), "") == values_of(models[arm], "");
            futures.worlds[arm] = same_start ? fork(futures.worlds.front(), models.front(), models[arm])
                                             : make_world(models[arm], machine);
            forked(arm, futures);
        }
        for (std::size_t arm = 0; arm < arms.size(); ++arm) {
            World& world = futures.worlds[arm];
            if (arm > 0 && futures.shared(arm)) continue;
            const Stocks before = world.published.stocks;
            advance(models[arm], month, world, machine);
            check_balances(world, before);
        }
        closed(futures);
    }
}

}  // namespace qonys
