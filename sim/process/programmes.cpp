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
        const bool taken_up = wish.grant == Grant::new_service;
        const bool paid = (!taken_up || has_room(wish.policy, wish.size)) && world_.purse.pay(wish.policy, wish.sum);
        if (paid && (wish.grant == Grant::service || taken_up)) served_[wish.policy] += wish.size;
        if (paid && wish.grant == Grant::loan) create_job(wish.place, wish.education);
        if (world_.owns(wish.block)) paid ? give(wish) : refuse(wish);
        return paid;
    }

private:
    void refuse(const GrantWish& wish) {
        // Nobody can pay for it any more.
        if (wish.grant == Grant::service) books_of(wish).serve(wish.row, Stage::resettled);
    }
    void give(const GrantWish& wish) {
        Block& block = world_.blocks[index(wish.block)];
        Bookkeeper books = books_of(wish);
        book(wish);
        if (wish.grant == Grant::new_service) {
            books.serve(wish.row, Stage::served);
        } else if (wish.grant == Grant::dwelling) {
            settle_savings(world_.published.economy, block, wish.row, world_.published.month);
            books.set_tenure(wish.row, Tenure::owner);
        } else if (wish.grant == Grant::loan) {
            books.set_activity(wish.row, Activity::formal);
        } else if (wish.grant == Grant::rent) {
            save(world_.published.economy, block, wish.row, wish.sum, world_.published.month);
        }
    }
    Bookkeeper books_of(const GrantWish& wish) {
        return Bookkeeper(world_, world_.blocks[index(wish.block)], world_.ledgers.front());
    }
    bool has_room(std::uint8_t policy, std::int64_t persons) {
        const auto service = std::ranges::find(levers_.services, policy, &AdaptationService::policy);
        return served_[policy] + persons <= service->persons;
    }
    void book(const GrantWish& wish) {
        Ledger& ledger = world_.ledgers.front();
        ledger.policy_spending(wish.policy, index(wish.place)) += wish.sum.amount;
        // The households of a programme were counted when they joined it.
        if (wish.grant != Grant::new_service) return;
        ledger.policy_persons(wish.policy, index(wish.place)) += wish.size;
        ++ledger.policy_households(wish.policy, index(wish.place));
    }
    /// Who starts a business brings the job along.
    void create_job(PlaceId place, Education education) {
        Economy& economy = world_.published.economy;
        economy.jobs(index(place), index(education)) += 1;
        economy.created(index(place), index(education)) += 1;
    }

    const Levers& levers_;
    World& world_;
    std::map<std::uint8_t, std::int64_t> served_;  ///< [policy] persons
};

/// The wish, with what granting needs to know of who has it.
GrantWish with_household(GrantWish wish, const World& world) {
    const Block& block = world.blocks[index(wish.block)];
    const bool loan = wish.grant == Grant::loan;
    const Household& household = block.households[loan ? block.persons[wish.row].household : wish.row];
    wish.size = household.size;
    wish.place = household.place;
    if (loan) wish.education = block.persons[wish.row].education;
    return wish;
}

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
    world.rent_paid.clear();
    if (levers.programmes.empty() && levers.services.empty()) return;
    std::vector<GrantWish> grants;
    std::vector<Placement> placements;
    for (const BlockWishes& some : wishes) {
        for (const GrantWish& wish : some.grants) grants.push_back(with_household(wish, world));
        placements.insert(placements.end(), some.placements.begin(), some.placements.end());
    }
    grants = world.ranks->gather(std::move(grants));
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
    for (std::size_t policy = 0; policy < asked.size(); ++policy)
        world.rent_paid.push_back(
            asked[policy] > 0 ? static_cast<double>(paid[policy]) / static_cast<double>(asked[policy]) : 1);
    place_in_work(placements, world);
}

}  // namespace qonys
