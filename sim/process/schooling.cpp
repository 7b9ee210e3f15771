#include "process/schooling.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

#include "base/joined.hpp"
#include "random/words.hpp"
#include "world/bookkeeper.hpp"
#include "world/persons_by_age.hpp"
#include "world/placement.hpp"

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

RegionId Schooling::university(RegionId home, double point) const {
    RegionId chosen = home;
    for (std::size_t s = 0; s < study_.columns(); ++s) {
        chosen = static_cast<RegionId>(s);
        point -= study_share(home, chosen);
        if (point < 0) break;
    }
    return chosen;
}

RegionId Schooling::university(RegionId home, const StudyLevers& study, const Geography& geography, double point,
                               Stream& offers) const {
    // What quality adds to the weight of a region competes with everything; otherwise the choice is what it was.
    const auto added = [&](std::size_t s) {
        const PlaceId town = geography.regions[s].places.front();
        return study_(index(home), s) * std::expm1(study.quality.at(town));
    };
    double extra = 0;
    for (std::size_t s = 0; s < study_.columns(); ++s) extra += added(s);
    double rest = offers.uniform() * (1 + extra) - 1;
    if (rest < 0) return university(home, point);
    RegionId chosen = home;
    for (std::size_t s = 0; s < study_.columns() && rest >= 0; ++s) {
        if (added(s) > 0) chosen = static_cast<RegionId>(s);
        rest -= added(s);
    }
    return chosen;
}

Schooling::StudyPlaces Schooling::give_grants(Month month, const Levers& levers, World& world, Seed seed,
                                              const Machine& machine) {
    StudyPlaces given(world.blocks.size());
    if (levers.study.grants.empty()) return given;
    struct Application {
        std::size_t grant;
        std::uint32_t ticket;
        std::size_t block;
        Row person;
        auto queue() const { return std::tuple(grant, ticket, block, person); }
    };
    std::vector<std::vector<Application>> of_block(world.blocks.size());
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t) {
        const Block& block = world.blocks[b];
        const auto leave_school = [&](auto&& take) {
            for_each_aged(
                block, month, end_of_school, end_of_higher, BirthYearRun::Sex::either,
                [](const Person& person) { return person.activity == Activity::minor && !person.partnered; },
                [&](Row row) {
                    if (block.households[block.persons[row].household].first_person != row) take(row);
                });
        };
        for_each_drawn(Stream(seed, Purpose::study_grant, month, block.id, 0), leave_school,
                       [&](Row row, const Words& words) {
                           const Person& person = block.persons[row];
                           const Household& family = block.households[person.household];
                           double point = uniform_of(words[0]);
                           const std::uint32_t ticket = words[1];
                           for (std::size_t g = 0; g < levers.study.grants.size(); ++g) {
                               const StudyGrant& grant = levers.study.grants[g];
                               if (grant.origins[index(family.place)] == 0 ||
                                   !grant.eligibility.admits(block, person.household, month))
                                   continue;
                               point -= grant.applying;  // nobody applies for two
                               if (point >= 0) continue;
                               of_block[b].push_back({g, ticket, b, row});
                               break;
                           }
                       });
    });
    std::vector<Application> all = world.ranks->gather(joined(of_block));
    std::ranges::sort(all, {}, &Application::queue);
    std::vector<std::vector<std::int64_t>> left;
    for (const StudyGrant& grant : levers.study.grants) left.push_back(grant.places_left);
    for (const Application& one : all) {
        const StudyGrant& grant = levers.study.grants[one.grant];
        const auto most = std::ranges::max_element(left[one.grant]);  // where most grants are left
        if (*most == 0 || !world.purse.pay(grant.policy, grant.per_grant)) continue;
        --*most;
        if (!world.owns(one.block)) continue;
        const auto region = static_cast<RegionId>(most - left[one.grant].begin());
        const std::size_t town = index(world.geography->region(region).places.front());
        Ledger& ledger = world.ledgers.front();
        ++ledger.policy_persons(grant.policy, town);
        ledger.policy_spending(grant.policy, town) += grant.per_grant.amount;
        given[one.block].push_back({one.person, grant.policy, region});
    }
    for (auto& places : given) std::ranges::sort(places, {}, &StudyPlace::person);
    return given;
}

void Schooling::leave_school(Month month, const Levers& levers, const World& world, Block& block, Ledger& ledger,
                             Seed seed, Row row, const StudyPlace* grant) const {
    const Geography& geography = *world.geography;
    Bookkeeper books(world, block, ledger);
    const Household& family = block.households[block.persons[row].household];
    const PlaceId place = family.place;
    if (geography.abroad(place)) {
        books.set_activity(row, Activity::unemployed);  // no study abroad is modelled
        return;
    }
    const RegionId region = geography.region_of(place);
    const Enrolment& enrolment = enrolment_[index(region)];
    Stream stream(seed, Purpose::schooling, month, block.id, row);
    const double point = stream.uniform();
    if (grant == nullptr && point >= enrolment.higher + enrolment.vocational) {
        books.set_activity(row, Activity::unemployed);
        return;
    }
    books.set_activity(row, Activity::student);
    if (grant == nullptr && point >= enrolment.higher) return;
    books.set_education(row, Education::vocational);
    const double where = stream.uniform();
    Stream offers(seed, Purpose::study_offer, month, block.id, row);
    const double at_a_distance = offers.uniform();
    const RegionId chosen =
        grant != nullptr ? grant->region : university(region, levers.study, geography, where, offers);
    // Heads and those with a partner have somebody to stay with.
    if (chosen == region || family.first_person == row || block.persons[row].partnered) return;
    if (grant == nullptr && at_a_distance < levers.study.distance.at(place)) return;
    books.move(books.split(row), geography.region(chosen).places.front(), month, Reason::study);
}

void Schooling::begin_school_year(Month month, const Levers& levers, World& world, Seed seed,
                                  const Machine& machine) const {
    if (month.month_of_year() != september) return;
    const StudyPlaces grants = give_grants(month, levers, world, seed, machine);
    std::vector<std::vector<Placement>> graduates(world.blocks.size());
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        Ledger& ledger = world.ledgers[thread];
        Bookkeeper books(world, block, ledger);
        // Nobody older still learns: whoever went abroad leaves school there.
        const auto at_school = [](const Person& person) {
            return person.activity == Activity::minor || person.activity == Activity::student;
        };
        const auto end_year = [&](Row row) {
            const Person& person = block.persons[row];
            if (person.activity == Activity::minor) {
                const auto grant = std::ranges::lower_bound(grants[b], row, {}, &StudyPlace::person);
                const bool won = grant != grants[b].end() && grant->person == row;
                leave_school(month, levers, world, block, ledger, seed, row, won ? &*grant : nullptr);
            }
            if (person.activity != Activity::student) return;
            const std::size_t age = age_at(month, person.birth_month);
            const bool at_university = person.education != Education::secondary;
            if (age < (at_university ? end_of_higher : end_of_vocational)) return;
            books.set_education(row, at_university ? Education::higher : Education::vocational);
            books.set_activity(row, Activity::unemployed);
            Stream stream(seed, Purpose::graduate, month, block.id, row);
            if (stream.uniform() < levers.study.graduate_placement.at(block.households[person.household].place))
                graduates[b].push_back({stream.word(), block.id, row});
        };
        for_each_aged(block, month, end_of_school, end_of_higher, BirthYearRun::Sex::either, at_school, end_year);
    });
    place_in_work(joined(graduates), world);
}

}  // namespace qonys
