#include "population/synthesis.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "population/household_builder.hpp"
#include "world/internal_moves.hpp"

namespace qonys {
namespace {

/// One block to build: its place and which part of the place it is.
struct Part {
    PlaceId place{};
    std::uint32_t number = 0;
    std::uint32_t of = 1;
    std::uint32_t households = 0;
};

/// How much of `total` falls to part `number` of `of`: all parts together get all of it, each its share rounded up or
/// down, and `offset` in [0, of) decides which parts round up.
std::int64_t part_of(std::int64_t total, std::uint32_t number, std::uint32_t of, std::uint32_t offset) {
    return (total * (number + 1) + offset) / of - (total * number + offset) / of;
}

std::vector<Part> cut_into_blocks(const Marginals& marginals, const PopulationTable<std::int64_t>& persons) {
    std::vector<Part> parts;
    for (std::size_t p = 0; p < persons.places(); ++p) {
        const auto cells = persons.of(p);
        const std::int64_t total = std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
        if (total == 0) continue;
        const std::int64_t households =
            std::max<std::int64_t>(1, std::llround(static_cast<double>(total) / marginals.mean_household_size[p]));
        const auto blocks = static_cast<std::uint32_t>((total + static_cast<std::int64_t>(block_persons) - 1) /
                                                       static_cast<std::int64_t>(block_persons));
        for (std::uint32_t number = 0; number < blocks; ++number)
            parts.push_back({static_cast<PlaceId>(p), number, blocks,
                             static_cast<std::uint32_t>(part_of(households, number, blocks, 0))});
    }
    return parts;
}

/// Builds one block; an object so that its steps share what they need.
class BlockBuilder {
public:
    BlockBuilder(const Geography& geography, const Marginals& marginals, const MigrationHistory& history, Seed seed,
                 BlockId id, const Part& part)
        : marginals_(marginals),
          part_(part),
          region_(geography.region_of(part.place)),
          seed_(seed),
          history_(history),
          history_share_(history.share.row(index(region_))),
          away_share_(std::accumulate(history_share_.begin(), history_share_.end(), 0.0)),
          homes_(Stream(seed, Purpose::synthesis_history, marginals.month, id)) {
        block_.id = id;
        block_.first_place = part.place;
    }

    Block build(std::span<const std::int64_t> place_cells, double years) {
        const std::array<PersonPool, ethnicity_count> pools = deal(place_cells);
        const std::vector<std::int64_t> households = share_households(pools);
        std::uint32_t persons = 0;
        for (const PersonPool& pool : pools) persons += pool.persons();
        reserve(block_.households, part_.households, households_a_year * years);
        reserve(block_.persons, persons, persons_a_year * years);
        reserve(block_.by_birth, persons, persons_a_year * years);
        LongStream stream(Stream(seed_, Purpose::synthesis_household, marginals_.month, block_.id));
        std::array<BuiltHouseholds, ethnicity_count> built;
        for (std::size_t e = 0; e < ethnicity_count; ++e) {
            const auto sizes = household_sizes(static_cast<std::uint32_t>(households[e]), pools[e].persons(), stream);
            built[e] = build_households(pools[e], sizes, marginals_.partnered, stream);
        }
        settle_by_age_of_head(built, stream);
        block_.sort_by_birth();
        return std::move(block_);
    }

private:
    /// Rows that come on top in a year, for one there is: what most blocks need under baseline.toml until 2028 (on
    /// average 0.026 persons and 0.05 households). A guess that fails costs time or memory, nothing else.
    static constexpr double persons_a_year = 0.03;
    static constexpr double households_a_year = 0.06;

    template <class T>
    static void reserve(std::vector<T>& rows, std::size_t count, double growth) {
        const auto all = static_cast<std::size_t>(static_cast<double>(count) * (1 + growth)) + 16;
        rows.reserve(std::min(all, block_rows));
    }

    std::array<PersonPool, ethnicity_count> deal(std::span<const std::int64_t> place_cells) const {
        std::array<PersonPool, ethnicity_count> pools;
        // The same offsets for all blocks of the place: addressed by the place, not by the block.
        Stream offsets(seed_, Purpose::synthesis_allocation, marginals_.month,
                       static_cast<BlockId>(index(part_.place)));
        for (std::size_t e = 0; e < ethnicity_count; ++e)
            for (const Sex sex : {Sex::male, Sex::female})
                for (std::size_t age = 0; age < age_count; ++age) {
                    const auto cell = PopulationTable<std::int64_t>::cell(e, index(sex), age);
                    const std::uint32_t offset = offsets.below(part_.of);
                    pools[e].add(
                        sex, age,
                        static_cast<std::uint32_t>(part_of(place_cells[cell], part_.number, part_.of, offset)));
                }
        return pools;
    }

    /// The block's households by ethnic group, in proportion to persons, as far as there are adults to head them and
    /// nobody has to live with more than `largest_household`.
    std::vector<std::int64_t> share_households(const std::array<PersonPool, ethnicity_count>& pools) const {
        std::array<double, ethnicity_count> persons{};
        for (std::size_t e = 0; e < ethnicity_count; ++e) persons[e] = pools[e].persons();
        std::vector<std::int64_t> households = integerise(persons, part_.households);
        for (std::size_t e = 0; e < ethnicity_count; ++e) {
            const std::int64_t most = pools[e].aged_from(adult_age);
            const std::int64_t least = (pools[e].persons() + largest_household - 1) / largest_household;
            households[e] = std::max(std::min(households[e], most), least);
        }
        return households;
    }

    void settle_by_age_of_head(std::span<const BuiltHouseholds> built, LongStream& stream) {
        struct OfAge {
            Ethnicity ethnicity{};
            std::span<const Member> members;
        };
        std::array<std::vector<OfAge>, age_count> by_age;
        for (std::size_t e = 0; e < built.size(); ++e)
            for (std::size_t h = 0; h + 1 < built[e].start.size(); ++h) {
                const std::span<const Member> members = built[e].household(h);
                by_age[members.front().age].push_back({static_cast<Ethnicity>(e), members});
            }
        for (std::size_t age = 0; age < age_count; ++age) {
            for (const auto& [ethnicity, members] : by_age[age]) settle(members, ethnicity, stream);
            const int next = static_cast<int>(age) + 1;
            const auto end = static_cast<Row>(block_.household_rows());
            const Row begin = block_.head_ages.empty() ? Row{0} : block_.head_ages.back().end;
            if (end > begin && (next % HeadAgeRun::years == 0 || next == static_cast<int>(age_count)))
                block_.head_ages.push_back({end, static_cast<MonthIndex>(marginals_.month.index() - 12 * next)});
        }
    }

    void settle(std::span<const Member> members, Ethnicity ethnicity, LongStream& stream) {
        const RegionId home = draw_home();
        const Row row = block_.add_household(part_.place, home, ethnicity, draw_last_move(home, members.front().age));
        Row last = no_row;
        for (const Member& member : members) {
            // Of completed age a at the beginning of the month: born in one of the twelve months before that.
            const int born = marginals_.month.index() - 12 * member.age - 1 - static_cast<int>(stream.below(12));
            last = block_.add_unsorted_person(row, Month::from_index(born), member.sex, last);
            Person& person = block_.persons[last];
            person.partnered = member.partnered;
            person.parity = static_cast<std::uint8_t>(std::min<int>(member.parity, 15)) & 15U;
        }
    }

    RegionId draw_home() {
        double point = homes_.uniform();
        if (point >= away_share_) return region_;
        for (std::size_t home = 0; home < history_share_.size(); ++home) {
            point -= history_share_[home];
            if (point < 0) return static_cast<RegionId>(home);
        }
        return region_;
    }

    /// Months since the last move, never before the head's birth. Those who grew up elsewhere came by a move between
    /// regions: they have as many of the recent ones as of all moves lead to another region, at most nearly all of
    /// them. Who moved longer ago than anybody remembers: exponential, on average 25 years more (assumed; the census of
    /// 2021 asked whether, not when).
    Month draw_last_move(RegionId home, std::size_t head_age) {
        constexpr double most = 0.95;
        constexpr double years_before = 25;
        const LastMoves& last_moves = history_.last_moves;
        const double all = last_moves.remembered(head_age);
        const double away =
            away_share_ > 0 ? std::min(all * std::max(history_.between_regions / away_share_, 1.0), most) : 0;
        const double recent = home != region_ ? away : std::max(all - away_share_ * away, 0.0) / (1 - away_share_);
        const double point = homes_.uniform();
        const double months = point < recent
                                  ? last_moves.months_since(head_age, point / recent * all)
                                  : last_moves.memory() - 12 * years_before * std::log((point - recent) / (1 - recent));
        return marginals_.month + (-1 - static_cast<int>(std::min(months, 12.0 * static_cast<double>(head_age))));
    }

    const Marginals& marginals_;
    const Part& part_;
    RegionId region_;
    Seed seed_;
    const MigrationHistory& history_;
    std::span<const double> history_share_;
    double away_share_;
    LongStream homes_;
    Block block_;
};

}  // namespace

MigrationHistory migration_history(TableFolder& folder, const Geography& geography, const Marginals& marginals,
                                   const RegisteredPopulation& registered, const Matrix<double>& networks,
                                   const Matrix<double>& ages, const Mobility& mobility, Problems& problems) {
    const std::size_t regions = geography.domestic_regions;
    MigrationHistory history{.share = Matrix<double>(regions, regions), .last_moves = {}};
    std::vector<double> residents(regions);
    for (std::size_t p = 0; p < geography.domestic_places; ++p)
        residents[index(geography.places[p].region)] += marginals.persons[p];
    for (std::size_t home = 0; home < regions; ++home)
        for (std::size_t residence = 0; residence < regions; ++residence)
            if (residents[residence] > 0)
                history.share(residence, home) = networks(home, residence) / residents[residence];

    const InternalMoves moves = read_internal_moves(folder, problems);
    if (moves.between_regions.empty()) return history;
    // Moves within regions were registered ever more completely: those of the last year tell how many there are.
    const double between = moves.between_regions.rbegin()->second;
    history.between_regions = between > 0 ? between / (between + moves.within_regions.rbegin()->second) : 1;
    std::map<double, double> moves_per_person;
    for (const auto& [year, persons] : moves.between_regions) {
        double population = 0;
        for (std::size_t r = 0; r < regions; ++r) population += registered.average(static_cast<RegionId>(r), year);
        moves_per_person[year] = persons / history.between_regions / population;
    }
    std::vector<double> heads(age_count);
    for (std::size_t r = 0; r < regions; ++r)
        for (std::size_t k = 0; k < ages.columns(); ++k) heads[k % age_count] += ages(r, k) * headship(k % age_count);
    history.last_moves = LastMoves(moves_per_person, heads, adult_age, marginals.month, mobility);
    return history;
}

std::vector<Block> synthesise(const Geography& geography, const Marginals& marginals,
                              const PopulationTable<std::int64_t>& persons, const MigrationHistory& history,
                              const CareerStart& careers, MonthRange run, Seed seed, const Machine& machine) {
    const double years = run.size() / 12.0;
    const std::vector<Part> parts = cut_into_blocks(marginals, persons);
    std::vector<Block> blocks(parts.size());
    for (std::size_t b = 0; b < parts.size(); ++b) {
        blocks[b].id = static_cast<BlockId>(b);
        blocks[b].first_place = parts[b].place;
    }
    for_each_block(machine, parts.size(), [&](std::size_t b, std::size_t) {
        BlockBuilder builder(geography, marginals, history, seed, static_cast<BlockId>(b), parts[b]);
        blocks[b] = builder.build(persons.of(index(parts[b].place)), years);
        start_careers(blocks[b], careers, geography, marginals.month,
                      LongStream(Stream(seed, Purpose::synthesis_career, marginals.month, blocks[b].id)));
    });
    return blocks;
}

}  // namespace qonys
