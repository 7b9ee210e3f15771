#include "policy/spells.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "policy/places.hpp"

namespace qonys {
namespace {

/// The two halves of a text around the first `separator`, if it has one.
std::optional<std::pair<std::string_view, std::string_view>> halves(std::string_view text, std::string_view separator) {
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos) return std::nullopt;
    return std::pair(text.substr(0, at), text.substr(at + separator.size()));
}

std::optional<Window> window_of(std::string_view text) {
    const auto dates = halves(text, "..");
    if (!dates) return std::nullopt;
    const auto first = Date::parse(dates->first);
    const auto last = Date::parse(dates->second);
    if (!first || !last) return std::nullopt;
    return Window{*first, *last};
}

}  // namespace

std::vector<Spell> spells_of(const std::vector<std::string>& written, const Section& section, std::string_view key,
                             const PolicyContext& context) {
    const Geography& geography = context.geography;
    std::vector<Spell> spells;
    const auto problem = [&](const std::string& what) {
        context.problems.add(section.where(key), fmt::format("{}: {}", section.path_of(key), what));
    };
    const auto region = [&](std::string_view id, Spell& spell) {
        const auto found = geography.find_region(id);
        if (!found)
            problem(no_region(id, geography));
        else if (geography.region(*found).kind == RegionKind::abroad)
            problem(fmt::format("'{}' lies abroad", id));
        else
            spell.regions.push_back(*found);
    };
    for (const std::string& text : written) {
        const auto parts = halves(text, " ");
        const auto window = parts ? window_of(parts->second) : std::nullopt;
        if (!window) {
            problem(fmt::format("'{}' (must be like \"AST 2020-03-19..2020-05-11\")", text));
            continue;
        }
        if (window->empty()) problem(fmt::format("'{}' ends before it starts", text));
        Spell spell{.regions = {}, .corridor = false, .window = *window};
        if (parts->first == "all") {
            for (std::size_t r = 0; r < geography.domestic_regions; ++r)
                spell.regions.push_back(static_cast<RegionId>(r));
        } else if (const auto ends = halves(parts->first, "-")) {
            spell.corridor = true;
            region(ends->first, spell);
            region(ends->second, spell);
            if (ends->first == ends->second) problem(fmt::format("'{}' leads from a region to itself", text));
            if (spell.regions.size() != 2) continue;
        } else {
            region(parts->first, spell);
        }
        spells.push_back(std::move(spell));
    }
    return spells;
}

std::vector<double> shares_of_regions(const std::vector<Spell>& spells, Month month, const Geography& geography) {
    std::vector<double> shares(geography.domestic_regions);
    for (const Spell& spell : spells) {
        if (spell.corridor) continue;
        const double share = spell.window.share(month);
        for (const RegionId region : spell.regions) shares[index(region)] = std::max(shares[index(region)], share);
    }
    return shares;
}

}  // namespace qonys
