#include "model/model.hpp"

#include <fmt/format.h>

#include "model/contradictions.hpp"
#include "process/accounting.hpp"
#include "process/cash_support.hpp"
#include "process/control_posts.hpp"
#include "process/programmes.hpp"
#include "process/settlement.hpp"
#include "world/block_check.hpp"
#include "world/networks.hpp"
#include "world/savings.hpp"

namespace qonys {

namespace {

/// Debug builds look at the block after every process.
BlockWork checked(BlockWork work, [[maybe_unused]] const World& world) {
#ifdef NDEBUG
    return work;
#else
    return [work = std::move(work), &world](std::size_t b, std::size_t thread) {
        work(b, thread);
        check_block(world.blocks[b]);
    };
#endif
}

/// The horizon: projections of Kazakhstan's population, and the sense of ours, end there.
constexpr Month last_month{2050, 12};

}  // namespace

void declare(Fields& fields, RunSettings& s) {
    fields.field(s.title, {.name = "title", .unit = "", .meaning = "what the scenario asks, in a line", .source = ""});
    fields.field(s.geography, {.name = "geography",
                               .unit = "",
                               .meaning = "folder of the data tables",
                               .source = "relative to the file that names it"});
    fields.field(s.start, {.name = "start", .unit = "", .meaning = "first simulated month", .source = ""});
    fields.field(s.end, {.name = "end", .unit = "", .meaning = "last simulated month", .source = ""});
    fields.field(s.scale, {.name = "scale",
                           .unit = "agents per real household",
                           .meaning = "size of the synthetic population; 1 is every household",
                           .source = "",
                           .least = 1e-4,
                           .most = 1});
    fields.field(
        s.seed,
        {.name = "seed", .unit = "", .meaning = "key of all random numbers", .source = "", .least = 0, .most = 9e15});
    fields.field(s.years_put_aside,
                 {.name = "years_put_aside",
                  .unit = "years",
                  .meaning = "whose observed levels of moves, arrivals and entries are not used but lie between their "
                             "neighbours, so that policies and shocks must explain them",
                  .source = author,
                  .least = 1900,
                  .most = 2200});
    fields.field(s.levels, {.name = "levels",
                            .unit = "",
                            .meaning = "levels at which policies and shocks act; others are switched off",
                            .source = ""});
}

void advance(const Model& model, Month month, World& world, const Machine& machine) {
    Levers levers;  // what governments do this month
    for (const NamedPolicy& named : model.policies)
        if (named.acts) named.policy->pull(month, world.published, levers);
    world.purse.left = levers.money_left;
    const Seed seed = model.seed();
    // A block goes through several processes at a time; what needs all blocks, or is scarce, is settled in between.
    const auto in_each_block = [&](auto... works) {
        for_each_block(machine, world.blocks.size(), checked(std::move(works), world)...);
    };
    model.census.recount(month, world, seed, machine);                       // who was never on the books, once
    model.schooling.begin_school_year(month, levers, world, seed, machine);  // who studies, and where

    Arrivals::Newcomers newcomers;
    LabourMarket::Hires hires;
    LegalProcedures::Cases cases;
    in_each_block(
        model.demography.age(month, world, seed, machine),                              // who is born, who dies
        model.families.change(month, world, seed),                                      // who pairs, parts, leaves home
        model.arrivals.admit(month, levers, world, seed, newcomers),                    // who comes to stay
        model.labour_market.look_for_work(month, levers, world, seed, machine, hires),  // who finds and loses work
        model.housing_market.clear(month, world, seed),                                 // who buys the dwelling
        model.legal_status.list(month, levers, world, seed, cases));                    // who waits for papers
    model.arrivals.help(month, levers, newcomers, world);
    model.labour_market.settle(hires, world);
    model.travellers.pass(month, levers, world, seed);           // who is abroad, or passes through
    model.sojourners.pass(month, levers, world, seed, machine);  // who comes for a time
    model.legal_status.queue(levers, world, cases);

    SupportClaims claims;
    GrantWishes grants;
    in_each_block(LabourMarket::start_work(world, hires),
                  claim_support(month, levers, world, claims),          // who gets money as things are
                  ask_for_grants(month, levers, world, seed, grants));  // whom programmes look after
    grant_support(month, levers, world, seed, claims);
    grant(levers, grants, world);

    Proposals& wishes = world.wishes;
    in_each_block(model.legal_status.decide(month, levers, world, cases),                // who may stay for good
                  pay_support(levers, world, claims),                                    // who is paid
                  model.migration.propose(month, levers, world, seed, machine, wishes),  // who wants to go, where
                  stop_at_control_posts(month, levers, wishes, world, seed),             // who cannot
                  move_unassisted(month, levers, wishes, world),                         // who goes without help
                  model.migration.set_alarms(month + 1, world, seed));                   // when those are asked again
    world.refused = world.ranks->gather(settle(levers, world.purse, wishes, *world.geography, *world.ranks));
    close_month(month, levers, wishes, world, machine);  // who goes with help; count, publish
    for (auto& of_block : wishes) of_block.clear();
    model.migration.remember(world);                     // who knows whom where
    model.labour_market.reprice(world, levers.places);   // what work earns
    model.housing_market.reprice(world, levers.places);  // what living costs
    append_savings(world.published.economy);             // what is left
}

World make_world(const Model& model, const Machine& machine) {
    World world;
    world.geography = model.geography.get();
    world.ranks = machine.ranks;
    const auto persons = integerise(model.fitted, model.marginals, model.settings.scale);
    world.blocks = synthesise(*model.geography, model.marginals, persons, model.history, model.career_start,
                              model.settings.months(), model.seed(), machine);
    model.sojourners.settle(model.settings.start, world, model.seed(), machine);
    model.legal_status.take_papers(model.settings.start, world, model.seed(), machine);
    open_books(world, model.policies.size(), model.settings.start, model.settings.end, machine);
    model.labour_market.open(world);
    world.wage_at_start = world.published.economy.wage;
    model.housing_market.open(world);
    model.travellers.open(world);
    start_savings(world, model.labour_market.parameters().savings_at_start, model.seed(), machine);
    world.published.network = model.migration.network_at_start();
    model.demography.scale_births(model.settings.start, world, machine);
    for_each_block(machine, world.blocks.size(), model.migration.set_alarms(model.settings.start, world, model.seed()));
    return world;
}

Model make_model(const std::filesystem::path& scenario, const std::vector<std::string>& overrides) {
    Problems problems;
    Model model;
    Document document = Document::load(scenario, overrides, problems);
    if (!document.complete()) problems.throw_if_any();

    const Section run = document.section("run");
    read_section(run, model.settings, problems);
    MigrationParameters migration;
    read_section(document, "migration", migration, problems);
    LabourMarketParameters labour_market;
    read_section(document, "labour_market", labour_market, problems);
    HousingMarketParameters housing_market;
    read_section(document, "housing_market", housing_market, problems);
    read_section(document, "population", model.career_start.parameters, problems);
    CensusParameters census;
    read_section(document, "census", census, problems);
    FamilyParameters families;
    read_section(document, "families", families, problems);
    SchoolingParameters schooling;
    read_section(document, "schooling", schooling, problems);
    ArrivalsParameters arrivals;
    read_section(document, "arrivals", arrivals, problems);
    SojournersParameters sojourners;
    read_section(document, "sojourners", sojourners, problems);
    TravellersParameters travellers;
    read_section(document, "travellers", travellers, problems);
    LegalStatusParameters legal_status;
    read_section(document, "legal_status", legal_status, problems);
    arrivals.years_put_aside = sojourners.years_put_aside = model.settings.years_put_aside;
    if (model.settings.end < model.settings.start)
        problems.add(run.where("end"), fmt::format("run.end = {} lies before run.start = {}",
                                                   to_string(model.settings.end), to_string(model.settings.start)));

    if (model.settings.end > last_month)
        problems.add(run.where("end"),
                     fmt::format("run.end = {} (must be {} or earlier: nothing is known of later years)",
                                 to_string(model.settings.end), to_string(last_month)));

    model.geography_folder = run.resolve("geography", model.settings.geography);
    if (!std::filesystem::is_directory(model.geography_folder)) {
        problems.add(run.where("geography"), fmt::format("run.geography = \"{}\": there is no folder {}",
                                                         model.settings.geography, model.geography_folder.string()));
        problems.throw_if_any();
    }
    // Each part reads its own tables and goes on as far as their problems allow, so that all are reported at once.
    TableFolder folder(model.geography_folder);
    const auto geography = std::make_shared<const Geography>(read_geography(folder, problems));
    model.geography = geography;
    const Month start = model.settings.start;
    model.registered = std::make_shared<const RegisteredPopulation>(folder, *geography, problems);
    model.marginals = read_marginals(folder, *geography, *model.registered, start, problems);
    const Matrix<double> networks = read_networks(folder, *geography, start, problems);
    model.prices = std::make_shared<const Prices>(folder, problems);
    const ExternalFlows external = read_external_flows(folder, *geography, problems);
    MigrationEffects effects = read_migration_effects(folder, *geography, problems);
    put_aside(effects, model.settings.years_put_aside);
    model.migration = Migration(folder, *geography, migration, std::move(effects), networks, model.settings.scale,
                                model.settings.months(), problems);
    model.arrivals = Arrivals(folder, *geography, *model.registered, external.immigration.ethnicity, arrivals,
                              model.settings.scale, model.settings.months(), problems);
    model.sojourners = Sojourners(folder, *geography, *model.registered, sojourners, model.settings.scale,
                                  model.settings.months(), problems);
    model.travellers = Travellers(travellers, model.settings.scale);
    model.legal_status = LegalProcedures(legal_status, model.settings.scale);
    model.career_start.tables = read_labour_tables(folder, *geography, problems);
    model.labour_market = LabourMarket(folder, *geography, labour_market, model.career_start.tables, problems);
    model.housing_market = HousingMarket(folder, *geography, housing_market, problems);
    for (const std::string& level : model.settings.levels) check_level(level, run, "levels", problems);
    Problems warnings;
    model.policies = make_policies(
        document, {*geography, *model.prices, model.settings.scale, model.settings.months(), model.settings.levels},
        problems, warnings);
    model.warnings = warnings.found();
    model.fitted = problems.empty() ? fit_population(*geography, model.marginals)
                                    : PopulationTable<double>(geography->domestic_places);
    const Matrix<double> ages = regional_ages(*geography, model.fitted);
    model.history = migration_history(folder, *geography, model.marginals, *model.registered, networks, ages,
                                      model.migration.mobility(), problems);
    const CensusBreak census_break = read_census_break(folder, *geography, problems);
    model.census = Census(census, census_break, model.settings.scale);
    model.demography =
        Demography(folder, *geography, {*model.registered, census_break, model.migration.mobility().by_age}, ages,
                   start, model.settings.end, problems);
    model.families = Families(folder, families, problems);
    model.schooling = Schooling(folder, *geography, schooling, problems);
    document.report_unread(problems);
    problems.throw_if_any();

    model.scenario_files = document.files();
    model.effective_values = document.effective_values();
    model.tables = folder.read();
    for (std::string& sentence : contradictions(model))
        model.warnings.push_back({{model.scenario_files.front().path}, std::move(sentence)});
    return model;
}

std::string effective_scenario(const Model& model) {
    std::string text;
    std::string section;
    for (const EffectiveValue& value : model.effective_values) {
        if (value.section != section) {
            section = value.section;
            if (section.starts_with("policy."))
                text += fmt::format("\n[[policy]]\nname = \"{}\"\n", section.substr(7));
            else
                text += fmt::format("\n[{}]\n", section);
            for (const NamedPolicy& policy : model.policies)
                if (section == "policy." + policy.name) text += fmt::format("kind = \"{}\"\n", policy.kind);
        }
        text += fmt::format("{} = {}\n", value.name, value.value);
    }
    return text;
}

RunInfo run_info(const Model& model, const Machine& machine, const std::string& command_line) {
    RunInfo info{.title = model.settings.title,
                 .first = model.settings.start,
                 .last = model.settings.end,
                 .scale = model.settings.scale,
                 .seed = model.seed(),
                 .threads = machine.threads,
                 .policies = {},
                 .files = {},
                 .effective_scenario = effective_scenario(model),
                 .command_line = command_line};
    for (const NamedPolicy& policy : model.policies) info.policies.push_back({policy.name, policy.kind, policy.level});
    for (const SourceFile& file : model.scenario_files) info.files.push_back({file.path, file.sha256, file.text, ""});
    std::map<std::string, std::string> sources = table_sources(model.geography_folder);
    for (const auto& table : model.tables)
        info.files.push_back({model.settings.geography + "/" + table.name, table.sha256, "", sources[table.name]});
    return info;
}

}  // namespace qonys
