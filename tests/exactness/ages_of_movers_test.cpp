#include <gtest/gtest.h>

#include "country.hpp"
#include "statistics.hpp"
#include "tests/support/wishes.hpp"

namespace qonys {
namespace {

/// With one hazard everywhere, no memory of moves and nothing that makes choices differ by age, the households that
/// move in a month are drawn from all by the age of their head in proportion to the schedule, and members who go alone
/// from those who may by their own.
struct AgesOfMovers : ::testing::Test {
    const Month start = country().settings.start;
    const Levers nothing;
    Migration migration = country().migration;
    World world = test::country_at_start();

    static const Model& country() { return test::country(); }

    AgesOfMovers() {
        MigrationParameters parameters = migration.parameters();
        parameters.network = parameters.income = parameters.home = parameters.language = 0;
        parameters.recent_factor = 1;
        parameters.owner = parameters.children = 0;
        parameters.liquidity = false;
        MigrationEffects effects = migration.effects();
        effects.level = {{start.year(), 0.2}};
        for (MigrationEffects::ByYear& region : effects.push) region = {{start.year(), 1.0}};
        for (MigrationEffects::ByYear& region : effects.pull) region = {{start.year(), 0.0}};
        effects.emigration.assign(effects.emigration.size(), 0);
        for (double& utility : effects.abroad.cells()) utility = 0;
        migration.replace(parameters, effects);
        restart_alarms(world);
    }

    /// Chance to move at an age: to consider it, times the share of all other places, which is the same for those of
    /// one place.
    double chance(const Migration::Choices& choices, PlaceId place, Ethnicity ethnicity, Education education,
                  MonthIndex born) const {
        const MigrationParameters& p = migration.parameters();
        double peak = 0;
        for (int age = 15; age <= 100; ++age) peak = std::max(peak, rogers_castro(p, age));
        const int age = std::min((start.index() - born) / 12, 100);
        const double elsewhere = choices.destination.total(Migration::Choices::cell(place, ethnicity, education));
        return 0.2 * std::min(rogers_castro(p, age) / peak, 1.0) * elsewhere / (std::exp(p.stay) + elsewhere);
    }
};

TEST_F(AgesOfMovers, are_the_schedule_that_was_put_in) {
    const auto choices = migration.choices(start, nothing, world.published);
    constexpr std::size_t ages = 101;
    struct OfAge {
        double moved = 0, expected = 0, variance = 0;
        void expect(double probability) {
            expected += probability;
            variance += probability * (1 - probability);
        }
    };
    std::vector<OfAge> households(ages), members(ages);
    const auto age_of = [&](MonthIndex born) {
        return std::min<std::size_t>(static_cast<std::size_t>(start.index() - born) / 12, ages - 1);
    };
    test::for_each_household(world, [&](const Block& block, Row row) {
        const Household& household = block.households[row];
        const auto moves = [&](const Person& person) {
            return person.activity == Activity::student
                       ? 0
                       : chance(choices, household.place, household.ethnicity, person.education, person.birth_month);
        };
        const Person& head = block.persons[household.first_person];
        households[age_of(head.birth_month)].expect(moves(head));
        block.for_each_member(row, [&](Row one) {
            const Person& person = block.persons[one];
            if (one == household.first_person || person.activity == Activity::minor ||
                person.activity == Activity::absent || person.partnered)
                return;
            // Nobody leaves a household that goes in the same month.
            members[age_of(person.birth_month)].expect(migration.parameters().alone * moves(person) *
                                                       (1 - moves(head)));
        });
    });
    const Proposals wishes = test::wishes(migration, start, nothing, world, Seed{41}, test::machine());
    for (const std::vector<Proposal>& of_block : wishes)
        for (const Proposal& wish : of_block) {
            const Block& block = world.blocks[index(wish.block)];
            if (world.geography->abroad(wish.origin)) continue;
            const Row mover = wish.member == no_row ? block.households[wish.household].first_person : wish.member;
            ++(wish.member == no_row ? households : members)[age_of(block.persons[mover].birth_month)].moved;
        }
    for (const auto* of_kind : {&households, &members}) {
        test::Cells cells;
        for (const OfAge& age : *of_kind) cells.add(age.moved, age.expected, age.variance);
        EXPECT_GT(cells.count(), 30) << "ages with enough moves to tell";
        EXPECT_PLAUSIBLE(cells.verdict(0));
    }
}

}  // namespace
}  // namespace qonys
