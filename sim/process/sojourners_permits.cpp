#include <algorithm>
#include <utility>

#include "process/sojourners.hpp"

namespace qonys {
namespace {

/// A share of (0, 1) from a lottery ticket's lower half, which decides between tickets that tie only.
double ticket_share(std::uint32_t ticket) { return (static_cast<double>(ticket & 0xFFFFU) + 0.5) / 0x1p16; }

}  // namespace

void Sojourners::issue_permits(const BorderLevers& border, Month month, Entrants& coming) const {
    struct Applicant {
        std::uint32_t ticket;
        std::uint32_t block;
        Entrant* entrant;
    };
    const auto limited = [&](LegalStatus status) { return border.permits.at(index(status)).limited(); };
    std::vector<Applicant> queue;
    for (std::size_t b = 0; b < coming.size(); ++b)
        for (Entrant& entrant : coming[b])
            if (limited(entrant.sojourner.status))
                queue.push_back({entrant.ticket, static_cast<std::uint32_t>(b), &entrant});
    if (queue.empty()) return;
    std::ranges::sort(queue, {}, [](const Applicant& a) { return std::pair(a.ticket, a.block); });
    std::array<EntryQuota, status_count> left = border.permits;
    const auto take = [&](LegalStatus status, PlaceId place) {
        EntryQuota& quota = left.at(index(status));
        const RegionId region = geography_->region_of(place);
        if (quota.country <= 0 || quota.in(region) <= 0) return false;
        if (quota.country != no_quota) --quota.country;
        if (quota.in(region) != no_quota) --quota.of_region[index(region)];
        return true;
    };
    const auto permitted_by = [&](LegalStatus status) { return border.permits.at(index(status)).policy; };
    for (const Applicant& applicant : queue) {
        Entrant& entrant = *applicant.entrant;
        entrant.refused = !take(entrant.sojourner.status, entrant.sojourner.place);
        if (!entrant.refused) entrant.policy = permitted_by(entrant.sojourner.status);
    }
    for (const Applicant& applicant : queue) {
        if (!applicant.entrant->refused) continue;
        Sojourner& sojourner = applicant.entrant->sojourner;
        const bool labour = sojourner.status == LegalStatus::labour_migrant;
        if (!labour && sojourner.status != LegalStatus::foreign_labour_force) continue;
        const LegalStatus other = labour ? LegalStatus::foreign_labour_force : LegalStatus::labour_migrant;
        if (border.channels_joined && limited(other) && take(other, sojourner.place)) {
            sojourner.status = other;
            sojourner.expires = permit_until(other, month);
            applicant.entrant->refused = false;
            applicant.entrant->policy = permitted_by(other);
        } else if (labour && ticket_share(applicant.ticket) < parameters_.refused_as_guest) {
            // Comes nevertheless, without asking for a permit, and works unregistered.
            sojourner.status = LegalStatus::guest;
            sojourner.activity = Activity::informal;
            sojourner.expires = permit_until(LegalStatus::guest, month);
            applicant.entrant->refused = false;
        }
    }
    for (std::vector<Entrant>& here : coming) std::erase_if(here, [](const Entrant& e) { return e.refused; });
}

}  // namespace qonys
