#include "process/arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/joined.hpp"
#include "random/candidates.hpp"
#include "world/attraction.hpp"
#include "world/bookkeeper.hpp"

namespace qonys {
namespace {

const std::vector<std::string> stream_names{"kandas", "returning", "other"};
constexpr std::size_t kandas = 0;
constexpr std::array<LegalStatus, Arrivals::streams> status_of{LegalStatus::kandas_applicant, LegalStatus::citizen,
                                                               LegalStatus::permanent_resident};

/// A place's hazard is its immigrants over its present population, which every scenario moves by its own amount, while
/// the bound must not depend on policies. It leaves room for a place that loses two thirds of its people, or attracts
/// three times as many; beyond that it attracts fewer than it should.
constexpr double arrivals_room = 3;

/// A network has at least so many people: the UN's stocks lack some pairs altogether. Assumed.
constexpr double least_diaspora = 1000;

/// A number drawn in proportion to weights of the given sum.
std::size_t draw(const auto& weights, double sum, double uniform) {
    double point = uniform * sum;
    std::size_t k = 0;
    while (k + 1 < weights.size() && point >= weights[k]) point -= weights[k++];
    return k;
}

double sum_of(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// Shares among the immigrants who are not kandas, so that the shares among all are `all`.
std::array<double, ethnicity_count> besides_kandas(std::array<double, ethnicity_count> all, double kandas_share) {
    double& kazakh = all[index(Ethnicity::kazakh)];
    kazakh = std::max(kazakh - kandas_share, 0.0);
    const double sum = sum_of(all);
    for (double& share : all) share = sum > 0 ? share / sum : 1.0 / static_cast<double>(ethnicity_count);
    return all;
}

}  // namespace

void declare(Fields& fields, ArrivalsParameters& p) {
    fields.field(
        p.feedback,
        {.name = "feedback", .unit = "", .meaning = "whether arrivals respond to work and networks", .source = author});
    fields.field(p.wage,
                 {.name = "wage",
                  .unit = "elasticity",
                  .meaning = "of arrivals with respect to the expected wage of the place, relative to the start",
                  .source = "assumed",
                  .least = 0,
                  .most = 3});
    fields.field(p.network, {.name = "network",
                             .unit = "elasticity",
                             .meaning = "of arrivals with respect to people from the origin who live in the region, "
                                        "relative to the stock that the tables imply",
                             .source = "assumed",
                             .least = 0,
                             .most = 1});
    fields.field(p.benefit, {.name = "benefit",
                             .unit = "elasticity",
                             .meaning = "of where ethnic Kazakhs settle with respect to what a programme gives there, "
                                        "over a year's wage",
                             .source = "assumed: like the income of residents who choose a place",
                             .least = 0,
                             .most = 10});
}

Arrivals::Arrivals(TableFolder& folder, const Geography& geography, const RegisteredPopulation& registered,
                   const std::array<double, ethnicity_count>& ethnicity, const ArrivalsParameters& parameters,
                   double scale, MonthRange months, Problems& problems)
    : geography_(&geography),
      parameters_(parameters),
      first_(months.first()),
      abroad_(geography.regions.size() - geography.domestic_regions) {
    std::vector<StreamFlow> flows =
        read_stream_flows(folder, {"arrivals.csv", "stream"}, stream_names, geography, problems);
    put_aside(flows, parameters.years_put_aside);
    const auto settlement =
        read_settlement(folder, {"arrival_regions.csv", "stream"}, stream_names, geography, problems);
    const Diaspora diaspora = read_diaspora(folder, geography, months.first(), problems);
    if (!problems.empty()) return;

    for (int year = first_.year(); year <= months.last().year(); ++year) {
        Year now;
        now.persons = Matrix<double>(geography.domestic_places, streams * abroad_);
        const std::vector<double> share = shares_of_region(geography, registered, year);
        for (std::size_t p = 0; p < geography.domestic_places; ++p) {
            const auto place = static_cast<PlaceId>(p);
            for (std::size_t s = 0; s < streams; ++s)
                for (std::size_t o = 0; o < abroad_; ++o)
                    now.persons(p, column(s, o)) = flows[s].from(o, year) / 12 *
                                                   settlement[s][index(geography.region_of(place))] * share[p] * scale;
            const double residents = registered.at(place, year) * scale;
            if (residents > 0) now.bound = std::max(now.bound, arrivals_room * sum_of(now.persons.row(p)) / residents);
        }
        now.bound = std::min(now.bound, 1.0);
        double all = 0;
        double returning_kazakhs = 0;
        for (std::size_t o = 0; o < abroad_; ++o)
            for (std::size_t s = 0; s < streams; ++s) {
                all += flows[s].from(o, year);
                if (s == kandas) returning_kazakhs += flows[s].from(o, year);
            }
        now.ethnicity = besides_kandas(ethnicity, all > 0 ? returning_kazakhs / all : 0);

        // The stock that the tables imply: who was here, as spread as those who come, and who has come since the start.
        const double simulated = year - 1 == first_.year() ? (13 - first_.month_of_year()) / 12.0 : 1;
        now.network = Matrix<double>(abroad_, geography.domestic_regions);
        for (std::size_t o = 0; o < abroad_; ++o) {
            std::vector<double> coming(geography.domestic_regions);
            for (std::size_t s = 0; s < streams; ++s)
                for (std::size_t r = 0; r < coming.size(); ++r)
                    coming[r] += flows[s].from(o, year - 1) * settlement[s][r] * scale;
            const double comers = sum_of(coming);
            for (std::size_t r = 0; r < coming.size(); ++r)
                if (!years_.empty())
                    now.network(o, r) = years_.back().network(o, r) + simulated * coming[r];
                else if (comers > 0)
                    now.network(o, r) = std::max(diaspora.here[o], least_diaspora) * scale * coming[r] / comers;
        }
        years_.push_back(std::move(now));
    }
}

Matrix<double> Arrivals::network_response(Month month, const World& world) const {
    const Year& year = year_of(month.year());
    const Stocks& now = world.published.stocks;
    const Stocks& start = world.at_start;
    const std::size_t domestic = geography_->domestic_regions;
    const double persons_per_household =
        static_cast<double>(std::accumulate(start.population.begin(), start.population.end(), std::int64_t{0})) /
        static_cast<double>(std::accumulate(start.households.begin(), start.households.end(), std::int64_t{0}));
    const int months_this_year = month - std::max(Month(month.year(), 1), first_);
    std::vector<double> coming(abroad_ * domestic);  // a month
    for (std::size_t p = 0; p < geography_->domestic_places; ++p)
        for (std::size_t c = 0; c < streams * abroad_; ++c)
            coming[c % abroad_ * domestic + index(geography_->places[p].region)] += year.persons(p, c);
    Matrix<double> response(abroad_, domestic);
    for (std::size_t o = 0; o < abroad_; ++o)
        for (std::size_t r = 0; r < domestic; ++r) {
            const double implied = year.network(o, r) + coming[o * domestic + r] * months_this_year;
            const double at_start = years_.front().network(o, r);
            const std::int64_t households = now.networks(domestic + o, r) - start.networks(domestic + o, r);
            const double here = at_start + static_cast<double>(households) * persons_per_household;
            response(o, r) = implied > 0 && here > 0 ? std::pow(here / implied, parameters_.network) : 1;
        }
    return response;
}

void Arrivals::steer(const std::vector<KandasPlaces>& programmes, const World& world, Matrix<double>& persons) const {
    if (programmes.empty() || parameters_.benefit <= 0) return;
    std::vector<double> weight(geography_->domestic_places, 1.0);
    for (std::size_t p = 0; p < weight.size(); ++p)
        for (const KandasPlaces& programme : programmes) {
            if (programme.persons_left[index(geography_->places[p].region)] <= 0) continue;
            const double year = 12 * std::max(world.published.economy.wage(p, index(Education::secondary)), 1.0);
            const double gain = static_cast<double>(programme.for_member.amount) / year;
            weight[p] = std::max(weight[p], std::pow(1 + gain, parameters_.benefit));
        }
    for (std::size_t o = 0; o < abroad_; ++o) {
        const std::size_t c = column(kandas, o);
        double before = 0;
        double after = 0;
        for (std::size_t p = 0; p < weight.size(); ++p) {
            before += persons(p, c);
            after += persons(p, c) * weight[p];
        }
        if (!(after > 0)) continue;
        for (std::size_t p = 0; p < weight.size(); ++p) persons(p, c) *= weight[p] * before / after;
    }
}

void Arrivals::help(Month month, const Levers& levers, const Newcomers& newcomers, World& world) const {
    if (levers.border.kandas_places.empty()) return;
    Ledger& ledger = world.ledgers.front();
    std::vector<Family> queue = world.ranks->gather(joined(newcomers));
    std::ranges::sort(queue);
    for (const KandasPlaces& programme : levers.border.kandas_places) {
        std::vector<std::int64_t> left = programme.persons_left;
        // Whom one programme has helped does not ask the next.
        std::erase_if(queue, [&](const Family& family) {
            std::int64_t& places = left[index(geography_->region_of(family.place))];
            const Tenge sum = programme.for_head + programme.for_member * (family.size - 1);
            if (family.size > places || !world.purse.pay(programme.policy, sum)) return false;
            places -= family.size;
            if (!world.owns(family.block)) return true;
            Household& household = world.blocks[index(family.block)].households[family.household];
            household.programme = programme.policy;
            household.joined = static_cast<MonthIndex>(month.index());
            const std::size_t place = index(family.place);
            ++ledger.policy_households(programme.policy, place);
            ledger.policy_persons(programme.policy, place) += family.size;
            ledger.policy_spending(programme.policy, place) += sum.amount;
            return true;
        });
    }
}

Matrix<double> Arrivals::wishes(Month month, const Levers& levers, const World& world) const {
    Matrix<double> persons = year_of(month.year()).persons;
    steer(levers.border.kandas_places, world, persons);
    if (levers.border.push.touched())
        for (std::size_t p = 0; p < persons.rows(); ++p)
            for (std::size_t s = 0; s < streams; ++s)
                for (std::size_t o = 0; o < abroad_; ++o)
                    persons(p, column(s, o)) *=
                        levers.border.push.at(status_of.at(s), static_cast<RegionId>(geography_->domestic_regions + o));
    if (!parameters_.feedback) return persons;
    const std::vector<double> work = prospects(world);
    const Matrix<double> network = network_response(month, world);
    for (std::size_t p = 0; p < persons.rows(); ++p) {
        const double response = std::pow(work[p], parameters_.wage);
        for (std::size_t c = 0; c < persons.columns(); ++c)
            persons(p, c) *= response * network(c % abroad_, index(geography_->places[p].region));
    }
    return persons;
}

BlockWork Arrivals::admit(Month month, const Levers& levers, World& world, Seed seed, Newcomers& newcomers) const {
    const Year& year = year_of(month.year());
    const double bound = year.bound;
    Matrix<double> persons = wishes(month, levers, world);
    std::vector<double> coming(geography_->domestic_places);
    std::vector<double> hazard(geography_->domestic_places);
    for (std::size_t p = 0; p < hazard.size(); ++p) {
        coming[p] = sum_of(persons.row(p));
        if (const auto residents = static_cast<double>(world.published.stocks.population[p]); residents > 0)
            hazard[p] = std::min(coming[p] / residents, bound);
    }
    newcomers.resize(world.blocks.size());
    return [this, month, seed, &levers, &world, &newcomers, &year, bound, persons = std::move(persons),
            coming = std::move(coming), hazard = std::move(hazard)](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        for_each_candidate(
            Stream(seed, Purpose::arrival, month, block.id), block.household_rows(), bound,
            [&](std::uint32_t model, double uniform) {
                const PlaceId place = block.households[model].place;
                if (block.households[model].size == 0 || geography_->abroad(place)) return;
                if (!accept(uniform * bound, hazard[index(place)], bound, "arrivals", block.id, model)) return;
                Stream stream(seed, Purpose::newcomer, month, block.id, model);
                const std::size_t kind = draw(persons.row(index(place)), coming[index(place)], stream.uniform());
                const auto ethnicity = static_cast<Ethnicity>(draw(year.ethnicity, 1.0, stream.uniform()));
                const std::size_t stream_of = kind / abroad_;
                const auto from = static_cast<RegionId>(geography_->domestic_regions + kind % abroad_);
                const LegalStatus status = status_of.at(stream_of);
                // Whom a closed border keeps out would have come: the others are the same as with an open one.
                if (stream.uniform() >= levers.border.entry.at(status, from)) return;
                const Row row = Bookkeeper(world, block, world.ledgers[thread])
                                    .arrive(static_cast<Row>(model), geography_->region(from).places.front(), from,
                                            stream_of == kandas ? Ethnicity::kazakh : ethnicity, status, month);
                if (status != LegalStatus::citizen) block.file_procedure(row, month);
                if (stream_of != kandas || levers.border.kandas_places.empty()) return;
                const std::uint32_t ticket = Stream(seed, Purpose::kandas_place, month, block.id, model).word();
                newcomers[b].push_back({ticket, block.id, row, block.households[row].size, place});
            });
    };
}

}  // namespace qonys
