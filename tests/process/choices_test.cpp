#include <algorithm>
#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "process/accounting.hpp"
#include "process/migration.hpp"
#include "process/settlement.hpp"
#include "tests/support/working_country.hpp"

namespace qonys {
namespace {

constexpr Month month_of_choice{2020, 1};
constexpr int draws = 40'000;

/// Households of the tiny country that consider moving, and what they choose.
class Choosing : public testing::Test {
protected:
    Choosing() {
        country.sections =
            "[migration]\ndistance = -0.5\nadjacent = 0.2\nhinterland = 0.7\nnetwork = 0.4\nincome = 0.9\nhome = 0.8\n"
            "stay = 0.5\nwithin_region = 0.1\nurban = 0.25\n";
        block.id = BlockId{0};
    }
    /// What the newer parts of the decision add is left out unless a test asks for it.
    void make(const std::vector<std::string>& more = {}) {
        std::vector<std::string> overrides{"migration.alone=0",       "migration.liquidity=false",
                                           "migration.return_push=0", "migration.language=0",
                                           "migration.owner=0",       "migration.children=0"};
        overrides.insert(overrides.end(), more.begin(), more.end());
        model = country.model(overrides);
        world = make_world(model, Machine{});
        now = model.migration.choices(month_of_choice, levers, world.published);
    }
    Row household(PlaceId place, RegionId home, Ethnicity ethnicity = Ethnicity::russian, int size = 2) {
        const Row row = block.add_household(place, home, ethnicity, Month(2010, 1));
        for (int member = 0; member < size; ++member)
            block.persons[block.add_person(row, Month(1990, 1), Sex::female)].activity = Activity::inactive;
        return row;
    }
    Proposal decision(Row row, int draw) const {
        return now.decide(
            block, row, Stream(Seed{1}, Purpose::choose_destination, Month::from_index(draw), BlockId{0}, row).words());
    }
    Offer offer_to(PlaceId destination, double awareness = 1) const {
        Offer offer;
        offer.for_head = {500'000};
        offer.for_member = {250'000};
        offer.awareness = awareness;
        offer.origins.assign(4, 1);
        offer.destinations.assign(4, 0);
        offer.destinations[index(destination)] = 1;
        offer.persons_left = {100, 100, 0};
        return offer;
    }
    /// Log of the wage of secondary education, in a country in which nobody works, in prices with rent for a fifth.
    double log_real_income(PlaceId place) const {
        const Economy& economy = world.published.economy;
        return std::log(economy.wage(index(place), 0)) - 0.2 * std::log(economy.rent[index(place)]);
    }
    double income_gain(PlaceId from, PlaceId to) const { return 0.9 * (log_real_income(to) - log_real_income(from)); }
    static std::size_t cell(PlaceId place, Ethnicity ethnicity) {
        return Migration::Choices::cell(place, ethnicity, Education::secondary);
    }
    /// What the logit gives each place, by hand: weights exp(utility), the origin's own being that of staying.
    std::array<double, 4> weights_in_town(bool at_home, double city_bonus) const {
        const double persons_from_town = 250;  // from the North in the city, networks.csv
        const double to_city = -0.5 * std::log(3.0) + 0.2 + 0.7 + 0.4 * std::log(1 + persons_from_town) - 4.5 +
                               income_gain(TinyCountry::town, TinyCountry::city);
        const double to_village = 0.1 + income_gain(TinyCountry::town, TinyCountry::village);
        return {std::exp(at_home ? 0.5 : 0.5 - 0.8), std::exp(to_village) * 0.4, std::exp(to_city) * city_bonus,
                std::exp(-2 + 0.5 + 0.5)};
    }
    template <class Weights>
    void expect_shares(const std::array<int, 4>& chosen, const Weights& weights, double among) const {
        double sum = 0;
        for (const double weight : weights) sum += weight;
        for (std::size_t place = 0; place < 4; ++place) {
            const double share = weights[place] / sum;
            EXPECT_NEAR(chosen[place] / among, share, 4 * std::sqrt(share * (1 - share) / among)) << "place " << place;
        }
    }
    std::array<int, 4> chosen_by(Row row) const {
        std::array<int, 4> chosen{};
        for (int draw = 0; draw < draws; ++draw) ++chosen.at(index(decision(row, draw).own_choice));
        return chosen;
    }

    TinyCountry country;
    Levers levers;
    Model model;
    World world;
    Migration::Choices now;
    Block block;
};

TEST_F(Choosing, weighs_destinations_as_computed_by_hand) {
    make();
    const auto expected = weights_in_town(true, 1);
    const std::size_t row = cell(TinyCountry::town, Ethnicity::russian);
    EXPECT_EQ(now.weight(row, 0), 0) << "the origin is no destination";
    for (std::size_t place = 1; place < 4; ++place) EXPECT_NEAR(now.weight(row, place), expected[place], 1e-9) << place;
    EXPECT_NEAR(now.destination.total(row), expected[1] + expected[2] + expected[3], 1e-9);
    EXPECT_NEAR(now.home_gain(row, 1), expected[2] * (std::exp(0.8) - 1), 1e-9);
    EXPECT_EQ(now.home_gain(row, 0), 0) << "moves within the region do not go home";
    const std::size_t kazakh = cell(TinyCountry::town, Ethnicity::kazakh);
    EXPECT_NEAR(now.weight(kazakh, 3), std::exp(-5 + 0.5 + 0.5), 1e-12) << "abroad draws each group by its own";
}

TEST_F(Choosing, shares_a_region_over_its_places_by_people_and_the_pull_of_towns) {
    make();
    const std::size_t row = cell(TinyCountry::city, Ethnicity::kazakh);
    const double regional = -0.5 * std::log(3.0) + 0.9 + 0.4 * std::log(101.0) - 5;
    const double towns = 1200 * std::exp(0.25);
    EXPECT_NEAR(now.weight(row, 0),
                std::exp(regional + income_gain(TinyCountry::city, TinyCountry::town)) * towns / (towns + 800), 1e-12);
    EXPECT_NEAR(now.weight(row, 1),
                std::exp(regional + income_gain(TinyCountry::city, TinyCountry::village)) * 800 / (towns + 800), 1e-12);
    const std::size_t village = cell(TinyCountry::village, Ethnicity::kazakh);
    EXPECT_NEAR(now.weight(village, 0),
                std::exp(0.1 + income_gain(TinyCountry::village, TinyCountry::town) + 0.25) * 0.6, 1e-12);
}

TEST_F(Choosing, follows_the_logit_at_home_and_away_from_it) {
    make();
    expect_shares(chosen_by(household(TinyCountry::town, TinyCountry::north)), weights_in_town(true, 1), draws);
    expect_shares(chosen_by(household(TinyCountry::town, TinyCountry::capital)), weights_in_town(false, std::exp(0.8)),
                  draws);
    expect_shares(chosen_by(household(TinyCountry::town, TinyCountry::abroad)), weights_in_town(false, 1), draws);
}

TEST_F(Choosing, goes_home_to_both_places_of_the_home_region) {
    make();
    const std::size_t row = cell(TinyCountry::city, Ethnicity::russian);
    const double bonus = std::exp(0.8);
    expect_shares(
        chosen_by(household(TinyCountry::city, TinyCountry::north)),
        std::array{now.weight(row, 0) * bonus, now.weight(row, 1) * bonus, std::exp(0.5 - 0.8), now.weight(row, 3)},
        draws);
}

TEST_F(Choosing, remembers_who_moved_between_regions_and_forgets_a_share_in_a_year) {
    country.run += "scale = 0.5\n";
    make({"migration.network_retention=0.8"});
    const Matrix<double>& before = world.published.network;
    EXPECT_EQ(before(0, 1), 250);
    EXPECT_EQ(before(1, 0), 100);
    Matrix<std::int64_t> moves(4, 4);
    moves(0, 1) = 1000;  // within the North
    moves(0, 2) = 7;
    moves(1, 2) = 5;
    moves(2, 1) = 3;
    moves(3, 2) = moves(0, 3) = 500;  // abroad
    const Matrix<double> after = model.migration.remembered(before, moves);
    const double kept = std::pow(0.8, 1.0 / 12);
    EXPECT_NEAR(after(0, 1), 250 * kept + (7 + 5) / 0.5, 1e-9) << "real persons, of whom agents are half";
    EXPECT_NEAR(after(1, 0), 100 * kept + 3 / 0.5, 1e-9);
    EXPECT_NEAR(after(0, 0), before(0, 0) * kept, 1e-12);
}

TEST_F(Choosing, does_not_move_more_for_networks_that_grow_everywhere) {
    make();
    world.published.network(0, 1) *= 3;
    const auto later = model.migration.choices(month_of_choice, levers, world.published);
    for (std::size_t k = 0; k < now.weight.cells().size(); ++k)
        EXPECT_NEAR(later.weight.cells()[k], now.weight.cells()[k], 1e-12);
}

TEST_F(Choosing, knows_the_income_of_every_place_whatever_the_order_of_the_tables) {
    country.tables["places.csv"] =
        "place,region,settlement,name_en\nNOR_urban,NOR,urban,Towns\nCIT,CIT,urban,City\nNOR_rural,NOR,rural,Villages\n"
        "OUT,OUT,abroad,Outside\n";
    make();
    EXPECT_NEAR(now.yearly_income[0], 12 * 60'000, 1e-6);
    EXPECT_NEAR(now.yearly_income[1], 12 * 90'000, 1e-6) << "the city's";
    EXPECT_NEAR(now.yearly_income[2], 12 * 40'000, 1e-6) << "the villages'";
}

TEST_F(Choosing, of_an_offer_follows_the_logit) {
    levers.offers.push_back(offer_to(TinyCountry::city));
    make();
    for (const RegionId home : {TinyCountry::north, TinyCountry::capital}) {
        const Row row = household(TinyCountry::town, home);
        std::array<int, 4> chosen{};
        for (int draw = 0; draw < draws; ++draw) {
            const Proposal wish = decision(row, draw);
            ++chosen.at(index(wish.offer != no_offer ? wish.offered : wish.own_choice));
            if (wish.offer != no_offer) {
                ASSERT_EQ(wish.offered, TinyCountry::city);
            } else {
                ASSERT_NE(wish.own_choice, TinyCountry::city) << "who goes there takes the money";
            }
        }
        // Two persons get 750 000 tenge beside a year's income of 2 x 12 x 90 000: the income grows by that factor.
        const bool at_home = home == TinyCountry::north;
        auto weights = weights_in_town(at_home, at_home ? 1 : std::exp(0.8));
        weights[2] *= std::pow(1 + 750'000.0 / (2 * 12 * 90'000.0), 0.9);
        expect_shares(chosen, weights, draws);
    }
}

TEST_F(Choosing, keeps_its_own_choice_beside_an_offer) {
    make();
    const auto without = now;
    const Row row = household(TinyCountry::town, TinyCountry::capital);
    levers.offers.push_back(offer_to(TinyCountry::city));
    int deadweight = 0;
    int attracted = 0;
    for (int draw = 0; draw < draws; ++draw) {
        Levers none;
        auto plain_choices = without;
        plain_choices.levers = &none;
        const Proposal plain = plain_choices.decide(
            block, row, Stream(Seed{1}, Purpose::choose_destination, Month::from_index(draw), BlockId{0}, row).words());
        const Proposal wish = decision(row, draw);
        ASSERT_EQ(wish.own_choice, plain.own_choice);
        ASSERT_EQ(wish.ticket, plain.ticket);
        if (plain.own_choice == TinyCountry::city) {
            ASSERT_EQ(wish.offered, TinyCountry::city) << "would have gone anyway";
            ASSERT_EQ(wish.offer, 0);
            ++deadweight;
        } else {
            attracted += wish.offer != no_offer ? 1 : 0;
        }
    }
    EXPECT_GT(deadweight, 100);
    EXPECT_GT(attracted, 100);
}

TEST_F(Choosing, hears_of_an_offer_by_its_awareness) {
    make();
    const Row row = household(TinyCountry::town, TinyCountry::north);
    const auto takers = [&](double awareness) {
        levers.offers = {offer_to(TinyCountry::city, awareness)};
        int count = 0;
        for (int draw = 0; draw < draws; ++draw) count += decision(row, draw).offer != no_offer ? 1 : 0;
        return count;
    };
    const double all = takers(1);
    EXPECT_EQ(takers(0), 0);
    EXPECT_NEAR(takers(0.3), 0.3 * all, 4 * std::sqrt(all * 0.3 * 0.7));
}

TEST_F(Choosing, hears_of_no_offer_for_which_it_is_not_eligible) {
    make();
    const Row row = household(TinyCountry::town, TinyCountry::north);
    const auto nobody_takes = [&](const Offer& offer) {
        levers.offers = {offer};
        for (int draw = 0; draw < 5000; ++draw)
            if (decision(row, draw).offer != no_offer) return false;
        return true;
    };
    EXPECT_FALSE(nobody_takes(offer_to(TinyCountry::city)));
    Offer elsewhere = offer_to(TinyCountry::city);
    elsewhere.origins[index(TinyCountry::town)] = 0;
    EXPECT_TRUE(nobody_takes(elsewhere));
    Offer full = offer_to(TinyCountry::city);
    full.persons_left[1] = 0;
    EXPECT_TRUE(nobody_takes(full));
    EXPECT_TRUE(nobody_takes(offer_to(TinyCountry::town))) << "nobody is resettled to where they live";
    block.households[row].programme = 3;
    EXPECT_TRUE(nobody_takes(offer_to(TinyCountry::city))) << "nobody is resettled twice";
}

/// Persons of a place and of one group in it, counted from the blocks.
double share_of_group(const World& world, PlaceId place, Ethnicity ethnicity) {
    double all = 0;
    double group = 0;
    for (const Block& block : world.blocks)
        for (const Household& household : block.households) {
            if (household.size == 0 || household.place != place) continue;
            all += household.size;
            if (household.ethnicity == ethnicity) group += household.size;
        }
    return group / all;
}

TEST_F(Choosing, prefers_places_of_its_own_language_by_the_difference_of_shares) {
    make();
    const Matrix<double> without = now.weight;
    make({"migration.language=1.5"});
    for (const Ethnicity ethnicity : {Ethnicity::kazakh, Ethnicity::russian, Ethnicity::other}) {
        const std::size_t row = cell(TinyCountry::town, ethnicity);
        const double difference = share_of_group(world, TinyCountry::city, ethnicity) -
                                  share_of_group(world, TinyCountry::village, ethnicity);
        const double odds = now.weight(row, 2) / now.weight(row, 1);
        EXPECT_NEAR(odds / (without(row, 2) / without(row, 1)), std::exp(1.5 * difference), 1e-9);
        EXPECT_NEAR(now.weight(row, 2) / without(row, 2),
                    std::exp(1.5 * share_of_group(world, TinyCountry::city, ethnicity)), 1e-9);
        EXPECT_EQ(now.weight(row, 3), without(row, 3)) << "abroad has utilities of each group as it is";
    }
}

TEST_F(Choosing, of_owners_and_parents_raises_the_odds_of_staying_by_their_factors) {
    make({"migration.owner=0.6", "migration.children=0.4"});
    EXPECT_NEAR(now.owner, std::exp(0.6), 1e-12);
    EXPECT_NEAR(now.children, std::exp(0.4), 1e-12);
    for (const bool owns : {false, true})
        for (const bool has_child : {false, true}) {
            const Row row = household(TinyCountry::town, TinyCountry::capital, Ethnicity::russian, 3);
            block.households[row].tenure = owns ? Tenure::owner : Tenure::renter;
            if (has_child) block.persons[block.add_person(row, Month(2012, 1), Sex::male)].activity = Activity::minor;
            auto weights = weights_in_town(false, std::exp(0.8));
            weights[0] *= (owns ? std::exp(0.6) : 1) * (has_child ? std::exp(0.4) : 1);
            expect_shares(chosen_by(row), weights, draws);
        }
}

TEST_F(Choosing, of_those_who_work_weighs_expected_wages_in_prices_of_the_place) {
    put_to_work(country);
    make();
    const Stocks& stocks = world.published.stocks;
    const Economy& economy = world.published.economy;
    const auto log_income = [&](PlaceId place, Education education) {
        const auto persons = [&](Activity activity) {
            std::int64_t count = 0;
            for (const Block& of : world.blocks)
                for (const Person& person : of.persons)
                    if (person.household != no_row && of.households[person.household].place == place &&
                        person.education == education && person.activity == activity)
                        ++count;
            return static_cast<double>(count);
        };
        const double formal = persons(Activity::formal);
        const double informal = persons(Activity::informal);
        EXPECT_GT(formal, 0);
        EXPECT_EQ(formal,
                  static_cast<double>(stocks.activity(activity_row(place, education), index(Activity::formal))));
        const double share =
            (formal + informal * economy.informal_wage) / (formal + informal + persons(Activity::unemployed));
        return std::log(economy.wage(index(place), index(education)) * share) -
               0.2 * std::log(economy.rent[index(place)]);
    };
    const double regional = -0.5 * std::log(3.0) + 0.9 + 0.4 * std::log(1.0 + 250 * 20) - 4.5;
    for (const Education education : {Education::secondary, Education::vocational, Education::higher}) {
        const std::size_t row = Migration::Choices::cell(TinyCountry::town, Ethnicity::kazakh, education);
        const double gain = log_income(TinyCountry::city, education) - log_income(TinyCountry::town, education);
        EXPECT_NEAR(now.weight(row, 2), std::exp(regional + 0.9 * gain), 1e-9 * now.weight(row, 2));
    }
}

TEST_F(Choosing, from_abroad_sees_regions_as_others_in_the_country_do_and_incomes_beside_the_mean) {
    make();
    double mean = 0;
    for (const PlaceId place : {TinyCountry::town, TinyCountry::village, TinyCountry::city})
        mean += log_real_income(place) / 3;
    // The others of the city are the people of the North, and the other way round.
    const double to_city = -0.5 * std::log(3.0) + 0.2 + 0.7 + 0.4 * std::log(1 + 250.0) - 4.5;
    const double to_north = -0.5 * std::log(3.0) + 0.2 + 0.7 + 0.4 * std::log(1 + 100.0) - 5;
    const std::size_t row = cell(TinyCountry::out, Ethnicity::other);
    EXPECT_NEAR(now.weight(row, 2), std::exp(to_city + 0.9 * (log_real_income(TinyCountry::city) - mean)), 1e-9);
    const double towns = 1200 * std::exp(0.25);
    EXPECT_NEAR(now.weight(row, 0),
                std::exp(to_north + 0.9 * (log_real_income(TinyCountry::town) - mean)) * towns / (towns + 800), 1e-9);
    EXPECT_EQ(now.weight(row, 3), 0) << "nobody goes from one country abroad to another";
    EXPECT_NEAR(now.home_gain(row, 0), (now.weight(row, 0) + now.weight(row, 1)) * (std::exp(0.8) - 1), 1e-9);
}

TEST_F(Choosing, has_pull_that_changes_between_its_years) {
    country.tables["migration_regions.csv"] =
        "region,year,push,pull,emigration\nNOR,2015,1.5,-5,0.5\nCIT,2018,0.75,-4.5,0.25\nCIT,2022,0.75,-6.5,0.25\n";
    make();
    // From the middle of 2018 to that of 2022: January 2020 is 18 months and a half after the former.
    const double years = 18.5 / 12;
    const std::size_t row = cell(TinyCountry::town, Ethnicity::russian);
    EXPECT_NEAR(now.weight(row, 2), weights_in_town(true, 1)[2] * std::exp(-2.0 * years / 4), 1e-9);
}

/// A grown-up member who considers to go alone.
class ChoosingAlone : public Choosing {
protected:
    /// A head of 50 from the city with a child and a grown-up son.
    Row son(Activity activity = Activity::inactive) {
        const Row row =
            block.add_household(TinyCountry::town, TinyCountry::capital, Ethnicity::russian, Month(2010, 1));
        block.persons[block.add_person(row, Month(1969, 6), Sex::female)].activity = Activity::inactive;
        const Row member = block.add_person(row, Month(1998, 1), Sex::male);
        block.persons[member].activity = activity;
        block.persons[block.add_person(row, Month(2012, 1), Sex::male)].activity = Activity::minor;
        return member;
    }
    Proposal decision_alone(Row member, int draw) const {
        return now.decide_alone(block, member,
                                Stream(Seed{1}, Purpose::choose_alone, Month::from_index(draw), BlockId{0}, member));
    }
    std::array<int, 4> chosen_alone(Row member) const {
        std::array<int, 4> chosen{};
        for (int draw = 0; draw < draws; ++draw) {
            const Proposal wish = decision_alone(member, draw);
            EXPECT_EQ(wish.member, member);
            EXPECT_EQ(wish.household, block.persons[member].household);
            EXPECT_EQ(wish.size, 1);
            EXPECT_EQ(wish.offer, no_offer) << "programmes resettle families";
            ++chosen.at(index(wish.own_choice));
        }
        return chosen;
    }
};

TEST_F(ChoosingAlone, is_a_choice_of_one_who_is_at_home_owns_nothing_and_leaves_the_children_with_others) {
    levers.offers.push_back(offer_to(TinyCountry::city));
    make({"migration.owner=2", "migration.children=2"});
    expect_shares(chosen_alone(son()), weights_in_town(true, 1), draws);
}

TEST_F(ChoosingAlone, has_the_education_of_who_goes) {
    put_to_work(country);
    make({"migration.stay=-10"});
    const Row member = son();
    block.persons[member].education = Education::higher;
    std::array<double, 4> weights{std::exp(-10)};
    for (std::size_t place = 1; place < 4; ++place)
        weights[place] =
            now.weight(Migration::Choices::cell(TinyCountry::town, Ethnicity::russian, Education::higher), place);
    expect_shares(chosen_alone(member), weights, draws);
}

TEST_F(ChoosingAlone, is_for_work_or_for_family) {
    make({"migration.stay=-10"});
    const auto reason_of = [&](Activity activity) { return decision_alone(son(activity), 1).own_reason; };
    EXPECT_EQ(reason_of(Activity::formal), Reason::work);
    EXPECT_EQ(reason_of(Activity::informal), Reason::work);
    EXPECT_EQ(reason_of(Activity::unemployed), Reason::work);
    EXPECT_EQ(reason_of(Activity::inactive), Reason::family);
}

TEST_F(Choosing, is_put_off_by_those_who_study) {
    levers.offers.push_back(offer_to(TinyCountry::city));
    make({"migration.stay=-10"});
    const Row row = household(TinyCountry::town, TinyCountry::capital);
    block.persons[block.households[row].first_person].activity = Activity::student;
    for (int draw = 0; draw < 1000; ++draw) {
        ASSERT_EQ(decision(row, draw).own_choice, TinyCountry::town);
        ASSERT_EQ(decision(row, draw).offer, no_offer);
    }
}

TEST_F(Choosing, knows_of_most_stayers_without_a_look_at_their_heads) {
    for (const bool offered : {false, true}) {
        levers.offers.clear();
        if (offered) {
            Offer offer = offer_to(TinyCountry::city);
            offer.origins = {1, 0, 0, 0};
            levers.offers.push_back(offer);
        }
        make({"migration.owner=0.5", "migration.children=0.3", "migration.income=0.9", "migration.stay=2"});
        int known = 0, stayed = 0;
        for (const PlaceId place : {TinyCountry::town, TinyCountry::village, TinyCountry::city, TinyCountry::out})
            for (const RegionId home : {TinyCountry::north, TinyCountry::capital})
                for (const Ethnicity ethnicity : {Ethnicity::kazakh, Ethnicity::russian})
                    for (const Education education : {Education::secondary, Education::higher})
                        for (const Activity child : {Activity::minor, Activity::inactive})
                            for (const Tenure tenure : {Tenure::owner, Tenure::renter}) {
                                const Row row = household(place, home, ethnicity);
                                block.households[row].tenure = tenure;
                                const Row head = block.households[row].first_person;
                                block.persons[head].education = education;
                                block.persons[block.persons[head].next].activity = child;
                                for (int draw = 0; draw < 300; ++draw) {
                                    const Words words = Stream(Seed{1}, Purpose::choose_destination,
                                                               Month::from_index(draw), BlockId{0}, row)
                                                            .words();
                                    const Proposal wish = now.decide(block, row, words);
                                    stayed += wish.goes() ? 0 : 1;
                                    if (!now.surely_stays(block.households[row], words)) continue;
                                    ++known;
                                    ASSERT_FALSE(wish.goes());
                                    EXPECT_FALSE(offered && place == TinyCountry::town) << "an offer may be heard of";
                                }
                            }
        EXPECT_GT(known, (offered ? 0.5 : 0.8) * stayed);
        EXPECT_LT(known, stayed) << "those with children or a home worth less than elsewhere";
    }
}

/// Moves that cost money: everybody wants to go from the town to the city.
class Paying : public Choosing {
protected:
    Paying() { country.edit("migration_levels.csv", "0.02,0.5", "0.02,-60"); }
    void make_all_go(const std::vector<std::string>& more = {}) {
        std::vector<std::string> overrides{"migration.stay=-10", "migration.within_region=-20",
                                           "migration.liquidity=true", "migration.cost_wages=0.5"};
        overrides.insert(overrides.end(), more.begin(), more.end());
        make(overrides);
        saver = world.blocks.front().add_household(TinyCountry::town, TinyCountry::north, Ethnicity::russian,
                                                   Month(2010, 1));
        for (int member = 0; member < 2; ++member)
            here().persons[here().add_person(saver, Month(1960, 1), Sex::female)].activity = Activity::inactive;
        open_books(world, 1, model.settings.start, model.settings.end, Machine{});
    }
    Block& here() { return world.blocks.front(); }
    /// Half a vocational wage of an average place for each who goes, and two rents, in thousand tenge.
    double cost(PlaceId to, int persons) const {
        const Economy& economy = world.published.economy;
        double wage = 0;
        for (std::size_t place = 0; place < 3; ++place) wage += economy.wage(place, index(Education::vocational)) / 3;
        const double dwelling = index(to) < 3 ? 2 * economy.rent[index(to)] : 0;
        return (dwelling + persons * 0.5 * wage) / 1000;
    }
    void save(double thousands) {
        here().households[saver].savings = static_cast<std::int32_t>(thousands);
        here().households[saver].saved_until = static_cast<MonthIndex>(month_of_choice.index() - 1);
    }
    Proposal wish() const {
        return now.decide(world.blocks.front(), saver,
                          Stream(Seed{1}, Purpose::choose_destination, month_of_choice, BlockId{0}, saver).words());
    }
    /// What the saver's wish comes to: moves that are granted and carried out.
    void carry_out() { carry_out(wish()); }
    void carry_out(const Proposal& granted) {
        Proposals wishes(world.blocks.size());
        wishes.front().push_back(granted);
        const Stocks before = world.published.stocks;
        Purse purse;
        settle(levers, purse, wishes, *model.geography);
        close_month(month_of_choice, levers, wishes, world, Machine{});
        check_balances(world, before);
    }
    Row saver = 0;
};

TEST_F(Paying, costs_two_rents_and_half_a_wage_for_each_who_goes) {
    make_all_go();
    EXPECT_GT(world.published.economy.rent[2], 0);
    for (const PlaceId to : {TinyCountry::town, TinyCountry::village, TinyCountry::city, TinyCountry::out})
        for (const int persons : {1, 2, 5})
            EXPECT_NEAR(now.cost(to, static_cast<std::size_t>(persons)), cost(to, persons), 1e-9);
}

TEST_F(Paying, is_impossible_just_below_the_cost_and_takes_exactly_the_cost_just_above) {
    make_all_go();
    const double price = cost(TinyCountry::city, 2);
    ASSERT_GT(price, 10);
    ASSERT_GT(price, std::floor(price));
    save(std::floor(price));
    EXPECT_EQ(wish().own_choice, TinyCountry::town);
    carry_out();
    EXPECT_EQ(here().households[saver].place, TinyCountry::town);
    EXPECT_EQ(here().households[saver].savings, static_cast<std::int32_t>(std::floor(price))) << "keeps all of it";

    const double plenty = std::ceil(price) + 1000;
    save(std::ceil(price));
    EXPECT_EQ(wish().own_choice, TinyCountry::city);
    save(plenty);
    carry_out();
    EXPECT_EQ(here().households[saver].place, TinyCountry::city);
    EXPECT_EQ(here().households[saver].savings,
              static_cast<std::int32_t>(plenty) - static_cast<std::int32_t>(std::lround(price)));
}

TEST_F(Paying, is_not_asked_of_anybody_without_the_constraint) {
    make_all_go({"migration.liquidity=false"});
    save(0);
    EXPECT_EQ(wish().own_choice, TinyCountry::city);
    save(777);
    carry_out();
    EXPECT_EQ(here().households[saver].savings, 777);
}

TEST_F(Paying, is_done_by_a_grant_that_covers_the_gap) {
    make_all_go();
    const double price = cost(TinyCountry::city, 2);
    const double savings = std::floor(price / 3);
    const auto gap = static_cast<std::int64_t>(std::ceil((price - savings) * 1000));  // tenge
    const auto grant = [&](std::int64_t tenge) {
        Offer offer = offer_to(TinyCountry::city);
        offer.for_head = {tenge};
        offer.for_member = {0};
        levers.offers = {offer};
    };
    save(savings);
    grant(gap - 1000);
    EXPECT_EQ(wish().offer, no_offer);
    EXPECT_EQ(wish().own_choice, TinyCountry::town);
    carry_out();
    EXPECT_EQ(here().households[saver].place, TinyCountry::town);
    grant(gap);
    EXPECT_EQ(wish().offer, 0);
    EXPECT_EQ(wish().own_choice, TinyCountry::town) << "without the grant it could not";
    carry_out();
    EXPECT_EQ(here().households[saver].place, TinyCountry::city);
    EXPECT_EQ(here().households[saver].programme, 0);
    EXPECT_EQ(here().households[saver].savings, 0) << "all of them go into the rest";
}

TEST_F(Paying, is_nothing_beside_a_grant_larger_than_the_cost) {
    make_all_go();
    Offer offer = offer_to(TinyCountry::city);
    offer.for_head = {static_cast<std::int64_t>(std::ceil(cost(TinyCountry::city, 2))) * 1000};
    levers.offers = {offer};
    save(5);
    carry_out();
    EXPECT_EQ(here().households[saver].place, TinyCountry::city);
    EXPECT_EQ(here().households[saver].savings, 5);
}

TEST_F(Paying, is_for_who_goes_alone_a_matter_of_a_fair_share) {
    make_all_go();
    const Row son = here().add_person(saver, Month(1998, 1), Sex::male);
    here().persons[son].activity = Activity::inactive;
    open_books(world, 1, model.settings.start, model.settings.end, Machine{});
    const double price = cost(TinyCountry::city, 1);
    const auto wish_alone = [&] {
        return now.decide_alone(here(), son, Stream(Seed{1}, Purpose::choose_alone, month_of_choice, BlockId{0}, son));
    };
    save(std::floor(3 * price));
    ASSERT_LT(std::floor(3 * price), 3 * price);
    EXPECT_EQ(wish_alone().own_choice, TinyCountry::town);
    const auto savings = static_cast<std::int32_t>(3 * (std::ceil(price) + 50));
    save(savings);
    EXPECT_EQ(wish_alone().own_choice, TinyCountry::city);
    carry_out(wish_alone());
    const Row alone = here().persons[son].household;
    ASSERT_NE(alone, saver);
    EXPECT_EQ(here().households[alone].place, TinyCountry::city);
    EXPECT_EQ(here().households[alone].home, TinyCountry::north) << "where he grew up";
    EXPECT_EQ(here().households[alone].savings, savings / 3 - static_cast<std::int32_t>(std::lround(price)));
    EXPECT_EQ(here().households[saver].place, TinyCountry::town);
    EXPECT_EQ(here().households[saver].savings, savings - savings / 3);
}

}  // namespace
}  // namespace qonys
