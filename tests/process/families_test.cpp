#include "process/families.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "tests/support/books.hpp"
#include "tests/support/expected.hpp"
#include "tests/support/three_places.hpp"
#include "tests/support/tiny_country.hpp"

namespace qonys {
namespace {

/// People who all look at each other in one block; hazards are 0 unless a test writes a table.
class FamiliesTest : public testing::Test, protected ThreePlaces {
protected:
    /// A line for each age from 18 to 49, `hazard` a year at 18 and less and less later.
    static std::string by_age(std::string_view head, double hazard) {
        std::string text;
        for (int age = 18; age <= 49; ++age) text += fmt::format("{}{},{}\n", head, age, hazard * (60 - age) / 42);
        return text;
    }
    void unions(double men, double women) {
        country.tables["unions.csv"] = "sex,age,union_hazard\n" + by_age("male,", men) + by_age("female,", women);
    }
    void separations(double hazard) { country.tables["separation.csv"] = "age,hazard\n" + by_age("", hazard); }
    void leaving(double men, double women) {
        country.tables["leaving_home.csv"] = "sex,age,hazard\n" + by_age("male,", men) + by_age("female,", women);
    }
    Families families(const FamilyParameters& parameters = {}) const {
        Problems problems;
        TableFolder folder = country.open();
        Families made(folder, parameters, problems);
        EXPECT_TRUE(problems.empty());
        return made;
    }
    static FamilyParameters as_in_the_tables() {
        return {.union_level = 1, .separation_level = 1, .leaving_level = 1, .with_parents = 0.65};
    }

    Row empty_household(PlaceId place) {
        return block().add_household(place, north, Ethnicity::kazakh, Month(2000, 1));
    }
    Row person(Row household, Sex sex, int age, Activity activity = Activity::inactive) {
        const Row row = block().add_person(household, first + (-12 * age), sex);
        block().persons[row].activity = activity;
        return row;
    }
    Row alone(PlaceId place, Sex sex, int age, Activity activity = Activity::inactive) {
        return person(empty_household(place), sex, age, activity);
    }
    /// Returns the woman.
    Row couple(PlaceId place, int age, Activity activity = Activity::inactive) {
        const Row household = empty_household(place);
        const Row man = person(household, Sex::male, age + 2);
        const Row woman = person(household, Sex::female, age, activity);
        block().persons[man].partnered = block().persons[woman].partnered = true;
        return woman;
    }
    /// A month of a copy of the world; every book is held against the blocks.
    World after(const Families& families, std::uint64_t seed) const {
        World copy = world;
        for_each_block(Machine{}, copy.blocks.size(), families.change(first, copy, Seed{seed}));
        publish(copy, first);
        check_balances(copy, world.published.stocks);
        expect_books_to_agree_with_blocks(copy);
        return copy;
    }

    TinyCountry country;
};

TEST_F(FamiliesTest, parts_as_many_couples_as_the_women_s_hazards_say) {
    separations(0.5);
    for (int c = 0; c < 640; ++c) couple(c % 2 == 0 ? town : city, 18 + c % 32);
    for (int c = 0; c < 100; ++c) couple(out, 20);
    for (int c = 0; c < 100; ++c) couple(town, 20, Activity::absent);
    for (int c = 0; c < 100; ++c) alone(town, Sex::female, 20);
    open();
    FamilyParameters parameters = as_in_the_tables();
    parameters.separation_level = 1.5;
    const Families families = this->families(parameters);
    EXPECT_NEAR(families.separation_hazard(18), 1 - std::exp(-1.5 * 0.5 / 12), 1e-12);
    EXPECT_EQ(families.separation_hazard(50), 0);
    constexpr int replicates = 40;
    Expected expected;
    for (int r = 0; r < replicates; ++r)
        for (int c = 0; c < 640; ++c) expected.add(families.separation_hazard(static_cast<std::size_t>(18 + c % 32)));
    std::int64_t parted = 0;
    for (std::uint64_t seed = 1; seed <= replicates; ++seed) {
        const World later = after(families, seed);
        parted += sum(later.published.ledger.separations);
        EXPECT_EQ(sum(later.published.ledger.formed), sum(later.published.ledger.separations));
        EXPECT_EQ(later.published.ledger.separations[index(out)], 0);
    }
    EXPECT_LT(std::abs(expected.deviation(parted)), 4) << parted << ", expected " << expected.mean;
}

TEST_F(FamiliesTest, sends_as_many_from_home_as_the_hazards_say) {
    leaving(0.8, 1.2);
    Expected once;
    const Families families = this->families(as_in_the_tables());
    EXPECT_NEAR(families.leaving_hazard(Sex::female, 18), 1 - std::exp(-1.2 / 12), 1e-12);
    for (int h = 0; h < 320; ++h) {
        const Row household = block().persons[couple(h % 2 == 0 ? village : out, 45)].household;
        for (const Sex sex : {Sex::male, Sex::female}) {
            const int age = 18 + h % 20;
            person(household, sex, age);
            if (h % 2 == 0) once.add(families.leaving_hazard(sex, static_cast<std::size_t>(age)));
            person(household, sex, 18, Activity::minor);
            person(household, sex, 18, Activity::absent);
        }
        alone(town, Sex::male, 18);  // heads stay where they are
    }
    open();
    constexpr int replicates = 40;
    std::int64_t left = 0;
    for (std::uint64_t seed = 1; seed <= replicates; ++seed) {
        const World later = after(families, seed);
        left += later.published.ledger.formed[index(village)];
        EXPECT_EQ(later.published.ledger.formed[index(village)], sum(later.published.ledger.formed));
        EXPECT_EQ(sum(later.published.ledger.dissolved), 0);
    }
    const Expected expected{once.mean * replicates, once.variance * replicates};
    EXPECT_LT(std::abs(expected.deviation(left)), 4) << left << ", expected " << expected.mean;
}

TEST_F(FamiliesTest, form_as_many_unions_as_the_women_s_hazards_say) {
    for (int h = 0; h < 600; ++h) {
        alone(town, Sex::female, 20 + h % 20);
        alone(town, Sex::male, 22 + h % 20);
    }
    open();
    constexpr int replicates = 40;
    // The men's hazards do not matter as long as more men than women look around.
    for (const double men : {0.3, 0.6}) {
        unions(men, 0.3);
        const Families families = this->families(as_in_the_tables());
        Expected expected;
        for (int r = 0; r < replicates; ++r)
            for (int h = 0; h < 600; ++h)
                expected.add(families.union_hazard(Sex::female, static_cast<std::size_t>(20 + h % 20)));
        std::int64_t united = 0;
        for (std::uint64_t seed = 1; seed <= replicates; ++seed) {
            const World later = after(families, seed);
            united += sum(later.published.ledger.unions);
            EXPECT_EQ(sum(later.published.ledger.dissolved), sum(later.published.ledger.unions));
        }
        EXPECT_LT(std::abs(expected.deviation(united)), 4) << united << ", expected " << expected.mean;
    }
}

TEST_F(FamiliesTest, marry_a_man_to_one_woman_only) {
    unions(3, 3);
    for (int h = 0; h < 500; ++h) alone(town, Sex::female, 18);
    for (int h = 0; h < 5; ++h) alone(town, Sex::male, 20);
    open();
    const FamilyParameters eager{.union_level = 5, .separation_level = 1, .leaving_level = 1, .with_parents = 0};
    EXPECT_EQ(sum(after(families(eager), 1).published.ledger.unions), 5);
}

TEST_F(FamiliesTest, never_marry_within_the_household_nor_minors_nor_the_absent) {
    unions(3, 3);
    const Row home = empty_household(town);
    for (int k = 0; k < 20; ++k) {
        person(home, Sex::male, 20);
        person(home, Sex::female, 20);
    }
    for (int k = 0; k < 50; ++k)
        for (const Sex sex : {Sex::male, Sex::female}) {
            alone(town, sex, 18, Activity::minor);
            alone(town, sex, 20, Activity::absent);
            alone(out, sex, 20);
        }
    open();
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        EXPECT_EQ(sum(after(families(as_in_the_tables()), seed).published.ledger.unions), 0);
}

TEST_F(FamiliesTest, join_partners_of_about_the_same_age) {
    unions(1, 1);
    Dice dice;
    for (int h = 0; h < 300; ++h) {
        alone(town, Sex::male, dice.between(18, 49));
        alone(town, Sex::female, dice.between(18, 49));
    }
    open();
    int couples = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        const World later = after(families(as_in_the_tables()), seed);
        const Block& there = later.blocks.front();
        for (const Person& woman : there.persons) {
            if (woman.sex != Sex::female || !woman.partnered) continue;
            const Person& man = there.persons[there.partner_of(static_cast<Row>(&woman - there.persons.data()))];
            EXPECT_LE(std::abs((woman.birth_month - man.birth_month) / 12.0 - 2.5), 15);
            ++couples;
        }
    }
    EXPECT_GT(couples, 100);

    world.blocks.assign(1, Block{});
    for (int h = 0; h < 100; ++h) {
        alone(town, Sex::male, 49);
        alone(town, Sex::female, 30);
    }
    open();
    EXPECT_EQ(sum(after(families(as_in_the_tables()), 1).published.ledger.unions), 0) << "19 years apart";
}

TEST_F(FamiliesTest, take_the_bride_to_him_when_nobody_of_her_place_would_do) {
    unions(1, 1);
    for (int h = 0; h < 200; ++h) {
        const Row parents = block().persons[couple(village, 60)].household;
        person(parents, Sex::female, 22);
        alone(city, Sex::male, 24);
    }
    open();
    const World later = after(families(as_in_the_tables()), 1);
    const Ledger& ledger = later.published.ledger;
    EXPECT_GT(sum(ledger.unions), 5);
    EXPECT_EQ(ledger.unions[index(city)], sum(ledger.unions));
    EXPECT_EQ(ledger.moves_persons(index(village), index(city)), sum(ledger.unions)) << "each alone";
    EXPECT_EQ(ledger.moves_by_reason(reason_row(Reason::family, village, 4), index(city)), sum(ledger.unions));

    for (int h = 0; h < 200; ++h) alone(village, Sex::male, 35);  // not as near in age, but there
    open();
    const World content = after(families(as_in_the_tables()), 1);
    EXPECT_GT(content.published.ledger.unions[index(village)], 5);
    EXPECT_EQ(content.published.ledger.unions[index(city)], 0);
}

TEST_F(FamiliesTest, bring_along_the_minors_of_whoever_headed_a_household) {
    unions(3, 3);
    const Row mother = alone(village, Sex::female, 30);
    person(block().persons[mother].household, Sex::male, 5, Activity::minor);
    const Row man = alone(city, Sex::male, 32);
    open();
    const FamilyParameters eager{.union_level = 5, .separation_level = 1, .leaving_level = 1, .with_parents = 0};
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const World later = after(families(eager), seed);
        if (sum(later.published.ledger.unions) == 0) continue;
        const Block& there = later.blocks.front();
        EXPECT_EQ(there.persons[mother].household, there.persons[man].household);
        EXPECT_EQ(there.households[there.persons[man].household].size, 3) << "the child came along";
        EXPECT_EQ(later.published.stocks.population[index(village)], 0);
        return;
    }
    ADD_FAILURE() << "nobody united";
}

TEST_F(FamiliesTest, let_as_many_young_couples_live_with_his_family_as_the_parameter_says) {
    unions(2, 2);
    for (int h = 0; h < 400; ++h)
        for (const Sex sex : {Sex::male, Sex::female})
            person(block().persons[couple(town, 60)].household, sex, sex == Sex::male ? 24 : 22);
    open();
    const Families families = this->families(as_in_the_tables());
    std::int64_t couples = 0;
    std::int64_t with_parents = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        const Ledger& ledger = after(families, seed).published.ledger;
        couples += sum(ledger.unions);
        with_parents += sum(ledger.unions) - sum(ledger.formed);  // the others form a household
    }
    Expected expected;
    for (std::int64_t c = 0; c < couples; ++c) expected.add(0.65);
    EXPECT_GT(couples, 200);
    EXPECT_LT(std::abs(expected.deviation(with_parents)), 4) << with_parents << " of " << couples;
}

TEST_F(FamiliesTest, keep_the_books_for_two_years_with_any_number_of_Threads) {
    unions(0.3, 0.3);
    separations(0.1);
    leaving(0.3, 0.3);
    country.tables["partnered.csv"] = "sex,age,share\n" + by_age("male,", 0.7) + by_age("female,", 0.7);
    const Model model = country.model();
    const World start = make_world(model, Machine{});
    std::vector<std::uint64_t> digests;
    for (const int threads : {1, 2, 3}) {
        World now = start;
        now.ledgers.resize(static_cast<std::size_t>(threads), now.ledgers.front());
        std::int64_t united = 0;
        std::int64_t parted = 0;
        for (Month month = model.settings.start; month <= model.settings.start + 23; ++month) {
            const Stocks before = now.published.stocks;
            for_each_block(Machine{threads}, now.blocks.size(), model.families.change(month, now, Seed{3}));
            publish(now, month);
            check_balances(now, before);
            expect_books_to_agree_with_blocks(now);
            united += sum(now.published.ledger.unions);
            parted += sum(now.published.ledger.separations);
        }
        EXPECT_GT(united, 20);
        EXPECT_GT(parted, 20);
        digests.push_back(chained(state_digest(now), now.published.digest));
    }
    EXPECT_EQ(digests[0], digests[1]);
    EXPECT_EQ(digests[0], digests[2]);
}

TEST_F(FamiliesTest, read_hazards_that_are_there_and_sensible) {
    for (const auto& [table, text] : {std::pair{"unions.csv", "sex,age,union_hazard\nmale,20,-1\n"},
                                      std::pair{"unions.csv", "sex,age,union_hazard\nboy,20,0.1\n"},
                                      std::pair{"separation.csv", "age,hazard\n20,4\n"},
                                      std::pair{"leaving_home.csv", "sex,age,hazard\nmale,101,0.1\n"}}) {
        TinyCountry wrong;
        wrong.tables[table] = text;
        EXPECT_THROW(wrong.model(), InputError) << table;
    }
}

}  // namespace
}  // namespace qonys
