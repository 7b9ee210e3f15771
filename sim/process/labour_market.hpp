#pragma once

#include <array>
#include <vector>

#include "config/fields.hpp"
#include "random/stream.hpp"
#include "world/incomes.hpp"
#include "world/labour_tables.hpp"
#include "world/levers.hpp"
#include "world/world.hpp"

namespace qonys {

/// Parameters of the labour market (docs/model/labour_market.md).
struct LabourMarketParameters {
    bool feedback = true;
    // Wages.
    double wage_share = 0.7;
    double vocational_premium = 1.15;
    double higher_premium = 1.6;
    double informal_wage = 0.7;
    double wage_response = 0.01;
    double wage_return = 0.02;
    double saving_rate = 0.1;
    double savings_at_start = 120;
    // Jobs.
    double vacancy_rate = 0.02;
    double demand = 0.5;
    double jobs_follow_people = 0.8;
    double job_adjustment = 0.05;
    double foreign_competition = 0.3;
    // Hiring.
    double matching = 0.5;
    double tightness_range = 4;
    double most_finding = 0.6;
    double noncitizen_informality = 3;
    double informality_response = 0.5;
    double stuck_competition = 0.5;
    // Leaving work.
    double formal_loss = 0.004;
    double informal_loss = 0.009;
    double vocational_loss = 0.9;
    double higher_loss = 0.6;
    double other_leaving = 0.0075;
    double participation_turnover = 0.15;
    // Temporary work elsewhere.
    double temporary_unemployed = 0.02;
    double temporary_informal = 0.005;
    double temporary_women = 0.25;
    double temporary_months = 8;
    double remittance_share = 0.3;
    double workers_flown_home = 0.3;
};
void declare(Fields& fields, LabourMarketParameters& parameters);

/// Who works, where, for what. Work is a matter of persons: they lose it, look for it, leave for work elsewhere, leave
/// the labour force. Jobs and wages are a matter of places and levels of education.
class LabourMarket {
public:
    LabourMarket() = default;
    /// Reads incomes.csv.
    LabourMarket(TableFolder& folder, const Geography& geography, const LabourMarketParameters& parameters,
                 LabourTables tables, Problems& problems);

    /// Wages, jobs and the chances of finding work at the start, from the stocks of World::at_start.
    void open(World& world) const;

    /// Somebody unemployed who found work, if it is still to be had.
    struct Hire {
        Row person = 0;
        std::uint16_t cell = 0;
        std::uint32_t ticket = 0;
        Activity activity{};
    };
    using Hires = std::vector<std::vector<Hire>>;  ///< [block]

    /// One month of everybody's work: who looks for it finds it or not, as the published chances say; others lose it,
    /// leave for temporary work or come back from it. Once a year everybody of a block may leave or enter the labour
    /// force.
    BlockWork look_for_work(Month month, const Levers& levers, World& world, Seed seed, const Machine& machine,
                            Hires& hires) const;
    /// Strikes out the hires for which there is no vacancy, by lottery; absent members send money home. Serial. Throws
    /// BrokenInvariant should more be hired than there are vacancies.
    void settle(Hires& hires, World& world) const;
    /// Whoever is still hired starts to work.
    static BlockWork start_work(World& world, const Hires& hires);

    /// Jobs, wages and chances at the end of a closed month, from the published stocks. Serial. Choices see them from
    /// the next month on.
    void reprice(World& world, const PlaceLevers& levers = {}) const;

    // The pieces, for tests.

    /// Monthly probability that somebody employed loses the work.
    double job_loss(Education education, Activity activity) const;
    /// Probability that somebody of an age is in the labour force, who a year ago, and a year younger, did `before`.
    double stays_active(Sex sex, std::size_t age, Activity before) const;
    /// Probability that the yearly pass makes somebody enter or leave the labour force, or a pensioner.
    double changes(Sex sex, std::size_t age, Activity before) const;
    /// Monthly probability that somebody leaves for temporary work elsewhere.
    double temporary_leaving(Sex sex, std::size_t age, Activity activity) const;

    /// How a cell (a place and a level of education) stood at the start: what keeps it as it is.
    struct Start {
        double jobs = 0;
        double tightness = 0;        ///< vacancies per unemployed; 0 where nobody was employed
        double finding = 0;          ///< chance at which hires make up for all who leave work
        double informal_hires = 0;   ///< share of hires that keeps the informal share
        double wage_per_income = 0;  ///< a registered wage, in monthly incomes per head of the place
    };
    /// [activity_row of domestic places]
    std::vector<Start> starts(const Stocks& at_start) const;
    /// Places for whom somebody is sought in a cell, rounded down.
    static std::int64_t vacancies(double jobs, std::int64_t employed);

    const LabourMarketParameters& parameters() const { return parameters_; }

private:
    class BlockMonth;
    struct Scratch;
    struct Search;

    /// `now`: see activity_now.
    void pay_remittances(World& world, const Matrix<std::int64_t>& now) const;
    double income(PlaceId place, Month month) const;

    const Geography* geography_ = nullptr;
    LabourMarketParameters parameters_;
    LabourTables tables_;
    IncomesByYear income_;
};

}  // namespace qonys
