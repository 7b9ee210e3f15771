#include <gtest/gtest.h>

#include "random/stream.hpp"

namespace qonys {
namespace {

using Words = std::array<std::uint32_t, 4>;

/// Known answers of philox4x32 with 10 rounds: the three lines of kat_vectors in the distribution of Random123.
struct KnownAnswer {
    Words counter;
    std::array<std::uint32_t, 2> key;
    Words expected;
};
constexpr std::array<KnownAnswer, 3> known_answers{{
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     {0xffffffff, 0xffffffff},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
}};

TEST(Philox, yields_the_published_numbers) {
    for (const KnownAnswer& known : known_answers) {
        const r123::Philox4x32::ctr_type counter{
            {known.counter[0], known.counter[1], known.counter[2], known.counter[3]}};
        const r123::Philox4x32::key_type key{{known.key[0], known.key[1]}};
        const auto words = r123::Philox4x32()(counter, key);
        for (std::size_t w = 0; w < 4; ++w) EXPECT_EQ(words[w], known.expected[w]);
    }
}

TEST(Stream, yields_the_published_numbers_at_the_address_that_is_their_counter) {
    // The counter's words are (row and draw, block, month, purpose), the key is the seed: part of every result.
    for (const KnownAnswer& known : known_answers) {
        const std::uint64_t seed = known.key[0] | static_cast<std::uint64_t>(known.key[1]) << 32U;
        Stream stream({seed}, static_cast<Purpose>(known.counter[3]),
                      Month::from_index(static_cast<int>(known.counter[2])), static_cast<BlockId>(known.counter[1]),
                      known.counter[0] >> 16U);
        for (std::uint32_t skipped = 0; skipped < 4 * (known.counter[0] & 0xFFFFU); ++skipped) stream.word();
        for (const std::uint32_t expected : known.expected) EXPECT_EQ(stream.word(), expected);
    }
}

}  // namespace
}  // namespace qonys
