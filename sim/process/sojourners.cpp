#include "process/sojourners.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/interpolation.hpp"
#include "base/odds.hpp"
#include "random/candidates.hpp"
#include "random/long_stream.hpp"
#include "world/attraction.hpp"

namespace qonys {
namespace {

/// Streams of sojourner_flows.csv and what they enter as. Relokants enter as guests, like anybody without a visa.
struct StreamStatus {
    const char* name;
    LegalStatus status;
    bool works_as_guest = false;
};
constexpr std::array<StreamStatus, 8> stream_statuses{{{"eaeu_worker", LegalStatus::eaeu_worker},
                                                       {"labour_migrant", LegalStatus::labour_migrant},
                                                       {"foreign_labour_force", LegalStatus::foreign_labour_force},
                                                       {"student", LegalStatus::student},
                                                       {"guest", LegalStatus::guest},
                                                       {"refugee", LegalStatus::refugee},
                                                       {"relokant", LegalStatus::guest, true},
                                                       {"irregular", LegalStatus::irregular}}};
constexpr std::size_t entering_streams = 7;  ///< nobody enters without a title, as far as is known
constexpr std::size_t relokant_kind = 6;

/// Entries may be so many times those of the tables; beyond that they are cut. Entries of the tables are thinned from
/// that many candidates, so that policies and feedbacks leave each other's entrants alone.
constexpr double entries_room = 2;

std::vector<std::string> names(std::size_t count) {
    std::vector<std::string> list;
    for (std::size_t s = 0; s < count; ++s) list.emplace_back(stream_statuses.at(s).name);
    return list;
}

/// How many blocks share the sojourners of a place: those whose households lived there at the start, equally, since a
/// place is cut into equal blocks. A sojourner's block says nothing about neighbours.
std::vector<double> blocks_of(const World& world) {
    std::vector<double> blocks(world.geography->domestic_places);
    for (const Block& block : world.blocks) ++blocks[index(block.first_place)];
    return blocks;
}

/// Calls visit() as often as a Poisson process of rate 1 rings before `mean`.
void poisson(double mean, auto& stream, auto&& visit) {
    for (double at = stream.exponential(); at < mean; at += stream.exponential()) visit();
}

bool employer_decides(LegalStatus status) {
    return status == LegalStatus::eaeu_worker || status == LegalStatus::labour_migrant ||
           status == LegalStatus::foreign_labour_force;
}

}  // namespace

Sojourners::Sojourners(TableFolder& folder, const Geography& geography, const RegisteredPopulation& registered,
                       const SojournersParameters& parameters, double scale, MonthRange months, Problems& problems)
    : geography_(&geography), parameters_(parameters), first_year_(months.first().year()) {
    const std::size_t abroad = geography.regions.size() - geography.domestic_regions;
    std::vector<StreamFlow> flows =
        read_stream_flows(folder, {"sojourner_flows.csv", "stream"}, names(entering_streams), geography, problems);
    put_aside(flows, parameters.years_put_aside);
    if (!parameters.relokants) flows[relokant_kind].persons.assign(abroad, {});
    const std::vector<std::string> all = names(stream_statuses.size());
    settlement_ = read_settlement(folder, {"sojourner_regions.csv", "status"}, all, geography, problems);
    std::vector<std::vector<std::map<double, double>>> stock(all.size(), std::vector<std::map<double, double>>(abroad));
    const Table table = folder.open("sojourner_stock.csv", {"year", "status", "origin", "persons"}, problems);
    std::vector<double> dates;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::string& name = table.text(row, "status");
        const auto stream = static_cast<std::size_t>(std::ranges::find(all, name) - all.begin());
        const auto origin = abroad_in(table, row, "origin", geography, problems);
        dates.push_back(static_cast<double>(table.integer(row, "year", 1900, 2200, problems)));
        const auto persons = static_cast<double>(table.integer(row, "persons", 0, 1'000'000'000, problems));
        if (stream == all.size())
            problems.add(table.where(row, "status"), fmt::format("status = '{}' (must be one of the streams of "
                                                                 "sojourner_flows.csv or irregular)",
                                                                 name));
        else if (origin)
            stock[stream][*origin][dates.back()] = persons;
    }
    if (!problems.empty()) return;

    const auto kind = [&](std::size_t s, std::size_t o) {
        return Kind{stream_statuses.at(s).status, static_cast<RegionId>(geography.domestic_regions + o),
                    stream_statuses.at(s).works_as_guest};
    };
    const auto spread = [&](std::vector<Kind>& kinds, int year, std::size_t streams, auto&& persons_of) {
        kinds.clear();
        std::vector<double> persons;
        std::vector<std::size_t> stream_of;
        for (std::size_t s = 0; s < streams; ++s)
            for (std::size_t o = 0; o < abroad; ++o) {
                kinds.push_back(kind(s, o));
                stream_of.push_back(s);
                persons.push_back(persons_of(s, o));
            }
        const std::vector<double> share = shares_of_region(geography, registered, year);
        Entries entries{Matrix<double>(geography.domestic_places, kinds.size()), {}};
        for (std::size_t p = 0; p < geography.domestic_places; ++p)
            for (std::size_t k = 0; k < kinds.size(); ++k)
                entries.persons(p, k) =
                    persons[k] * settlement_[stream_of[k]][index(geography.places[p].region)] * share[p] * scale;
        entries.table = InversionTable(entries.persons);
        return entries;
    };
    for (int year = first_year_; year <= months.last().year(); ++year)
        years_.push_back(spread(kinds_, year, entering_streams,
                                [&](std::size_t s, std::size_t o) { return flows[s].from(o, year) / 12; }));
    start_ = spread(start_kinds_, first_year_, all.size(), [&](std::size_t s, std::size_t o) {
        if (stock[s][o].empty()) return 0.0;
        std::map<double, double> known = stock[s][o];
        for (const double date : dates) known.emplace(date, 0);  // what a year of the table lacks is nobody
        const double now = first_year_ + (months.first().month_of_year() - 1) / 12.0;
        return interpolated(known, now);
    });
    free_movement_.assign(abroad, 0);
    for (std::size_t o = 0; o < abroad; ++o)
        for (const auto& [year, persons] : flows[0].persons[o])
            if (persons > 0) free_movement_[o] = 1;
    leaving_[index(LegalStatus::eaeu_worker)] = parameters.union_leaving;
    leaving_[index(LegalStatus::foreign_labour_force)] = parameters.foreign_labour_leaving;
    leaving_[index(LegalStatus::student)] = parameters.student_leaving;
    leaving_[index(LegalStatus::refugee)] = parameters.refugee_leaving;
    leaving_[index(LegalStatus::irregular)] = parameters.irregular_leaving;
    for (std::size_t s = 0; s < status_count; ++s)
        bound_ = std::max(bound_, leaving_[s] + (s == index(LegalStatus::irregular) ? parameters.detection_most : 0));
    bound_ = std::min(bound_ + std::max(parameters.job_loss, parameters.job_finding), 1.0);
}

MonthIndex Sojourners::permit_until(LegalStatus status, Month since) const {
    const auto last = [&](std::int64_t months) {
        return static_cast<MonthIndex>(since.index() + static_cast<int>(months) - 1);
    };
    switch (status) {
        case LegalStatus::labour_migrant:
            return last(parameters_.labour_permit_months);
        case LegalStatus::foreign_labour_force:
            return last(parameters_.foreign_labour_months);
        case LegalStatus::student:
            return last(parameters_.student_months);
        case LegalStatus::guest:
            return last(parameters_.guest_months);
        default:
            return no_permit;
    }
}

Sojourner Sojourners::entering(const Kind& kind, PlaceId place, Month month, double uniform) const {
    const auto working = [&](double formal) { return uniform < formal ? Activity::formal : Activity::informal; };
    Sojourner sojourner{.place = place, .origin = kind.origin, .status = kind.status};
    switch (kind.status) {
        case LegalStatus::eaeu_worker:
            sojourner.activity = working(parameters_.formal_union);
            break;
        case LegalStatus::labour_migrant:
            sojourner.activity = working(parameters_.formal_labour);
            break;
        case LegalStatus::foreign_labour_force:
            sojourner.activity = Activity::formal;
            break;
        case LegalStatus::student:
            sojourner.activity = Activity::student;
            break;
        case LegalStatus::guest:
            sojourner.activity = kind.works_as_guest ? Activity::informal : Activity::inactive;
            break;
        case LegalStatus::irregular:
            sojourner.activity = Activity::informal;
            break;
        default:
            sojourner.activity = Activity::unemployed;
            break;
    }
    sojourner.since = static_cast<MonthIndex>(month.index());
    sojourner.expires = permit_until(kind.status, month);
    return sojourner;
}

int Sojourners::earlier(double uniform) const {
    const auto most = static_cast<int>(parameters_.labour_longest_months / parameters_.labour_permit_months);
    double sum = 0;
    for (int k = 0; k < most; ++k) sum += std::pow(parameters_.labour_renewal, k);
    double point = uniform * sum;
    int k = 0;
    while (k + 1 < most && point >= std::pow(parameters_.labour_renewal, k))
        point -= std::pow(parameters_.labour_renewal, k++);
    return k;
}

void Sojourners::settle(Month start, World& world, Seed seed, const Machine& machine) const {
    const std::vector<double> blocks = blocks_of(world);
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t) {
        Block& block = world.blocks[b];
        const std::size_t place = index(block.first_place);
        // Addressed by the month before, since the first month's entries have addresses of their own.
        Stream stream(seed, Purpose::sojourner_entry, start + (-1), block.id);
        const double total = start_.table.total(place);
        poisson(total / blocks[place], stream, [&] {
            const Kind& kind = start_kinds_[start_.table.at(place, stream.uniform() * total)];
            Sojourner sojourner = entering(kind, block.first_place, start + (-1), stream.uniform());
            const double past = stream.uniform();
            const double earlier_permits = stream.uniform();
            if (sojourner.expires != no_permit) {
                // Anywhere in the permit, which may be a later one.
                const int length = sojourner.expires - sojourner.since + 1;
                const int elapsed = static_cast<int>(past * length);
                const int permits = kind.status == LegalStatus::labour_migrant ? earlier(earlier_permits) : 0;
                sojourner.since = static_cast<MonthIndex>(sojourner.since - elapsed - permits * length);
                sojourner.expires = static_cast<MonthIndex>(sojourner.expires - elapsed);
            }
            block.add_sojourner(sojourner);
        });
    });
}

bool Sojourners::works(const Sojourner& sojourner) const {
    return employer_decides(sojourner.status) || sojourner.status == LegalStatus::refugee ||
           sojourner.status == LegalStatus::irregular;
}

void Sojourners::become(Desk& desk, Row row, LegalStatus status) const {
    Sojourner& sojourner = desk.block.sojourners[row];
    desk.books.reclassify(row, status);
    sojourner.expires = no_permit;
    // Without a permit nobody is registered, and who came as a guest looks for work.
    if (sojourner.activity == Activity::formal) sojourner.activity = Activity::informal;
    if (!employed(sojourner.activity)) sojourner.activity = Activity::unemployed;
}

void Sojourners::book_extension(Desk& desk, Row row) const {
    const std::uint8_t policy = desk.border.extends_stays;
    if (policy != no_policy) ++desk.books.ledger().policy_persons(policy, index(desk.block.sojourners[row].place));
}

bool Sojourners::settled(const Sojourner& sojourner) const {
    return sojourner.status == LegalStatus::eaeu_worker && sojourner.expires != no_permit;
}

void Sojourners::try_to_leave(Desk& desk, Row row, Stream& stream) const {
    Sojourner& sojourner = desk.block.sojourners[row];
    if (stream.uniform() < desk.border.exit.at(sojourner.status, sojourner.origin)) {
        desk.departures.leavers.push_back({row, Departure::left});
        return;
    }
    desk.departures.stuck.push_back(row);
    ++desk.books.ledger().stuck[index(sojourner.place)];
    if (employed(sojourner.activity) && stream.uniform() < parameters_.stuck_job_loss)
        sojourner.activity = Activity::unemployed;
    const bool had_permit = permit_until(sojourner.status, desk.month) != no_permit;
    const bool over = had_permit && sojourner.expires < desk.month.index();
    if (over)
        stream.uniform() < desk.border.stay_clock ? become(desk, row, LegalStatus::irregular)
                                                  : book_extension(desk, row);
    // Asks again next month; but a permit that lasts longer is not given away.
    if (!had_permit || over) sojourner.expires = static_cast<MonthIndex>(desk.month.index());
}

void Sojourners::detected(Desk& desk, Row row, Stream& stream) const {
    const Sojourner& sojourner = desk.block.sojourners[row];
    ++desk.books.ledger().found(index(sojourner.place), index(sojourner.status));
    if (stream.uniform() >= parameters_.expulsion * desk.border.expulsion) {
        if (stream.uniform() < parameters_.fined_leaves * desk.border.fines) try_to_leave(desk, row, stream);
        return;
    }
    if (stream.uniform() < desk.border.exit.at(sojourner.status, sojourner.origin))
        desk.departures.leavers.push_back({row, Departure::expelled});
    else
        ++desk.books.ledger().stuck[index(sojourner.place)];
}

void Sojourners::live(Desk& desk) const {
    Block& block = desk.block;
    const auto rows = static_cast<std::uint32_t>(block.sojourners.size());
    const double found = std::min(parameters_.detection * desk.border.detection, parameters_.detection_most);
    for_each_candidate(
        Stream(desk.seed, Purpose::sojourner_month, desk.month, block.id), rows, bound_,
        [&](std::uint32_t candidate, double uniform) {
            const auto row = static_cast<Row>(candidate);
            Sojourner& sojourner = block.sojourners[row];
            // Whose permit ends is asked then.
            if (sojourner.expires != no_permit && sojourner.expires < desk.month.index()) return;
            Stream stream(desk.seed, Purpose::sojourner_month, desk.month, block.id, row);
            double left = uniform * bound_;
            if (!settled(sojourner) && (left -= leaving_[index(sojourner.status)]) < 0)
                return try_to_leave(desk, row, stream);
            if (sojourner.status == LegalStatus::irregular && (left -= found) < 0) return detected(desk, row, stream);
            if (!works(sojourner)) return;
            if (employed(sojourner.activity)) {
                if (left < parameters_.job_loss) sojourner.activity = Activity::unemployed;
            } else if (left < parameters_.job_finding *
                                  (sojourner.status == LegalStatus::irregular ? desk.border.unregistered_hiring : 1))
                sojourner.activity =
                    sojourner.status == LegalStatus::foreign_labour_force ? Activity::formal : Activity::informal;
        });
}

void Sojourners::end_permit(Desk& desk, Row row, Stream& stream) const {
    Sojourner& sojourner = desk.block.sojourners[row];
    const int now = desk.month.index();
    const auto until = [&](int last) { sojourner.expires = static_cast<MonthIndex>(last); };
    double overstay = 0;
    switch (sojourner.status) {
        case LegalStatus::labour_migrant: {
            const auto permit = static_cast<int>(parameters_.labour_permit_months);
            // Where channels are joined, the next permit may be one through an employer.
            const bool may =
                desk.border.channels_joined || now + permit - sojourner.since <= parameters_.labour_longest_months;
            const double dearer = parameters_.cost_response * desk.border.permit_cost;
            if (may && stream.uniform() < at_odds(parameters_.labour_renewal, std::exp(-dearer)))
                return until(now + permit - 1);
            overstay = at_odds(parameters_.labour_overstay, std::exp(dearer));
            break;
        }
        case LegalStatus::guest:
            if (employed(sojourner.activity) &&
                free_movement_[index(sojourner.origin) - geography_->domestic_regions] == 1 &&
                stream.uniform() < parameters_.working_guest_stays) {
                desk.books.reclassify(row, LegalStatus::eaeu_worker);
                return until(now + static_cast<int>(parameters_.residence_months) - 1);
            }
            overstay = parameters_.guest_overstay;
            break;
        default:
            break;
    }
    if (overstay > 0 && stream.uniform() < overstay) {
        if (stream.uniform() < desk.border.stay_clock) return become(desk, row, LegalStatus::irregular);
        book_extension(desk, row);
        return until(now);
    }
    try_to_leave(desk, row, stream);
}

void Sojourners::end_permits(Desk& desk) const {
    const std::vector<Sojourner>& sojourners = desk.block.sojourners;
    const int last = desk.month.index() - 1;
    for (std::size_t row = 0; row < sojourners.size(); ++row) {
        if (sojourners[row].expires != last) continue;
        Stream stream(desk.seed, Purpose::sojourner_month, desk.month, desk.block.id, static_cast<std::uint32_t>(row));
        end_permit(desk, static_cast<Row>(row), stream);
    }
}

Sojourners::Entrants Sojourners::entrants(Month month, const BorderLevers& border, const World& world, Seed seed,
                                          const Machine& machine) const {
    const Entries& entries = years_[static_cast<std::size_t>(month.year() - first_year_)];
    const std::vector<double> blocks = blocks_of(world);
    std::vector<double> response(geography_->domestic_places, 1.0);
    if (parameters_.feedback) {
        const std::vector<double> work = prospects(world);
        for (std::size_t p = 0; p < response.size(); ++p)
            response[p] = std::min(std::pow(work[p], parameters_.wage), entries_room);
    }
    Entrants coming(world.blocks.size());
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t) {
        const Block& block = world.blocks[b];
        const std::size_t place = index(block.first_place);
        const double total = entries.table.total(place);
        LongStream stream(Stream(seed, Purpose::sojourner_entry, month, block.id));
        coming[b].reserve(static_cast<std::size_t>(1.25 * total / blocks[place]) + 8);
        poisson(entries_room * total / blocks[place], stream, [&] {
            const Kind& kind = kinds_[entries.table.at(place, stream.uniform() * total)];
            const double accepted = stream.uniform() * entries_room;
            const std::uint32_t ticket = stream.word();
            const double work = stream.uniform();
            const double attracted = employer_decides(kind.status) ? response[place] : 1;
            const double allowed = border.push.at(kind.status, kind.origin) * border.entry.at(kind.status, kind.origin);
            if (accepted < attracted * allowed)
                coming[b].push_back({.sojourner = entering(kind, block.first_place, month, work), .ticket = ticket});
        });
    });

    add_influx(month, border, world, seed, coming);
    issue_permits(border, month, *world.ranks, coming);
    return coming;
}

std::vector<double> Sojourners::places_of(const Influx& influx, const World& world) const {
    const auto of_status = std::ranges::find_if(stream_statuses, [&](const StreamStatus& one) {
        return one.status == influx.status && one.works_as_guest == influx.works_as_guest;
    });
    const auto stream = static_cast<std::size_t>(of_status - stream_statuses.begin());
    const std::vector<double>& regions = influx.regions.empty() ? settlement_[stream] : influx.regions;
    const Counts& population = world.published.stocks.population;
    std::vector<double> share(geography_->domestic_places);
    for (std::size_t r = 0; r < geography_->domestic_regions; ++r) {
        double residents = 0;
        for (const PlaceId place : geography_->regions[r].places)
            residents += static_cast<double>(population[index(place)]);
        for (const PlaceId place : geography_->regions[r].places)
            if (residents > 0)
                share[index(place)] = regions[r] * static_cast<double>(population[index(place)]) / residents;
    }
    return share;
}

void Sojourners::add_influx(Month month, const BorderLevers& border, const World& world, Seed seed,
                            Entrants& coming) const {
    if (border.influx.empty()) return;
    const std::vector<double> blocks = blocks_of(world);
    std::vector<std::vector<double>> shares;
    for (const Influx& influx : border.influx) shares.push_back(places_of(influx, world));
    for (std::size_t b = 0; b < world.blocks.size(); ++b) {
        if (!world.owns(b)) continue;
        const Block& block = world.blocks[b];
        const std::size_t place = index(block.first_place);
        Stream stream(seed, Purpose::influx, month, block.id);
        for (std::size_t k = 0; k < border.influx.size(); ++k) {
            const Influx& influx = border.influx[k];
            const Kind kind{influx.status, influx.origin, influx.works_as_guest};
            poisson(influx.persons * shares[k][place] / blocks[place], stream, [&] {
                const double luck = stream.uniform();
                const double work = stream.uniform();
                const std::uint32_t ticket = stream.word();
                if (luck < border.entry.at(kind.status, kind.origin))
                    coming[b].push_back({.sojourner = entering(kind, block.first_place, month, work),
                                         .ticket = ticket,
                                         .policy = influx.policy});
            });
        }
    }
}

void Sojourners::pass(Month month, const Levers& levers, World& world, Seed seed, const Machine& machine) const {
    const Entrants coming = entrants(month, levers.border, world, seed, machine);
    std::vector<Departures> departures(world.blocks.size());
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
        Block& block = world.blocks[b];
        Bookkeeper books(world, block, world.ledgers[thread]);
        Desk desk{month, levers.border, block, books, seed, departures[b]};
        live(desk);
        end_permits(desk);
        find_reached(desk);
    });
    pay_campaigns(levers.border, world, departures);
    if (std::ranges::any_of(departures, [](const Departures& block) { return !block.reached.empty(); }))
        for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
            Block& block = world.blocks[b];
            Bookkeeper books(world, block, world.ledgers[thread]);
            Desk desk{month, levers.border, block, books, seed, departures[b]};
            meet_reached(desk);
        });
    open_corridor(month, levers, world, seed, departures);
    for_each_block(machine, world.blocks.size(), [&](std::size_t b, std::size_t thread) {
        Bookkeeper books(world, world.blocks[b], world.ledgers[thread]);
        // From the last row on, since the last one takes the place of who leaves.
        std::ranges::sort(departures[b].leavers, std::ranges::greater(), &Leaver::row);
        for (const Leaver& leaver : departures[b].leavers)
            leaver.how == Departure::left ? books.leave(leaver.row) : books.expel(leaver.row);
        for (const Entrant& entrant : coming[b]) {
            books.enter(entrant.sojourner);
            if (entrant.policy != no_policy)
                ++books.ledger().policy_persons(entrant.policy, index(entrant.sojourner.place));
        }
    });
}

}  // namespace qonys
