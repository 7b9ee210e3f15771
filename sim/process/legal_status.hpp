#pragma once

#include <array>
#include <vector>

#include "config/fields.hpp"
#include "random/stream.hpp"
#include "world/levers.hpp"
#include "world/world.hpp"

namespace qonys {

class Bookkeeper;

/// The `[legal_status]` section of a scenario.
struct LegalStatusParameters {
    std::int64_t status_months = 2;
    std::int64_t residence_months = 1;
    std::int64_t citizenship_months = 3;
    double decisions_per_month = 1e9;
    std::int64_t residence_years = 5;
    double naturalisation = 0.01;
    double stateless_per_million = 430;
    double documentation = 0.02;
    double documented_citizens = 0.676;
};
void declare(Fields& fields, LegalStatusParameters& parameters);

/// How residents become citizens: queues of families, a month's decisions limited by what offices can do
/// (docs/model/legal_status.md).
class LegalProcedures {
public:
    LegalProcedures() = default;
    LegalProcedures(const LegalStatusParameters& parameters, double scale) : parameters_(parameters), scale_(scale) {}

    /// Gives some families of the synthetic population no papers, and an application for some. Before the books are
    /// opened.
    void take_papers(Month start, World& world, Seed seed, const Machine& machine) const;

    /// A decision that is due: `at` is the procedure's position in its block.
    struct Case {
        MonthIndex due = 0;
        std::uint32_t ticket = 0;
        std::uint32_t block = 0;
        Row household = 0;
        std::uint16_t at = 0;
        auto operator<=>(const Case&) const = default;
    };
    using Cases = std::vector<std::vector<Case>>;  ///< [block]

    /// Opens what was filed this month, and lists what is due. A procedure ends when nobody in the household waits for
    /// it any more, and rests while the family lives abroad.
    BlockWork list(Month month, const Levers& levers, World& world, Seed seed, Cases& cases) const;
    /// Leaves of the cases as many as the offices can decide this month, the oldest. Serial.
    void queue(const Levers& levers, World& world, Cases& cases) const;
    /// Decides them.
    BlockWork decide(Month month, const Levers& levers, World& world, const Cases& cases) const;

private:
    /// Opens what was filed, draws who finds papers this month, and returns what is due. Drops what nobody waits for.
    std::vector<Case> due_cases(const Geography& geography, Block& block, std::uint32_t number, Month month,
                                const Levers& levers, Seed seed) const;
    /// Whether the procedure goes on.
    bool goes_on(Procedure& procedure, const Block& block, Month month, const Levers& levers, Seed seed) const;
    void open(Procedure& procedure, const Block& block, Month month, const Levers& levers, Stream stream) const;
    void decide(Procedure& procedure, Bookkeeper& books, const Block& block, Month month, const Levers& levers) const;

    LegalStatusParameters parameters_;
    double scale_ = 1;
};

}  // namespace qonys
