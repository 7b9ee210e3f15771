#include <algorithm>
#include <numeric>
#include <tuple>

#include "process/sojourners.hpp"

namespace qonys {
namespace {

/// A share of (0, 1) from a lottery ticket's lower half, which decides between tickets that tie only.
double ticket_share(std::uint32_t ticket) { return (static_cast<double>(ticket & 0xFFFFU) + 0.5) / 0x1p16; }

}  // namespace

bool Sojourners::enough_permits(const BorderLevers& border, const Ranks& ranks, const Entrants& coming) const {
    const std::size_t regions = geography_->domestic_regions;
    Matrix<std::int64_t> wanted(status_count, regions);
    for (const std::vector<Entrant>& here : coming)
        for (const Entrant& entrant : here)
            ++wanted(index(entrant.sojourner.status), index(geography_->region_of(entrant.sojourner.place)));
    ranks.sum(wanted.cells());
    for (std::size_t s = 0; s < status_count; ++s) {
        const auto of_region = wanted.row(s);
        for (std::size_t r = 0; r < regions; ++r)
            if (of_region[r] > border.permits.at(s).in(static_cast<RegionId>(r))) return false;
        if (std::accumulate(of_region.begin(), of_region.end(), std::int64_t{0}) > border.permits.at(s).country)
            return false;
    }
    return true;
}

void Sojourners::issue_permits(const BorderLevers& border, Month month, const Ranks& ranks, Entrants& coming) const {
    struct Applicant {
        std::uint32_t ticket;
        std::uint32_t block;
        std::uint32_t number;  ///< among those who come to the block
        Entrant entrant;
    };
    const auto limited = [&](LegalStatus status) { return border.permits.at(index(status)).limited(); };
    const auto permitted_by = [&](LegalStatus status) { return border.permits.at(index(status)).policy; };
    if (std::ranges::none_of(border.permits, &EntryQuota::limited)) return;
    if (enough_permits(border, ranks, coming)) {
        for (std::vector<Entrant>& here : coming)
            for (Entrant& entrant : here)
                if (limited(entrant.sojourner.status)) entrant.policy = permitted_by(entrant.sojourner.status);
        return;
    }
    std::vector<Applicant> queue;
    for (std::size_t b = 0; b < coming.size(); ++b)
        for (std::size_t k = 0; k < coming[b].size(); ++k)
            if (const Entrant& entrant = coming[b][k]; limited(entrant.sojourner.status))
                queue.push_back(
                    {entrant.ticket, static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(k), entrant});
    queue = ranks.gather(std::move(queue));
    std::ranges::sort(queue, {}, [](const Applicant& a) { return std::tuple(a.ticket, a.block, a.number); });
    std::array<EntryQuota, status_count> left = border.permits;
    const auto take = [&](LegalStatus status, PlaceId place) {
        EntryQuota& quota = left.at(index(status));
        const RegionId region = geography_->region_of(place);
        if (quota.country <= 0 || quota.in(region) <= 0) return false;
        if (quota.country != no_quota) --quota.country;
        if (quota.in(region) != no_quota) --quota.of_region[index(region)];
        return true;
    };
    for (auto& [ticket, block, number, entrant] : queue) {
        entrant.refused = !take(entrant.sojourner.status, entrant.sojourner.place);
        if (!entrant.refused) entrant.policy = permitted_by(entrant.sojourner.status);
    }
    for (auto& [ticket, block, number, entrant] : queue) {
        if (!entrant.refused) continue;
        Sojourner& sojourner = entrant.sojourner;
        const bool labour = sojourner.status == LegalStatus::labour_migrant;
        if (!labour && sojourner.status != LegalStatus::foreign_labour_force) continue;
        const LegalStatus other = labour ? LegalStatus::foreign_labour_force : LegalStatus::labour_migrant;
        if (border.channels_joined && limited(other) && take(other, sojourner.place)) {
            sojourner.status = other;
            sojourner.expires = permit_until(other, month);
            entrant.policy = permitted_by(other);
            entrant.refused = false;
        } else if (labour && ticket_share(ticket) < parameters_.refused_as_guest) {
            // Comes nevertheless, without asking for a permit, and works unregistered.
            sojourner.status = LegalStatus::guest;
            sojourner.activity = Activity::informal;
            sojourner.expires = permit_until(LegalStatus::guest, month);
            entrant.refused = false;
        }
    }
    const auto [begin, end] = ranks.part(coming.size());
    for (const Applicant& applicant : queue)
        if (begin <= applicant.block && applicant.block < end)
            coming[applicant.block][applicant.number] = applicant.entrant;
    for (std::vector<Entrant>& here : coming) std::erase_if(here, [](const Entrant& e) { return e.refused; });
}

}  // namespace qonys
