#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.hpp"

namespace qonys {

// Lists of words in a scenario and what they mean; unknown words are problems and left out. "all" alone means all.

std::vector<RegionId> countries_of(const std::vector<std::string>& ids, const Section& section, std::string_view key,
                                   const PolicyContext& context);
std::vector<LegalStatus> statuses_of(const std::vector<std::string>& words, const Section& section,
                                     std::string_view key, const PolicyContext& context);
std::vector<Reason> reasons_of(const std::vector<std::string>& words, const Section& section, std::string_view key,
                               const PolicyContext& context);
std::vector<Ethnicity> ethnicities_of(const std::vector<std::string>& words, const Section& section,
                                      std::string_view key, const PolicyContext& context);
std::vector<Education> educations_of(const std::vector<std::string>& words, const Section& section,
                                     std::string_view key, const PolicyContext& context);
/// Places of the country: of every region that is named, or single ones by their own id.
std::vector<PlaceId> domestic_places_of(const std::vector<std::string>& ids, const Section& section,
                                        std::string_view key, const PolicyContext& context);
/// Rows of Geography::travellers.
std::vector<std::size_t> traveller_groups_of(const std::vector<std::string>& ids, const Section& section,
                                             std::string_view key, const PolicyContext& context);

}  // namespace qonys
