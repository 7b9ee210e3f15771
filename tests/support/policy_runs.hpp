#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "tests/support/three_places.hpp"
#include "tests/support/working_country.hpp"

namespace qonys {

/// What a run of the tiny country under some policies came to.
struct PolicyOutcome {
    Ledger all;                               ///< sum of every month's
    std::vector<Ledger> months;               ///< [month]
    std::vector<TravellerCounts> travellers;  ///< [month]
    Stocks stocks;                            ///< at the end
    std::vector<double> rent;                 ///< [place] at the end
    std::uint64_t digest = 0;

    static std::int64_t of(const Matrix<std::int64_t>& table, LegalStatus status) {
        std::int64_t sum = 0;
        for (std::size_t p = 0; p < table.rows(); ++p) sum += table(p, index(status));
        return sum;
    }
    std::int64_t here(LegalStatus status) const { return of(stocks.status, status); }
    static std::int64_t sum(const Counts& counts) { return std::accumulate(counts.begin(), counts.end(), 0L); }
    static std::int64_t sum(const Matrix<std::int64_t>& table) {
        return std::accumulate(table.cells().begin(), table.cells().end(), 0L);
    }
    /// Persons who moved within the country, and out of it.
    std::int64_t moved() const { return between(all.moves_persons, 0, 3); }
    std::int64_t emigrated() const { return between(all.moves_persons, 3, 4); }

private:
    static std::int64_t between(const Matrix<std::int64_t>& flows, std::size_t from, std::size_t to) {
        std::int64_t sum = 0;
        for (std::size_t origin = 0; origin < 3; ++origin)
            for (std::size_t destination = from; destination < to; ++destination) sum += flows(origin, destination);
        return sum;
    }
};

/// Policies on the tiny country: what they pull in a month, what they come to in a run, what is wrong with them.
class PolicyRuns : public testing::Test {
protected:
    PolicyRuns() { country.run = "start = \"2020-01\"\nend = \"2020-12\"\nseed = 7\n"; }

    static std::string policy(std::string_view name, std::string_view kind, std::string_view lines) {
        return fmt::format("[[policy]]\nname = \"{}\"\nkind = \"{}\"\n{}\n", name, kind, lines);
    }
    PolicyOutcome run(const std::string& policies, const std::vector<std::string>& overrides = {}) {
        country.sections = policies;
        const Model model = country.model(overrides);
        PolicyOutcome outcome;
        Stocks before;
        const World world = run_country(model, Machine{2}, [&](Month month, const World& now) {
            if (month != model.settings.start) check_balances(now, before);
            before = now.published.stocks;
            if (outcome.months.empty())
                outcome.all = now.published.ledger;
            else
                outcome.all += now.published.ledger;
            outcome.months.push_back(now.published.ledger);
            outcome.travellers.push_back(now.travellers);
        });
        outcome.stocks = world.published.stocks;
        outcome.rent = world.published.economy.rent;
        outcome.digest = world.published.digest;
        return outcome;
    }
    /// What the policies pull in a month in which nothing has happened yet.
    Levers pulled(const std::string& policies, Month month) {
        country.sections = policies;
        const Model model = country.model();
        const World world = make_world(model, Machine{});
        Levers levers;
        for (const NamedPolicy& named : model.policies) named.policy->pull(month, world.published, levers);
        return levers;
    }
    /// Everything that is wrong with a scenario.
    std::string wrong(const std::string& policies) {
        country.sections = policies;
        return message_of<InputError>([&] { country.model(); });
    }
    void entries(const std::string& stream, int persons) {
        country.edit("sojourner_flows.csv", stream + ",OUT,2015,0", stream + ",OUT,2015," + std::to_string(persons));
    }
    void stock(const std::string& status, int persons) {
        country.tables["sojourner_stock.csv"] += "2015," + status + ",OUT," + std::to_string(persons) + "\n";
    }
    void trips(int citizens, int foreigners) {
        country.edit("travellers.csv", "OUT,0,0.5", fmt::format("OUT,{},0.5", citizens));
        country.edit("travellers.csv", "OUT,0,1", fmt::format("OUT,{},1", foreigners));
    }

    TinyCountry country;
};

}  // namespace qonys
