#pragma once

#include <cstddef>
#include <cstdint>

namespace qonys {

/// Rows of the geography's tables, in their order there. Types of their own, so that one is never taken for another.
enum class PlaceId : std::uint8_t {};
enum class RegionId : std::uint8_t {};

/// The groups that the population tables tell apart.
enum class Ethnicity : std::uint8_t { kazakh, russian, other };
inline constexpr std::size_t ethnicity_count = 3;

enum class Sex : std::uint8_t { male, female };
inline constexpr std::size_t sex_count = 2;

/// Highest completed education; `secondary` stands for everything below vocational.
enum class Education : std::uint8_t { secondary, vocational, higher };
inline constexpr std::size_t education_count = 3;

/// What a person does. `minor`: not yet through school.
enum class Activity : std::uint8_t {
    minor,
    student,
    formal,    ///< employed, registered
    informal,  ///< employed without registration
    unemployed,
    inactive,  ///< of working age, neither working nor looking for work
    pensioner,
    absent,  ///< works elsewhere for a time, sends money and still belongs to the household
};
inline constexpr std::size_t activity_count = 8;
constexpr bool employed(Activity activity) { return activity == Activity::formal || activity == Activity::informal; }

/// How the law sees a person. The first five live here and belong to the population; the others are sojourners.
enum class LegalStatus : std::uint8_t {
    citizen,
    kandas_applicant,
    kandas,
    permanent_resident,
    stateless,
    eaeu_worker,
    labour_migrant,
    foreign_labour_force,
    student,
    guest,
    refugee,
    irregular,
};
inline constexpr std::size_t status_count = 12;
constexpr bool sojourning(LegalStatus status) { return status >= LegalStatus::eaeu_worker; }

/// How a household lives in its dwelling.
enum class Tenure : std::uint8_t { owner, renter };
inline constexpr std::size_t tenure_count = 2;

/// Why somebody moves, as the published flows tell it.
enum class Reason : std::uint8_t { work, study, family, programme, homeward, forced };
inline constexpr std::size_t reason_count = 6;

/// Completed years of age that the tables tell apart: 0 ... 99, and 100 for all older.
inline constexpr std::size_t age_count = 101;

/// Number of a block; part of every random address.
enum class BlockId : std::uint32_t {};

template <class Id>
constexpr std::size_t index(Id id) {
    return static_cast<std::size_t>(id);
}

}  // namespace qonys
