#include "policy/words.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/names.hpp"
#include "policy/places.hpp"

namespace qonys {
namespace {

/// Positions of the words in a list of known ones.
std::vector<std::size_t> positions(const std::vector<std::string>& words, const std::vector<std::string>& known,
                                   const Section& section, std::string_view key, const PolicyContext& context) {
    std::vector<std::size_t> found;
    if (words.size() == 1 && words.front() == "all") {
        for (std::size_t k = 0; k < known.size(); ++k) found.push_back(k);
        return found;
    }
    const auto problem = [&](const std::string& what) {
        context.problems.add(section.where(key), fmt::format("{}: {}", section.path_of(key), what));
    };
    for (const std::string& word : words) {
        const auto at = static_cast<std::size_t>(std::ranges::find(known, word) - known.begin());
        if (at == known.size())
            problem(fmt::format("'{}' is none of: {}{}", word, fmt::join(known, ", "), did_you_mean(word, known)));
        else if (std::ranges::find(found, at) != found.end())
            problem(fmt::format("'{}' is named twice", word));
        else
            found.push_back(at);
    }
    return found;
}

template <class Word, std::size_t count>
std::vector<Word> words_of(const std::vector<std::string>& words, const std::array<const char*, count>& names,
                           const Section& section, std::string_view key, const PolicyContext& context) {
    std::vector<Word> meant;
    for (const std::size_t at : positions(words, {names.begin(), names.end()}, section, key, context))
        meant.push_back(static_cast<Word>(at));
    return meant;
}

}  // namespace

std::vector<RegionId> countries_of(const std::vector<std::string>& ids, const Section& section, std::string_view key,
                                   const PolicyContext& context) {
    const Geography& geography = context.geography;
    std::vector<std::string> known = geography.region_ids();
    known.erase(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(geography.domestic_regions));
    std::vector<RegionId> countries;
    for (const std::size_t at : positions(ids, known, section, key, context))
        countries.push_back(static_cast<RegionId>(geography.domestic_regions + at));
    return countries;
}

std::vector<LegalStatus> statuses_of(const std::vector<std::string>& words, const Section& section,
                                     std::string_view key, const PolicyContext& context) {
    return words_of<LegalStatus>(words, status_names, section, key, context);
}

std::vector<Reason> reasons_of(const std::vector<std::string>& words, const Section& section, std::string_view key,
                               const PolicyContext& context) {
    return words_of<Reason>(words, reason_names, section, key, context);
}

std::vector<Ethnicity> ethnicities_of(const std::vector<std::string>& words, const Section& section,
                                      std::string_view key, const PolicyContext& context) {
    return words_of<Ethnicity>(words, ethnicity_names, section, key, context);
}

std::vector<Education> educations_of(const std::vector<std::string>& words, const Section& section,
                                     std::string_view key, const PolicyContext& context) {
    return words_of<Education>(words, education_names, section, key, context);
}

std::vector<PlaceId> domestic_places_of(const std::vector<std::string>& ids, const Section& section,
                                        std::string_view key, const PolicyContext& context) {
    if (ids.size() != 1 || ids.front() != "all") return places_of(ids, section, key, context);
    std::vector<PlaceId> places;
    for (std::size_t p = 0; p < context.geography.domestic_places; ++p) places.push_back(static_cast<PlaceId>(p));
    return places;
}

std::vector<std::size_t> traveller_groups_of(const std::vector<std::string>& ids, const Section& section,
                                             std::string_view key, const PolicyContext& context) {
    std::vector<std::string> known;
    for (const TravellerGroup& group : context.geography.travellers) known.push_back(group.id);
    return positions(ids, known, section, key, context);
}

}  // namespace qonys
