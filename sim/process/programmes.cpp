#include "process/programmes.hpp"

#include <algorithm>
#include <map>

#include "world/bookkeeper.hpp"
#include "world/savings.hpp"

namespace qonys {
namespace {

/// One month of the participants of a block.
class BlockMonth {
public:
    BlockMonth(Month month, const Levers& levers, const Block& block, Seed seed, BlockWishes& wishes)
        : month_(month), levers_(levers), block_(block), seed_(seed), wishes_(wishes) {}

    void visit(Row row) {
        const Household& household = block_.households[row];
        const int months = month_.index() - household.joined;
        Stream stream(seed_, Purpose::programme, month_, block_.id, row);
        ticket_ = stream.word();
        const double dwelling_point = stream.uniform();
        const double loan_point = stream.uniform();
        const double service_point = stream.uniform();
        double not_placed = 1;
        if (const Programme* const terms = levers_.programme(household.programme)) {
            const bool rents = household.tenure == Tenure::renter;
            const bool helped = months >= 1 && months <= terms->help_months;
            if (rents && months >= 1 && months <= terms->rent_months && terms->rent.amount > 0)
                ask(terms->policy, Grant::rent, row, terms->rent);
            if (rents && helped && dwelling_point < terms->dwelling_chance)
                ask(terms->policy, Grant::dwelling, row, terms->dwelling);
            if (helped && loan_point < terms->loan_chance)
                if (const Row person = out_of_work(row); person != no_row)
                    ask(terms->policy, Grant::loan, person, terms->loan);
            if (helped) not_placed *= 1 - terms->placement;
        }
        if (const AdaptationService* const service = levers_.service(household.place, row);
            service != nullptr && months >= 1 && months <= service->months) {
            const bool served = household.stage == Stage::served;
            if (served) not_placed *= 1 - service->placement;
            if (served || (service_point < service->coverage && service->eligibility.admits(block_, row, month_)))
                ask(service->policy, served ? Grant::service : Grant::new_service, row,
                    service->per_person * household.size);
        }
        if (not_placed < 1) look_for_work(row, 1 - not_placed);
    }

private:
    void ask(std::uint8_t policy, Grant grant, Row row, Tenge sum) {
        wishes_.grants.push_back({policy, grant, ticket_, block_.id, row, sum});
    }
    /// A member who looks for work, or nobody.
    Row out_of_work(Row row) const {
        Row found = no_row;
        block_.for_each_member(row, [&](Row member) {
            if (found == no_row && block_.persons[member].activity == Activity::unemployed) found = member;
        });
        return found;
    }
    void look_for_work(Row row, double chance) {
        block_.for_each_member(row, [&](Row member) {
            if (block_.persons[member].activity != Activity::unemployed) return;
            Stream stream(seed_, Purpose::placement, month_, block_.id, member);
            if (stream.uniform() < chance) wishes_.placements.push_back({stream.word(), block_.id, member});
        });
    }

    Month month_;
    const Levers& levers_;
    const Block& block_;
    Seed seed_;
    BlockWishes& wishes_;
    std::uint32_t ticket_ = 0;
};

/// Pays what is granted, serially: a purse is scarce.
class Payments {
public:
    Payments(const Levers& levers, World& world) : levers_(levers), world_(world) {}

    /// Whether the wish is granted.
    bool grant(const GrantWish& wish) {
        Block& block = world_.blocks[index(wish.block)];
        Bookkeeper books(world_, block, world_.ledgers.front());
        const Row row = wish.grant == Grant::loan ? block.persons[wish.row].household : wish.row;
        const Household& household = block.households[row];
        const bool taken_up = wish.grant == Grant::new_service;
        if ((taken_up && !has_room(wish.policy, household.size)) || !world_.purse.pay(wish.policy, wish.sum)) {
            if (wish.grant == Grant::service) books.serve(row, Stage::resettled);  // nobody can pay for it any more
            return false;
        }
        if (wish.grant == Grant::service || taken_up) served_[wish.policy] += household.size;
        if (taken_up) books.serve(row, Stage::served);
        book(wish, household.place, household.size);
        if (wish.grant == Grant::dwelling) {
            settle_savings(world_.published.economy, block, row, world_.published.month);
            books.set_tenure(row, Tenure::owner);
        } else if (wish.grant == Grant::loan) {
            start_business(books, wish.row, household.place, block.persons[wish.row].education);
        } else if (wish.grant == Grant::rent) {
            save(world_.published.economy, block, row, wish.sum, world_.published.month);
        }
        return true;
    }

private:
    bool has_room(std::uint8_t policy, std::int64_t persons) {
        const auto service = std::ranges::find(levers_.services, policy, &AdaptationService::policy);
        return served_[policy] + persons <= service->persons;
    }
    void book(const GrantWish& wish, PlaceId place, std::int64_t persons) {
        Ledger& ledger = world_.ledgers.front();
        ledger.policy_spending(wish.policy, index(place)) += wish.sum.amount;
        // The households of a programme were counted when they joined it.
        if (wish.grant != Grant::new_service) return;
        ledger.policy_persons(wish.policy, index(place)) += persons;
        ++ledger.policy_households(wish.policy, index(place));
    }
    /// Who starts a business brings the job along.
    void start_business(Bookkeeper& books, Row person, PlaceId place, Education education) {
        Economy& economy = world_.published.economy;
        economy.jobs(index(place), index(education)) += 1;
        economy.created(index(place), index(education)) += 1;
        books.set_activity(person, Activity::formal);
    }

    const Levers& levers_;
    World& world_;
    std::map<std::uint8_t, std::int64_t> served_;  ///< [policy] persons
};

}  // namespace

BlockWork ask_for_grants(Month month, const Levers& levers, const World& world, Seed seed, GrantWishes& wishes) {
    if (levers.programmes.empty() && levers.services.empty()) return [](std::size_t, std::size_t) {};
    wishes.resize(world.blocks.size());
    return [month, seed, &levers, &world, &wishes](std::size_t b, std::size_t) {
        const Block& block = world.blocks[b];
        BlockMonth asks(month, levers, block, seed, wishes[b]);
        block.participants.for_each([&](std::size_t row) { asks.visit(static_cast<Row>(row)); });
    };
}

void grant(const Levers& levers, const GrantWishes& wishes, World& world) {
    std::vector<GrantWish> grants;
    std::vector<Placement> placements;
    for (const BlockWishes& some : wishes) {
        grants.insert(grants.end(), some.grants.begin(), some.grants.end());
        placements.insert(placements.end(), some.placements.begin(), some.placements.end());
    }
    std::ranges::sort(grants, {}, &GrantWish::queue);
    Payments payments(levers, world);
    std::vector<std::int64_t> asked;
    std::vector<std::int64_t> paid;
    for (const GrantWish& wish : grants) {
        const bool granted = payments.grant(wish);
        if (wish.grant != Grant::rent) continue;
        asked.resize(std::max<std::size_t>(asked.size(), wish.policy + std::size_t{1}));
        paid.resize(asked.size());
        ++asked[wish.policy];
        paid[wish.policy] += granted ? 1 : 0;
    }
    world.rent_paid.clear();
    for (std::size_t policy = 0; policy < asked.size(); ++policy)
        world.rent_paid.push_back(
            asked[policy] > 0 ? static_cast<double>(paid[policy]) / static_cast<double>(asked[policy]) : 1);
    place_in_work(placements, world);
}

}  // namespace qonys
