#pragma once

#include <array>
#include <vector>

#include "base/matrix.hpp"
#include "config/fields.hpp"
#include "random/stream.hpp"
#include "world/levers.hpp"
#include "world/world.hpp"

namespace qonys {

/// Parameters of schooling (docs/model/schooling.md).
struct SchoolingParameters {
    double distance = -1.0;
    double away = -1.7;
};

void declare(Fields& fields, SchoolingParameters& parameters);

/// What the young do after school. Somebody who studies has the education that he or she already completed, and an
/// unfinished higher education counts as vocational: so a student with secondary education is in vocational school and
/// one with vocational education at a university.
class Schooling {
public:
    Schooling() = default;
    /// Reads enrolment.csv and universities.csv.
    Schooling(TableFolder& folder, const Geography& geography, const SchoolingParameters& parameters,
              Problems& problems);

    /// Every September, a walk over everybody: who is through school enrols or looks for work, and students of the age
    /// at which studies end graduate. Students of another region's university move there, alone.
    void begin_school_year(Month month, const Levers& levers, World& world, Seed seed, const Machine& machine) const;

    /// Probability that a school leaver of a region who enrols at a university does so in another region.
    double study_share(RegionId from, RegionId to) const { return study_(index(from), index(to)); }

private:
    /// Who won a grant, and where to.
    struct StudyPlace {
        Row person = 0;
        std::uint8_t policy = 0;
        RegionId region{};
    };
    using StudyPlaces = std::vector<std::vector<StudyPlace>>;  ///< [block] by person
    /// Grants among this year's school leavers, by lottery ticket.
    static StudyPlaces give_grants(Month month, const Levers& levers, World& world, Seed seed, const Machine& machine);

    /// `grant`: a region whose university gives one, or nothing.
    void leave_school(Month month, const Levers& levers, const World& world, Block& block, Ledger& ledger, Seed seed,
                      Row person, const StudyPlace* grant) const;
    /// Where somebody who enrols studies, without any policy.
    RegionId university(RegionId home, double point) const;
    /// The same with what policies add to the quality of universities, as a layer above that choice.
    RegionId university(RegionId home, const StudyLevers& study, const Geography& geography, double point,
                        Stream& offers) const;

    struct Enrolment {
        double higher = 0;
        double vocational = 0;
    };
    std::vector<Enrolment> enrolment_;  ///< [region]
    Matrix<double> study_;              ///< [region, region of the university] sums to 1
};

}  // namespace qonys
