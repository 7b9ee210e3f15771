#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "base/prefetch.hpp"
#include "random/candidate_walk.hpp"
#include "world/block.hpp"

namespace qonys {

/// Something for every completed age.
using ByAge = std::array<double, age_count>;

/// Upper limits of a process's monthly hazard in one month, by sex and the year in which a person was born: whoever was
/// born in one year has one of two completed ages.
class AgeBounds {
public:
    using Bound = CandidateWalk::Bound;

    AgeBounds() = default;
    /// The highest hazards of anybody; above 1 counts as 1.
    AgeBounds(Month month, const ByAge& men, const ByAge& women) : year_(month.year()) {
        // Whoever has not had this year's birthday is a year younger.
        const bool both_ages = month.month_of_year() != 12;
        const auto highest = [&](const ByAge& by_age, std::size_t years) {
            return std::min(std::max(by_age[years], both_ages && years > 0 ? by_age[years - 1] : 0.0), 1.0);
        };
        for (std::size_t years = 0; years < age_count; ++years) {
            const std::array<double, 2> hazard{highest(men, years), highest(women, years)};
            bounds_[index(BirthYearRun::Sex::male)][years] = CandidateWalk::bound(hazard[0]);
            bounds_[index(BirthYearRun::Sex::female)][years] = CandidateWalk::bound(hazard[1]);
            bounds_[index(BirthYearRun::Sex::either)][years] = CandidateWalk::bound(std::max(hazard[0], hazard[1]));
            nobody_ = nobody_ && std::max(hazard[0], hazard[1]) == 0;
        }
    }
    AgeBounds(Month month, const ByAge& by_age) : AgeBounds(month, by_age, by_age) {}

    /// Whether the hazard is zero at all ages.
    bool nobody() const { return nobody_; }

    const Bound& of(const BirthYearRun& run) const {
        return bounds_[index(run.sex)]
                      [static_cast<std::size_t>(std::clamp(year_ - run.year, 0, static_cast<int>(age_count) - 1))];
    }

private:
    int year_ = 0;
    bool nobody_ = true;
    std::array<std::array<Bound, age_count>, 3> bounds_{};
};

/// A person whom a process asks.
struct Candidate {
    Row person = no_row;
    double draw = 0;   ///< uniform on (0, bound): the candidate is accepted if it lies below the hazard
    double bound = 0;  ///< of everybody born in that year

    bool accepted(double hazard, std::string_view process, const Block& block) const {
        return accept(draw, hazard, bound, process, block.id, person);
    }
};

/// for_each_candidate over those of a block's persons who are alive, each with the bound of the year of birth, by
/// stages: `most(person)` is the highest hazard that the Person alone allows, and whoever passes it is visited as
/// visit(candidate), to be accepted by the exact hazard. A few dozen are taken through the stages at a time, so that
/// the waits for their memory overlap: persons first, then their households. So `most` must not depend on what visits
/// change in others. Persons that a visit adds are not visited.
template <class Most, class Visit>
void for_each_candidate(const Stream& stream, const Block& block, const AgeBounds& bounds, std::string_view process,
                        Most&& most, Visit&& visit) {
    if (bounds.nobody()) return;
    constexpr std::size_t at_once = 128;
    std::array<Candidate, at_once> found;
    std::size_t number = 0;
    const auto visit_found = [&] {
        for (std::size_t k = 0; k < number; ++k) {
            found[k].person = block.by_birth[found[k].person];
            prefetch(block.persons[found[k].person]);
        }
        std::size_t passed = 0;
        for (std::size_t k = 0; k < number; ++k) {
            const Candidate& candidate = found[k];
            const Person& person = block.persons[candidate.person];
            if (person.household == no_row || !candidate.accepted(std::min(most(person), 1.0), process, block))
                continue;
            prefetch(block.households[person.household]);
            found[passed++] = candidate;
        }
        for (std::size_t k = 0; k < passed; ++k)
            if (block.persons[found[k].person].household != no_row) visit(found[k]);
        number = 0;
    };
    CandidateWalk walk(stream);
    const std::uint32_t persons = block.person_rows();
    std::uint32_t begin = 0;
    for (std::size_t run = 0; begin < persons; ++run) {  // by number: visits may add runs
        const AgeBounds::Bound& bound = bounds.of(block.birth_years[run]);
        const std::uint32_t end = std::min<std::uint32_t>(block.birth_years[run].end, persons);
        walk.through(begin, end, bound, [&](std::uint32_t place, double uniform) {
            prefetch(block.by_birth[place]);
            // Its place first; the person when the place has come from memory.
            found[number++] = {static_cast<Row>(place), uniform * bound.hazard, bound.hazard};
            if (number == at_once) visit_found();
        });
        begin = end;
    }
    visit_found();
}

/// Visits every person whose completed age in `month` lies from `youngest` to `oldest` and of whom `asked(person)`
/// holds, unless he or she is no more. Persons and then households come from memory some at a time, as for candidates;
/// so `asked` must not depend on what visits change in others. A visit may not add persons of these ages. `sex`: passes
/// by those who are known to have the other one.
template <class Asked, class Visit>
void for_each_aged(const Block& block, Month month, std::size_t youngest, std::size_t oldest, BirthYearRun::Sex sex,
                   Asked&& asked, Visit&& visit) {
    const int first_birth = month.index() - 12 * (static_cast<int>(oldest) + 1) + 1;
    const int last_birth = month.index() - 12 * static_cast<int>(youngest);
    constexpr std::uint32_t ahead = 16;  // persons that are on their way from memory
    constexpr std::size_t at_once = 32;
    std::array<Row, at_once> found;
    std::size_t number = 0;
    const auto visit_found = [&] {
        for (std::size_t k = 0; k < number; ++k) visit(found[k]);
        number = 0;
    };
    const std::size_t runs = block.birth_years.size();
    std::uint32_t begin = 0;
    for (std::size_t run = 0; run < runs; ++run) {  // by number: visits may add runs
        const auto [end, year, of_sex] = block.birth_years[run];
        const bool either = sex == of_sex || sex == BirthYearRun::Sex::either || of_sex == BirthYearRun::Sex::either;
        if (either && year >= Month::from_index(first_birth).year() && year <= Month::from_index(last_birth).year())
            for (std::uint32_t place = begin; place < end; ++place) {
                prefetch(block.persons[block.by_birth[std::min<std::uint32_t>(place + ahead, end - 1)]]);
                const Row row = block.by_birth[place];
                const Person& person = block.persons[row];
                if (person.birth_month < first_birth || person.birth_month > last_birth || person.household == no_row ||
                    !asked(person))
                    continue;
                prefetch(block.households[person.household]);
                found[number++] = row;
                if (number == at_once) visit_found();
            }
        begin = end;
    }
    visit_found();
}

}  // namespace qonys
