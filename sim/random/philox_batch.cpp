#include "random/philox_batch.hpp"

#include <Random123/philox.h>

#include "base/each_processor.hpp"

// The loop over calls is written in intrinsics since GCC 12 does not see that the products it needs are of 32 bits, for
// which there is an instruction, and makes each of seven others.
#ifdef QONYS_PROCESSOR_CLONES
#include <immintrin.h>
// GCC's own header leaves values undefined on purpose, and vectors in arrays lose an attribute that they do not need.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wignored-attributes"
#endif

namespace qonys {
namespace {

[[maybe_unused]] constexpr int rounds = 10;
[[maybe_unused]] constexpr std::array<std::uint32_t, 2> multiplier{PHILOX_M4x32_0, PHILOX_M4x32_1};
[[maybe_unused]] constexpr std::array<std::uint32_t, 2> key_step{PHILOX_W32_0, PHILOX_W32_1};

#ifdef QONYS_PROCESSOR_CLONES

// Two vectors at a time, in lanes of 64 bits of which only the low half counts: one alone would wait for its products.
// The functions differ in the width of their vectors and in nothing else.

[[gnu::target("avx512f")]] void draw_lanes(PhiloxBatch& batch, std::array<std::uint32_t, 2> key) {
    constexpr std::size_t lanes = 8;
    std::array<std::array<__m512i, 2>, 4> word;
    for (std::size_t w = 0; w < 4; ++w)
        for (std::size_t v = 0; v < 2; ++v)
            word[w][v] = _mm512_cvtepu32_epi64(
                _mm256_loadu_si256(reinterpret_cast<const __m256i*>(batch.word[w].data() + lanes * v)));
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t v = 0; v < 2; ++v) {
            const __m512i first = _mm512_mul_epu32(word[0][v], _mm512_set1_epi64(multiplier[0]));
            const __m512i second = _mm512_mul_epu32(word[2][v], _mm512_set1_epi64(multiplier[1]));
            word[0][v] = _mm512_srli_epi64(second, 32) ^ word[1][v] ^ _mm512_set1_epi64(key[0]);
            word[2][v] = _mm512_srli_epi64(first, 32) ^ word[3][v] ^ _mm512_set1_epi64(key[1]);
            word[1][v] = second;
            word[3][v] = first;
        }
        for (std::size_t k = 0; k < 2; ++k) key[k] += key_step[k];
    }
    for (std::size_t w = 0; w < 4; ++w)
        for (std::size_t v = 0; v < 2; ++v)
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(batch.word[w].data() + lanes * v),
                                _mm512_cvtepi64_epi32(word[w][v]));
}

[[gnu::target("avx2")]] void draw_lanes(PhiloxBatch& batch, std::array<std::uint32_t, 2> first_key) {
    constexpr std::size_t lanes = 4;
    for (std::size_t from = 0; from < PhiloxBatch::calls; from += 2 * lanes) {
        std::array<std::uint32_t, 2> key = first_key;
        std::array<std::array<__m256i, 2>, 4> word;
        for (std::size_t w = 0; w < 4; ++w)
            for (std::size_t v = 0; v < 2; ++v)
                word[w][v] = _mm256_cvtepu32_epi64(
                    _mm_loadu_si128(reinterpret_cast<const __m128i*>(batch.word[w].data() + from + lanes * v)));
        for (int round = 0; round < rounds; ++round) {
            for (std::size_t v = 0; v < 2; ++v) {
                const __m256i first = _mm256_mul_epu32(word[0][v], _mm256_set1_epi64x(multiplier[0]));
                const __m256i second = _mm256_mul_epu32(word[2][v], _mm256_set1_epi64x(multiplier[1]));
                word[0][v] = _mm256_srli_epi64(second, 32) ^ word[1][v] ^ _mm256_set1_epi64x(key[0]);
                word[2][v] = _mm256_srli_epi64(first, 32) ^ word[3][v] ^ _mm256_set1_epi64x(key[1]);
                word[1][v] = second;
                word[3][v] = first;
            }
            for (std::size_t k = 0; k < 2; ++k) key[k] += key_step[k];
        }
        const __m256i low_words = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6);
        for (std::size_t w = 0; w < 4; ++w)
            for (std::size_t v = 0; v < 2; ++v)
                _mm_storeu_si128(reinterpret_cast<__m128i*>(batch.word[w].data() + from + lanes * v),
                                 _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(word[w][v], low_words)));
    }
}

[[gnu::target("default")]]
#endif
void draw_lanes(PhiloxBatch& batch, std::array<std::uint32_t, 2> key) {
    for (std::size_t k = 0; k < PhiloxBatch::calls; ++k) {
        const r123::Philox4x32::ctr_type counter{
            {batch.word[0][k], batch.word[1][k], batch.word[2][k], batch.word[3][k]}};
        const auto words = r123::Philox4x32()(counter, {{key[0], key[1]}});
        for (std::size_t w = 0; w < 4; ++w) batch.word[w][k] = words[w];
    }
}

}  // namespace

void PhiloxBatch::draw(std::array<std::uint32_t, 2> key) { draw_lanes(*this, key); }

}  // namespace qonys
