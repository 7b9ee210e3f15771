#include "process/legal_status.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/joined.hpp"
#include "random/candidates.hpp"
#include "world/bookkeeper.hpp"

namespace qonys {
namespace {

constexpr MonthIndex not_yet = std::numeric_limits<MonthIndex>::max();

/// Stations of the way to citizenship, for residents.
int station(LegalStatus status) {
    switch (status) {
        case LegalStatus::citizen:
            return 4;
        case LegalStatus::permanent_resident:
            return 3;
        case LegalStatus::kandas:
            return 2;
        case LegalStatus::kandas_applicant:
            return 1;
        default:
            return 0;
    }
}

/// Whether a procedure of this kind is about somebody of this status.
bool concerns(ProcedureKind kind, LegalStatus status) {
    if (kind == ProcedureKind::documentation) return status == LegalStatus::stateless;
    return status != LegalStatus::citizen && status != LegalStatus::stateless;
}

bool has_member_of(const Block& block, Row household, auto&& which) {
    bool found = false;
    block.for_each_member(household, [&](Row member) { found = found || which(block.persons[member].status); });
    return found;
}

MonthIndex later(Month month, std::int64_t months) {
    return static_cast<MonthIndex>(month.index() + static_cast<int>(months));
}

/// Whether a family asks for status, residence and citizenship at once where that is possible: always the same of one
/// procedure, whose ticket says who is served first and is therefore mixed.
bool applies_jointly(const Procedure& procedure, const Levers& levers) {
    const std::uint32_t mixed = procedure.ticket * 0x9E37'79B1U;
    return mixed * 0x1p-32 < levers.border.joint_share;
}

/// Months until something of a monthly hazard happens: geometric, by inversion.
std::int64_t months_until(double hazard, double uniform) {
    if (hazard >= 1) return 0;
    // Nobody waits longer than the horizon.
    return static_cast<std::int64_t>(std::min(std::log(uniform) / std::log1p(-hazard), 2400.0));
}

}  // namespace

void declare(Fields& fields, LegalStatusParameters& p) {
    static constexpr std::string_view sequence =
        "60 + 30 + 90 days in sequence before 2021 (kandas.csv, citizenship_stage)";
    const auto months = [&](std::int64_t& value, std::string_view name, std::string_view meaning,
                            std::string_view source) {
        fields.field(value,
                     {.name = name, .unit = "months", .meaning = meaning, .source = source, .least = 0, .most = 120});
    };
    months(p.status_months, "status_months", "from the application to the status of kandas", sequence);
    months(p.residence_months, "residence_months", "from there to permanent residence", sequence);
    months(p.citizenship_months, "citizenship_months", "from there to citizenship", sequence);
    fields.field(p.decisions_per_month, {.name = "decisions_per_month",
                                         .unit = "families per month",
                                         .meaning = "what the country's offices can decide; the default is more than "
                                                    "anybody asks for",
                                         .source = "assumed",
                                         .least = 0,
                                         .most = 1e9});
    fields.field(p.residence_years, {.name = "residence_years",
                                     .unit = "years",
                                     .meaning = "after which a permanent resident may become a citizen",
                                     .source = "Law on Citizenship of 1991, article 16 (recalled)",
                                     .least = 0,
                                     .most = 50});
    fields.field(p.naturalisation, {.name = "naturalisation",
                                    .unit = "per month",
                                    .meaning = "hazard of becoming one then",
                                    .source = "assumed",
                                    .least = 1e-6,
                                    .most = 1});
    fields.field(p.stateless_per_million,
                 {.name = "stateless_per_million",
                  .unit = "persons",
                  .meaning = "residents without papers at the start, whole families",
                  .source = "assumed: 8,000 in the country, after 4,969 documented in 2021 and 6,876 stateless in 2016 "
                            "(stranded_refugees_relokants.csv)",
                  .least = 0,
                  .most = 1e6});
    fields.field(p.documentation, {.name = "documentation",
                                   .unit = "per month",
                                   .meaning = "hazard that a family without papers gets some",
                                   .source = "assumed",
                                   .least = 0,
                                   .most = 1});
    fields.field(p.documented_citizens,
                 {.name = "documented_citizens",
                  .unit = "share",
                  .meaning = "of those who become citizens by it; the others become permanent residents",
                  .source = "3,357 of 4,969 documented in 2021 (stranded_refugees_relokants.csv)",
                  .least = 0,
                  .most = 1});
}

void LegalProcedures::take_papers(Month start, World& world, Seed seed, const Machine& machine) const {
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t) {
        Block& block = world.blocks[b];
        // Addressed by the month before, since the first month's draws have addresses of their own.
        for_each_candidate(Stream(seed, Purpose::procedure, start + (-1), block.id), block.household_rows(),
                           parameters_.stateless_per_million / 1e6, [&](std::uint32_t row, double) {
                               if (block.households[row].size == 0) return;
                               block.for_each_member(static_cast<Row>(row), [&](Row member) {
                                   block.persons[member].status = LegalStatus::stateless;
                               });
                               block.file_procedure(static_cast<Row>(row), start);
                           });
    });
}

void LegalProcedures::open(Procedure& procedure, const Block& block, Month month, const Levers& levers,
                           Stream stream) const {
    const Row household = procedure.household;
    procedure.ticket = stream.word();
    const double uniform = stream.uniform();
    if (has_member_of(block, household, [](LegalStatus status) {
            return status == LegalStatus::kandas_applicant || status == LegalStatus::kandas;
        })) {
        const bool joint = applies_jointly(procedure, levers);
        procedure.kind = ProcedureKind::kandas;
        procedure.grants = joint ? LegalStatus::citizen : LegalStatus::kandas;
        procedure.due = later(month, joint ? levers.border.joint_procedure_months : parameters_.status_months);
    } else if (has_member_of(block, household,
                             [](LegalStatus status) { return status == LegalStatus::permanent_resident; })) {
        procedure.kind = ProcedureKind::naturalisation;
        procedure.grants = LegalStatus::citizen;
        procedure.due =
            later(month, 12 * parameters_.residence_years + months_until(parameters_.naturalisation, uniform));
    } else {
        procedure.kind = ProcedureKind::documentation;
        procedure.grants =
            uniform < parameters_.documented_citizens ? LegalStatus::citizen : LegalStatus::permanent_resident;
        procedure.due = not_yet;
    }
}

bool LegalProcedures::goes_on(Procedure& procedure, const Block& block, Month month, const Levers& levers,
                              Seed seed) const {
    const Row household = procedure.household;
    Stream stream(seed, Purpose::procedure, month, block.id, household);
    if (procedure.kind == ProcedureKind::filed) {
        if (!has_member_of(block, household, [](LegalStatus status) { return status != LegalStatus::citizen; }))
            return false;
        open(procedure, block, month, levers, stream);
    }
    if (procedure.kind == ProcedureKind::documentation && procedure.due == not_yet &&
        stream.uniform() < parameters_.documentation * levers.border.documentation)
        procedure.due = static_cast<MonthIndex>(month.index());
    if (procedure.due > month.index()) return true;
    if (has_member_of(block, household, [&](LegalStatus status) { return concerns(procedure.kind, status); }))
        return true;
    // Nobody waits for this any more; somebody who joined the family may wait for something else.
    procedure.kind = ProcedureKind::filed;
    return true;
}

std::vector<LegalProcedures::Case> LegalProcedures::due_cases(const Geography& geography, Block& block,
                                                              std::uint32_t number, Month month, const Levers& levers,
                                                              Seed seed) const {
    std::vector<Procedure>& procedures = block.procedures;
    std::vector<Case> cases;
    std::size_t kept = 0;
    for (std::size_t k = 0; k < procedures.size(); ++k) {
        Procedure procedure = procedures[k];
        if (!goes_on(procedure, block, month, levers, seed)) continue;
        // Of a family that has left the country nothing is decided until it comes back.
        if (procedure.kind != ProcedureKind::filed && procedure.due <= month.index() &&
            !geography.abroad(block.households[procedure.household].place))
            cases.push_back(
                {procedure.due, procedure.ticket, number, procedure.household, static_cast<std::uint16_t>(kept)});
        procedures[kept++] = procedure;
    }
    procedures.resize(kept);
    return cases;
}

void LegalProcedures::decide(Procedure& procedure, Bookkeeper& books, const Block& block, Month month,
                             const Levers& levers) const {
    const PlaceId place = block.households[procedure.household].place;
    block.for_each_member(procedure.household, [&](Row member) {
        const LegalStatus status = block.persons[member].status;
        if (!concerns(procedure.kind, status) || station(status) >= station(procedure.grants)) return;
        books.set_status_of_person(member, procedure.grants);
        if (procedure.grants == LegalStatus::citizen) ++books.ledger().naturalised[index(place)];
    });
    if (procedure.grants == LegalStatus::citizen || procedure.kind != ProcedureKind::kandas) {
        // The last stage. Next month it ends, unless somebody in the family waits for something else.
        procedure.kind = ProcedureKind::filed;
    } else if (applies_jointly(procedure, levers)) {
        procedure.grants = LegalStatus::citizen;
        procedure.due = later(month, levers.border.joint_procedure_months);
    } else if (procedure.grants == LegalStatus::kandas) {
        procedure.grants = LegalStatus::permanent_resident;
        procedure.due = later(month, parameters_.residence_months);
    } else {
        procedure.grants = LegalStatus::citizen;
        procedure.due = later(month, parameters_.citizenship_months);
    }
}

BlockWork LegalProcedures::list(Month month, const Levers& levers, World& world, Seed seed, Cases& cases) const {
    cases.resize(world.blocks.size());
    return [this, month, seed, &levers, &world, &cases](std::size_t b, std::size_t) {
        cases[b] = due_cases(*world.geography, world.blocks[b], static_cast<std::uint32_t>(b), month, levers, seed);
    };
}

void LegalProcedures::queue(const Levers& levers, World& world, Cases& cases) const {
    std::int64_t all = 0;
    for (const std::vector<Case>& here : cases) all += std::ssize(here);
    all = world.ranks->sum(all);
    const double capacity = std::floor(parameters_.decisions_per_month * scale_ * levers.border.capacity);
    if (static_cast<double>(all) <= capacity) return;
    std::vector<Case> queue = world.ranks->gather(joined(cases));
    std::ranges::sort(queue);
    for (std::vector<Case>& here : cases) here.clear();
    const auto decided = static_cast<std::size_t>(capacity);
    for (std::size_t k = 0; k < queue.size(); ++k) {
        if (!world.owns(queue[k].block)) continue;
        if (k < decided) {
            cases[queue[k].block].push_back(queue[k]);
            continue;
        }
        const Household& waiting = world.blocks[queue[k].block].households[queue[k].household];
        ++world.ledgers.front().waiting[index(waiting.place)];
    }
}

BlockWork LegalProcedures::decide(Month month, const Levers& levers, World& world, const Cases& cases) const {
    return [this, month, &levers, &world, &cases](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        Bookkeeper books(world, block, world.ledgers[thread]);
        for (const Case& due : cases[b]) decide(block.procedures[due.at], books, block, month, levers);
    };
}

}  // namespace qonys
