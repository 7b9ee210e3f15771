#include "population/household_builder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <boost/sort/spreadsort/integer_sort.hpp>

#include "base/error.hpp"

namespace qonys {
namespace {

template <class T>
void shuffle(std::vector<T>& items, LongStream& stream) {
    for (std::size_t i = items.size(); i > 1; --i)
        std::swap(items[i - 1], items[stream.below(static_cast<std::uint32_t>(i))]);
}

/// A household being filled.
struct Draft {
    std::array<Member, largest_household> members;
    std::uint8_t size = 0;
    std::uint8_t filled = 0;
    std::uint8_t mother_age = 0;  ///< of the woman whose children may live here; 0: nobody's

    bool full() const { return filled == size; }
    const Member& head() const { return members[0]; }
    void add(Member member) { members[filled++] = member; }
};

class Builder {
public:
    Builder(const PersonPool& pool, std::span<const std::uint8_t> sizes, const Matrix<double>& partnered,
            LongStream& stream)
        : pool_(pool), partnered_(partnered), stream_(stream), drafts_(sizes.size()) {
        std::array<std::size_t, largest_household + 1> of_size{};
        for (const std::uint8_t size : sizes) ++of_size[size];
        auto draft = drafts_.begin();
        for (std::uint8_t size = largest_household; size > 0; --size)
            for (std::size_t k = 0; k < of_size[size]; ++k) (draft++)->size = size;
    }

    BuiltHouseholds build() {
        choose_heads();
        choose_partners();
        place_children();
        place_everyone_else();
        return collect();
    }

private:
    /// Takes as many heads as there are households, in proportion to headship, and gives the large households to those
    /// who have children at home. Drafts stand from the largest to the smallest.
    void choose_heads() {
        // By years from forty and a lot of up to twenty years, in steps of 2^-32; the head itself in the lowest bits.
        std::vector<std::uint64_t> ranked;
        ranked.reserve(drafts_.size());
        for (const Member head : draw_heads()) {
            const auto from_forty = static_cast<std::uint64_t>(std::abs(static_cast<int>(head.age) - 40));
            const std::uint64_t rank = (from_forty << 32U) + 20 * std::uint64_t{stream_.word()};
            ranked.push_back(rank << 16U | index(head.sex) << 8U | head.age);
        }
        boost::sort::spreadsort::integer_sort(ranked.begin(), ranked.end());
        for (std::size_t h = 0; h < drafts_.size(); ++h) {
            const Member head{.sex = static_cast<Sex>(ranked[h] >> 8U & 1U),
                              .age = static_cast<std::uint8_t>(ranked[h] & 0xFFU)};
            drafts_[h].add(head);
            if (head.sex == Sex::female) drafts_[h].mother_age = head.age;
        }
    }

    std::vector<Member> draw_heads() {
        // Two heads in five are women (assumed).
        constexpr std::array<double, sex_count> by_sex{0.6, 0.4};
        std::vector<Member> heads;
        std::vector<double> weight;
        std::vector<Member> kind;
        double sum = 0;
        for (const Sex sex : {Sex::male, Sex::female})
            for (std::size_t age = adult_age; age < age_count; ++age) {
                kind.push_back({.sex = sex, .age = static_cast<std::uint8_t>(age)});
                weight.push_back(by_sex[index(sex)] * headship(age) * pool_.count(sex, age));
                sum += weight.back();
            }
        // Systematic sampling in proportion to the weights, as far as there are persons of the kind.
        const double step = sum / static_cast<double>(drafts_.size());
        double next = stream_.uniform() * step;
        double reached = 0;
        for (std::size_t k = 0; k < kind.size(); ++k) {
            for (reached += weight[k]; next < reached && heads.size() < drafts_.size(); next += step)
                if (pool_.count(kind[k].sex, kind[k].age) > 0) take(kind[k], heads);
        }
        // Whoever is still missing is the one nearest to forty: a child only where a tiny group has no adult left.
        while (heads.size() < drafts_.size()) {
            const Sex sex = stream_.uniform() < by_sex[0] ? Sex::male : Sex::female;
            const bool adults = pool_.aged_from(adult_age) > 0;
            take(adults ? any_nearest(sex, 40, adult_age, age_count - 1) : any_nearest(sex, 40, 0, adult_age - 1),
                 heads);
        }
        return heads;
    }

    void take(Member member, std::vector<Member>& into) {
        pool_.take(member.sex, member.age);
        into.push_back(member);
    }

    /// The nearest age in the range, of the preferred sex if there is anybody. There must be somebody.
    Member any_nearest(Sex preferred, int wanted, int from, int to) const {
        const Sex other = preferred == Sex::male ? Sex::female : Sex::male;
        for (const Sex sex : {preferred, other})
            if (const auto age = pool_.nearest(sex, wanted, from, to))
                return {.sex = sex, .age = static_cast<std::uint8_t>(*age)};
        throw BrokenInvariant(fmt::format("population synthesis: nobody aged {} to {} left", from, to));
    }

    void add(Draft& draft, Member member) {
        pool_.take(member.sex, member.age);
        draft.add(member);
    }

    /// Gives the last member a partner of the other sex, men two years older on average (assumed), at most ten years
    /// off; nobody if there is none.
    void add_partner(Draft& draft) {
        Member& one = draft.members[draft.filled - 1U];
        const Sex sex = one.sex == Sex::male ? Sex::female : Sex::male;
        const int age = one.age + (sex == Sex::male ? 2 : -2) + static_cast<int>(stream_.below(5)) - 2;
        const int from = std::max<int>(adult_age, one.age - 10);
        const auto found = pool_.nearest(sex, age, from, one.age + 10);
        if (!found) return;
        one.partnered = true;
        add(draft, {.sex = sex, .age = static_cast<std::uint8_t>(*found), .partnered = true});
    }

    void choose_partners() {
        for (Draft& draft : drafts_) {
            // Assumed: nine in ten households of four or more, three in four smaller ones hold a couple.
            const double couples = draft.size >= 4 ? 0.9 : 0.75;
            if (draft.size < 2 || stream_.uniform() >= couples) continue;
            add_partner(draft);
            if (const Member& last = draft.members[draft.filled - 1U]; last.sex == Sex::female)
                draft.mother_age = last.age;
        }
    }

    /// Children under 18 go, one a round, to households with a free place and a woman 18 to 45 years older; those left
    /// over (their mothers are elsewhere) to any household with a free place.
    void place_children() {
        std::vector<std::uint32_t> open(drafts_.size());
        std::iota(open.begin(), open.end(), 0U);
        shuffle(open, stream_);
        for (bool placed = true; placed;) {
            placed = false;
            std::erase_if(open, [&](std::uint32_t h) { return drafts_[h].full(); });
            for (const std::uint32_t h : open) {
                Draft& draft = drafts_[h];
                if (draft.mother_age == 0) continue;
                const int wanted = draft.mother_age - 22 - static_cast<int>(stream_.below(14));
                const Sex sex = stream_.below(2) == 0 ? Sex::male : Sex::female;
                const int from = std::max(0, draft.mother_age - 45);
                const int to = std::min<int>(adult_age - 1, draft.mother_age - 18);
                if (const auto child = nearest_of_either(sex, wanted, from, to)) {
                    add(draft, *child);
                    for (std::uint8_t m = 0; m < draft.filled; ++m)
                        if (Member& mother = draft.members[m];
                            mother.sex == Sex::female && mother.age == draft.mother_age) {
                            ++mother.parity;
                            break;
                        }
                    placed = true;
                }
            }
        }
        for (const std::uint32_t h : open)
            while (!drafts_[h].full()) {
                const auto child = nearest_of_either(Sex::male, 9, 0, adult_age - 1);
                if (!child) return;
                add(drafts_[h], *child);
            }
    }

    std::optional<Member> nearest_of_either(Sex preferred, int wanted, int from, int to) const {
        if (from > to) return std::nullopt;
        const Sex other = preferred == Sex::male ? Sex::female : Sex::male;
        for (const Sex sex : {preferred, other})
            if (const auto age = pool_.nearest(sex, wanted, from, to))
                return Member{.sex = sex, .age = static_cast<std::uint8_t>(*age)};
        return std::nullopt;
    }

    /// Adults: mostly the heads' grown children, else their parents.
    void place_everyone_else() {
        for (Draft& draft : drafts_)
            while (!draft.full()) {
                const int generation = 22 + static_cast<int>(stream_.below(10));
                const bool child = stream_.uniform() < 0.7;  // assumed
                const int wanted = draft.head().age + (child ? -generation : generation);
                const Sex sex = stream_.below(2) == 0 ? Sex::male : Sex::female;
                const Member member = any_nearest(sex, wanted, 0, age_count - 1);
                add(draft, member);
                if (!draft.full() && stream_.uniform() < partnered_(index(member.sex), member.age)) add_partner(draft);
            }
    }

    BuiltHouseholds collect() {
        BuiltHouseholds built;
        shuffle(drafts_, stream_);
        for (const Draft& draft : drafts_) {
            built.members.insert(built.members.end(), draft.members.begin(), draft.members.begin() + draft.size);
            built.start.push_back(static_cast<std::uint32_t>(built.members.size()));
        }
        return built;
    }

    PersonPool pool_;
    const Matrix<double>& partnered_;
    LongStream& stream_;
    std::vector<Draft> drafts_;
};

}  // namespace

void PersonPool::add(Sex sex, std::size_t age, std::uint32_t persons) {
    if (persons == 0) return;
    counts_[index(sex)][age] += persons;
    left_[index(sex)][age / 64] |= std::uint64_t{1} << (age % 64);
    persons_ += persons;
}

std::uint32_t PersonPool::aged_from(std::size_t from) const {
    std::uint32_t sum = 0;
    for (const auto& counts : counts_)
        sum = std::accumulate(counts.begin() + static_cast<std::ptrdiff_t>(from), counts.end(), sum);
    return sum;
}

void PersonPool::take(Sex sex, std::size_t age) {
    if (--counts_[index(sex)][age] == 0) left_[index(sex)][age / 64] &= ~(std::uint64_t{1} << (age % 64));
    --persons_;
}

std::optional<std::size_t> PersonPool::nearest(Sex sex, int wanted, int from, int to) const {
    from = std::max(from, 0);
    to = std::min<int>(to, age_count - 1);
    if (from > to) return std::nullopt;
    wanted = std::clamp(wanted, from, to);
    const auto& left = left_[index(sex)];
    const auto bits_up_to = [](int last, int word) -> std::uint64_t {
        const int bits = std::clamp(last - 64 * word + 1, 0, 64);
        return bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    };
    int below = -1;
    int above = -1;
    for (int word = 1; word >= 0 && below < 0; --word)
        if (const std::uint64_t set =
                left[static_cast<std::size_t>(word)] & bits_up_to(wanted, word) & ~bits_up_to(from - 1, word))
            below = 64 * word + 63 - std::countl_zero(set);
    for (int word = 0; word < 2 && above < 0; ++word)
        if (const std::uint64_t set =
                left[static_cast<std::size_t>(word)] & bits_up_to(to, word) & ~bits_up_to(wanted - 1, word))
            above = 64 * word + std::countr_zero(set);
    if (below < 0 && above < 0) return std::nullopt;
    if (below < 0) return static_cast<std::size_t>(above);
    if (above < 0 || wanted - below <= above - wanted) return static_cast<std::size_t>(below);
    return static_cast<std::size_t>(above);
}

std::vector<std::uint8_t> household_sizes(std::uint32_t households, std::uint32_t persons, LongStream& stream) {
    std::vector<std::uint8_t> sizes;
    if (households == 0) return sizes;
    sizes.reserve(households);
    const double mean_others = static_cast<double>(persons) / households - 1;
    // Systematic sampling of 1 + Poisson: one point in each of `households` equal slices of probability.
    double probability = std::exp(-mean_others);
    double reached = probability;
    std::uint8_t size = 1;
    std::int64_t sum = 0;
    const double offset = stream.uniform();
    for (std::uint32_t k = 0; k < households; ++k) {
        const double point = (k + offset) / households;
        while (point > reached && size < largest_household) {
            probability *= mean_others / size;
            reached += probability;
            ++size;
        }
        sizes.push_back(size);
        sum += size;
    }
    while (sum != persons) {
        std::uint8_t& one = sizes[stream.below(households)];
        if (sum < persons && one < largest_household) {
            ++one;
            ++sum;
        } else if (sum > persons && one > 1) {
            --one;
            --sum;
        }
    }
    return sizes;
}

double headship(std::size_t age) {
    if (age < adult_age) return 0;
    if (age < 35) return 0.1 + 0.9 * (static_cast<double>(age) - 18) / 17;
    return age < 75 ? 1.0 : 0.7;
}

BuiltHouseholds build_households(const PersonPool& pool, std::span<const std::uint8_t> sizes,
                                 const Matrix<double>& partnered, LongStream& stream) {
    if (sizes.empty()) return {};
    return Builder(pool, sizes, partnered, stream).build();
}

}  // namespace qonys
