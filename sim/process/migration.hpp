#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <vector>

#include "config/fields.hpp"
#include "random/candidate_walk.hpp"
#include "random/inversion_table.hpp"
#include "random/stream.hpp"
#include "world/incomes.hpp"
#include "world/internal_moves.hpp"
#include "world/levers.hpp"
#include "world/persons_by_age.hpp"
#include "world/proposals.hpp"
#include "world/registered.hpp"
#include "world/world.hpp"

namespace qonys {

/// Parameters of the migration decision (docs/model/migration.md). Most are estimated; the rest is assumed.
struct MigrationParameters {
    double distance = -0.6;
    double adjacent = 0.3;
    double hinterland = 0.8;
    double network = 0.6;
    double income = 0.8;
    double home = 3.0;
    double stay = 0.0;
    double within_region = -1.0;
    double urban = 0.3;
    double housing_share = 0.2;
    double language = 0.5;
    double owner = 0.5;
    double children = 0.3;
    double alone = 1.0;
    double return_push = 0.1;
    double cost_wages = 0.5;
    bool liquidity = true;
    bool network_feedback = true;
    double network_retention = 0.906;
    double recent_factor = 5.0;
    double recent_years = 2.5;
    double retry = 0.15;
    double give_up = 0.02;
    // Rogers and Castro's model migration schedule, on the age of who decides.
    double childhood_level = 0.02;
    double childhood_slope = 0.10;
    double labour_level = 0.06;
    double labour_peak = 20;
    double labour_descent = 0.10;
    double labour_ascent = 0.40;
    double constant_level = 0.003;
};

void declare(Fields& fields, MigrationParameters& parameters);

/// The schedule at an age in years: childhood, labour force and a constant.
double rogers_castro(const MigrationParameters& schedule, double age);

/// Effects of single places and years that `qonys estimate` fits and writes beside the tables.
struct MigrationEffects {
    using ByYear = std::map<double, double>;  ///< known in some years, linear between them
    std::vector<ByYear> push;                 ///< [domestic region] factor of the hazard of considering a move
    std::vector<ByYear> pull;                 ///< [domestic region] utility
    std::vector<double> emigration;           ///< [domestic region] utility of any place abroad
    Matrix<double> abroad;                    ///< [region abroad, ethnicity] utility
    ByYear level;                             ///< monthly hazard of considering a move, at the peak of ages
    ByYear external_level;                    ///< utility of all places abroad
};

/// Reads migration_regions.csv, migration_abroad.csv and migration_levels.csv.
MigrationEffects read_migration_effects(TableFolder& folder, const Geography& geography, Problems& problems);

/// Forgets the levels of some years, which then lie between their neighbours. The last known year stays.
void put_aside(MigrationEffects& effects, const std::vector<std::int64_t>& years);

/// The migration decision: consider, then choose.
class Migration {
public:
    Migration() = default;
    /// Reads incomes.csv. `networks`: people by [home, residence] at the start.
    Migration(TableFolder& folder, const Geography& geography, const MigrationParameters& parameters,
              MigrationEffects effects, Matrix<double> networks, double scale, MonthRange months, Problems& problems);

    /// Asks the month's candidates, and sets the alarms of those who moved. Draws: the block's candidate stream, then
    /// for every household that is asked its own streams.
    BlockWork propose(Month month, const Levers& levers, World& world, Seed seed, const Machine& machine,
                      Proposals& proposals) const;

    /// Sets the alarms that are marked as unset, as `propose` would in `month`: a whole country's before it begins, and
    /// those of a month's movers while they are at hand.
    BlockWork set_alarms(Month month, World& world, Seed seed) const;

    /// People from each region of the country who are known in another one, a month later: those of before, fewer by
    /// what is forgotten in a month, and who moved in it (`moves_persons`, agents by [origin, destination place]). Real
    /// persons by [region of origin, region]: the same rule by which the networks of the regression were accumulated.
    Matrix<double> remembered(const Matrix<double>& network, const Matrix<std::int64_t>& moves_persons) const;
    /// Brings `world.published.network` to the end of the closed month.
    void remember(World& world) const {
        world.published.network = remembered(world.published.network, world.published.ledger.moves_persons);
    }
    const Matrix<double>& network_at_start() const { return network_at_start_; }

    // The pieces, for tests, for the estimation and for the dense reference.

    struct Choices;
    Choices choices(Month month, const Levers& levers, const Published& published) const;
    struct Hazards;
    Hazards hazards(Month month) const;

    const MigrationParameters& parameters() const { return parameters_; }
    const MigrationEffects& effects() const { return effects_; }
    /// Of considering a move.
    Mobility mobility() const { return {age_factor_, recent_excess_}; }
    /// Takes other parameters and effects, as the estimation tries them.
    void replace(const MigrationParameters& parameters, MigrationEffects effects);

private:
    void tabulate();
    /// [place] hazard of considering a move at the peak of ages.
    std::vector<double> peak_hazards(Month month) const;
    /// Months in which what a move adds falls to 1/e.
    double recent_memory() const { return 12 * parameters_.recent_years; }
    /// The households whom programmes ask this month: a layer above those who consider moving, with a bound of its own.
    /// Hazards of several programmes beyond it are cut.
    void ask_for_programmes(const Block& block, Month month, std::span<const double> outreach, Seed seed,
                            std::vector<Row>& asked) const;
    /// [place] chance that a household there is asked by a programme this month.
    std::vector<double> outreach(const Levers& levers) const;
    /// Calls consider_alone(person) for the members of a block who consider moving alone this month. Of the restless
    /// region few live elsewhere than in its own blocks: they are asked one by one, so that other blocks have the lower
    /// bound of the other regions.
    void ask_members(const Block& block, Month month, Seed seed, const Hazards& hazards, auto&& consider_alone) const;
    bool restless(PlaceId place) const { return geography_->region_of(place) == restless_region_; }
    /// Calls consider(wish) for the households that a closure stopped and that try again this month, and
    /// consider_alone(wish) for such members; strikes them out, and those who give up.
    void retry_deferred(Block& block, Month month, Seed seed, auto&& consider, auto&& consider_alone) const;
    /// Sets the alarm of the month, after `after`, by whose end the household's intensities add up to `wait`, if that
    /// lies in the run.
    void set_alarm(Block& block, Row row, Month after, double wait) const;
    void set_unset_alarms(Block& block, Month month, Seed seed) const;
    /// [region, region] what residents see of the others' distance, people and pull: exp(utility). `network`: persons
    /// from each region who are known in another one.
    Matrix<double> pull_between_regions(double year, const Matrix<double>& network) const;
    /// Fills the weights of destinations.
    void weigh_destinations(Choices& choices, const Published& published) const;
    /// [place, education] log of the wage that a resident expects, deflated by the rent's share of a budget.
    Matrix<double> log_real_incomes(const Levers& levers, const Published& published) const;

    const Geography* geography_ = nullptr;
    MigrationParameters parameters_;
    MigrationEffects effects_;
    Matrix<double> network_at_start_;  ///< [home, residence] persons, domestic regions
    double scale_ = 1;
    IncomesByYear income_;
    std::vector<double> age_factor_;      ///< [age] relative to the peak
    std::vector<double> age_run_factor_;  ///< [age of the oldest head of a HeadAgeRun] the highest of theirs
    std::vector<double> age_bound_;       ///< [age] the highest factor from that age on
    std::vector<double> recent_excess_;   ///< [months since the last move]
    MonthRange months_{Month(), Month()};
    // Alarms are drawn from intensities (with the highest age factor that may come) added up over the months of the
    // run.
    Matrix<double> settled_exposure_;       ///< [place, months done] of the settled hazard
    Matrix<double> recent_exposure_;        ///< [place, months done] of what a move in the first month adds
    std::vector<double> recent_weight_;     ///< [month of a move, from `recent_months` before the run] beside that one
    std::vector<double> intensity_factor_;  ///< [place] so that 1 - exp(-intensity) is never below the probability
    double highest_hazard_ = 0;             ///< of considering a move, in any month
    RegionId restless_region_{};            ///< the region of the country with the highest of residents
};

/// The hazards of considering a move in one month.
struct Migration::Hazards {
    Month month;
    std::vector<double> of_place;           ///< [place] at the peak of ages
    std::span<const double> age_factor;     ///< [age]
    std::span<const double> recent_excess;  ///< [months since the last move]
    /// [domestic place, age of the oldest head of a run] with what probability those who live where their block began
    /// are candidates; the last column: at any age.
    Matrix<CandidateWalk::Bound> bounds;
    /// Of members who go alone: the highest of some regions.
    struct Alone {
        ByAge most{};
        AgeBounds bounds;
    };
    Alone alone;          ///< of all regions
    Alone alone_restful;  ///< of all but the restless region
    const CandidateWalk::Bound& bound(PlaceId first_place, const HeadAgeRun& run) const {
        return bounds(index(first_place), age_at(month, run.born_from));
    }
    const CandidateWalk::Bound& bound(PlaceId first_place) const { return bounds(index(first_place), age_count); }

    /// Monthly hazard that does not depend on the last move.
    double settled(PlaceId place, MonthIndex head_birth_month) const {
        return std::min(of_place[index(place)] * age_factor[age_at(month, head_birth_month)], 1.0);
    }
    /// What the last move adds, as a factor of the settled hazard.
    double excess(MonthIndex last_move) const {
        const int months = month.index() - last_move;
        return months < static_cast<int>(recent_excess.size()) ? recent_excess[static_cast<std::size_t>(months)] : 0;
    }
};

/// A month as a point in time, in years: effects of a year hold in its middle.
inline double year_of(Month month) { return month.year() + (month.month_of_year() - 6.5) / 12; }

/// Nobody remembers a move that lies further back.
inline constexpr int recent_months = 120;

/// What choices of one month depend on, made once from the published figures.
struct Migration::Choices {
    const Geography* geography = nullptr;
    const Levers* levers = nullptr;
    const Economy* economy = nullptr;
    std::vector<double> rent_paid;  ///< World::rent_paid
    Month month;
    std::array<double, 2> stay{};  ///< weight of staying: [home is elsewhere, at home]
    double owner = 1;              ///< factors of it: the household owns its dwelling
    double children = 1;           ///< and has children
    double home = 0;               ///< utility of being where one grew up
    double home_bonus = 0;         ///< exp(home) - 1
    /// [origin place x ethnicity x education, destination]: exp(utility); 0 for the origin itself.
    Matrix<double> weight;
    InversionTable destination;  ///< drawn in proportion to `weight`
    /// [origin place x ethnicity x education, home region]: what the places of the home region gain by being home.
    Matrix<double> home_gain;
    std::vector<double> yearly_income;  ///< [place] tenge per person
    /// [origin place x ethnicity]: the highest totals of `destination` at any education of the head; infinite where
    /// an offer may be heard of.
    std::vector<double> most_elsewhere;
    Matrix<double> most_home_gain;  ///< [origin place x ethnicity, home region] the same of `home_gain`
    double income_effect = 0;
    bool liquidity = false;
    std::vector<double> cost_per_person;   ///< [place] thousand tenge that a move there takes, for each who goes
    std::vector<double> cost_of_dwelling;  ///< [place] and for the dwelling there

    /// Row of tables by origin and ethnic group.
    static std::size_t group(PlaceId origin, Ethnicity ethnicity) {
        return index(origin) * ethnicity_count + index(ethnicity);
    }
    /// Row of tables by origin, ethnic group and education.
    static std::size_t cell(PlaceId origin, Ethnicity ethnicity, Education education) {
        return group(origin, ethnicity) * education_count + index(education);
    }
    /// Whether a household that considers moving stays whoever heads it, with the first of its numbers: most do, and
    /// their members need not be looked up.
    bool surely_stays(const Household& household, const Words& words) const;
    /// Thousand tenge that a move of so many persons takes.
    double cost(PlaceId to, std::size_t persons) const {
        return cost_of_dwelling[index(to)] + cost_per_person[index(to)] * static_cast<double>(persons);
    }
    /// The decision of a household that considers moving: what it would do without any offer, and the offer that it
    /// would rather take. `words`: four numbers for the household.
    Proposal decide(const Block& block, Row household, const Words& words) const;
    /// The same of a member who considers moving alone. Draws one number.
    Proposal decide_alone(const Block& block, Row person, Stream stream) const;

    /// Fills `most_elsewhere` and `most_home_gain`.
    void find_what_leads_elsewhere_at_most();

private:
    /// Who would go and from where it is seen.
    struct Asked;
    Asked ask(const Block& block, Row household, Row member) const;
    /// Multiplies in what children who live in the household change, once.
    void weigh_children(const Block& block, Asked& asked) const;
    /// What a programme and a service that look after the household change for it.
    void weigh_programme(const Block& block, Row household, Asked& asked) const;
    /// What an obligation to stay that the household signed multiplies the weight of staying by, also of a member who
    /// would go alone.
    double obligation(const Household& household) const;
    /// Share of the rent that a policy promises which it will pay.
    double expected_rent(std::uint8_t policy) const { return policy < rent_paid.size() ? rent_paid[policy] : 1; }
    double everything(const Asked& asked) const;
    Proposal propose(const Block& block, Asked& asked, double point) const;
    PlaceId choose(const Asked& asked, double point) const;
    /// Tenge that an offer promises a household of so many persons, with the rent that can be counted on.
    double worth(const Offer& offer, std::int64_t members) const {
        return static_cast<double>(offer.payment(members).amount) +
               expected_rent(offer.policy) * static_cast<double>(offer.later.amount);
    }
    void weigh_offers(const Block& block, Asked& asked, double offer_point, double aware_point,
                      Proposal& proposal) const;
    void drop_what_cannot_be_paid(const Block& block, Proposal& proposal) const;
};

}  // namespace qonys
