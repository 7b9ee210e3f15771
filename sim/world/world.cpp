#include "world/world.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "world/block_check.hpp"
#include "world/bookkeeper.hpp"
#include "world/common_state.hpp"

namespace qonys {
namespace {

std::span<std::int64_t> cells_of(Counts& counts) { return counts; }
std::span<std::int64_t> cells_of(Matrix<std::int64_t>& table) { return table.cells(); }
std::span<std::int32_t> cells_of(Cohorts& cohorts) { return cohorts.cells(); }

/// Nobody is older: persons synthesised at most this old; the hazards end far below.
constexpr int oldest_years = 125;

void restart_alarms(Block& block) {
    block.alarms.clear();
    block.alarms.unset.resize(block.household_rows());
    std::iota(block.alarms.unset.begin(), block.alarms.unset.end(), Row{0});
}

/// [block] digests to one, of all ranks.
std::uint64_t chained_digest(std::vector<std::uint64_t> of_block, const Ranks& ranks) {
    ranks.sum(of_block);
    return std::accumulate(of_block.begin(), of_block.end(), std::uint64_t{0}, chained);
}

/// Of every legal status of sojourners, in every place.
void check_sojourners(const World& world, const Totals& before) {
    const Matrix<std::int64_t>& now = world.published.stocks.status;
    const Ledger& ledger = world.published.ledger;
    for (std::size_t p = 0; p < now.rows(); ++p)
        for (std::size_t s = index(LegalStatus::eaeu_worker); s < status_count; ++s) {
            const std::int64_t by_the_books = before.status(p, s) + ledger.entered(p, s) - ledger.left(p, s) -
                                              ledger.expelled(p, s) + ledger.reclassified(p, s);
            if (by_the_books != now(p, s))
                throw BrokenInvariant(fmt::format("{} of {}: {} sojourners of legal status {} by the books, {} counted",
                                                  world.geography->places[p].id, to_string(world.published.month),
                                                  by_the_books, s, now(p, s)));
        }
}

/// Brings the changes of all threads and ranks into the cohorts: as a list or, of a large country, as a sum over all
/// cohorts, whatever is less to exchange.
void change_cohorts(Cohorts& cohorts, const std::vector<Ledger>& ledgers, const Ranks& ranks) {
    const auto apply = [](const std::vector<CohortChange>& list, Cohorts& to) {
        for (const CohortChange& change : list) to.at(change.place, change.sex, change.birth_month) += change.persons;
    };
    if (ranks.count() == 1) {
        for (const Ledger& ledger : ledgers) apply(ledger.cohort_changes, cohorts);
        return;
    }
    std::vector<CohortChange> changes;
    for (const Ledger& ledger : ledgers)
        changes.insert(changes.end(), ledger.cohort_changes.begin(), ledger.cohort_changes.end());
    const std::int64_t of_all_ranks = ranks.sum(std::ssize(changes));
    if (static_cast<std::size_t>(of_all_ranks) * sizeof(CohortChange) <= cohorts.cells().size_bytes())
        return apply(ranks.gather(std::move(changes)), cohorts);
    Cohorts sum = cohorts;
    sum.clear();
    apply(changes, sum);
    ranks.sum(sum.cells());
    cohorts += sum;
}

/// Replaces the tables' numbers by their sums over all ranks.
template <class... Tables>
void sum_tables(const Ranks& ranks, std::tuple<Tables&...> tables) {
    if (ranks.count() == 1) return;
    std::vector<std::int64_t> numbers;
    const auto for_each_table = [&](const auto& visit) {
        std::apply([&](Tables&... table) { (visit(table), ...); }, tables);
    };
    for_each_table([&](auto& table) {
        const auto cells = cells_of(table);
        numbers.insert(numbers.end(), cells.begin(), cells.end());
    });
    ranks.sum(numbers);
    auto next = numbers.begin();
    for_each_table([&](auto& table) {
        for (auto& cell : cells_of(table)) cell = static_cast<std::remove_reference_t<decltype(cell)>>(*next++);
    });
}

}  // namespace

Matrix<std::int64_t> activity_now(const World& world) {
    Matrix<std::int64_t> now(world.published.stocks.activity.rows(), activity_count);
    const auto cells = now.cells();
    for (const Ledger& ledger : world.ledgers)
        for (std::size_t cell = 0; cell < cells.size(); ++cell) cells[cell] += ledger.change.activity.cells()[cell];
    world.ranks->sum(cells);
    for (std::size_t cell = 0; cell < cells.size(); ++cell)
        cells[cell] += world.published.stocks.activity.cells()[cell];
    return now;
}

void open_books(World& world, std::size_t policies, Month first, Month last, const Machine& machine) {
    const Geography& geography = *world.geography;
    const std::size_t places = geography.places.size();
    const std::size_t regions = geography.regions.size();
    const Month oldest = first + (-12 * oldest_years);
    const Ledger empty(places, regions, policies);
    world.ledgers.assign(static_cast<std::size_t>(machine.threads), empty);
    world.first_month = first;
    world.published.month = first + (-1);
    world.published.ledger = empty;
    world.published.stocks = {Totals(places, regions), Cohorts(places, oldest, last)};
    world.published.policy_persons_this_year = Matrix<std::int64_t>(policies, places);
    world.published.entered_this_year = Matrix<std::int64_t>(places, status_count);
    world.published.policy_spent.assign(policies, 0);
    world.published.policy_spent_this_year.assign(policies, 0);
    std::vector<std::uint64_t> digests(world.blocks.size());
    world.published.stocks = count_stocks(world, machine, [&](std::size_t b, std::size_t) {
        digests[b] = digest(world.blocks[b]);
        restart_alarms(world.blocks[b]);
        world.blocks[b].watch_all();
    });
    world.published.digest = chained_digest(std::move(digests), *world.ranks);
    world.at_start = world.published.stocks;
}

void restart_alarms(World& world) {
    for (Block& block : world.blocks) restart_alarms(block);
}

void publish(World& world, Month month) {
    Published& published = world.published;
    published.ledger.clear();
    for (const Ledger& ledger : world.ledgers) published.ledger += ledger;
    sum_tables(*world.ranks, std::tuple_cat(Ledger::tables(published.ledger), Totals::parts(published.ledger.change)));
    world.ranks->sum(std::span(&published.ledger.digest, 1));
    change_cohorts(published.stocks.cohorts, world.ledgers, *world.ranks);
    for (Ledger& ledger : world.ledgers) ledger.clear();
    published.month = month;
    published.stocks += published.ledger.change;
    published.digest = chained(published.digest, published.ledger.digest);
    const auto add_to_the_year = [&](Matrix<std::int64_t>& year, const Matrix<std::int64_t>& latest) {
        auto cells = year.cells();
        for (std::size_t cell = 0; cell < cells.size(); ++cell)
            cells[cell] = latest.cells()[cell] + (month.month_of_year() == 1 ? 0 : cells[cell]);
    };
    add_to_the_year(published.policy_persons_this_year, published.ledger.policy_persons);
    add_to_the_year(published.entered_this_year, published.ledger.entered);
    for (std::size_t policy = 0; policy < published.policy_spent.size(); ++policy) {
        const auto places = published.ledger.policy_spending.row(policy);
        const std::int64_t spent = std::accumulate(places.begin(), places.end(), std::int64_t{0});
        std::int64_t& of_year = published.policy_spent_this_year[policy];
        of_year = spent + (month.month_of_year() == 1 ? 0 : of_year);
        published.policy_spent[policy] += spent;
    }
}

Stocks count_stocks(const World& world, const Machine& machine, const BlockWork& also) {
    Stocks sum = world.published.stocks;
    sum.clear();
    sum.cohorts.clear();
    std::vector<Stocks> counted(static_cast<std::size_t>(machine.threads), sum);
    const BlockWork count = [&](std::size_t b, std::size_t thread) {
        const Block& block = world.blocks[b];
        Stocks& here = counted[thread];
        for (std::uint32_t row = 0; row < block.household_rows(); ++row) {
            const Household& household = block.households[row];
            if (household.size == 0) continue;
            tally(here, *world.geography, block, static_cast<Row>(row), +1);
            block.for_each_member(static_cast<Row>(row), [&](Row person) {
                ++here.cohorts.at(household.place, block.persons[person].sex, block.persons[person].birth_month);
            });
        }
    };
    for_each_block(machine, world.blocks.size(), count, also);
    for (const Block& block : world.blocks)
        for (const Sojourner& sojourner : block.sojourners)
            ++sum.status(index(sojourner.place), index(sojourner.status));
    for (const Stocks& part : counted) {
        sum += part;
        sum.cohorts += part.cohorts;
    }
    sum_tables(*world.ranks, std::tuple_cat(Totals::parts(static_cast<Totals&>(sum)), std::tie(sum.cohorts)));
    return sum;
}

std::uint64_t state_digest(const World& world, const Machine& machine) {
    std::vector<std::uint64_t> of_block(world.blocks.size());
    for_each_block(machine, world.blocks.size(),
                   [&](std::size_t b, std::size_t) { of_block[b] = digest(world.blocks[b]); });
    return chained_digest(std::move(of_block), *world.ranks);
}

void check_balances(const World& world, const Totals& before) {
    const Stocks& now = world.published.stocks;
    const Ledger& ledger = world.published.ledger;
    const std::size_t places = now.population.size();
    for (std::size_t p = 0; p < places; ++p) {
        std::int64_t persons = before.population[p] + ledger.births[p] - ledger.deaths[p] + ledger.counted_in[p] -
                               ledger.counted_out[p] + ledger.outside_persons[p];
        std::int64_t households =
            before.households[p] + ledger.formed[p] - ledger.dissolved[p] + ledger.outside_households[p];
        for (std::size_t q = 0; q < places; ++q) {
            persons += ledger.moves_persons(q, p);
            households += ledger.moves_households(q, p);
            persons -= ledger.moves_persons(p, q);
            households -= ledger.moves_households(p, q);
        }
        const std::int64_t in_cohorts = now.cohorts.everybody(static_cast<PlaceId>(p));
        if (persons != now.population[p] || persons != in_cohorts || households != now.households[p])
            throw BrokenInvariant(fmt::format(
                "{} of {}: {} persons by the books, {} counted, {} in cohorts; {} households by the books, {} "
                "counted",
                world.geography->places[p].id, to_string(world.published.month), persons, now.population[p], in_cohorts,
                households, now.households[p]));
    }
    check_sojourners(world, before);
#ifndef NDEBUG
    check_recount(world, Machine{});
#endif
}

void check_agreement(const World& world) {
    if (world.ranks->count() == 1) return;
    StateDigest common;
    pass_common_state(common, world);
    if (!world.ranks->same(common.value()))
        throw BrokenInvariant(
            fmt::format("the ranks do not have the same figures at the end of {}", to_string(world.published.month)));
}

void check_recount(const World& world, const Machine& machine) {
    const Stocks recount =
        count_stocks(world, machine, [&](std::size_t b, std::size_t) { check_block(world.blocks[b]); });
    const Stocks& now = world.published.stocks;
    for (std::size_t p = 0; p < now.population.size(); ++p) {
        const auto place = static_cast<PlaceId>(p);
        const bool same_cohorts =
            std::ranges::equal(recount.cohorts.of(place, Sex::male), now.cohorts.of(place, Sex::male)) &&
            std::ranges::equal(recount.cohorts.of(place, Sex::female), now.cohorts.of(place, Sex::female));
        if (recount.population[p] != now.population[p] || recount.households[p] != now.households[p] || !same_cohorts)
            throw BrokenInvariant(fmt::format(
                "{} at the end of {}: the recount finds {} persons in {} households, the "
                "books {} in {}{}",
                world.geography->places[p].id, to_string(world.published.month), recount.population[p],
                recount.households[p], now.population[p], now.households[p], same_cohorts ? "" : ", and other ages"));
    }
    const auto same = [](const Matrix<std::int64_t>& a, const Matrix<std::int64_t>& b) {
        return std::ranges::equal(a.cells(), b.cells());
    };
    const std::array<std::pair<const char*, bool>, 6> tables{{
        {"networks", same(recount.networks, now.networks)},
        {"ethnic groups", same(recount.ethnicity, now.ethnicity)},
        {"activities", same(recount.activity, now.activity)},
        {"legal statuses", same(recount.status, now.status)},
        {"household sizes", same(recount.size_class, now.size_class)},
        {"tenures", same(recount.tenure, now.tenure)},
    }};
    for (const auto& [name, agrees] : tables)
        if (!agrees)
            throw BrokenInvariant(
                fmt::format("{} at the end of {} differ from a recount", name, to_string(world.published.month)));
}

}  // namespace qonys
