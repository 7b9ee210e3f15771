#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "population/marginals.hpp"
#include "random/long_stream.hpp"

namespace qonys {

/// The persons of one ethnic group in one block who have no household yet, by sex and age.
class PersonPool {
public:
    void add(Sex sex, std::size_t age, std::uint32_t persons);
    std::uint32_t persons() const { return persons_; }
    /// Persons aged `from` or older.
    std::uint32_t aged_from(std::size_t from) const;
    std::uint32_t count(Sex sex, std::size_t age) const { return counts_[index(sex)][age]; }

    void take(Sex sex, std::size_t age);
    /// The age in [from, to] nearest to `wanted` at which there is anybody of this sex; the younger one on a tie.
    std::optional<std::size_t> nearest(Sex sex, int wanted, int from, int to) const;

private:
    std::array<std::array<std::uint32_t, age_count>, sex_count> counts_{};
    /// Bit a of word a / 64: somebody of this age is left.
    std::array<std::array<std::uint64_t, 2>, sex_count> left_{};
    std::uint32_t persons_ = 0;
};

struct Member {
    Sex sex{};
    std::uint8_t age = 0;
    bool partnered = false;   ///< with the member who stands before or after
    std::uint8_t parity = 0;  ///< of a woman: her children who live here
};

/// Households as lists of members, head first: members of household h stand in [start[h], start[h + 1]).
struct BuiltHouseholds {
    std::vector<Member> members;
    std::vector<std::uint32_t> start{0};

    std::span<const Member> household(std::size_t h) const {
        return std::span(members).subspan(start[h], start[h + 1] - start[h]);
    }
};

/// Sizes of `households` households that hold `persons` persons: 1 + Poisson(mean - 1), at most `largest_household`,
/// by systematic sampling, then moved one by one to the exact sum.
std::vector<std::uint8_t> household_sizes(std::uint32_t households, std::uint32_t persons, LongStream& stream);

inline constexpr std::uint8_t largest_household = 15;  // assumed: larger ones are institutions, which we do not have
inline constexpr std::size_t adult_age = 18;           // a head is at least this old

/// How likely somebody of this age is to head a household, relative to others (assumed: rises from 18 to 35, stays, and
/// falls only a little in old age).
double headship(std::size_t age);

/// Puts everybody of the pool into households of the given sizes, whose sum must be the number of persons and whose
/// number must not exceed the adults. Heads first (the largest families get heads near forty), partners near them in
/// age, then children to couples and mothers whose age fits, then adult children and the heads' parents, with partners
/// of their own as often as `partnered` ([sex, age]) says. The rules and their numbers are assumed;
/// docs/model/population.md shows what comes out.
BuiltHouseholds build_households(const PersonPool& pool, std::span<const std::uint8_t> sizes,
                                 const Matrix<double>& partnered, LongStream& stream);

}  // namespace qonys
