#include "policy/quarantine.hpp"

#include <algorithm>

#include "config/number_fields.hpp"
#include "policy/spells.hpp"
#include "policy/words.hpp"

namespace qonys {
namespace {

struct Zone {
    std::vector<Spell> spells;
    double severity = 1;
};

class Quarantine final : public Policy {
public:
    Quarantine(QuarantineParameters parameters, std::vector<Zone> zones, std::vector<Spell> suspended, Closure exempt,
               const PolicyContext& context)
        : Policy(parameters.frame, context),
          parameters_(std::move(parameters)),
          zones_(std::move(zones)),
          suspended_(std::move(suspended)),
          exempt_(std::move(exempt)) {}

    void pull(Month month, const Published&, Levers& levers) const override {
        const double acts = share(month);
        if (acts == 0) return;
        close(month, acts, levers);
        suspend_services(month, acts, levers);
    }

private:
    void close(Month month, double acts, Levers& levers) const {
        const std::size_t regions = geography().domestic_regions;
        Closure closure = exempt_;
        closure.severity.assign(regions, 0);
        closure.corridor = Matrix<double>(regions, regions);
        double most = 0;
        for (const Zone& zone : zones_) {
            const std::vector<double> shares = shares_of_regions(zone.spells, month, geography());
            for (std::size_t r = 0; r < regions; ++r)
                closure.severity[r] = std::max(closure.severity[r], acts * zone.severity * shares[r]);
            for (const Spell& spell : zone.spells) {
                if (!spell.corridor) continue;
                const double closed = acts * zone.severity * spell.window.share(month);
                const std::size_t one = index(spell.regions[0]);
                const std::size_t other = index(spell.regions[1]);
                closure.corridor(one, other) = std::max(closure.corridor(one, other), closed);
                closure.corridor(other, one) = closure.corridor(one, other);
                most = std::max(most, closed);
            }
        }
        most = std::max(most, *std::ranges::max_element(closure.severity));
        if (most == 0) return;
        for (std::size_t r = 0; r < regions; ++r)
            for (const PlaceId place : geography().regions[r].places) stop_work(place, closure.severity[r], levers);
        levers.movement.closures.push_back(std::move(closure));
    }

    void stop_work(PlaceId place, double severity, Levers& levers) const {
        const QuarantineParameters& p = parameters_;
        if (severity == 0) return;
        levers.movement.job_loss.add({number(), {}}, place, severity * p.job_loss);
        levers.movement.hiring.multiply(place, 1 - severity * p.hiring_stop);
        levers.movement.shifts.multiply(place, 1 - severity * p.shifts_cut);
        levers.movement.sent_home.add_chance(place, severity * p.sent_home);
        levers.study.distance.add_chance(place, severity * p.online_study);
    }

    void suspend_services(Month month, double acts, Levers& levers) const {
        double closed = 0;
        for (const Spell& spell : suspended_) closed = std::max(closed, acts * spell.window.share(month));
        if (closed == 0) return;
        levers.movement.registration *= 1 - closed * (1 - parameters_.services_leakage);
        levers.border.capacity *= 1 - closed;
    }

    QuarantineParameters parameters_;
    std::vector<Zone> zones_;
    std::vector<Spell> suspended_;
    Closure exempt_;  ///< leakage and exemptions
};

}  // namespace

void declare(Fields& fields, QuarantineParameters& p) {
    static constexpr std::string_view assumed = "assumed";
    declare(fields, p.frame);
    const auto list = [&](std::vector<std::string>& value, std::string_view name, std::string_view meaning,
                          std::string_view source) {
        fields.field(value, {.name = name, .unit = "", .meaning = meaning, .source = source});
    };
    const auto number = number_fields(fields);
    list(
        p.closed, "closed",
        "regions, or corridors between two, that are closed, and when: \"AST 2020-03-19..2020-05-11\", \"AST-ALA ...\" "
        "or \"all ...\"",
        author);
    list(p.red, "red", "red zones, written like that", author);
    list(p.yellow, "yellow", "yellow zones, written like that; whatever is in no list is green", author);
    number(p.red_severity, "red_severity", "share", "how tightly a red zone is closed, beside a closed region", assumed,
           0, 1);
    number(p.yellow_severity, "yellow_severity", "share", "how tightly a yellow zone is closed", assumed, 0, 1);
    number(p.leakage, "leakage", "share", "of those who are stopped, those who come through nevertheless",
           "derived: registered moves at about a tenth of normal from mid-March to May 2020 (validation_flows.csv)", 0,
           1);
    list(p.exempt_reasons, "exempt_reasons", "reasons to move that no closure stops", author);
    list(p.exempt_statuses, "exempt_statuses", "legal statuses that no closure stops", author);
    list(p.services_suspended, "services_suspended",
         "when offices register no moves and decide nothing: \"all 2020-03-27..2020-05-11\"", author);
    number(p.services_leakage, "services_leakage", "share", "of moves that are registered nevertheless", assumed, 0, 1);
    number(p.job_loss, "job_loss", "per month", "what a closed region adds to the hazard of losing work",
           "assumed: the 4.6 million who got support for lost incomes in 2020 mostly kept their jobs, on leave without "
           "pay; official "
           "unemployment rose by 0.1 points",
           0, MovementLevers::highest_job_loss);
    number(p.hiring_stop, "hiring_stop", "share", "of hires that do not happen in a closed region", assumed, 0, 1);
    number(p.shifts_cut, "shifts_cut", "share",
           "of commuting for weeks and shift work that is out of reach for residents of a closed region", assumed, 0,
           1);
    number(p.sent_home, "sent_home", "per month",
           "of those who work elsewhere for a time, whose home is closed, those who come back", assumed, 0, 1);
    number(p.online_study, "online_study", "share",
           "of school leavers of a closed region who would study away, those who study from home",
           "universities taught at a distance from 16 March 2020 (recalled)", 0, 1);
}

std::shared_ptr<const Policy> make_quarantine(const Section& section, const PolicyContext& context) {
    QuarantineParameters p;
    read_section(section, p, context.problems);
    Closure exempt{.severity = {}, .corridor = {}, .leakage = p.leakage};
    for (const Reason reason : reasons_of(p.exempt_reasons, section, "exempt_reasons", context))
        exempt.exempt_reasons |= 1U << index(reason);
    for (const LegalStatus status : statuses_of(p.exempt_statuses, section, "exempt_statuses", context))
        exempt.exempt_statuses |= 1U << index(status);
    std::vector<Zone> zones{{spells_of(p.closed, section, "closed", context), 1},
                            {spells_of(p.red, section, "red", context), p.red_severity},
                            {spells_of(p.yellow, section, "yellow", context), p.yellow_severity}};
    std::vector<Spell> suspended = spells_of(p.services_suspended, section, "services_suspended", context);
    for (const Spell& spell : suspended)
        if (spell.regions.size() != context.geography.domestic_regions)
            context.problems.add(section.where("services_suspended"),
                                 section.path_of("services_suspended") +
                                     ": offices close in the whole country (write \"all FROM..TO\")");
    return std::make_shared<Quarantine>(std::move(p), std::move(zones), std::move(suspended), std::move(exempt),
                                        context);
}

}  // namespace qonys
