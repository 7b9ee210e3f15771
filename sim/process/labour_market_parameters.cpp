#include "process/labour_market.hpp"

#include "config/number_fields.hpp"

namespace qonys {

void declare(Fields& fields, LabourMarketParameters& p) {
    static constexpr std::string_view assumed = "assumed";
    const auto number = number_fields(fields);
    fields.field(p.feedback, {.name = "feedback",
                              .unit = "",
                              .meaning = "whether wages and the chance of finding work respond to the market",
                              .source = ""});
    number(p.wage_share, "wage_share", "share", "cash income that is earned by work",
           "assumed; about 0.7 in the household budget survey (recalled)", 0.01, 1);
    number(p.vocational_premium, "vocational_premium", "factor", "wage with vocational education, over secondary",
           assumed, 0.1, 10);
    number(p.higher_premium, "higher_premium", "factor", "wage with higher education, over secondary",
           "assumed; Mincer regressions for transition countries, 7 to 10 % a year of schooling", 0.1, 10);
    number(p.informal_wage, "informal_wage", "factor", "wage of unregistered work, over registered", assumed, 0, 2);
    number(p.wage_response, "wage_response", "per month and log",
           "growth of wages for each log point of vacancies per unemployed above the start", assumed, 0, 1);
    number(p.wage_return, "wage_return", "per month", "share of that deviation that is lost again", assumed, 0, 1);
    number(p.saving_rate, "saving_rate", "share", "of wages that is put aside",
           "assumed; households saved 5 to 10 % of income in the budget survey (recalled)", 0, 1);
    number(p.savings_at_start, "savings_at_start", "months", "mean savings at the start, in months of saving",
           "calibrated: runs from 2010 and from 2019 then make about as many moves in 2019 and 2020", 0, 1000);
    number(p.vacancy_rate, "vacancy_rate", "share", "jobs without a holder at the start", assumed, 0, 0.5);
    number(p.demand, "demand", "elasticity", "of jobs to the wage, with a minus sign",
           "Hamermesh 1993, Labor Demand: 0.15 to 0.75", 0, 5);
    number(p.jobs_follow_people, "jobs_follow_people", "elasticity",
           "of a place's jobs to its share of the country's people of working age", assumed, 0, 1.5);
    number(p.job_adjustment, "job_adjustment", "per month", "share of the gap to the wanted number of jobs that closes",
           assumed, 0, 1);
    number(p.foreign_competition, "foreign_competition", "jobs per person",
           "jobs for residents with secondary education that each foreigner here for a time takes, beyond the start",
           assumed, 0, 1);
    number(p.matching, "matching", "elasticity", "of the chance of finding work to vacancies per unemployed",
           "Petrongolo and Pissarides 2001: 0.3 to 0.5", 0, 1);
    number(p.tightness_range, "tightness_range", "factor",
           "vacancies per unemployed count at most this many times the start's, and at least its inverse", assumed, 1,
           1000);
    number(p.most_finding, "most_finding", "per month", "highest chance that an unemployed finds work", assumed, 0.01,
           1);
    number(p.noncitizen_informality, "noncitizen_informality", "odds ratio",
           "being hired without registration: those who are no citizens over those who are", assumed, 0.01, 100);
    number(p.informality_response, "informality_response", "elasticity",
           "of the odds of being hired without registration to how much harder than at the start work is to find",
           assumed, 0, 5);
    number(
        p.stuck_competition, "stuck_competition", "share",
        "of foreigners who want to leave and cannot, those who look for work of secondary education beside residents",
        assumed, 0, 1);
    number(p.formal_loss, "formal_loss", "per month", "loss of registered work, with secondary education",
           "assumed; with other_leaving and 4.8 % unemployed, looking for work then takes four to five months", 0, 0.5);
    number(p.informal_loss, "informal_loss", "per month", "loss of unregistered work, with secondary education",
           assumed, 0, 0.5);
    number(p.vocational_loss, "vocational_loss", "factor", "loss of work with vocational education", assumed, 0, 1);
    number(p.higher_loss, "higher_loss", "factor", "loss of work with higher education", assumed, 0, 1);
    number(p.other_leaving, "other_leaving", "per month",
           "share of the employed who leave work by moving, retiring, dying; hires at the start make up for it",
           "assumed; measured in the baseline", 0, 0.1);
    number(p.participation_turnover, "participation_turnover", "per year",
           "how fast it is forgotten whether somebody was in the labour force", assumed, 0, 1);
    number(p.temporary_unemployed, "temporary_unemployed", "per month",
           "unemployed men of 18 to 55 who leave for temporary work elsewhere", assumed, 0, 0.5);
    number(p.temporary_informal, "temporary_informal", "per month", "the same of men in unregistered work", assumed, 0,
           0.5);
    number(p.temporary_women, "temporary_women", "factor", "the same of women", assumed, 0, 1);
    number(p.temporary_months, "temporary_months", "months", "mean absence", assumed, 1, 1000);
    number(p.remittance_share, "remittance_share", "share", "of the nation's mean wage that somebody absent sends home",
           assumed, 0, 1);
    number(p.workers_flown_home, "workers_flown_home", "share",
           "of citizens whom flights bring home, those who worked away for a household here and now look for work",
           assumed, 0, 1);
}

}  // namespace qonys
