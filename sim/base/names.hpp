#pragma once

#include <array>

#include "base/ids.hpp"

namespace qonys {

// The words by which scenarios and trajectories name the enumerations of base/ids.hpp, in their order.
inline constexpr std::array<const char*, ethnicity_count> ethnicity_names{"kazakh", "russian", "other"};
inline constexpr std::array<const char*, sex_count> sex_names{"male", "female"};
inline constexpr std::array<const char*, education_count> education_names{"secondary", "vocational", "higher"};
inline constexpr std::array<const char*, activity_count> activity_names{
    "minor", "student", "formal", "informal", "unemployed", "inactive", "pensioner", "absent"};
inline constexpr std::array<const char*, status_count> status_names{"citizen",        "kandas_applicant",
                                                                    "kandas",         "permanent_resident",
                                                                    "stateless",      "eaeu_worker",
                                                                    "labour_migrant", "foreign_labour_force",
                                                                    "student",        "guest",
                                                                    "refugee",        "irregular"};
inline constexpr std::array<const char*, tenure_count> tenure_names{"owner", "renter"};
inline constexpr std::array<const char*, reason_count> reason_names{"work",      "study",    "family",
                                                                    "programme", "homeward", "forced"};

}  // namespace qonys
