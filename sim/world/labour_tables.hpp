#pragma once

#include <array>
#include <map>
#include <vector>

#include "world/geography.hpp"

namespace qonys {

/// How long people learn, in completed years of age in September, as process/careers has it: at this age they leave
/// school, vocational school and university.
inline constexpr std::size_t school_ends = 17;
inline constexpr std::size_t vocational_ends = 20;
inline constexpr std::size_t higher_ends = 22;

/// Nobody of the table of participation works at a higher age.
inline constexpr std::size_t oldest_worker = 75;

/// Who may leave for temporary work elsewhere, completed years (assumed).
inline constexpr std::size_t youngest_absent = 18;
inline constexpr std::size_t oldest_absent = 55;

/// Completed age at which whoever is not working is a pensioner: 63 for men (law of 2013), 59 for women, as in
/// participation.csv (law: 58.5 in 2019, 61 in 2023).
constexpr std::size_t pension_age(Sex sex) { return sex == Sex::male ? 63 : 59; }

/// What is known of education and work at the start (education.csv, enrolment.csv, participation.csv, labour.csv).
struct LabourTables {
    struct Shares {
        double vocational = 0;
        double higher = 0;
    };
    std::vector<Shares> adults;          ///< [domestic region] of adults, by education reached
    std::vector<Shares> school_leavers;  ///< [domestic region] who go on to that education
    std::array<std::array<double, age_count>, sex_count> participation{};  ///< [sex][age] in the labour force
    std::vector<std::map<double, double>> unemployment;  ///< [domestic region] by year: share of the labour force

    /// Share of those who neither learn nor are absent that is in the labour force at an age: `participation`, over
    /// the share of an age that does not study any more; below 25 never more than at 25, since students who earn are
    /// students here.
    double active(Sex sex, std::size_t age) const { return active_[index(sex)][age]; }
    void derive_active();

private:
    std::array<std::array<double, age_count>, sex_count> active_{};
};

LabourTables read_labour_tables(TableFolder& folder, const Geography& geography, Problems& problems);

}  // namespace qonys
