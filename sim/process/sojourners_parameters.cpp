#include "process/sojourners.hpp"

namespace qonys {

void declare(Fields& fields, SojournersParameters& p) {
    static constexpr std::string_view assumed = "assumed";
    const auto months = [&](std::int64_t& value, std::string_view name, std::string_view meaning,
                            std::string_view source) {
        fields.field(value,
                     {.name = name, .unit = "months", .meaning = meaning, .source = source, .least = 1, .most = 120});
    };
    const auto hazard = [&](double& value, std::string_view name, std::string_view meaning, std::string_view source) {
        fields.field(
            value, {.name = name, .unit = "per month", .meaning = meaning, .source = source, .least = 0, .most = 0.5});
    };
    const auto share = [&](double& value, std::string_view name, std::string_view meaning, std::string_view source) {
        fields.field(value,
                     {.name = name, .unit = "share", .meaning = meaning, .source = source, .least = 0, .most = 1});
    };
    fields.field(p.feedback, {.name = "feedback",
                              .unit = "",
                              .meaning = "whether entries of workers respond to the prospects of work",
                              .source = author});
    fields.field(p.relokants, {.name = "relokants",
                               .unit = "",
                               .meaning = "whether those of sojourner_flows.csv come; a shock can bring them instead",
                               .source = author});
    fields.field(
        p.wage, {.name = "wage",
                 .unit = "elasticity",
                 .meaning = "of workers' entries with respect to the expected wage of the place, relative to the start",
                 .source = assumed,
                 .least = 0,
                 .most = 3});
    months(p.labour_permit_months, "labour_permit_months", "a labour migrant's permit", "1 to 3 months (recalled)");
    months(p.labour_longest_months, "labour_longest_months", "longest stay on such permits", "12 months (recalled)");
    share(p.labour_renewal, "labour_renewal", "of permits that end and may be renewed, those that are",
          "assumed: a mean stay of half a year, as in sojourner_stock.csv");
    share(p.labour_overstay, "labour_overstay",
          "of labour migrants who do not renew, those who stay on without a permit",
          "assumed: a stable number of irregular persons, about 220 thousand");
    months(p.foreign_labour_months, "foreign_labour_months", "a permit of employers' foreign labour",
           "1 year (recalled)");
    hazard(p.foreign_labour_leaving, "foreign_labour_leaving", "hazard that it leaves before",
           "assumed: a mean stay of 0.77 years (sojourner_stock.csv)");
    hazard(p.union_leaving, "union_leaving", "hazard that a worker of the Eurasian union leaves",
           "assumed: a mean stay of a year (sojourner_stock.csv)");
    months(p.student_months, "student_months", "a student's stay", "a bachelor's four years");
    hazard(p.student_leaving, "student_leaving", "hazard that a student leaves before",
           "assumed: a mean stay of 3.5 years (sojourner_stock.csv)");
    months(p.guest_months, "guest_months", "a guest's stay", "90 days without a visa, of 180 (recalled)");
    share(p.guest_overstay, "guest_overstay", "of guests whose time is over, those who stay on",
          "assumed: a stable number of irregular persons, about 220 thousand");
    share(p.working_guest_stays, "working_guest_stays",
          "of guests who work and come from the Eurasian union (relokants), those who stay on as its workers",
          "assumed, after 65 thousand (50 to 80) left of 100 thousand (stranded_refugees_relokants.csv, 2023-12)");
    months(p.residence_months, "residence_months", "for which they then have the right to reside, and stay",
           "assumed: a permit of a year, renewed once, so that 50 to 80 thousand of them are here at the end of 2023");
    hazard(p.refugee_leaving, "refugee_leaving", "hazard that a refugee moves on or loses the status",
           "assumed: a stable stock of 650 with 60 entries a year (sojourner_stock.csv)");
    hazard(p.irregular_leaving, "irregular_leaving", "hazard that somebody without a permit goes home", assumed);
    hazard(p.detection, "detection", "hazard that somebody without a permit is found",
           "10,055 found in a raid of June 2021, 24,270 in 2025, of an assumed 200 thousand (labour_immigration.csv)");
    hazard(p.detection_most, "detection_most", "the highest hazard of detection that a policy can reach", assumed);
    share(p.expulsion, "expulsion", "of those found, those who are expelled",
          "971 of 6,593 in March 2024 (labour_immigration.csv); 210 of 13,467 in June 2021");
    share(p.fined_leaves, "fined_leaves", "of those found and fined, those who go home", assumed);
    hazard(p.job_loss, "job_loss", "hazard that work ends", assumed);
    hazard(p.job_finding, "job_finding", "hazard that somebody who looks for work finds some", assumed);
    hazard(p.stuck_job_loss, "stuck_job_loss", "hazard that work ends for who is stuck", assumed);
    fields.field(p.cost_response, {.name = "cost_response",
                                   .unit = "per monthly wage",
                                   .meaning = "by how much the log odds of renewing fall, and of staying on without a "
                                              "permit rise, if a permit takes a monthly wage more",
                                   .source = assumed,
                                   .least = 0,
                                   .most = 10});
    share(p.refused_as_guest, "refused_as_guest",
          "of labour migrants who get no permit for want of a quota, those who come as guests and work nevertheless",
          assumed);
    share(p.formal_union, "formal_union", "of the Eurasian union's workers with work, those registered", assumed);
    share(p.formal_labour, "formal_labour", "of labour migrants with work, those registered",
          "assumed: permits are for work in private households");
}

}  // namespace qonys
