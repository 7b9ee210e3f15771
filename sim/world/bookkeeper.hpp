#pragma once

#include "world/world.hpp"

namespace qonys {

/// Changes who lives where and how, and books it. The only way in which processes change households and persons, so
/// that the books cannot disagree with the blocks: what a household counts for goes before a change and comes back
/// after it. One for every block at work; it writes to the ledger of the thread at work.
class Bookkeeper {
public:
    Bookkeeper(const World& world, Block& block, Ledger& ledger)
        : geography_(*world.geography), block_(block), ledger_(ledger) {}

    Ledger& ledger() { return ledger_; }

    /// A child of `mother`, who joins her household. Returns its row.
    Row birth(Row mother, Month month, Sex sex);
    /// The partner is widowed; the next member becomes head; a household without members is dissolved.
    void death(Row person);

    /// A household like `like`, person for person, comes from abroad to the place where `like` lives; without work,
    /// savings and dwelling.
    Row arrive(Row like, PlaceId from, RegionId home, Ethnicity ethnicity, LegalStatus status, Month month);
    /// The census finds a household that the books did not know, like `like`.
    Row count_in(Row like);
    /// The census does not find a household that the books knew.
    void count_out(Row household);

    void move(Row household, PlaceId destination, Month month, Reason reason);
    /// The household, at the programme's destination, joins it.
    void join(Row household, std::uint8_t policy, Month month);
    /// A service takes up a household of a programme, or gives it up.
    void serve(Row household, Stage stage);

    /// A person without a partner leaves the household, with a fair share of its savings, and forms one in the same
    /// place. Returns its row.
    Row split(Row person);
    /// Two persons without partners, of two households of one place, become a couple in the household `where` (one of
    /// theirs), or in a new one (no_row). Whoever headed another household brings the minors of it along. Returns the
    /// couple's household.
    Row unite(Row one, Row other, Row where);
    /// A couple parts: the man forms a household of his own; the woman does if neither of them is the head.
    void separate(Row person);

    void set_activity(Row person, Activity activity);
    /// For those who know where the person lives: the household is not looked up.
    void set_activity(Row person, PlaceId place, Activity activity);
    void set_education(Row person, Education education);
    void set_tenure(Row household, Tenure tenure);
    /// Of all members.
    void set_status(Row household, LegalStatus status);
    void set_status_of_person(Row person, LegalStatus status);

    Row enter(const Sojourner& sojourner);
    /// A sojourner goes home. The block's last one takes the row.
    void leave(Row sojourner);
    /// A sojourner is sent home. The block's last one takes the row.
    void expel(Row sojourner);
    void reclassify(Row sojourner, LegalStatus status);

private:
    enum class Event : std::uint64_t;

    void tally(Row household, int sign);
    /// The same where the members stay in the place and do what they did: in another household, or one member more.
    void tally_without_members(Row household, int sign);
    void cohorts(Row household, PlaceId place, std::int16_t sign);
    void note(Event event, Row row, std::uint64_t detail);
    /// A household of a programme leaves the region that this took it to.
    void leave_programme(Row household, PlaceId destination);
    Row new_household_of(Row person);
    Row copy_of(Row like);
    void count_sojourner(const Sojourner& sojourner, int sign);
    /// A row that may have lost its last member; others need a new alarm when their head went.
    void after_leaving(Row household, Row head_before);

    const Geography& geography_;
    Block& block_;
    Ledger& ledger_;
};

/// Adds what a household and its members count for to the totals, or takes it away (`sign` = -1).
void tally(Totals& totals, const Geography& geography, const Block& block, Row household, int sign);

}  // namespace qonys
