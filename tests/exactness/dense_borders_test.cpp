#include <array>
#include <cmath>

#include "country.hpp"
#include "process/control_posts.hpp"
#include "process/travellers.hpp"
#include "statistics.hpp"
#include "tests/support/wishes.hpp"

namespace qonys {
namespace {

/// Every wish of a month asked once more, by the table of docs/model/control_posts.md.
struct DenseControlPosts : testing::Test {
    static constexpr int seeds = 60;
    const Geography& geography = *test::country().geography;
    const Month month = test::country().settings.start + 12;
    World world = test::country_after_a_year();
    Levers levers;

    /// Regions with even numbers are closed to eight tenths but for work, and the way between the first two altogether.
    static constexpr double severity = 0.8, leakage = 0.1, other_leakage = 0.25, registers = 0.9, exit = 0.6,
                            entry = 0.5;
    DenseControlPosts() {
        const std::size_t regions = geography.domestic_regions;
        Closure even{.severity = std::vector<double>(regions), .corridor = Matrix<double>(regions, regions)};
        for (std::size_t r = 0; r < regions; r += 2) even.severity[r] = severity;
        even.leakage = leakage;
        even.exempt_reasons = 1U << index(Reason::work);
        Closure way{.severity = std::vector<double>(regions), .corridor = Matrix<double>(regions, regions)};
        way.corridor(0, 1) = way.corridor(1, 0) = 1;
        way.leakage = other_leakage;
        levers.movement.closures = {even, way};
        levers.movement.registration = registers;
        for (std::size_t status = 0; status < status_count; ++status)
            for (std::size_t r = regions; r < geography.regions.size(); ++r) {
                levers.border.exit.multiply(static_cast<LegalStatus>(status), static_cast<RegionId>(r), exit);
                levers.border.entry.multiply(static_cast<LegalStatus>(status), static_cast<RegionId>(r), entry);
            }
    }
    double comes_through(const Proposal& wish) const {
        const std::size_t from = index(geography.region_of(wish.origin));
        std::size_t to = index(geography.region_of(wish.own_choice));
        if (geography.abroad(wish.origin)) return registers * entry;
        const bool leaves = geography.abroad(wish.own_choice);
        if (leaves) to = from;
        double chance = registers * (leaves ? exit : 1);
        if ((from % 2 == 0 || to % 2 == 0) && wish.own_reason != Reason::work) chance *= 1 - (1 - leakage) * severity;
        if (from + to == 1) chance *= other_leakage;
        return chance;
    }
};

TEST_F(DenseControlPosts, stop_as_many_on_every_way_as_the_page_says) {
    const Proposals wishes = test::wishes(test::country().migration, month, {}, world, Seed{5}, test::machine());
    const std::size_t places = geography.places.size();
    Matrix<double> mean(places, places), variance(places, places), stopped(places, places);
    for (const std::vector<Proposal>& of_block : wishes)
        for (const Proposal& wish : of_block) {
            ASSERT_EQ(wish.offer, no_offer);
            const double chance = 1 - comes_through(wish);
            const auto size = static_cast<double>(wish.size);
            mean(index(wish.origin), index(wish.own_choice)) += size * chance;
            variance(index(wish.origin), index(wish.own_choice)) += size * size * chance * (1 - chance);
        }
    for (int seed = 1; seed <= seeds; ++seed) {
        World copy = world;
        Proposals left = wishes;
        for_each_block(test::machine(), copy.blocks.size(),
                       stop_at_control_posts(month, levers, left, copy, Seed{static_cast<std::uint64_t>(seed)}));
        for (const Ledger& ledger : copy.ledgers)
            for (std::size_t way = 0; way < stopped.cells().size(); ++way)
                stopped.cells()[way] += static_cast<double>(ledger.moves_stopped.cells()[way]);
    }
    test::Cells ways;
    for (std::size_t way = 0; way < stopped.cells().size(); ++way)
        ways.add(stopped.cells()[way], seeds * mean.cells()[way], seeds * variance.cells()[way]);
    EXPECT_GT(ways.count(), 100) << "ways with enough people to tell";
    EXPECT_PLAUSIBLE(ways.verdict(0));
}

/// The equations of docs/model/travellers.md, month after month, in expected numbers.
TEST(DenseTravellers, are_away_come_home_and_are_stranded_as_the_equations_say) {
    constexpr int seeds = 400, months = 12;
    constexpr double exit = 0.7, entry = 0.4;
    World world = test::country_at_start();
    const std::vector<TravellerGroup>& groups = world.geography->travellers;
    const TravellersParameters p;
    const double scale = test::country().settings.scale;
    Levers levers;
    for (const LegalStatus status : {LegalStatus::citizen, LegalStatus::guest})
        for (std::size_t r = world.geography->domestic_regions; r < world.geography->regions.size(); ++r) {
            levers.border.exit.multiply(status, static_cast<RegionId>(r), exit);
            levers.border.entry.multiply(status, static_cast<RegionId>(r), entry);
        }
    struct Group {
        double away = 0, stranded = 0, came_home = 0;
        std::array<double, 3> sum{}, squares{};
    };
    std::vector<Group> expected(groups.size());
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const TravellerGroup& group = groups[g];
        Group& now = expected[g];
        const double trips = group.trips_per_month * scale;
        now.away = group.transit ? 0 : std::round(trips * group.months_away);
        for (int m = 0; m < months; ++m) {
            const double wants = group.transit ? trips : now.away / std::max(group.months_away, 1.0);
            if (!group.transit) now.away += trips * exit * std::min(group.months_away, 1.0) - wants;
            const double passes = (now.stranded + wants) * (group.transit ? exit : entry);
            const double rest = now.stranded + wants - passes;
            const double helps_himself = rest * (group.transit ? p.gives_up : p.own_means);
            now.came_home = passes + (group.transit ? 0 : helps_himself);
            now.stranded = rest - helps_himself;
        }
    }
    for (int seed = 1; seed <= seeds; ++seed) {
        const Travellers travellers(p, scale);
        travellers.open(world);
        for (int m = 0; m < months; ++m)
            travellers.pass(test::country().settings.start + m, levers, world, Seed{static_cast<std::uint64_t>(seed)});
        for (std::size_t g = 0; g < groups.size(); ++g) {
            const std::array<std::int64_t, 3> found{world.travellers.away[g], world.travellers.stranded[g],
                                                    world.travellers.came_home[g]};
            for (std::size_t k = 0; k < found.size(); ++k) {
                expected[g].sum[k] += static_cast<double>(found[k]);
                expected[g].squares[k] += static_cast<double>(found[k] * found[k]);
            }
        }
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const Group& group = expected[g];
        const std::array<double, 3> wanted{group.away, group.stranded, group.came_home};
        for (std::size_t k = 0; k < wanted.size(); ++k) {
            const double mean = group.sum[k] / seeds;
            const double deviation = std::sqrt(std::max(group.squares[k] / seeds - mean * mean, 0.0) / seeds);
            EXPECT_NEAR(mean, wanted[k], 4.5 * deviation + 1e-6) << groups[g].id << ", figure " << k;
        }
        EXPECT_GT(group.stranded, 0);
    }
}

}  // namespace
}  // namespace qonys
