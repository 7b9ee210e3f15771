#include <array>
#include <numeric>
#include <set>
#include <string>

#include "country.hpp"
#include "process/sojourners.hpp"
#include "statistics.hpp"

namespace qonys {
namespace {

/// What a month brings a sojourner (docs/model/sojourners.md), while all borders are open.
struct Fate {
    double left = 0;       ///< goes home
    double expelled = 0;   ///< is sent home
    double found = 0;      ///< found at fault, once or twice
    double irregular = 0;  ///< loses the title
    double of_union = 0;   ///< becomes a worker of the Eurasian union
    double found_twice = 0;
};

/// One month of all sojourners in the country after a year, against a walk that asks everybody: events by place and
/// status, over many seeds.
struct DenseSojourners : testing::Test {
    static constexpr int seeds = 40;
    const Geography& geography = *test::country().geography;
    World world = test::country_after_a_year();
    const Month month = test::country().settings.start + 12;
    const SojournersParameters p;
    const std::set<std::string> of_union = origins_of_the_union();
    Levers levers;
    double raids = 0;
    double assisted = 0;

    DenseSojourners() {
        test::open_ledgers_with_a_policy(world);
        // Only relokants work as guests, and the scenario has none: so every guest does.
        for (Block& block : world.blocks)
            for (Sojourner& one : block.sojourners)
                if (one.status == LegalStatus::guest) one.activity = Activity::informal;
    }
    static std::set<std::string> origins_of_the_union() {
        Problems problems;
        const Table table = Table::read(test::country().geography_folder / "sojourner_flows.csv",
                                        {"stream", "origin", "persons"}, problems);
        std::set<std::string> origins;
        for (std::size_t row = 0; row < table.rows(); ++row)
            if (table.text(row, "stream") == "eaeu_worker" && table.number(row, "persons", 0, 1e9, problems) > 0)
                origins.insert(table.text(row, "origin"));
        problems.throw_if_any();
        return origins;
    }

    Fate fate(const Sojourner& one) const {
        Fate fate;
        // A permit ended with the last month: renewed, or not.
        if (one.expires == month.index() - 1) {
            double goes_on = 0;
            double overstays = 0;
            if (one.status == LegalStatus::labour_migrant) {
                const int months = month.index() - one.since;
                goes_on = months + p.labour_permit_months <= p.labour_longest_months ? p.labour_renewal : 0;
                overstays = (1 - goes_on) * p.labour_overstay;
            } else if (one.status == LegalStatus::guest) {
                const bool works = one.activity == Activity::formal || one.activity == Activity::informal;
                if (works && of_union.contains(geography.regions[index(one.origin)].id))
                    fate.of_union = p.working_guest_stays;
                goes_on = fate.of_union;
                overstays = (1 - goes_on) * p.guest_overstay;
            }
            fate.irregular = overstays;
            fate.left = 1 - goes_on - overstays;
        } else {
            switch (one.status) {
                case LegalStatus::eaeu_worker:
                    fate.left = one.expires == no_permit ? p.union_leaving : 0;  // or has a residence permit
                    break;
                case LegalStatus::foreign_labour_force:
                    fate.left = p.foreign_labour_leaving;
                    break;
                case LegalStatus::student:
                    fate.left = p.student_leaving;
                    break;
                case LegalStatus::refugee:
                    fate.left = p.refugee_leaving;
                    break;
                case LegalStatus::irregular:
                    fate.found = p.detection;
                    fate.expelled = p.detection * p.expulsion;
                    fate.left = p.irregular_leaving + p.detection * (1 - p.expulsion) * p.fined_leaves;
                    break;
                default:
                    break;
            }
        }
        // Campaigns reach those without a title who are still here.
        const double reached = one.status == LegalStatus::irregular ? 1 - fate.left - fate.expelled : fate.irregular;
        const double unfined = fate.found - fate.expelled - p.detection * (1 - p.expulsion) * p.fined_leaves;
        fate.found_twice = one.status == LegalStatus::irregular ? unfined * raids : 0;
        fate.found += reached * raids;
        fate.expelled += reached * raids * p.expulsion;
        fate.left += reached * (raids * (1 - p.expulsion) * p.fined_leaves + assisted);
        return fate;
    }

    struct Event {
        const char* name;
        Matrix<std::int64_t> Ledger::*booked;
        double Fate::*chance;
    };

    void expect_agreement() {
        const std::array<Event, 3> events{{{"left", &Ledger::left, &Fate::left},
                                           {"expelled", &Ledger::expelled, &Fate::expelled},
                                           {"found", &Ledger::found, &Fate::found}}};
        std::vector<Ledger> booked;
        for (int seed = 1; seed <= seeds; ++seed) {
            World copy = world;
            test::country().sojourners.pass(month, levers, copy, Seed{static_cast<std::uint64_t>(seed)},
                                            test::machine());
            for (const Ledger& ledger : copy.ledgers) booked.push_back(ledger);
        }
        const auto compare = [&](const char* name, auto&& observed, double Fate::*chance, bool twice) {
            SCOPED_TRACE(name);
            std::vector<double> mean(geography.domestic_places);
            std::vector<double> variance(mean.size());
            for (const Block& block : world.blocks)
                for (const Sojourner& one : block.sojourners) {
                    const Fate f = fate(one);
                    // Somebody may be found twice in a month.
                    const double pairs = twice ? f.found_twice : 0;
                    mean[index(one.place)] += f.*chance;
                    variance[index(one.place)] += f.*chance * (1 - f.*chance) + 2 * pairs;
                }
            test::Cells cells;
            double all = 0, all_variance = 0, all_observed = 0;
            for (std::size_t place = 0; place < mean.size(); ++place) {
                double count = 0;
                for (const Ledger& ledger : booked) count += observed(ledger, place);
                cells.add(count, seeds * mean[place], seeds * variance[place]);
                all += seeds * mean[place];
                all_variance += seeds * variance[place];
                all_observed += count;
            }
            EXPECT_GT(all, 100) << "otherwise it is no test";
            EXPECT_PLAUSIBLE(cells.verdict(0));
            EXPECT_PLAUSIBLE(test::chi_square((all_observed - all) * (all_observed - all) / all_variance, 1));
        };
        for (const Event& event : events)
            compare(
                event.name,
                [&](const Ledger& ledger, std::size_t place) {
                    const auto row = (ledger.*event.booked).row(place);
                    return static_cast<double>(std::accumulate(row.begin(), row.end(), std::int64_t{0}));
                },
                event.chance, event.booked == &Ledger::found);
        for (const auto& [status, chance] : {std::pair(LegalStatus::irregular, &Fate::irregular),
                                             std::pair(LegalStatus::eaeu_worker, &Fate::of_union)})
            compare(
                "changed status",
                [&, status = status](const Ledger& ledger, std::size_t place) {
                    return static_cast<double>(ledger.reclassified(place, index(status)));
                },
                chance, false);
    }
};

TEST_F(DenseSojourners, leave_stay_on_and_are_found_as_the_page_says_in_every_place) { expect_agreement(); }

TEST_F(DenseSojourners, are_found_by_raids_and_helped_home_as_often_as_the_levers_say_in_every_place) {
    raids = 0.1;
    assisted = 0.05;
    for (std::size_t place = 0; place < geography.domestic_places; ++place) {
        levers.border.raids.add({.policy = 0, .cost = {}}, static_cast<PlaceId>(place), raids);
        levers.border.assisted_return.add({.policy = 0, .cost = {}}, static_cast<PlaceId>(place), assisted);
    }
    expect_agreement();
}

}  // namespace
}  // namespace qonys
