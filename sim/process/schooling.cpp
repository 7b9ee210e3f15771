#include "process/schooling.hpp"

#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "world/bookkeeper.hpp"
#include "world/persons_by_age.hpp"

namespace qonys {
namespace {

constexpr int september = 9;
/// Completed ages in September: eleven years of school begin at six or seven; a bachelor takes four years, a vocational
/// school two to three.
constexpr std::size_t end_of_school = 17;
constexpr std::size_t end_of_vocational = 20;
constexpr std::size_t end_of_higher = 22;

}  // namespace

void declare(Fields& fields, SchoolingParameters& p) {
    fields.field(p.distance, {.name = "distance",
                              .unit = "utility per log",
                              .meaning = "log of the distance to another region's universities in 100 km",
                              .source = "assumed: half as many at twice the distance",
                              .least = -10,
                              .most = 10});
    fields.field(p.away, {.name = "away",
                          .unit = "utility",
                          .meaning = "studying in another region rather than the own",
                          .source = "assumed",
                          .least = -20,
                          .most = 20});
}

Schooling::Schooling(TableFolder& folder, const Geography& geography, const SchoolingParameters& parameters,
                     Problems& problems)
    : enrolment_(geography.domestic_regions), study_(geography.domestic_regions, geography.domestic_regions) {
    const std::size_t regions = geography.domestic_regions;
    std::vector<double> students(regions, -1);
    const auto each_region = [&](const Table& table, auto&& take) {
        std::size_t rows = 0;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const auto region = region_in(table, row, "region", geography, problems);
            if (!region || index(*region) >= regions) continue;
            take(row, index(*region));
            ++rows;
        }
        if (table.rows() > 0 && rows != regions)
            problems.add({table.file(), 0, 0},
                         fmt::format("{} rows of regions of the country (must be {})", rows, regions));
    };
    const Table enrolment = folder.open("enrolment.csv", {"region", "higher", "vocational"}, problems);
    each_region(enrolment, [&](std::size_t row, std::size_t r) {
        enrolment_[r] = {.higher = enrolment.number(row, "higher", 0, 1, problems),
                         .vocational = enrolment.number(row, "vocational", 0, 1, problems)};
        if (enrolment_[r].higher + enrolment_[r].vocational > 1)
            problems.add(enrolment.where(row, "vocational"), "higher and vocational together exceed 1");
    });
    const Table universities = folder.open("universities.csv", {"region", "students"}, problems);
    each_region(universities, [&](std::size_t row, std::size_t r) {
        students[r] = universities.number(row, "students", 0, 1e7, problems);
    });
    if (!problems.empty()) return;
    for (std::size_t r = 0; r < regions; ++r) {
        const auto from = study_.row(r);
        for (std::size_t s = 0; s < regions; ++s)
            from[s] =
                students[s] * (r == s ? 1
                                      : std::exp(parameters.away +
                                                 parameters.distance * std::log(geography.relations(r, s).km / 100)));
        const double sum = std::accumulate(from.begin(), from.end(), 0.0);
        for (double& share : from) share = sum > 0 ? share / sum : 0;
        if (!(sum > 0)) from[r] = 1;
    }
}

void Schooling::leave_school(Month month, const World& world, Block& block, Ledger& ledger, Seed seed, Row row) const {
    const Geography& geography = *world.geography;
    Bookkeeper books(world, block, ledger);
    const Household& family = block.households[block.persons[row].household];
    if (geography.abroad(family.place)) {
        books.set_activity(row, Activity::unemployed);  // no study abroad is modelled
        return;
    }
    const RegionId region = geography.region_of(family.place);
    const Enrolment& enrolment = enrolment_[index(region)];
    Stream stream(seed, Purpose::schooling, month, block.id, row);
    const double point = stream.uniform();
    if (point >= enrolment.higher + enrolment.vocational) {
        books.set_activity(row, Activity::unemployed);
        return;
    }
    books.set_activity(row, Activity::student);
    if (point >= enrolment.higher) return;
    books.set_education(row, Education::vocational);
    double where = stream.uniform();
    RegionId university = region;
    for (std::size_t s = 0; s < study_.columns(); ++s) {
        university = static_cast<RegionId>(s);
        where -= study_share(region, university);
        if (where < 0) break;
    }
    // Heads and those with a partner have somebody to stay with.
    if (university == region || family.first_person == row || block.persons[row].partnered) return;
    books.move(books.split(row), geography.region(university).places.front(), month, Reason::study);
}

void Schooling::begin_school_year(Month month, World& world, Seed seed, const Machine& machine) const {
    if (month.month_of_year() != september) return;
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        Ledger& ledger = world.ledgers[thread];
        Bookkeeper books(world, block, ledger);
        // Nobody older still learns: whoever went abroad leaves school there.
        for_each_aged(block, month, end_of_school, end_of_higher, [&](Row row) {
            const Person& person = block.persons[row];
            if (person.activity == Activity::minor) leave_school(month, world, block, ledger, seed, row);
            if (person.activity != Activity::student) return;
            const std::size_t age = age_at(month, person.birth_month);
            const bool at_university = person.education != Education::secondary;
            if (age < (at_university ? end_of_higher : end_of_vocational)) return;
            books.set_education(row, at_university ? Education::higher : Education::vocational);
            books.set_activity(row, Activity::unemployed);
        });
    });
}

}  // namespace qonys
