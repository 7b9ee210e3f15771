#include "population/careers.hpp"

#include <algorithm>

#include "base/interpolation.hpp"

namespace qonys {
namespace {

/// How persons of one place stand in life, drawn from its tables.
class CareerDraw {
public:
    CareerDraw(const CareerStart& careers, const Geography& geography, PlaceId place, Month month)
        : careers_(careers),
          settlement_(geography.place(place).settlement),
          adults_(careers.tables.adults[index(geography.region_of(place))]),
          leavers_(careers.tables.school_leavers[index(geography.region_of(place))]),
          unemployment_(interpolated(careers.tables.unemployment[index(geography.region_of(place))], month.year())) {}

    /// `school_age`: completed years when the school year began.
    void set(Person& person, std::size_t age, std::size_t school_age, double learnt, double works, double how) const {
        person.activity = learn(person, school_age, learnt);
        if (person.activity == Activity::inactive) person.activity = work(person, age, works, how);
    }

private:
    /// Sets the education; `inactive` for whoever learns no more.
    Activity learn(Person& person, std::size_t age, double uniform) const {
        const LabourTables::Shares& shares = age < 25 ? leavers_ : adults_;
        const bool higher = uniform < shares.higher;
        const bool vocational = !higher && uniform < shares.higher + shares.vocational;
        const bool learns = (higher && age < higher_ends) || (vocational && age < vocational_ends);
        // An unfinished higher education counts as vocational; process/schooling tells students apart by it.
        if (learns) {
            person.education = higher ? Education::vocational : Education::secondary;
            return Activity::student;
        }
        person.education = higher ? Education::higher : vocational ? Education::vocational : Education::secondary;
        return Activity::inactive;
    }

    Activity work(const Person& person, std::size_t age, double works, double how) const {
        const bool retired = age >= pension_age(person.sex);
        if (works >= careers_.tables.active(person.sex, age)) return retired ? Activity::pensioner : Activity::inactive;
        // Pensioners who lose their work do not look for another.
        const double unemployed = retired ? 0 : unemployment_;
        if (how < unemployed) return Activity::unemployed;
        how = (how - unemployed) / (1 - unemployed);
        const CareerStartParameters& p = careers_.parameters;
        const double informal = p.informal_share(person.education, settlement_);
        if (how >= informal) return Activity::formal;
        // Of those without registration, some are away just now.
        const double away = person.sex == Sex::male ? p.absent_men : p.absent_women;
        const bool may = age >= youngest_absent && age <= oldest_absent;
        return may && how < informal * away ? Activity::absent : Activity::informal;
    }

    const CareerStart& careers_;
    Settlement settlement_;
    LabourTables::Shares adults_;
    LabourTables::Shares leavers_;
    double unemployment_;
};

}  // namespace

double CareerStartParameters::informal_share(Education education, Settlement settlement) const {
    const std::array<double, education_count> by_education{informal_secondary, informal_vocational, informal_higher};
    return std::min(by_education[index(education)] * (settlement == Settlement::rural ? informal_rural : 1), 1.0);
}

void declare(Fields& fields, CareerStartParameters& p) {
    const auto share = [&](double& value, std::string_view name, std::string_view meaning, std::string_view source) {
        fields.field(value,
                     {.name = name, .unit = "share", .meaning = meaning, .source = source, .least = 0, .most = 1});
    };
    static constexpr std::string_view registered =
        "assumed; all in all some 14 % of the employed, as the labour force survey of 2019 (recalled)";
    share(p.informal_secondary, "informal_secondary",
          "employed people in towns without registration, with secondary education", registered);
    share(p.informal_vocational, "informal_vocational", "the same with vocational education", registered);
    share(p.informal_higher, "informal_higher", "the same with higher education", registered);
    fields.field(p.informal_rural, {.name = "informal_rural",
                                    .unit = "factor",
                                    .meaning = "the same in the countryside, times that in towns",
                                    .source = "assumed",
                                    .least = 0,
                                    .most = 10});
    share(p.absent_men, "absent_men", "men among the informally employed who work elsewhere for a time at the start",
          "assumed");
    share(p.absent_women, "absent_women", "the same of women", "assumed");
    share(p.owners_urban, "owners_urban", "households in towns that own their dwelling at the start", "assumed");
    share(p.owners_rural, "owners_rural", "the same in the countryside", "assumed");
}

void start_careers(Block& block, const CareerStart& careers, const Geography& geography, Month month,
                   LongStream stream) {
    const CareerDraw draw(careers, geography, block.first_place, month);
    constexpr int september = 9;
    const int since = (month.month_of_year() + 12 - 1 - september) % 12 + 1;
    const Month school_year = month + (-since);  // the last September before
    for (Person& person : block.persons) {
        // At the beginning of the month: born in this month one would not be there yet.
        const std::size_t age = age_at(month + (-1), person.birth_month);
        const std::size_t school_age = age_at(school_year, person.birth_month);
        person.activity = Activity::minor;
        if (person.household == no_row || school_age < school_ends) continue;
        const double learnt = stream.uniform();
        const double works = stream.uniform();
        draw.set(person, age, school_age, learnt, works, stream.uniform());
    }
    const bool rural = geography.place(block.first_place).settlement == Settlement::rural;
    const double owners = rural ? careers.parameters.owners_rural : careers.parameters.owners_urban;
    for (Household& household : block.households)
        household.tenure = stream.uniform() < owners ? Tenure::owner : Tenure::renter;
}

}  // namespace qonys
