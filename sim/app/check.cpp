#include <fmt/format.h>
#include <boost/json.hpp>

#include "analysis/text_table.hpp"
#include "app/command.hpp"
#include "app/scenario_options.hpp"

namespace qonys::app {
namespace {

namespace json = boost::json;
using enum TextTable::Align;

struct CheckOptions {
    ScenarioOptions scenario;
    bool json = false;
};

constexpr const char* check_footer =
    "Every mistake is reported with its file, line and column, all of them at once (exit status 2). Without any, the\n"
    "values in effect are printed, with who said them: the default, a line of a file or --set.\n"
    "Example:\n"
    "  qonys check scenarios/enbek.toml --set run.scale=0.1";

std::string headline(const Model& model, const std::string& file) {
    return fmt::format("{}: no mistakes; {} months from {} to {}, {} regions, {} policies\n", file,
                       model.settings.months().size(), to_string(model.settings.start), to_string(model.settings.end),
                       model.geography->domestic_regions, model.policies.size());
}

std::string heading(const Model& model, const std::string& section) {
    for (const NamedPolicy& policy : model.policies)
        if (section == "policy." + policy.name) return fmt::format("\n[[policy]] {} ({})\n", policy.name, policy.kind);
    return fmt::format("\n[{}]\n", section);
}

std::string values_of(const Model& model) {
    constexpr std::size_t widest_value = 32;
    std::string text;
    const auto& values = model.effective_values;
    // All sections in one table, so that columns stand under each other everywhere; cut into sections afterwards.
    TextTable table({{"", left}, {"", left, widest_value}, {"", left}, {"", left}, {"", left}});
    for (const EffectiveValue& value : values)
        table.add({value.name, "= " + value.value, value.unit.empty() ? "-" : value.unit, value.origin, value.source});
    const std::string lines = table.text();
    std::size_t at = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i == 0 || values[i].section != values[i - 1].section) text += heading(model, values[i].section);
        const std::size_t end = lines.find('\n', at) + 1;
        text += lines.substr(at, end - at);
        at = end;
    }
    return text;
}

std::string tables_of(const Model& model) {
    TextTable table({{"", left}, {"", left}});
    for (const auto& read : model.tables) table.add({read.name, read.sha256.substr(0, 12)});
    return fmt::format("\nTables of {}, with the beginning of their SHA-256\n{}", model.geography_folder.string(),
                       table.text());
}

std::string as_json(const Model& model, const std::string& file) {
    json::array values;
    for (const EffectiveValue& value : model.effective_values)
        values.push_back(json::object{{"section", value.section},
                                      {"name", value.name},
                                      {"value", value.value},
                                      {"unit", value.unit},
                                      {"origin", value.origin},
                                      {"source", value.source}});
    json::array tables;
    for (const auto& read : model.tables) tables.push_back(json::object{{"name", read.name}, {"sha256", read.sha256}});
    json::array files;
    for (const SourceFile& source : model.scenario_files)
        files.push_back(json::object{{"path", source.path}, {"sha256", source.sha256}});
    return json::serialize(json::object{{"scenario", file},
                                        {"files", files},
                                        {"first_month", to_string(model.settings.start)},
                                        {"last_month", to_string(model.settings.end)},
                                        {"geography", model.geography_folder.string()},
                                        {"values", values},
                                        {"tables", tables}});
}

ExitCode check(const CheckOptions& options) {
    const Model model = read_scenario(options.scenario).model;
    tell_warnings(model);
    const std::string& file = options.scenario.scenario;
    print(options.json ? as_json(model, file) + '\n' : headline(model, file) + values_of(model) + tables_of(model));
    return ExitCode::done;
}

}  // namespace

void add_check(CLI::App& program, Action& chosen) {
    CLI::App* const command =
        program.add_subcommand("check", "Find every mistake of a scenario, or show its values and where they are from")
            ->footer(check_footer);
    const auto options = std::make_shared<CheckOptions>();
    options->scenario.add_to(*command);
    command->add_flag("--json", options->json, "JSON instead of text");
    command->callback([options, &chosen] { chosen = [options] { return check(*options); }; });
}

}  // namespace qonys::app
