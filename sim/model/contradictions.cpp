#include "model/contradictions.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace qonys {
namespace {

/// Something that policies may want more or less of.
struct Aim {
    std::string_view more;  ///< "pays for moving to"
    std::string_view less;  ///< "closes"
};

constexpr Aim moving{"pays for moving to", "closes the way to"};
constexpr Aim entering{"helps people to come from abroad", "keeps people out at the border"};
constexpr Aim irregular{"gives titles to foreigners without one", "raids foreigners without a title"};
constexpr Aim deciding{"speeds procedures up", "shuts the offices that decide"};
constexpr Aim working{"creates jobs in", "stops hiring in"};
constexpr Aim wages{"raises wages in", "lowers wages in"};
constexpr Aim employers{"makes employers want more people in", "makes employers want fewer people in"};
constexpr Aim rents{"raises rents in", "lowers rents in"};
constexpr Aim amenity{"makes life better in", "makes life worse in"};

constexpr std::size_t country = 1000;  ///< in place of a region

/// [aim, region] in which directions a policy pulls in a month.
class Pulls {
public:
    void note(const Aim& aim, std::size_t region, double direction) {
        if (direction != 0) at_[{&aim, region}] |= direction > 0 ? 1U : 2U;
    }
    template <class Visit>
    void for_each_opposite(const Pulls& other, Visit&& visit) const {
        for (const auto& [where, directions] : at_) {
            const auto found = other.at_.find(where);
            if (found != other.at_.end() && directions + found->second == 3) visit(where, directions == 1);
        }
    }

private:
    std::map<std::pair<const Aim*, std::size_t>, unsigned> at_;
};

void note_movement(const Levers& levers, const Geography& geography, Pulls& pulls) {
    for (const Offer& offer : levers.offers)
        for (std::size_t p = 0; p < geography.domestic_places; ++p)
            pulls.note(moving, index(geography.places[p].region), offer.destinations[p]);
    for (const Closure& closure : levers.movement.closures)
        if ((closure.exempt_reasons >> index(Reason::programme) & 1U) == 0)
            for (std::size_t r = 0; r < geography.domestic_regions; ++r)
                pulls.note(moving, r, -closure.severity[r] * (1 - closure.leakage));
}

void note_borders(const Levers& levers, const Geography& geography, Pulls& pulls) {
    const BorderLevers& border = levers.border;
    bool from_abroad = levers.homecoming > 0 || !border.kandas_places.empty();
    for (const Offer& offer : levers.offers)
        for (std::size_t p = geography.domestic_places; p < geography.places.size(); ++p)
            from_abroad |= offer.origins[p] != 0;
    pulls.note(entering, country, from_abroad ? 1 : 0);
    for (std::size_t r = geography.domestic_regions; r < geography.regions.size(); ++r)
        for (std::size_t s = 0; s < status_count; ++s)
            if (border.entry.at(static_cast<LegalStatus>(s), static_cast<RegionId>(r)) < 1)
                pulls.note(entering, country, -1);
    pulls.note(irregular, country, border.amnesty.touched() ? 1 : 0);
    pulls.note(irregular, country, border.raids.touched() ? -1 : 0);
    pulls.note(deciding, country, border.joint_procedure_months != in_sequence ? 1 : 0);
    pulls.note(deciding, country, border.capacity - 1);
}

void note_places(const Levers& levers, const Geography& geography, Pulls& pulls) {
    for (std::size_t p = 0; p < geography.domestic_places; ++p) {
        const std::size_t region = index(geography.places[p].region);
        pulls.note(working, region, levers.places.jobs.at(p));
        pulls.note(working, region, levers.movement.hiring.at(p) - 1);
        pulls.note(wages, region, levers.places.wages.at(p) - 1);
        pulls.note(employers, region, levers.places.jobs_factor.at(p) - 1);
        pulls.note(rents, region, levers.places.rents.at(p) - 1);
        pulls.note(amenity, region, levers.places.amenity.at(p));
    }
}

/// The figures of a country in which nothing has happened yet and everywhere lives somebody.
Published untouched(const Model& model) {
    const Geography& geography = *model.geography;
    const std::size_t places = geography.places.size();
    Published published;
    static_cast<Totals&>(published.stocks) = Totals(places, geography.regions.size());
    published.stocks.population.assign(places, 1);
    published.policy_persons_this_year = Matrix<std::int64_t>(model.policies.size(), places);
    published.entered_this_year = Matrix<std::int64_t>(places, status_count);
    published.policy_spent_this_year.assign(model.policies.size(), 0);
    published.policy_spent.assign(model.policies.size(), 0);
    return published;
}

/// Where and when two policies pull at one thing in opposite directions.
struct Conflict {
    std::set<std::size_t> regions;
    Month first, last;
};
/// The policy that wants more, the one that wants less, and of what.
using Who = std::tuple<std::size_t, std::size_t, const Aim*>;

std::string regions_of(const std::set<std::size_t>& regions, const Geography& geography) {
    constexpr std::size_t named = 3;
    std::vector<std::string> names;
    for (const std::size_t region : regions)
        if (region != country && names.size() < named) names.push_back(geography.regions[region].name);
    if (names.empty()) return "";
    const std::size_t others = regions.size() - names.size();
    return fmt::format(" {}{}", fmt::join(names, ", "), others > 0 ? fmt::format(" and {} more", others) : "");
}

}  // namespace

std::vector<std::string> contradictions(const Model& model) {
    const Geography& geography = *model.geography;
    const Published published = untouched(model);
    std::map<Who, Conflict> found;
    for (const Month month : model.settings.months()) {
        std::vector<Pulls> pulls(model.policies.size());
        for (std::size_t p = 0; p < pulls.size(); ++p) {
            if (!model.policies[p].acts) continue;
            Levers levers;
            model.policies[p].policy->pull(month, published, levers);
            note_movement(levers, geography, pulls[p]);
            note_borders(levers, geography, pulls[p]);
            note_places(levers, geography, pulls[p]);
        }
        for (std::size_t one = 0; one < pulls.size(); ++one)
            for (std::size_t other = one + 1; other < pulls.size(); ++other)
                pulls[one].for_each_opposite(pulls[other], [&](const auto& where, bool one_wants_more) {
                    const Who who{one_wants_more ? one : other, one_wants_more ? other : one, where.first};
                    Conflict& conflict = found.try_emplace(who, Conflict{{}, month, month}).first->second;
                    conflict.regions.insert(where.second);
                    conflict.last = month;
                });
    }
    std::vector<std::string> sentences;
    for (const auto& [who, conflict] : found) {
        const auto& [more, less, aim] = who;
        const std::string regions = regions_of(conflict.regions, geography);
        sentences.push_back(fmt::format("policy.{} {}{} while policy.{} {}{} ({} to {}): both act",
                                        model.policies[more].name, aim->more, regions, model.policies[less].name,
                                        aim->less, regions, to_string(conflict.first), to_string(conflict.last)));
    }
    std::ranges::sort(sentences);
    return sentences;
}

}  // namespace qonys
