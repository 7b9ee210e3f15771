#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "base/ids.hpp"
#include "base/money.hpp"

namespace qonys {

/// A factor for each legal status and region abroad; 1 unless policies say otherwise.
class ByStatusAndOrigin {
public:
    void multiply(LegalStatus status, RegionId abroad, double factor) {
        if (factors_.empty()) factors_.assign(status_count * regions, 1.0);
        factors_[offset(status, abroad)] *= factor;
    }
    double at(LegalStatus status, RegionId abroad) const {
        return factors_.empty() ? 1.0 : factors_[offset(status, abroad)];
    }
    bool touched() const { return !factors_.empty(); }

private:
    static constexpr std::size_t regions = 256;
    static std::size_t offset(LegalStatus status, RegionId abroad) { return index(status) * regions + index(abroad); }
    std::vector<double> factors_;
};

/// A sum for each place, region or group; 0 unless policies say otherwise.
template <class Number>
class Additions {
public:
    void add(std::size_t row, Number amount) {
        if (row >= sums_.size()) sums_.resize(row + 1);
        sums_[row] += amount;
    }
    Number at(std::size_t row) const { return row < sums_.size() ? sums_[row] : Number{}; }
    bool touched() const { return !sums_.empty(); }
    Number highest() const { return sums_.empty() ? Number{} : *std::ranges::max_element(sums_); }

private:
    std::vector<Number> sums_;
};

/// Hazards by place that policies add to each other, and whose doing an event was.
class PolicyHazards {
public:
    struct Cause {
        std::uint8_t policy = 0;  ///< row of the ledgers' policy tables
        Tenge cost;               ///< of the event
    };
    void add(Cause cause, PlaceId place, double hazard) {
        if (hazard > 0) entries_.push_back({cause, place, hazard});
    }
    bool touched() const { return !entries_.empty(); }
    double at(PlaceId place) const {
        double sum = 0;
        for (const Entry& entry : entries_) sum += entry.place == place ? entry.hazard : 0;
        return sum;
    }
    /// Whose doing it was, for a point uniform on (0, at(place)).
    Cause whose(PlaceId place, double point) const {
        Cause last;
        for (const Entry& entry : entries_) {
            if (entry.place != place) continue;
            last = entry.cause;
            if ((point -= entry.hazard) < 0) break;
        }
        return last;
    }

private:
    struct Entry {
        Cause cause;
        PlaceId place;
        double hazard;
    };
    std::vector<Entry> entries_;
};

/// Room on a policy's flights, trains or roads this month.
struct Seats {
    std::uint8_t policy = 0;  ///< row of the ledgers' policy tables
    std::size_t group = 0;    ///< whom it takes: a group of travellers, or a region abroad
    std::int64_t seats = 0;   ///< agents
    Tenge cost;               ///< of a seat
};

/// Where a row of the ledgers' policy tables is meant and no policy has a hand in it.
inline constexpr std::uint8_t no_policy = 0xFF;

inline constexpr std::int64_t no_quota = std::numeric_limits<std::int64_t>::max();

/// Entries of a legal status that are left this month (agents): in the country, and in regions of it.
struct EntryQuota {
    std::int64_t country = no_quota;
    std::vector<std::int64_t> of_region;  ///< [region]; empty: no region has a quota of its own
    std::uint8_t policy = no_policy;      ///< that is booked with the entries: the first of those that limit them

    void limit(std::int64_t entries) { country = std::min(country, entries); }
    void limit(RegionId region, std::int64_t entries) {
        if (index(region) >= of_region.size()) of_region.resize(index(region) + 1, no_quota);
        of_region[index(region)] = std::min(of_region[index(region)], entries);
    }
    std::int64_t in(RegionId region) const {
        return index(region) < of_region.size() ? of_region[index(region)] : no_quota;
    }
    bool limited() const { return country != no_quota || !of_region.empty(); }
};

/// People who come beyond those of the tables: a Poisson number of sojourners.
struct Influx {
    LegalStatus status{};
    RegionId origin{};                ///< abroad
    double persons = 0;               ///< agents expected this month
    bool works_as_guest = false;      ///< a relokant: a guest who works
    std::vector<double> regions;      ///< [region of the country] shares of those who come; empty: those of the stream
    std::uint8_t policy = no_policy;  ///< row of the ledgers' policy tables
};

/// What a programme for ethnic Kazakhs who return gives, this month, to families that settle in its regions.
struct KandasPlaces {
    std::uint8_t policy = 0;                 ///< row of the ledgers' policy tables
    std::vector<std::int64_t> persons_left;  ///< [region] agents whom it can still help this year
    Tenge for_head;
    Tenge for_member;
};

inline constexpr std::int64_t in_sequence = std::numeric_limits<std::int64_t>::max();

/// What governments, ours and others, do about borders, foreigners and legal status. Every change is a sum, a product,
/// a minimum or an `or`, so that the order of policies cannot matter.
struct BorderLevers {
    ByStatusAndOrigin entry;      ///< probability that somebody who wants to enter this month can
    ByStatusAndOrigin exit;       ///< probability that somebody who wants to leave this month can, by destination
    ByStatusAndOrigin travel;     ///< share of short trips that go ahead, by status and region abroad
    ByStatusAndOrigin push;       ///< factor of those who want to come, by origin
    Additions<double> pull;       ///< [`pull_row`] utility of a region abroad
    std::vector<Influx> influx;   ///< sorted by policy
    std::vector<Seats> corridor;  ///< for foreigners who are stuck here, by region abroad; sorted by policy
    std::vector<Seats> flights;   ///< for travellers who are stranded, by their group; sorted by policy
    std::array<EntryQuota, status_count> permits{};  ///< [legal status]
    double permit_cost = 0;          ///< of a labour migrant's permit, beyond what it costs without policies, in wages
    bool channels_joined = false;    ///< whoever works may change between permits of individuals and of employers
    double detection = 1;            ///< factor of the hazard that an irregular sojourner is found
    PolicyHazards raids;             ///< what raids add to that hazard
    PolicyHazards inspections;       ///< that unregistered work of a sojourner with a title is found
    double expulsion = 1;            ///< factor of the share of those found who are expelled
    double fines = 1;                ///< factor of the share of the others whom a fine makes leave
    double unregistered_hiring = 1;  ///< factor of the hazard that somebody without a title finds work
    PolicyHazards amnesty;           ///< that somebody without a title gets one
    PolicyHazards assisted_return;   ///< that somebody without a title goes home with a certificate
    double documentation = 1;        ///< factor of the hazard that somebody without papers gets some
    double capacity = 1;             ///< factor of the decisions that offices take in a month
    double stay_clock = 1;           ///< share of permits that end this month which do; the others are extended
    std::uint8_t extends_stays = no_policy;  ///< that is booked with extensions: the first policy that extends stays
    std::int64_t joint_procedure_months = in_sequence;  ///< from a kandas's application to citizenship, if at once
    double joint_share = 0;                             ///< of families who apply for all at once
    std::vector<KandasPlaces> kandas_places;            ///< sorted by policy

    /// Whether any policy looks for sojourners this month.
    bool campaigns() const {
        return raids.touched() || inspections.touched() || amnesty.touched() || assisted_return.touched();
    }
};

/// Row of BorderLevers::pull.
inline std::size_t pull_row(RegionId abroad, Ethnicity ethnicity, Education education) {
    return (index(abroad) * ethnicity_count + index(ethnicity)) * education_count + index(education);
}

}  // namespace qonys
