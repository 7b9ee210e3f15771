#include "process/families.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "world/age_table.hpp"
#include "world/bookkeeper.hpp"
#include "world/persons_by_age.hpp"

namespace qonys {
namespace {

/// More men are at hand than women look for one, so that her schedule sets the number of unions (female dominance, the
/// usual convention of one-sex models of marriage).
constexpr double men_at_hand = 2;
/// How much older men are, in years (recalled: mean ages at first marriage 27.5 and 25.0), and how far from it partners
/// may be (assumed).
constexpr double usual_gap = 2.5;
constexpr double widest_gap = 15;

/// Whether a person may be asked at all: grown up and in the country.
bool grown_up_here(const World& world, const Block& block, Row person) {
    const Person& one = block.persons[person];
    return one.activity != Activity::minor && one.activity != Activity::absent &&
           !world.geography->abroad(block.households[one.household].place);
}

/// Whether nobody grown up would stay behind if the person left, so that all members must come along.
bool only_minors_beside(const Block& block, Row person) {
    bool only = true;
    block.for_each_member(block.persons[person].household, [&](Row member) {
        if (member != person && block.persons[member].activity != Activity::minor) only = false;
    });
    return only;
}

}  // namespace

void declare(Fields& fields, FamilyParameters& p) {
    static constexpr std::string_view schedule = "1: the table as it is (assumed schedules, see the data page)";
    static constexpr std::string_view households =
        "calibrated on the rise of households from 4.37 to 5.59 million, censuses of 2009 and 2021";
    const auto level = [&](double& value, std::string_view name, std::string_view meaning, std::string_view source) {
        fields.field(value,
                     {.name = name, .unit = "factor", .meaning = meaning, .source = source, .least = 0, .most = 5});
    };
    level(p.union_level, "union_level", "of the hazards of unions.csv", schedule);
    level(p.separation_level, "separation_level", "of the hazards of separation.csv", schedule);
    level(p.leaving_level, "leaving_level", "of the hazards of leaving_home.csv", households);
    fields.field(p.with_parents, {.name = "with_parents",
                                  .unit = "share",
                                  .meaning = "new couples who both lived with others and now live with his family",
                                  .source = households,
                                  .least = 0,
                                  .most = 1});
}

Families::Families(TableFolder& folder, const FamilyParameters& parameters, Problems& problems)
    : with_parents_(parameters.with_parents) {
    const Matrix<double> unions = read_by_sex_and_age(folder, "unions.csv", "union_hazard", 3, problems);
    const Matrix<double> leaving = read_by_sex_and_age(folder, "leaving_home.csv", "hazard", 3, problems);
    const Table separation = folder.open("separation.csv", {"age", "hazard"}, problems);
    for (std::size_t row = 0; row < separation.rows(); ++row) {
        const auto age = static_cast<std::size_t>(separation.integer(row, "age", 0, age_count - 1, problems));
        separation_[std::min(age, age_count - 1)] =
            monthly(parameters.separation_level * separation.number(row, "hazard", 0, 3, problems));
    }
    for (std::size_t s = 0; s < sex_count; ++s)
        for (std::size_t a = 0; a < age_count; ++a) {
            union_(s, a) = monthly(parameters.union_level * unions(s, a));
            leaving_(s, a) = monthly(parameters.leaving_level * leaving(s, a));
        }
}

/// Upper limits of the hazards of whoever is not known yet to have or to lack a partner.
struct Families::Bounds {
    AgeBounds separation;
    AgeBounds leaving;
    AgeBounds meeting;
};

void Families::part(Month month, const Bounds& bounds, const World& world, Block& block, Ledger& ledger,
                    Seed seed) const {
    Bookkeeper books(world, block, ledger);
    for_each_candidate(
        Stream(seed, Purpose::separation, month, block.id), block, bounds.separation, "separation",
        [&](const Person& person) {
            return person.sex == Sex::female ? separation_[age_at(month, person.birth_month)] : 0.0;
        },
        [&](const Candidate& candidate) {
            if (block.persons[candidate.person].partnered && grown_up_here(world, block, candidate.person))
                books.separate(candidate.person);
        });
}

void Families::leave_home(Month month, const Bounds& bounds, const World& world, Block& block, Ledger& ledger,
                          Seed seed) const {
    Bookkeeper books(world, block, ledger);
    for_each_candidate(
        Stream(seed, Purpose::leaving_home, month, block.id), block, bounds.leaving, "leaving home",
        [&](const Person& person) {
            return person.partnered ? 0 : leaving_(index(person.sex), age_at(month, person.birth_month));
        },
        [&](const Candidate& candidate) {
            const Row household = block.persons[candidate.person].household;
            if (grown_up_here(world, block, candidate.person) &&
                block.households[household].first_person != candidate.person)
                books.split(candidate.person);
        });
}

struct Families::Single {
    Row row = no_row;
    PlaceId place{};
    MonthIndex birth_month = 0;
};

void Families::meet(Month month, const Bounds& bounds, const World& world, Block& block, Ledger& ledger, Seed seed,
                    Singles& singles) const {
    for (std::vector<Single>& of_sex : singles) of_sex.clear();
    for_each_candidate(
        Stream(seed, Purpose::union_formation, month, block.id), block, bounds.meeting, "union",
        [&](const Person& person) {
            const double factor = person.sex == Sex::male ? men_at_hand : 1;
            return person.partnered ? 0 : factor * union_(index(person.sex), age_at(month, person.birth_month));
        },
        [&](const Candidate& candidate) {
            if (!grown_up_here(world, block, candidate.person)) return;
            const Person& single = block.persons[candidate.person];
            singles[index(single.sex)].push_back(
                {candidate.person, block.households[single.household].place, single.birth_month});
        });
    constexpr double impossible = 1e9;
    std::vector<Single>& men = singles[index(Sex::male)];
    for (const Single& woman : singles[index(Sex::female)]) {
        // Somebody of another place is looked at only when nobody of the own place would do.
        const auto distance = [&](const Single& man) {
            const double gap = std::abs((woman.birth_month - man.birth_month) / 12.0 - usual_gap);
            if (gap > widest_gap || block.persons[man.row].household == block.persons[woman.row].household)
                return impossible;
            return gap + (man.place == woman.place ? 0 : 2 * widest_gap);
        };
        const auto nearest = std::ranges::min_element(men, {}, distance);
        if (nearest == men.end() || distance(*nearest) == impossible) continue;
        const Single man = *nearest;
        men.erase(nearest);
        Bookkeeper books(world, block, ledger);
        Stream stream(seed, Purpose::union_match, month, block.id, woman.row);
        Row bride = woman.row;
        // From another place: she comes to him, alone or with the children of whom nobody else would take care.
        // A family move.
        if (man.place != woman.place) {
            const Row household = block.persons[bride].household;
            books.move(only_minors_beside(block, bride) ? household : books.split(bride), man.place, month,
                       Reason::family);
        }
        const auto heads = [&](Row person) {
            return block.households[block.persons[person].household].first_person == person;
        };
        const bool her_own = !heads(man.row) && heads(bride) && man.place == woman.place;
        Row where = no_row;
        if (her_own)
            where = block.persons[bride].household;
        else if (heads(man.row) || stream.uniform() < with_parents_)
            where = block.persons[man.row].household;
        books.unite(man.row, bride, where);
    }
}

BlockWork Families::change(Month month, World& world, Seed seed) const {
    const auto of = [](const Matrix<double>& hazards, Sex sex, double factor) {
        ByAge by_age{};
        for (std::size_t age = 0; age < age_count; ++age) by_age[age] = factor * hazards(index(sex), age);
        return by_age;
    };
    const Bounds bounds{.separation = AgeBounds(month, {}, separation_),
                        .leaving = AgeBounds(month, of(leaving_, Sex::male, 1), of(leaving_, Sex::female, 1)),
                        .meeting = AgeBounds(month, of(union_, Sex::male, men_at_hand), of(union_, Sex::female, 1))};
    return [this, month, seed, &world, bounds, singles = std::vector<Singles>(world.ledgers.size())](
               std::size_t b, std::size_t thread) mutable {
        Block& block = world.blocks[b];
        Ledger& ledger = world.ledgers[thread];
        part(month, bounds, world, block, ledger, seed);
        leave_home(month, bounds, world, block, ledger, seed);
        meet(month, bounds, world, block, ledger, seed, singles[thread]);
    };
}

}  // namespace qonys
