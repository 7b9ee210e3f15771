#include "process/legal_status.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/three_places.hpp"
#include "world/bookkeeper.hpp"

namespace qonys {
namespace {

/// Families of the town who apply for something; nothing else happens in the country.
class Procedures : public testing::Test, protected ThreePlaces {
protected:
    Procedures() { parameters.stateless_per_million = 0; }

    Row family(int size, LegalStatus status) {
        const Row row = household(town, size);
        block().for_each_member(row, [&](Row member) { block().persons[member].status = status; });
        return row;
    }
    Row applicants(int size, LegalStatus status, Month month) {
        const Row row = family(size, status);
        block().file_procedure(row, month);
        return row;
    }
    void decide(Month now, const Machine& machine = {}) {
        const LegalProcedures offices(parameters, 1.0);
        LegalProcedures::Cases cases;
        for_each_block(machine, world.blocks.size(), offices.list(now, levers, world, Seed{seed}, cases));
        offices.queue(levers, world, cases);
        for_each_block(machine, world.blocks.size(), offices.decide(now, levers, world, cases));
    }
    void month(Month now, int threads = 1) {
        world.ledgers.resize(static_cast<std::size_t>(threads), world.ledgers.front());
        decide(now, Machine{threads});
        const Stocks before = world.published.stocks;
        publish(world, now);
        check_balances(world, before);
        check_recount(world, Machine{});
    }
    LegalStatus status_of(Row household) { return block().persons[block().households[household].first_person].status; }
    std::int64_t naturalised() const { return world.published.ledger.naturalised[index(town)]; }

    LegalStatusParameters parameters;
    Levers levers;
    std::uint64_t seed = 1;
};

TEST_F(Procedures, take_two_one_and_three_months_in_sequence) {
    const Month start(2020, 1);
    const Row kandas = applicants(4, LegalStatus::kandas_applicant, start);
    open();
    for (int k = 0; k <= 6; ++k) {
        month(start + k);
        EXPECT_EQ(status_of(kandas), k < 2   ? LegalStatus::kandas_applicant
                                     : k < 3 ? LegalStatus::kandas
                                     : k < 6 ? LegalStatus::permanent_resident
                                             : LegalStatus::citizen)
            << k << " months on";
        EXPECT_EQ(naturalised(), k == 6 ? 4 : 0);
    }
    month(start + 7);
    EXPECT_TRUE(block().procedures.empty());
}

TEST_F(Procedures, take_the_months_of_one_application_where_a_policy_joins_them) {
    const Month start(2021, 1);
    levers.border.joint_procedure_months = 3;
    levers.border.joint_share = 1;
    const Row kandas = applicants(2, LegalStatus::kandas_applicant, start);
    open();
    for (int k = 0; k <= 3; ++k) {
        month(start + k);
        EXPECT_EQ(status_of(kandas), k < 3 ? LegalStatus::kandas_applicant : LegalStatus::citizen);
    }
}

TEST_F(Procedures, are_joint_for_the_share_of_families_that_apply_so_and_in_sequence_for_the_others) {
    constexpr int families = 400;
    std::vector<Row> rows;
    for (int family = 0; family < families; ++family)
        rows.push_back(applicants(1, LegalStatus::kandas_applicant, first));
    open();
    levers.border.joint_procedure_months = 3;
    levers.border.joint_share = 0.25;
    for (int k = 0; k <= 6; ++k) {
        month(first + k);
        const auto citizens = std::ranges::count(rows, LegalStatus::citizen, [&](Row row) { return status_of(row); });
        if (k < 3) {
            EXPECT_EQ(citizens, 0);
        } else if (k < 6) {
            EXPECT_NEAR(static_cast<double>(citizens), 0.25 * families, 4 * std::sqrt(families * 0.25 * 0.75));
        } else {
            EXPECT_EQ(citizens, families);
        }
    }
}

TEST_F(Procedures, begun_in_sequence_go_on_jointly) {
    const Row kandas = applicants(2, LegalStatus::kandas_applicant, Month(2020, 12));
    open();
    for (int k = 0; k <= 5; ++k) {
        levers.border.joint_procedure_months = k < 1 ? in_sequence : 3;
        levers.border.joint_share = k < 1 ? 0 : 1;
        month(Month(2020, 12) + k);
        EXPECT_EQ(status_of(kandas), k < 2   ? LegalStatus::kandas_applicant
                                     : k < 5 ? LegalStatus::kandas
                                             : LegalStatus::citizen);
    }
}

TEST_F(Procedures, wait_for_offices_first_come_first_served) {
    parameters.decisions_per_month = 3;
    std::vector<Row> rows;
    for (int family = 0; family < 5; ++family) rows.push_back(applicants(1, LegalStatus::kandas_applicant, first));
    open();
    levers.border.joint_procedure_months = 3;
    levers.border.joint_share = 1;
    std::vector<int> citizens_in(8);
    const auto citizens = [&](const std::vector<Row>& of) {
        return std::ranges::count_if(of, [&](Row row) { return status_of(row) == LegalStatus::citizen; });
    };
    std::vector<Row> later;
    for (int k = 0; k < 8; ++k) {
        if (k == 1) {  // five others apply a month after
            for (int family = 0; family < 5; ++family) {
                later.push_back(applicants(1, LegalStatus::kandas_applicant, first + k));
                tally(world.ledgers.front().change, geography, block(), later.back(), +1);
                world.ledgers.front().formed[index(town)] += 1;
                world.ledgers.front().counted_in[index(town)] += 1;
                world.ledgers.front().cohort_changes.push_back(
                    {town, Sex::male, static_cast<MonthIndex>(Month(1980, 1).index()), +1});
            }
        }
        month(first + k);
        EXPECT_LE(naturalised(), 3);
        if (k == 3) {
            EXPECT_EQ(citizens(rows), 3);
            EXPECT_EQ(world.published.ledger.waiting[index(town)], 2);
        }
        if (k == 4) {  // the two who waited, and one of those who came later
            EXPECT_EQ(citizens(rows), 5);
            EXPECT_EQ(citizens(later), 1);
            EXPECT_EQ(world.published.ledger.waiting[index(town)], 4);
        }
        if (k == 6) {
            EXPECT_EQ(citizens(later), 5);
        }
    }
}

TEST_F(Procedures, obey_the_levers_of_capacity_and_documentation) {
    for (int family = 0; family < 4; ++family) applicants(1, LegalStatus::kandas_applicant, first);
    const Row without_papers = applicants(3, LegalStatus::stateless, first);
    open();
    levers.border.joint_procedure_months = 0;
    levers.border.joint_share = 1;
    parameters.decisions_per_month = 8;
    levers.border.capacity = 0.25;
    parameters.documentation = 0.1;
    levers.border.documentation = 0;
    month(first);
    EXPECT_EQ(naturalised(), 2);
    month(first + 1);
    EXPECT_EQ(naturalised(), 2);
    EXPECT_EQ(status_of(without_papers), LegalStatus::stateless);
    levers.border.documentation = 10;  // everybody, this month
    month(first + 2);
    EXPECT_NE(status_of(without_papers), LegalStatus::stateless);
}

TEST_F(Procedures, of_permanent_residents_take_five_years_and_then_some) {
    parameters.residence_years = 1;
    parameters.naturalisation = 0.1;
    constexpr int families = 4000;
    for (int family = 0; family < families; ++family) applicants(1, LegalStatus::permanent_resident, first);
    open();
    int citizens = 0;
    for (int k = 0; k < 24; ++k) {
        month(first + k);
        if (k < 12) {
            EXPECT_EQ(naturalised(), 0);
        }
        citizens += static_cast<int>(naturalised());
    }
    // Twelve months of a hazard of a tenth.
    const double share = 1 - std::pow(0.9, 12);
    EXPECT_NEAR(citizens, families * share, 4 * std::sqrt(families * share * (1 - share)));
}

TEST_F(Procedures, end_with_the_household) {
    const Row kandas = applicants(1, LegalStatus::kandas_applicant, first);
    family(2, LegalStatus::citizen);
    open();
    month(first);
    ASSERT_EQ(block().procedures.size(), 1);
    Bookkeeper books(world, block(), world.ledgers.front());
    books.death(block().households[kandas].first_person);
    EXPECT_TRUE(block().procedures.empty());
}

TEST_F(Procedures, follow_who_leaves_the_family) {
    const Row kandas = applicants(3, LegalStatus::kandas_applicant, first);
    open();
    month(first);
    const Row child = members(block(), kandas)[2];
    const Row own = Bookkeeper(world, block(), world.ledgers.front()).split(child);
    for (int k = 1; k <= 6; ++k) month(first + k);
    EXPECT_EQ(status_of(kandas), LegalStatus::citizen);
    EXPECT_EQ(status_of(own), LegalStatus::citizen);
}

TEST_F(Procedures, rest_while_the_family_lives_abroad) {
    const Row kandas = applicants(3, LegalStatus::kandas_applicant, first);
    open();
    month(first);
    Bookkeeper books(world, block(), world.ledgers.front());
    books.move(kandas, out, first + 1, Reason::work);
    for (int k = 1; k <= 8; ++k) month(first + k);
    EXPECT_EQ(status_of(kandas), LegalStatus::kandas_applicant);
    books.move(kandas, town, first + 9, Reason::homeward);
    decide(first + 9);
    EXPECT_EQ(status_of(kandas), LegalStatus::kandas);
}

TEST_F(Procedures, take_papers_from_as_many_as_asked) {
    for (int k = 0; k < 20000; ++k) household(town, 2);
    parameters.stateless_per_million = 50'000;
    LegalProcedures(parameters, 1.0).take_papers(first, world, Seed{1}, Machine{});
    open();
    const auto stateless =
        static_cast<double>(world.published.stocks.status(index(town), index(LegalStatus::stateless)));
    EXPECT_NEAR(stateless, 2000, 4 * 2 * std::sqrt(20000 * 0.05 * 0.95));
    EXPECT_EQ(static_cast<double>(block().procedures.size()) * 2, stateless);
}

}  // namespace
}  // namespace qonys
