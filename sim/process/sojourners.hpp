#pragma once

#include <array>
#include <vector>

#include "config/fields.hpp"
#include "random/inversion_table.hpp"
#include "random/stream.hpp"
#include "world/bookkeeper.hpp"
#include "world/levers.hpp"
#include "world/registered.hpp"
#include "world/stream_flows.hpp"
#include "world/world.hpp"

namespace qonys {

/// The `[sojourners]` section of a scenario.
struct SojournersParameters {
    bool feedback = true;
    bool relokants = true;
    double wage = 0.5;
    std::int64_t labour_permit_months = 3;
    std::int64_t labour_longest_months = 12;
    double labour_renewal = 0.544;
    double labour_overstay = 0.2;
    std::int64_t foreign_labour_months = 12;
    double foreign_labour_leaving = 0.05;
    double union_leaving = 1.0 / 12;
    std::int64_t student_months = 48;
    double student_leaving = 0.0057;
    std::int64_t guest_months = 3;
    double guest_overstay = 0.2;
    double working_guest_stays = 0.6;
    std::int64_t residence_months = 24;
    double refugee_leaving = 0.0077;
    double irregular_leaving = 0.036;
    double detection = 0.007;
    double detection_most = 0.05;
    double expulsion = 0.15;
    double fined_leaves = 0.5;
    double job_loss = 0.02;
    double job_finding = 0.2;
    double stuck_job_loss = 0.2;
    double formal_union = 0.5;
    double formal_labour = 0.2;
    double cost_response = 1.0;
    double refused_as_guest = 0.5;
    std::vector<std::int64_t> years_put_aside{};  ///< of the flows; set by [run]
};
void declare(Fields& fields, SojournersParameters& parameters);

/// Foreigners who are here for a time: who enters, works, stays on, leaves, is found or is stuck
/// (docs/model/sojourners.md).
class Sojourners {
public:
    Sojourners() = default;
    /// Reads sojourner_flows.csv, sojourner_regions.csv and sojourner_stock.csv. After their last year the flows hold.
    Sojourners(TableFolder& folder, const Geography& geography, const RegisteredPopulation& registered,
               const SojournersParameters& parameters, double scale, MonthRange months, Problems& problems);

    /// Those who are here at the start, a Poisson number in every block. Before the books are opened.
    void settle(Month start, World& world, Seed seed, const Machine& machine) const;

    /// One month: leaving, detection and jobs; permits that end; then who enters.
    void pass(Month month, const Levers& levers, World& world, Seed seed, const Machine& machine) const;

private:
    /// Who comes, of one stream and origin.
    struct Kind {
        LegalStatus status{};
        RegionId origin{};
        bool works_as_guest = false;  ///< a relokant: a guest who works
    };
    /// Poisson arrivals of kinds in places.
    struct Entries {
        Matrix<double> persons;  ///< [place, kind] agents
        InversionTable table;    ///< the same
    };
    struct Entrant {
        Sojourner sojourner;
        std::uint32_t ticket = 0;         ///< in the lottery for permits
        bool refused = false;             ///< did not get one
        std::uint8_t policy = no_policy;  ///< that is booked with the entry
    };
    using Entrants = std::vector<std::vector<Entrant>>;  ///< [block]
    enum class Departure : std::uint8_t { left, expelled };
    struct Leaver {
        Row row = 0;
        Departure how = Departure::left;
    };
    /// Somebody whom a policy's campaign reaches, if there is money for it.
    struct Reached {
        enum class By : std::uint8_t { inspection, raid, amnesty, assisted_return };
        Row row = 0;
        By by{};
        PolicyHazards::Cause cause;
        double ticket = 0;  ///< uniform; lowest first
    };
    /// Who leaves a block, who waits for a corridor, and whom campaigns reach.
    struct Departures {
        std::vector<Reached> reached;  ///< by row
        std::vector<Leaver> leavers;
        std::vector<Row> stuck;
    };
    /// What a block's month needs.
    struct Desk {
        Month month;
        const BorderLevers& border;
        Block& block;
        Bookkeeper& books;
        Seed seed;
        Departures& departures;
    };

    void live(Desk& desk) const;
    void end_permits(Desk& desk) const;
    void end_permit(Desk& desk, Row row, Stream& stream) const;
    /// Leaves if the border lets it; otherwise is stuck, and asks again next month.
    void try_to_leave(Desk& desk, Row row, Stream& stream) const;
    void detected(Desk& desk, Row row, Stream& stream) const;
    /// Whom raids, inspections, amnesties and certificates of return reach: a layer above `live`.
    void find_reached(Desk& desk) const;
    /// Strikes out those for whom a policy has no money, the lowest tickets first served. Serial.
    static void pay_campaigns(const BorderLevers& border, World& world, std::vector<Departures>& departures);
    /// What becomes of the others.
    void meet_reached(Desk& desk) const;
    void legalise(Desk& desk, Row row) const;
    /// Lets those who are stuck through as far as there are seats, by lottery.
    void open_corridor(Month month, const Levers& levers, World& world, Seed seed,
                       std::vector<Departures>& departures) const;
    void become(Desk& desk, Row row, LegalStatus status) const;
    /// Of a stay that would have ended this month.
    void book_extension(Desk& desk, Row row) const;
    /// Whether somebody has the right to stay until a date, and does.
    bool settled(const Sojourner& sojourner) const;
    Entrants entrants(Month month, const BorderLevers& border, const World& world, Seed seed,
                      const Machine& machine) const;
    void add_influx(Month month, const BorderLevers& border, const World& world, Seed seed, Entrants& coming) const;
    /// [place] shares of an influx.
    std::vector<double> places_of(const Influx& influx, const World& world) const;
    /// Whether nobody who asks for a permit this month has to be refused.
    bool enough_permits(const BorderLevers& border, const Ranks& ranks, const Entrants& coming) const;
    /// A lottery for the permits of this month; who is refused may come as a guest.
    void issue_permits(const BorderLevers& border, Month month, const Ranks& ranks, Entrants& coming) const;
    Sojourner entering(const Kind& kind, PlaceId place, Month month, double uniform) const;
    MonthIndex permit_until(LegalStatus status, Month since) const;
    /// How many permits a labour migrant who is here at the start had before the present one, in a steady state.
    int earlier(double uniform) const;
    bool works(const Sojourner& sojourner) const;

    const Geography* geography_ = nullptr;
    SojournersParameters parameters_;
    int first_year_ = 0;
    std::vector<std::vector<double>> settlement_;  ///< [stream][region of the country] shares
    std::vector<Kind> kinds_;                      ///< [kind] of entries
    std::vector<Entries> years_;                   ///< [year] a month's entries
    std::vector<Kind> start_kinds_;                ///< [kind] of those here at the start
    Entries start_;
    std::vector<std::uint8_t> free_movement_;     ///< [region abroad] 1: its citizens work without a permit
    std::array<double, status_count> leaving_{};  ///< [legal status] a month, before the permit ends
    double bound_ = 0;                            ///< of what may happen in a month besides the end of a permit
};

}  // namespace qonys
