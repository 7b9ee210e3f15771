#pragma once

#include <cstdint>

namespace qonys {

/// What a random number is drawn for: part of its address. A number, once used in a release, is never given to
/// another purpose; new purposes take the next free one.
enum class Purpose : std::uint32_t {
    synthesis_allocation = 1,   ///< how the persons and households of a place are dealt to its blocks
    synthesis_household = 2,    ///< who lives with whom
    synthesis_history = 3,      ///< home region and month of the last move
    death = 4,                  ///< candidates
    birth = 5,                  ///< candidates
    newborn = 6,                ///< sex of the child of a person
    arrival = 7,                ///< candidates: households whose like arrives from abroad
    newcomer = 8,               ///< origin and ethnicity of the household that arrives
    consider = 9,               ///< candidates for a move among those who live where the block began
    alarm = 10,                 ///< whether a household whose alarm rings considers moving, and when it rings next
    choose_destination = 11,    ///< what a household that considers moving decides
    synthesis_career = 12,      ///< education, activity and dwelling of the synthetic population
    union_formation = 13,       ///< candidates: who enters the market of partners
    union_match = 14,           ///< where a couple lives
    separation = 15,            ///< candidates
    leaving_home = 16,          ///< candidates
    schooling = 17,             ///< what somebody does after school, and where
    job_loss = 19,              ///< candidates
    job_search = 20,            ///< whether an unemployed person finds work
    temporary_return = 22,      ///< candidates: who comes back from it
    sojourner_entry = 23,       ///< who enters for a time
    sojourner_month = 24,       ///< what a month brings a sojourner
    procedure = 25,             ///< the ticket of an application, and what becomes of it
    census = 26,                ///< whom the census finds or does not find
    tenure = 27,                ///< candidates: who buys or lets a dwelling
    inactivity = 28,            ///< candidates: who leaves the labour force
    consider_alone = 29,        ///< candidates for a move of a member alone
    choose_alone = 30,          ///< what a member who considers moving alone decides
    control_post = 31,          ///< who comes through where a corridor is closed
    retry = 32,                 ///< when a household that was stopped tries again, or gives up
    retry_alone = 33,           ///< the same of a member
    closure_job_loss = 34,      ///< candidates: whom a closure makes lose work
    raid = 35,                  ///< candidates: whom raids, campaigns and amnesties reach
    influx = 36,                ///< who enters beyond the tables
    corridor = 37,              ///< tickets of those who wait for a corridor
    travel = 38,                ///< how many travellers set out, come home, or want to
    kandas_place = 39,          ///< tickets of families who want a programme's place
    programme = 40,             ///< what a month brings a household of a programme
    placement = 41,             ///< whether a member of one is placed
    income_support = 42,        ///< the ticket of who may get it
    study_grant = 43,           ///< who applies for one, and where
    study_offer = 44,           ///< whether a university's new quality wins a student, or distance learning does
    graduate = 45,              ///< whether a graduate is placed
    outreach = 46,              ///< candidates: whom a programme asks
    outreach_answer = 47,       ///< what they decide
    consider_alone_apart = 48,  ///< whether a member of a household in the restless region considers a move alone
    labour_force_entry = 49,    ///< whether somebody inactive enters it
    benchmark = 1000,
};

}  // namespace qonys
