#include <algorithm>
#include <cmath>

#include "base/interpolation.hpp"
#include "process/labour_market.hpp"

namespace qonys {
namespace {

/// Ages whose number jobs follow, completed years.
constexpr int working_from = 18;
constexpr int working_to = 62;

struct Cell {
    PlaceId place{};
    Education education{};
    std::size_t row = 0;  ///< activity_row
};

template <class Visit>
void for_each_cell(const Geography& geography, Visit&& visit) {
    for (std::size_t p = 0; p < geography.domestic_places; ++p)
        for (std::size_t e = 0; e < education_count; ++e) {
            const auto place = static_cast<PlaceId>(p);
            const auto education = static_cast<Education>(e);
            visit(Cell{place, education, activity_row(place, education)});
        }
}

double persons_in(const Stocks& stocks, std::size_t row, Activity activity) {
    return static_cast<double>(stocks.activity(row, index(activity)));
}

double employed_in(const Stocks& stocks, std::size_t row) {
    return persons_in(stocks, row, Activity::formal) + persons_in(stocks, row, Activity::informal);
}

/// [domestic place] people of working age at the end of a month.
std::vector<double> of_working_age(const Stocks& stocks, std::size_t places, Month month) {
    std::vector<double> persons;
    for (std::size_t p = 0; p < places; ++p) {
        std::int64_t here = 0;
        for (const Sex sex : {Sex::male, Sex::female})
            here += stocks.cohorts.aged(static_cast<PlaceId>(p), sex, working_from, working_to, month);
        persons.push_back(static_cast<double>(here));
    }
    return persons;
}

/// Foreigners in a place who are here for a time and may work, by law or not.
double foreign_workers(const Stocks& stocks, std::size_t place) {
    std::int64_t sum = 0;
    for (const LegalStatus status : {LegalStatus::eaeu_worker, LegalStatus::labour_migrant,
                                     LegalStatus::foreign_labour_force, LegalStatus::irregular})
        sum += stocks.status(place, index(status));
    return static_cast<double>(sum);
}

double sum_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum;
}

}  // namespace

std::int64_t LabourMarket::vacancies(double jobs, std::int64_t employed) {
    return std::max<std::int64_t>(static_cast<std::int64_t>(std::floor(jobs)) - employed, 0);
}

double LabourMarket::income(PlaceId place, Month month) const {
    // A year's figure is its mean, which stands for the middle of the year.
    return interpolated(income_[index(place)], month.year() + (month.month_of_year() - 0.5) / 12 - 0.5);
}

std::vector<LabourMarket::Start> LabourMarket::starts(const Stocks& at_start) const {
    const LabourMarketParameters& p = parameters_;
    std::vector<Start> starts(geography_->domestic_places * education_count);
    const std::array<double, education_count> premium{1, p.vocational_premium, p.higher_premium};
    // Registered wages that the employed would earn at the wage of secondary education, by place and in all.
    std::vector<double> earning(geography_->domestic_places);
    std::vector<double> leaving(starts.size());  // persons a month
    double persons = 0, seeking = 0, all_leaving = 0;
    for_each_cell(*geography_, [&](const Cell& cell) {
        const double formal = persons_in(at_start, cell.row, Activity::formal);
        const double informal = persons_in(at_start, cell.row, Activity::informal);
        earning[index(cell.place)] += premium[index(cell.education)] * (formal + p.informal_wage * informal);
        const double leaving_formal = formal * (job_loss(cell.education, Activity::formal) + p.other_leaving);
        const double leaving_informal = informal * (job_loss(cell.education, Activity::informal) + p.other_leaving);
        leaving[cell.row] = leaving_formal + leaving_informal;
        if (leaving[cell.row] > 0) starts[cell.row].informal_hires = leaving_informal / leaving[cell.row];
        seeking += persons_in(at_start, cell.row, Activity::unemployed);
        all_leaving += leaving[cell.row];
    });
    for (std::size_t place = 0; place < earning.size(); ++place)
        persons += static_cast<double>(at_start.population[place]);
    const double all_earning = sum_of(earning);
    const double usual = seeking > 0 ? std::min(all_leaving / seeking, p.most_finding) : p.most_finding;
    for_each_cell(*geography_, [&](const Cell& cell) {
        Start& start = starts[cell.row];
        const std::size_t place = index(cell.place);
        // Where nobody works, wages are those of a place with as many earners a head as the nation.
        const double heads_per_earning = earning[place] > 0
                                             ? static_cast<double>(at_start.population[place]) / earning[place]
                                         : all_earning > 0 ? persons / all_earning
                                                           : 1;
        start.wage_per_income = p.wage_share * heads_per_earning * premium[index(cell.education)];
        const double employed = employed_in(at_start, cell.row);
        const double unemployed = persons_in(at_start, cell.row, Activity::unemployed);
        start.jobs = employed / (1 - p.vacancy_rate);
        start.finding = unemployed > 0 ? std::min(leaving[cell.row] / unemployed, p.most_finding) : usual;
        // Where nobody happens to look for work, as many as that chance would keep looking.
        const double looking = unemployed > 0 ? unemployed : start.finding > 0 ? leaving[cell.row] / start.finding : 0;
        start.tightness = looking > 0 ? (start.jobs - employed) / looking : 0;
    });
    return starts;
}

void LabourMarket::open(World& world) const {
    Economy& economy = world.published.economy;
    const std::size_t places = geography_->domestic_places;
    const std::vector<Start> start = starts(world.at_start);
    economy.wage = economy.deviation = economy.jobs = economy.finding = economy.created =
        Matrix<double>(places, education_count);
    economy.informal_wage = parameters_.informal_wage;
    economy.saving_rate = parameters_.saving_rate;
    economy.saved = MonthSums(places * (education_count + 1), world.published.month);
    for_each_cell(*geography_, [&](const Cell& cell) {
        const std::size_t p = index(cell.place), e = index(cell.education);
        economy.jobs(p, e) = start[cell.row].jobs;
        economy.finding(p, e) = start[cell.row].finding;
        economy.wage(p, e) = income(cell.place, world.published.month) * start[cell.row].wage_per_income;
    });
}

void LabourMarket::reprice(World& world, const PlaceLevers& levers) const {
    const LabourMarketParameters& p = parameters_;
    const Stocks& now = world.published.stocks;
    const Month month = world.published.month;
    Economy& economy = world.published.economy;
    const std::vector<Start> start = starts(world.at_start);
    const std::size_t places = geography_->domestic_places;
    const std::vector<double> people_then = of_working_age(world.at_start, places, economy.saved.start());
    const std::vector<double> people_now = of_working_age(now, places, month);
    const double nation_then = sum_of(people_then);
    const double nation = nation_then > 0 ? sum_of(people_now) / nation_then : 1;

    std::vector<double> jobs_of_place(places);
    for (std::size_t row = 0; row < start.size(); ++row) jobs_of_place[row / education_count] += start[row].jobs;

    for_each_cell(*geography_, [&](const Cell& cell) {
        const std::size_t place = index(cell.place), e = index(cell.education);
        const Start& was = start[cell.row];
        double& jobs = economy.jobs(place, e);
        double& deviation = economy.deviation(place, e);
        // Jobs follow the country's people one to one, and a place's share of them less than that: newcomers crowd.
        const double share = people_then[place] > 0 && nation > 0 ? people_now[place] / people_then[place] / nation : 1;
        double wanted = was.jobs * nation * std::pow(share, p.jobs_follow_people) * std::exp(-p.demand * deviation);
        wanted *= levers.jobs_factor.at(place);
        // What policies create is there at once and stays; it is spread over education as the jobs of the start were.
        const double here = jobs_of_place[place];
        const double created = here > 0 ? levers.jobs.at(place) * was.jobs / here : 0;
        economy.created(place, e) += created;
        jobs += created;
        wanted += economy.created(place, e);
        if (cell.education == Education::secondary)
            wanted -= p.foreign_competition * (foreign_workers(now, place) - foreign_workers(world.at_start, place));
        const double employed = employed_in(now, cell.row);
        // Whoever holds a job keeps it: fewer jobs means that those who leave are not replaced.
        jobs = std::max(jobs + p.job_adjustment * (std::max(wanted, 0.0) - jobs), employed);

        double& finding = economy.finding(place, e);
        finding = was.finding;
        if (p.feedback && was.tightness > 0) {
            const double vacant = jobs - employed;
            double unemployed = persons_in(now, cell.row, Activity::unemployed);
            if (cell.education == Education::secondary)
                unemployed += p.stuck_competition * static_cast<double>(world.published.ledger.stuck[place]);
            // Nobody looks: as tight as it can get. The range keeps a handful of people from moving a wage far.
            const double ratio = unemployed > 0 ? vacant / unemployed / was.tightness : p.tightness_range;
            const double tightness = std::clamp(ratio, 1 / p.tightness_range, p.tightness_range);
            deviation += p.wage_response * std::log(tightness) - p.wage_return * deviation;
            finding = std::min(was.finding * std::pow(tightness, p.matching), p.most_finding);
        }
        economy.wage(place, e) =
            income(cell.place, month) * was.wage_per_income * std::exp(deviation) * levers.wages.at(place);
    });
}

}  // namespace qonys
