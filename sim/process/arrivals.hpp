#pragma once

#include <array>
#include <vector>

#include "config/fields.hpp"
#include "random/stream.hpp"
#include "world/diaspora.hpp"
#include "world/external_flows.hpp"
#include "world/levers.hpp"
#include "world/registered.hpp"
#include "world/stream_flows.hpp"
#include "world/world.hpp"

namespace qonys {

/// The `[arrivals]` section of a scenario.
struct ArrivalsParameters {
    bool feedback = true;
    double wage = 0.3;
    double network = 0.1;
    double benefit = 0.8;
    std::vector<std::int64_t> years_put_aside{};  ///< of the streams; set by [run]
};
void declare(Fields& fields, ArrivalsParameters& parameters);

/// Who comes from abroad to live here, by stream and origin (docs/model/arrivals.md).
class Arrivals {
public:
    /// Kandas, citizens who return, and others, who become permanent residents.
    static constexpr std::size_t streams = 3;

    /// An ethnic Kazakh family that has just come.
    struct Family {
        std::uint32_t ticket = 0;
        BlockId block{};
        Row household = 0;
        std::uint8_t size = 0;
        PlaceId place{};
        auto operator<=>(const Family&) const = default;
    };
    using Newcomers = std::vector<std::vector<Family>>;  ///< [block]

    Arrivals() = default;
    /// Reads arrivals.csv, arrival_regions.csv and diaspora.csv. After the last year of arrivals.csv its numbers hold.
    /// `ethnicity`: [ethnic group] shares of all immigrants together; those of the streams besides the kandas, who are
    /// Kazakhs, are such that the sum of all streams has them.
    Arrivals(TableFolder& folder, const Geography& geography, const RegisteredPopulation& registered,
             const std::array<double, ethnicity_count>& ethnicity, const ArrivalsParameters& parameters, double scale,
             MonthRange months, Problems& problems);

    /// Households of the country are candidates: with the hazard immigrants / population of their place, a household
    /// like them, person for person, arrives in the same place (a hot deck). Its home is a region abroad. Who has a way
    /// to citizenship before it files an application.
    BlockWork admit(Month month, const Levers& levers, World& world, Seed seed, Newcomers& newcomers) const;
    /// Gives the places of programmes to the ethnic Kazakh families among them, by lottery. Serial.
    void help(Month month, const Levers& levers, const Newcomers& newcomers, World& world) const;

    /// Persons (agents) expected in a month of a year by [place, stream and origin], without feedback and policies.
    const Matrix<double>& expected(int year) const { return year_of(year).persons; }
    /// Column of `expected`.
    std::size_t column(std::size_t stream, std::size_t abroad) const { return stream * abroad_ + abroad; }

private:
    struct Year {
        Matrix<double> persons;                           ///< [place, stream and origin] agents a month
        double bound = 0;                                 ///< of a household's hazard
        std::array<double, ethnicity_count> ethnicity{};  ///< [ethnic group] shares of those who are not kandas
        Matrix<double> network;  ///< [region abroad, region] persons (agents) from there, in January or at the start
    };
    const Year& year_of(int year) const { return years_[static_cast<std::size_t>(year - first_.year())]; }
    /// [place, stream and origin] persons who would come this month if borders are open.
    Matrix<double> wishes(Month month, const Levers& levers, const World& world) const;
    /// Draws those who are on their way to the regions that help them, as far as benefits weigh there; as many in all.
    void steer(const std::vector<KandasPlaces>& programmes, const World& world, Matrix<double>& persons) const;
    Matrix<double> network_response(Month month, const World& world) const;

    const Geography* geography_ = nullptr;
    ArrivalsParameters parameters_;
    Month first_;
    std::size_t abroad_ = 0;
    std::vector<Year> years_;
};

}  // namespace qonys
