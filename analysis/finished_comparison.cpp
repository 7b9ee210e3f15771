#include "analysis/finished_comparison.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/comparison_pairs.hpp"

namespace qonys {
namespace {

using Tables = std::map<std::string, std::string>;  ///< [file name] SHA-256

/// What runs must have in common to be pairs on the same random numbers, and where one of them says so.
struct Common {
    std::string name;
    std::string start;
    double scale = 1;
    Tables tables;
    std::vector<std::string> places;
    MonthRange months;
};

std::vector<std::string> place_ids(const Geography& geography) {
    std::vector<std::string> ids;
    for (const Place& place : geography.places) ids.push_back(place.id);
    return ids;
}

Common common_of(const FinishedRun& run) {
    return {run.name(), run.start(), run.scale(), run.tables(), place_ids(run.geography()), run.months()};
}

Common common_of(const std::string& name, const Model& model) {
    Tables tables;
    for (const TableFolder::Read& table : model.tables) tables[table.name] = table.sha256;
    return {name,   to_string(model.settings.start), model.settings.scale,
            tables, place_ids(*model.geography),     model.settings.months()};
}

std::vector<Common> all_common(const std::vector<Contender>& contenders) {
    std::vector<Common> all;
    for (const Contender& contender : contenders) {
        if (contender.model) all.push_back(common_of(contender.name, *contender.model));
        for (const FinishedRun& run : contender.runs) all.push_back(common_of(run));
    }
    return all;
}

void check(const std::vector<Common>& all, Problems& problems) {
    const Common& first = all.front();
    for (const Common& other : all) {
        const auto differs = [&](const std::string& what) {
            problems.add({other.name}, fmt::format("{} (what is compared must have the same)", what));
        };
        if (other.places != first.places) {
            differs(fmt::format("has other places than {}", first.name));
            continue;
        }
        if (other.start != first.start)
            differs(fmt::format("is of a run from {} on, {} of one from {} on", other.start, first.name, first.start));
        if (other.scale != first.scale)
            differs(fmt::format("has scale {}, {} has {}", other.scale, first.name, first.scale));
        for (const auto& [table, hash] : other.tables)
            if (const auto same = first.tables.find(table); same != first.tables.end() && same->second != hash)
                differs(fmt::format("was made from another {} than {}", table, first.name));
    }
}

MonthRange months_of_all(const std::vector<Common>& all, Problems& problems) {
    Month from = all.front().months.first();
    Month to = all.front().months.last();
    for (const Common& other : all) {
        from = std::max(from, other.months.first());
        to = std::min(to, other.months.last());
    }
    if (from > to)
        for (const Common& other : all)
            problems.add({other.name}, fmt::format("has the months from {} to {}: there is no month that all have",
                                                   to_string(other.months.first()), to_string(other.months.last())));
    return {from, to};
}

/// The seeds, which must be the same for every finished contender.
std::set<std::int64_t> seeds_of(const std::vector<Contender>& contenders, Problems& problems) {
    std::set<std::int64_t> all;
    for (const Contender& contender : contenders)
        for (const FinishedRun& run : contender.runs) all.insert(run.seed());
    for (const Contender& contender : contenders) {
        if (contender.model) continue;
        std::set<std::int64_t> missing = all;
        std::map<std::int64_t, std::string> seen;
        for (const FinishedRun& run : contender.runs) {
            missing.erase(run.seed());
            if (const auto [before, is_new] = seen.emplace(run.seed(), run.name()); !is_new)
                problems.add({run.name()},
                             fmt::format("is the same scenario with the same seed {} as {}: leave one out", run.seed(),
                                         before->second));
        }
        if (!missing.empty())
            problems.add({contender.name}, fmt::format("seed {} is missing, which others have: run it with --seed, or "
                                                       "leave the others' out",
                                                       fmt::join(missing, ", ")));
    }
    return all;
}

/// Runs a scenario from its start and records the months that are compared.
RunRecord run_and_record(Model model, std::int64_t seed, MonthRange months, const Machine& machine) {
    model.settings.seed = seed;
    RunRecord record{OutcomeRecord(*model.geography, months, model.settings.scale), {}};
    World world = make_world(model, machine);
    for (const Month month : MonthRange(model.settings.start, months.last())) {
        const Stocks before = world.published.stocks;
        advance(model, month, world, machine);
        check_balances(world, before);
        if (month < months.first()) continue;
        record.outcomes.record(world);
        record.digests.push_back(world.published.digest);
    }
    return record;
}

RunRecord record_of(const Contender& contender, std::int64_t seed, MonthRange months, const Machine& machine) {
    if (contender.model) return run_and_record(*contender.model, seed, months, machine);
    return std::ranges::find(contender.runs, seed, &FinishedRun::seed)->record(months);
}

/// The first month in which anything differs; the month after the last if nothing does.
Month first_difference(const RunRecord& base, const RunRecord& variant, MonthRange months) {
    const auto differs = std::ranges::mismatch(base.digests, variant.digests).in1 - base.digests.begin();
    return months.first() + static_cast<int>(differs);
}

std::string title_of(const Contender& contender) {
    return contender.model ? contender.model->settings.title : contender.runs.front().title();
}

}  // namespace

void add_run(std::vector<Contender>& contenders, FinishedRun run) {
    for (Contender& known : contenders)
        if (!known.runs.empty() && known.runs.front().scenario() == run.scenario()) {
            known.runs.push_back(std::move(run));
            return;
        }
    const std::string name = run.name();
    contenders.push_back({name, std::nullopt, {}});
    contenders.back().runs.push_back(std::move(run));
}

Comparison compare_finished(const std::vector<Contender>& contenders, const Machine& machine,
                            const std::function<void(const std::string&)>& progress) {
    Problems problems;
    const std::vector<Common> all = all_common(contenders);
    check(all, problems);
    const MonthRange months = months_of_all(all, problems);
    const std::set<std::int64_t> seeds = seeds_of(contenders, problems);
    problems.throw_if_any();

    const Contender& base = contenders.front();
    const Geography& geography = base.model ? *base.model->geography : base.runs.front().geography();
    Comparison result =
        begin_comparison(geography, months, all.front().scale, *seeds.begin(), static_cast<int>(seeds.size()));
    result.base = base.name;
    result.base_title = title_of(base);
    result.notes.emplace_back(
        "A trajectory holds figures and no households: who moved because of it and at what price a head is left out. "
        "Compare the scenarios themselves for that.");
    for (const Contender& one : contenders)
        if (one.model) add_notes(result.notes, one.name, *one.model);
    std::vector<Collected> collected(contenders.size());
    std::vector<Month> forks(contenders.size(), months.last() + 1);
    int pair = 0;
    for (const std::int64_t seed : seeds) {
        progress(fmt::format("pair {} of {}, seed {}", ++pair, seeds.size(), seed));
        const RunRecord of_base = record_of(base, seed, months, machine);
        for (std::size_t one = 1; one < contenders.size(); ++one) {
            const RunRecord variant = record_of(contenders[one], seed, months, machine);
            collect(collected[one], of_base.outcomes, variant.outcomes);
            forks[one] = std::min(forks[one], first_difference(of_base, variant, months));
        }
    }
    for (std::size_t one = 1; one < contenders.size(); ++one)
        add_variant(result, contenders[one].name, title_of(contenders[one]), forks[one], collected[one]);
    return result;
}

}  // namespace qonys
