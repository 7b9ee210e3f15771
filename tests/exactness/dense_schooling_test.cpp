#include <functional>
#include <map>
#include <string>

#include "dense_walk.hpp"
#include "process/schooling.hpp"

namespace qonys {
namespace {

/// The September after (docs/model/schooling.md): who leaves school, what for, and where to.
struct DenseSchooling : test::DenseWalk {
    using ByRegion = std::map<std::string, double>;
    ByRegion higher = column("enrolment.csv", "higher");
    ByRegion vocational = column("enrolment.csv", "vocational");
    ByRegion students = column("universities.csv", "students");
    const SchoolingParameters p;

    DenseSchooling() { month = Month(month.year(), 9); }
    static ByRegion column(const std::string& name, const std::string& column) {
        Problems problems;
        const Table table = Table::read(test::country().geography_folder / name, {"region", column}, problems);
        ByRegion all;
        for (std::size_t row = 0; row < table.rows(); ++row)
            all[table.text(row, "region")] = table.number(row, column, 0, 1e7, problems);
        problems.throw_if_any();
        return all;
    }
    const std::string& id(RegionId region) const { return geography.regions[index(region)].id; }

    bool leaves_school(const Block& block, Row row) const {
        const Person& one = block.persons[row];
        return one.activity == Activity::minor && age(one) >= 17 && !abroad(block, row);
    }
    /// Of those at a university, who studies in another region.
    double studies_away(RegionId home) const {
        double away = 0;
        for (std::size_t s = 0; s < geography.domestic_regions; ++s)
            if (s != index(home))
                away += students.at(geography.regions[s].id) * std::exp(p.away) *
                        std::pow(geography.relations(index(home), s).km / 100, p.distance);
        return away / (away + students.at(id(home)));
    }
    test::AgainstHazards compare_study(const std::function<double(const Block&, Row)>& chance,
                                       const std::function<bool(const Block&, const Block&, Row)>& happened) const {
        return compare([&](const Block& block, Row row) { return leaves_school(block, row) ? chance(block, row) : 0; },
                       [&](World& copy, Seed seed) {
                           test::country().schooling.begin_school_year(month, {}, copy, seed, test::machine());
                       },
                       happened);
    }
    static bool studies(const Person& person, Education with) {
        return person.activity == Activity::student && person.education == with;
    }
};

TEST_F(DenseSchooling, sends_to_university_the_share_of_every_region) {
    expect_plausible(compare_study([&](const Block& block, Row row) { return higher.at(id(region(block, row))); },
                                   [](const Block&, const Block& after, Row row) {
                                       return studies(after.persons[row], Education::vocational);
                                   }),
                     2);
}

TEST_F(DenseSchooling, sends_to_vocational_school_the_share_of_every_region) {
    expect_plausible(compare_study([&](const Block& block, Row row) { return vocational.at(id(region(block, row))); },
                                   [](const Block&, const Block& after, Row row) {
                                       return studies(after.persons[row], Education::secondary);
                                   }),
                     2);
}

TEST_F(DenseSchooling, sends_away_who_studies_elsewhere_and_has_nobody_to_stay_with) {
    expect_plausible(compare_study(
                         [&](const Block& block, Row row) {
                             if (heads(block, row) || block.persons[row].partnered) return 0.0;
                             return higher.at(id(region(block, row))) * studies_away(region(block, row));
                         },
                         [](const Block& before, const Block& after, Row row) {
                             return after.persons[row].household != before.persons[row].household;
                         }),
                     3);
}

}  // namespace
}  // namespace qonys
