#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.hpp"
#include "base/money.hpp"
#include "world/border_levers.hpp"
#include "world/eligibility.hpp"
#include "world/movement_levers.hpp"
#include "world/place_lever.hpp"

namespace qonys {

/// [place] 1: one of those that are meant.
using PlaceFlags = std::vector<std::uint8_t>;

/// A targeted programme, open this month: who may take it, where to, what is paid, for how many.
struct Offer {
    static constexpr double most_outreach = 0.02;  ///< bound of the layer of those who are asked

    std::uint8_t policy = 0;                 ///< row of the ledgers' policy tables
    PlaceFlags origins;                      ///< 1: households living there are eligible
    PlaceFlags destinations;                 ///< 1: the programme resettles there
    Tenge for_head;                          ///< paid once on arrival
    Tenge for_member;                        ///< paid once for every further member
    double awareness = 1;                    ///< share of eligible households that know of it
    std::vector<std::int64_t> persons_left;  ///< [region] how many it can still take this year
    Tenge later{};                           ///< what it promises a household for the year after arrival
    Eligibility eligibility{};
    bool within_region = true;  ///< whether it also pays for moves within a region
    double outreach = 0;  ///< chance that somebody who lives in the origins is asked, though not thinking of moving

    Tenge payment(std::int64_t members) const { return for_head + for_member * (members - 1); }
};

/// What a programme does this month for the households that joined it. It goes on when no more are taken.
struct Programme {
    std::uint8_t policy = 0;
    Tenge rent;                  ///< paid a month to who rents at the destination
    int rent_months = 0;         ///< so many months after the one of joining
    Tenge dwelling;              ///< paid towards an own dwelling
    double dwelling_chance = 0;  ///< that a renting household gets it this month
    Tenge loan;                  ///< with which somebody out of work starts a business
    double loan_chance = 0;      ///< that a household with somebody out of work gets it this month
    double placement = 0;   ///< chance that a member who looks for work is placed this month, if there is a vacancy
    int help_months = 0;    ///< dwelling, loan and placement: so many months after the one of joining
    int stay_months = 0;    ///< obligation to stay
    double obligation = 0;  ///< what it weighs beyond money, as utility of staying
    double clawback = 0;    ///< share of the lump sums that is claimed from who leaves before
    Tenge for_head;         ///< the lump sums, of which that is a share
    Tenge for_member;

    /// Of a household of so many persons who were paid for.
    Tenge claim(std::int64_t persons) const;
};

/// Services for households that a programme resettled, in their first time at the destination.
struct AdaptationService {
    std::uint8_t policy = 0;
    PlaceFlags places;
    int months = 0;            ///< after the one of joining a programme
    double coverage = 0;       ///< chance that a household that is eligible and not served yet is taken up this month
    double home_pull = 1;      ///< factor of the pull of home, as utility
    double placement = 0;      ///< chance that a member who looks for work is placed this month, if there is a vacancy
    Tenge per_person;          ///< cost a month
    std::int64_t persons = 0;  ///< how many can be served at once
    Eligibility eligibility{};
};

/// Money for people who do not work, paid this month.
struct IncomeSupport {
    std::uint8_t policy = 0;
    PlaceFlags places;
    Tenge per_person;
    Eligibility::Among activity;  ///< of the one who gets it
    Eligibility eligibility{};    ///< of the household
};

/// Grants for studies in other regions, given to this year's school leavers.
struct StudyGrant {
    std::uint8_t policy = 0;
    PlaceFlags origins;
    double applying = 0;                    ///< share of the school leavers there who want one
    Tenge per_grant;                        ///< for the whole course
    std::vector<std::int64_t> places_left;  ///< [region] grants of its universities
    Eligibility eligibility{};              ///< of the household
};

/// What policies do about studies, in September.
struct StudyLevers {
    std::vector<StudyGrant> grants;    ///< sorted by policy
    PlaceLever quality{0};             ///< [place] utility that universities there gain, at least 0
    PlaceLever distance{0};            ///< [place of the family] chance to study without moving there
    PlaceLever graduate_placement{0};  ///< [place] chance that a graduate is placed, if there is a vacancy
};

/// What policies and shocks do to places. Sums are for this month alone, in agents.
struct PlaceLevers {
    PlaceLever jobs{0};         ///< positions that are created
    PlaceLever jobs_factor{1};  ///< of the positions that employers want
    PlaceLever wages{1};        ///< factor
    PlaceLever rents{1};        ///< factor
    PlaceLever dwellings{0};    ///< that are built
    PlaceLever amenity{0};      ///< utility of living there
};

/// Money that a policy spends on a place and not on households.
struct Spending {
    std::uint8_t policy = 0;
    PlaceId place{};
    std::int64_t persons = 0;  ///< whom it reaches
    Tenge sum;
};

/// What is told of destinations: a utility that they gain for who lives in the origins.
struct Campaign {
    PlaceFlags origins;
    PlaceFlags destinations;
    double utility = 0;
};

/// What all policies together do this month. Policies may only add, so that their order cannot matter.
struct Levers {
    std::vector<Offer> offers;  ///< sorted by policy, as all lists
    BorderLevers border{};
    MovementLevers movement{};
    std::vector<Programme> programmes{};
    std::vector<AdaptationService> services{};
    std::vector<IncomeSupport> supports{};
    std::vector<Spending> spending{};
    std::vector<Campaign> campaigns{};
    StudyLevers study{};
    PlaceLevers places{};
    PlaceLever awareness{0};  ///< [origin] chance to hear of an offer that one would not know of otherwise
    double homecoming = 0;    ///< utility of coming back, for those who left the country
    std::vector<std::int64_t> money_left{};  ///< [policy] tenge; no_quota without a budget

    /// A policy spends no more than this in the month.
    void limit(std::uint8_t policy, std::int64_t tenge);
    /// The terms for those who joined a policy, or nothing.
    const Programme* programme(std::uint8_t policy) const;
    /// The service that looks after a household in a place, or nothing. Several share the households in proportion to
    /// how many they can serve; a household stays with one as long as they are the same.
    const AdaptationService* service(PlaceId place, Row household) const;
};

}  // namespace qonys
