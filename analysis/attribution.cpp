#include "analysis/attribution.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace qonys {
namespace {

std::string age_of_head(int months) {
    const int years = months / 12;
    if (years < 30) return "29 or younger";
    if (years < 45) return "30 to 44";
    return years < 60 ? "45 to 59" : "60 and over";
}

std::string size_of(int persons) {
    if (persons <= 2) return "1 or 2 persons";
    return persons <= 4 ? "3 or 4 persons" : "5 persons or more";
}

constexpr std::array ethnicities{"Kazakh", "Russian", "other"};
constexpr std::array educations{"secondary", "vocational", "higher"};

}  // namespace

double AttributionFigures::number(std::string_view name) const {
    const auto found = std::ranges::find(numbers, name, &NamedNumber::name);
    return found == numbers.end() ? 0 : found->value;
}

void Attribution::Side::open(const World& world) {
    for (const Block& block : world.blocks) {
        std::vector<PlaceId>& here = places.emplace_back();
        for (const Household& household : block.households) here.push_back(household.place);
    }
}

void Attribution::Side::record(const World& world) {
    const auto month = static_cast<MonthIndex>(world.published.month.index());
    for (std::size_t b = 0; b < places.size(); ++b) {
        const Block& block = world.blocks[b];
        for (std::size_t row = 0; row < places[b].size(); ++row) {
            const Household& household = block.households[row];
            if (household.size == 0 || household.place == places[b][row]) continue;
            const bool joined = household.programme != no_programme && household.joined == month;
            moves[key(block.id, static_cast<Row>(row))].push_back(
                {.month = month,
                 .origin = places[b][row],
                 .destination = household.place,
                 .size = household.size,
                 .programme = joined ? household.programme : no_programme,
                 .head_birth_month = household.head_birth_month,
                 .ethnicity = household.ethnicity,
                 .education = block.persons[household.first_person].education,
                 .tenure = household.tenure});
            places[b][row] = household.place;
        }
    }
}

Attribution::Attribution(const World& base, const World& variant, int months, double scale)
    : months_(months), scale_(scale), last_(base.published.month) {
    base_.open(base);
    variant_.open(variant);
}

void Attribution::record(const World& base, const World& variant) {
    base_.record(base);
    variant_.record(variant);
    last_ = variant.published.month;
    for (const Refusal& refusal : variant.refused)
        if (index(refusal.block) < variant_.places.size() &&
            refusal.household < variant_.places[index(refusal.block)].size())
            refused_.push_back({key(refusal.block, refusal.household), static_cast<MonthIndex>(last_.index()),
                                refusal.size, refusal.offered});
}

Attribution::Without Attribution::without(Key household, const Move& taken, const Geography& geography) const {
    const auto found = base_.moves.find(household);
    Without result = Without::stayed;
    if (found == base_.moves.end()) return result;
    for (const Move& move : found->second) {
        if (move.month < taken.month || move.month > taken.month + months_) continue;
        const RegionId to = geography.region_of(move.destination);
        if (to == geography.region_of(taken.destination)) return Without::went_there;
        if (to != geography.region_of(move.origin)) result = Without::went_elsewhere;
    }
    return result;
}

bool Attribution::stayed(Key household, const Move& taken, const Geography& geography) const {
    for (const Move& move : variant_.moves.at(household))
        if (move.month > taken.month && move.month <= taken.month + stay_months &&
            geography.region_of(move.destination) != geography.region_of(taken.destination))
            return false;
    return true;
}

void Attribution::count_movers(AttributionFigures& figures, const Geography& geography) const {
    // Who moved between regions, or abroad, at all.
    const auto persons_who_moved = [&](const Side& side, Key household) {
        const auto found = side.moves.find(household);
        if (found == side.moves.end()) return 0;
        for (const Move& move : found->second)
            if (geography.region_of(move.origin) != geography.region_of(move.destination)) return int{move.size};
        return 0;
    };
    double only_base = 0, only_variant = 0, both = 0;
    for (const auto& [household, moves] : variant_.moves) {
        const int persons = persons_who_moved(variant_, household);
        (persons_who_moved(base_, household) > 0 ? both : only_variant) += persons;
    }
    for (const auto& [household, moves] : base_.moves)
        if (persons_who_moved(variant_, household) == 0) only_base += persons_who_moved(base_, household);
    figures.numbers.push_back(
        {"movers_in_both", "persons who moved to another region with it and without it", both / scale_});
    figures.numbers.push_back({"movers_only_variant", "persons who did so only with it", only_variant / scale_});
    figures.numbers.push_back({"movers_only_base", "persons who did so only without it", only_base / scale_});
}

void Attribution::count_refused(AttributionFigures& figures, const Geography& geography) const {
    double refused = 0, joined_later = 0, went_anyway = 0;
    std::set<Key> seen;
    for (const Refused& one : refused_) {
        if (!seen.insert(one.household).second) continue;  // counts once, by its first wish
        refused += one.size;
        const auto found = variant_.moves.find(one.household);
        if (found == variant_.moves.end()) continue;
        bool joined = false, went = false;
        for (const Move& move : found->second) {
            if (move.month < one.month || move.month > one.month + months_) continue;
            joined = joined || move.programme != no_programme;
            went = went || geography.region_of(move.destination) == geography.region_of(one.offered);
        }
        if (joined)
            joined_later += one.size;
        else if (went)
            went_anyway += one.size;
    }
    figures.numbers.push_back(
        {"refused_persons", "persons who wished for a place and found the quota full", refused / scale_});
    figures.numbers.push_back({"refused_joined_later", "  got a place later", joined_later / scale_});
    figures.numbers.push_back({"refused_went_anyway", "  went there at their own cost", went_anyway / scale_});
    figures.numbers.push_back({"displaced_persons", "  did not get there: displaced by the full quota",
                               (refused - joined_later - went_anyway) / scale_});
}

AttributionFigures Attribution::figures(const Geography& geography) const {
    AttributionFigures result;
    std::array<double, 3> by_without{};
    double households = 0, watched = 0, stayers = 0, additional_stayers = 0;
    std::map<std::pair<std::string, std::string>, std::pair<double, double>> groups;
    for (const auto& [household, moves] : variant_.moves)
        for (const Move& taken : moves) {
            if (taken.programme == no_programme) continue;
            const Without alternative = without(household, taken, geography);
            const double additional = alternative == Without::stayed ? taken.size : 0;
            by_without[index(alternative)] += taken.size;
            ++households;
            if (taken.month + stay_months <= last_.index()) {
                watched += taken.size;
                if (stayed(household, taken, geography)) {
                    stayers += taken.size;
                    additional_stayers += additional;
                }
            }
            const auto add = [&](const std::string& dimension, const std::string& group) {
                auto& [all, more] = groups[{dimension, group}];
                all += taken.size;
                more += additional;
            };
            add("to", geography.region(geography.region_of(taken.destination)).name);
            add("from", geography.region(geography.region_of(taken.origin)).name);
            add("age of the head", age_of_head(taken.month - taken.head_birth_month));
            add("size of the family", size_of(taken.size));
            add("ethnic group", ethnicities[index(taken.ethnicity)]);
            add("education of the head", educations[index(taken.education)]);
        }
    const double takers = by_without[0] + by_without[1] + by_without[2];
    const auto number = [&](const char* name, const std::string& meaning, double agents) {
        result.numbers.push_back({name, meaning, agents / scale_});
    };
    number("takers_households", "households that moved with a programme", households);
    number("takers_persons", "persons who moved with a programme", takers);
    number("additional_persons", "  because of it: would have stayed", by_without[index(Without::stayed)]);
    number("redirected_persons", "  would have moved, but elsewhere", by_without[index(Without::went_elsewhere)]);
    number("anyway_persons", "  would have gone there anyway (deadweight)", by_without[index(Without::went_there)]);
    number("watched_persons", fmt::format("persons who joined at least {} months before the end", stay_months),
           watched);
    number("stayed_persons", "  of these, still in the region after three years", stayers);
    number("additional_stayed_persons", "  of these, who would not have moved without", additional_stayers);
    count_refused(result, geography);
    count_movers(result, geography);
    for (const auto& [name, persons] : groups)
        result.groups.push_back({name.first, name.second, persons.first / scale_, persons.second / scale_});
    return result;
}

}  // namespace qonys
