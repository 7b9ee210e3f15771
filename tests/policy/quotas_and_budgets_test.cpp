#include <array>
#include <map>

#include "policy/frame.hpp"
#include "tests/support/policy_runs.hpp"

namespace qonys {
namespace {

/// A policy with quotas and budgets, and what they are: written for the real country.
struct Limits {
    std::string name;
    std::string text;
    std::int64_t budget_per_year = Budget::unlimited;
    std::int64_t budget = Budget::unlimited;
    /// Persons who may join in a year (or month) in a region; empty: no such quota.
    std::map<std::size_t, std::int64_t> yearly, monthly;
};

/// Random scenarios of the tiny country: policies that pay and take people, with quotas and budgets of any size, from
/// nothing to more than anybody needs.
class RandomScenario {
public:
    explicit RandomScenario(std::uint32_t seed) : dice_(seed) {
        resettlement("a-there");
        resettlement("b-there");  // for the same households, to the same places
        kandas();
        services();
        support();
        grants();
        investment();
        comeback();
        flights();
    }
    const std::vector<Limits>& policies() const { return policies_; }

private:
    /// Nothing, little, or plenty.
    std::int64_t some(std::int64_t plenty) {
        const std::array<std::int64_t, 4> sizes{0, 1, plenty / 20, plenty};
        const std::int64_t size = sizes.at(static_cast<std::size_t>(dice_.between(0, 3)));
        return size < 2 ? size : dice_.between(static_cast<int>(size / 2), static_cast<int>(size));
    }
    std::string amount(int most) { return fmt::format("\"{} KZT\"", dice_.between(0, most)); }
    Limits& add(const std::string& name, std::string_view kind, const std::string& lines, bool pays = true) {
        Limits limits;
        limits.name = name;
        limits.text = fmt::format("[[policy]]\nname = \"{}\"\nkind = \"{}\"\n{}", name, kind, lines);
        if (pays && dice_.between(0, 2) > 0) {
            limits.budget_per_year = some(20'000'000);
            limits.text += fmt::format("budget_kzt_per_year = {}\n", limits.budget_per_year);
        }
        if (pays && dice_.between(0, 2) > 0) {
            limits.budget = some(30'000'000);
            limits.text += fmt::format("budget_kzt = {}\n", limits.budget);
        }
        policies_.push_back(std::move(limits));
        return policies_.back();
    }
    void resettlement(const std::string& name) {
        const std::int64_t north = some(200);
        const std::int64_t city = some(200);
        Limits& made =
            add(name, "resettlement",
                fmt::format("origins = [\"NOR\", \"CIT\"]\ndestinations = [\"NOR\", \"CIT\"]\n"
                            "quota_persons_per_year = [{}, {}]\nawareness = 1\nfor_head = {}\n"
                            "for_member = {}\nrent = {}\nrent_months = {}\ndwelling = {}\n"
                            "dwellings_per_month = {:.2f}\nloan = {}\nloans_per_month = {:.2f}\n"
                            "placement = {:.2f}\nhelp_months = {}\nstay_years = {}\nclawback = {:.2f}\n",
                            north, city, amount(1'000'000), amount(500'000), amount(100'000), dice_.between(0, 15),
                            amount(3'000'000), dice_.uniform(), amount(800'000), dice_.uniform(), dice_.uniform(),
                            dice_.between(0, 20), dice_.between(0, 5), dice_.uniform()));
        made.yearly = {{0, north}, {1, city}};
    }
    void kandas() {
        const std::int64_t north = some(100);
        Limits& made = add("c-kandas", "kandas_programme",
                           fmt::format("regions = [\"NOR\"]\nquota_persons_per_year = [{}]\nfor_head = {}\n"
                                       "for_member = {}\nrent = {}\nrent_months = 12\n",
                                       north, amount(300'000), amount(100'000), amount(50'000)));
        made.yearly = {{0, north}, {1, 0}};
    }
    void services() {
        add("d-services", "adaptation_services",
            fmt::format(
                "places = [\"NOR\"]\ncoverage = {:.2f}\npersons_at_once = {}\nper_person = {}\nplacement = {:.2f}\n",
                dice_.uniform(), some(60), amount(20'000), dice_.uniform()));
    }
    void support() {
        add("e-support", "income_support",
            fmt::format("places = [\"NOR\", \"CIT\"]\nper_month = {}\nstart = 2020-03-11\nend = 2021-02-09\n",
                        amount(80'000)));
    }
    void grants() {
        const std::int64_t seats = some(40);
        Limits& made = add("f-grants", "education",
                           fmt::format("origins = [\"NOR\"]\ndestinations = [\"CIT\"]\ngrants_per_year = [{}]\n"
                                       "applying = {:.2f}\nper_grant = {}\n",
                                       seats, dice_.uniform(), amount(900'000)));
        made.yearly = {{0, 0}, {1, seats}};
    }
    void investment() {
        add("g-north", "regional_investment",
            fmt::format("places = [\"NOR\"]\njobs_per_year = {}\nper_job = {}\n", some(100), amount(2'000'000)));
    }
    void comeback() {
        const std::int64_t city = some(50);
        Limits& made =
            add("h-back", "return_incentives",
                fmt::format("destinations = [\"CIT\"]\nquota_persons_per_year = {}\nfor_head = {}\nawareness = 1\n",
                            city, amount(900'000)));
        made.yearly = {{0, 0}, {1, city}};
    }
    void flights() {
        const std::int64_t seats = some(30);
        Limits& made =
            add("i-flights", "return_flights",
                fmt::format("groups = [\"TRIP\"]\nseats_per_month = [{}]\nper_seat = {}\n", seats, amount(200'000)));
        made.monthly = {{2, seats}};
    }

    Dice dice_;
    std::vector<Limits> policies_;
};

/// What has been booked of one policy, added up month by month from what every month published.
struct Booked {
    std::int64_t in_all = 0, this_year = 0;
    std::map<std::size_t, std::int64_t> joined_this_year;  ///< [region]
};

class QuotasAndBudgets : public PolicyRuns {
protected:
    QuotasAndBudgets() {
        country.run = "start = \"2020-01\"\nend = \"2021-12\"\n";
        put_to_work(country, 6);
        country.edit("migration_levels.csv", "0.02,0.5", "0.1,1.5");
        country.edit("enrolment.csv", "NOR,0,0", "NOR,0.3,0.3");
        country.edit("arrivals.csv", "kandas,OUT,2015,0", "kandas,OUT,2015,300");
        trips(400, 0);
    }
    static std::int64_t scaled(std::int64_t written, double scale) {
        return static_cast<std::int64_t>(std::floor(static_cast<double>(written) * scale));
    }
    /// Nothing of what the month published goes beyond what a policy may spend and whom it may take.
    void check(const Limits& limits, double scale, Month month, std::size_t policy, const World& world) {
        const Ledger& ledger = world.published.ledger;
        Booked& all = booked[limits.name];
        if (month.month_of_year() == 1) all = {.in_all = all.in_all, .this_year = 0, .joined_this_year = {}};
        std::map<std::size_t, std::int64_t> joined;
        for (std::size_t place = 0; place < world.geography->places.size(); ++place) {
            const std::int64_t tenge = ledger.policy_spending(policy, place);
            ASSERT_GE(tenge, 0);
            all.in_all += tenge;
            all.this_year += tenge;
            const std::size_t region = index(world.geography->places[place].region);
            joined[region] += ledger.policy_persons(policy, place);
            all.joined_this_year[region] += ledger.policy_persons(policy, place);
        }
        ASSERT_LE(all.this_year, scaled(limits.budget_per_year, scale));
        ASSERT_LE(all.in_all, scaled(limits.budget, scale));
        for (const auto& [region, quota] : limits.yearly) {
            const std::int64_t agents = std::llround(static_cast<double>(quota) * scale);
            ASSERT_LE(all.joined_this_year[region], agents);
            // A family of five may be too large for what is left.
            if (month.month_of_year() == 12 && quota > 20 && all.joined_this_year[region] > agents - 6) ++full_quotas;
        }
        for (const auto& [region, quota] : limits.monthly)
            ASSERT_LE(joined[region], std::llround(static_cast<double>(quota) * scale));
        // The books that policies themselves look at say the same.
        ASSERT_EQ(world.published.policy_spent[policy], all.in_all);
        ASSERT_EQ(world.published.policy_spent_this_year[policy], all.this_year);
        const double budget = static_cast<double>(scaled(limits.budget, scale));
        if (month == Month(2021, 12) && budget > 1e6 && static_cast<double>(all.in_all) > 0.9 * budget) ++spent_budgets;
    }
    std::map<std::string, Booked> booked;
    int full_quotas = 0;
    int spent_budgets = 0;
};

TEST_F(QuotasAndBudgets, are_never_exceeded_in_any_month_whatever_policies_do_at_once) {
    for (std::uint32_t seed = 1; seed <= 30; ++seed) {
        const RandomScenario random(seed);
        booked.clear();
        country.sections = policy("border", "border_regime", "entry = 0\nstart = 2020-04-05\nend = 2020-09-12");
        for (const Limits& one : random.policies()) country.sections += one.text;
        SCOPED_TRACE(country.sections);
        const double scale = seed % 2 == 0 ? 1 : 0.5;
        const Model model = country.model({fmt::format("run.seed={}", seed), fmt::format("run.scale={}", scale)});
        run_country(model, Machine{}, [&](Month month, const World& world) {
            for (std::size_t policy = 0; policy < model.policies.size(); ++policy) {
                const auto limits = std::ranges::find(random.policies(), model.policies[policy].name, &Limits::name);
                if (limits != random.policies().end()) check(*limits, scale, month, policy, world);
            }
        });
        ASSERT_FALSE(HasFatalFailure());
    }
    EXPECT_GE(full_quotas, 10) << "or nothing was put to the test";
    EXPECT_GE(spent_budgets, 5);
}

}  // namespace
}  // namespace qonys
