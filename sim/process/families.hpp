#pragma once

#include <array>

#include "base/matrix.hpp"
#include "config/fields.hpp"
#include "random/stream.hpp"
#include "world/persons_by_age.hpp"
#include "world/world.hpp"

namespace qonys {

/// Parameters of how households form and part (docs/model/families.md).
struct FamilyParameters {
    double union_level = 1;
    double separation_level = 1;
    double leaving_level = 0.2;
    double with_parents = 0.65;
};

void declare(Fields& fields, FamilyParameters& parameters);

/// Who leaves the parents' home, who finds a partner and who parts.
class Families {
public:
    Families() = default;
    /// Reads unions.csv, separation.csv and leaving_home.csv.
    Families(TableFolder& folder, const FamilyParameters& parameters, Problems& problems);

    /// Couples part, the young leave home, and singles meet: in this order, so that who parts this month can meet
    /// somebody in the same one.
    BlockWork change(Month month, World& world, Seed seed) const;

    // Monthly hazards, for tests.
    double separation_hazard(std::size_t age) const { return separation_[age]; }  ///< of a partnered woman
    double leaving_hazard(Sex sex, std::size_t age) const { return leaving_(index(sex), age); }
    double union_hazard(Sex sex, std::size_t age) const { return union_(index(sex), age); }

private:
    struct Bounds;
    void part(Month month, const Bounds& bounds, const World& world, Block& block, Ledger& ledger, Seed seed) const;
    void leave_home(Month month, const Bounds& bounds, const World& world, Block& block, Ledger& ledger,
                    Seed seed) const;
    /// Who may form a couple this month.
    struct Single;
    using Singles = std::array<std::vector<Single>, sex_count>;
    void meet(Month month, const Bounds& bounds, const World& world, Block& block, Ledger& ledger, Seed seed,
              Singles& singles) const;

    double with_parents_ = 0;
    ByAge separation_{};
    Matrix<double> leaving_{sex_count, age_count};
    Matrix<double> union_{sex_count, age_count};
};

}  // namespace qonys
