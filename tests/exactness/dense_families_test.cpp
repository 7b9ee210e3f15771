#include <map>

#include "analysis/official.hpp"
#include "dense_reference/xoshiro.hpp"
#include "dense_walk.hpp"
#include "process/families.hpp"

namespace qonys {
namespace {

/// A column of a table by (sex, age); without a column `sex` under "".
using Hazards = std::map<std::pair<std::string, std::size_t>, double>;

struct DenseFamilies : test::DenseWalk {
    Problems problems;

    Hazards hazards(const std::string& name, const std::string& column) {
        const Table table = Table::read(country().geography_folder / name, {"age", column}, problems);
        Hazards all;
        for (std::size_t row = 0; row < table.rows(); ++row)
            all[{table.text(row, "sex"), static_cast<std::size_t>(table.integer(row, "age", 0, 100, problems))}] =
                table.number(row, column, 0, 10, problems);
        problems.throw_if_any();
        return all;
    }
    static double at(const Hazards& hazards, const Person& person, std::size_t age) {
        const auto found = hazards.find({person.sex == Sex::male ? "male" : "female", age});
        return found == hazards.end() ? 0 : found->second;
    }
    /// The process with one of its parts only.
    Families only(FamilyParameters parameters) {
        TableFolder folder(country().geography_folder);
        Families families(folder, parameters, problems);
        problems.throw_if_any();
        return families;
    }
    bool may(const Block& block, Row row) const {
        const Activity activity = block.persons[row].activity;
        return activity != Activity::minor && activity != Activity::absent && !abroad(block, row);
    }
    auto month_of(const Families& families) const {
        return [&](World& copy, Seed seed) { in_each_block(copy, families.change(month, copy, seed)); };
    }
    static const Model& country() { return test::country(); }
};

TEST_F(DenseFamilies, part_as_women_s_hazards_say_in_every_place_and_age) {
    const Families families = only({.union_level = 0, .separation_level = 1.5, .leaving_level = 0});
    const Hazards table = hazards("separation.csv", "hazard");
    expect_plausible(compare(
                         [&](const Block& block, Row row) {
                             const Person& woman = block.persons[row];
                             const auto found = table.find({"", age(woman)});
                             const bool asked = woman.sex == Sex::female && woman.partnered && may(block, row);
                             return asked && found != table.end() ? test::in_a_month(1.5 * found->second) : 0.0;
                         },
                         month_of(families),
                         [](const Block&, const Block& after, Row row) { return !after.persons[row].partnered; }),
                     8);
}

TEST_F(DenseFamilies, send_from_home_as_the_hazards_say_in_every_place_and_age) {
    const Families families = only({.union_level = 0, .separation_level = 0, .leaving_level = 2.5});
    const Hazards table = hazards("leaving_home.csv", "hazard");
    expect_plausible(compare(
                         [&](const Block& block, Row row) {
                             const Person& one = block.persons[row];
                             const bool asked = !one.partnered && may(block, row) && !heads(block, row);
                             return asked ? test::in_a_month(2.5 * at(table, one, age(one))) : 0.0;
                         },
                         month_of(families),
                         [](const Block& before, const Block& after, Row row) {
                             return after.persons[row].household != before.persons[row].household;
                         }),
                     6);
}

/// Nothing but a market in full shows who marries whom: the same one, drawn by asking everybody.
TEST_F(DenseFamilies, unite_as_many_of_every_place_and_age_as_a_market_of_everybody) {
    const Families families = only({.union_level = 1, .separation_level = 0, .leaving_level = 0});
    const Hazards table = hazards("unions.csv", "union_hazard");
    constexpr std::uint64_t replicates = 20;

    const auto by_asking_everybody = [&](const Block& block, dense::Xoshiro& random, std::vector<double>& counts) {
        std::vector<Row> women, men;
        for (const Row row : block.by_birth) {
            const Person& one = block.persons[row];
            if (one.household == no_row || one.partnered || !may(block, row)) continue;
            const double hazard = test::in_a_month(at(table, one, age(one)));
            if (random.uniform() < (one.sex == Sex::male ? 2 * hazard : hazard))
                (one.sex == Sex::male ? men : women).push_back(row);
        }
        for (const Row woman : women) {
            auto best = men.end();
            double least = 1e9;
            for (auto man = men.begin(); man != men.end(); ++man) {
                const double older = (block.persons[woman].birth_month - block.persons[*man].birth_month) / 12.0;
                const double off = std::abs(older - 2.5);
                if (off > 15 || block.persons[*man].household == block.persons[woman].household) continue;
                const double distance = off + (place(block, *man) == place(block, woman) ? 0 : 1000);
                if (distance >= least) continue;
                least = distance;
                best = man;
            }
            if (best == men.end()) continue;
            for (const Row one : {woman, *best}) ++counts[2 * cell(block, one) + index(block.persons[one].sex)];
            men.erase(best);
        }
    };
    std::vector<std::vector<double>> dense, engine, dense_sum, engine_sum;
    for (std::uint64_t replicate = 1; replicate <= replicates; ++replicate) {
        std::vector<double> counts(2 * cells());
        for (std::size_t b = 0; b < world.blocks.size(); ++b) {
            dense::Xoshiro random(replicate, b);
            by_asking_everybody(world.blocks[b], random, counts);
        }
        dense_sum.push_back({total(counts)});
        dense.push_back(counts);

        World copy = world;
        month_of(families)(copy, Seed{replicate});
        std::ranges::fill(counts, 0);
        for (std::size_t b = 0; b < world.blocks.size(); ++b)
            for (std::uint32_t row = 0; row < world.blocks[b].person_rows(); ++row) {
                const Person& before = world.blocks[b].persons[row];
                if (before.household != no_row && !before.partnered && copy.blocks[b].persons[row].partnered)
                    ++counts[2 * cell(world.blocks[b], static_cast<Row>(row)) + index(before.sex)];
            }
        engine_sum.push_back({total(counts)});
        engine.push_back(counts);
    }
    EXPECT_GT(engine_sum.front().front(), 200) << "otherwise it is no test";
    EXPECT_PLAUSIBLE(test::permutation_test(engine, dense));
    EXPECT_PLAUSIBLE(test::permutation_test(engine_sum, dense_sum));
}

}  // namespace
}  // namespace qonys
