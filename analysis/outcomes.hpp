#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "world/world.hpp"

namespace qonys {

/// How an outcome of several months follows from those of each.
enum class Over : std::uint8_t { end, sum, mean };

/// A figure by which futures are compared: persons, tenge, or a quotient of two sums over places.
struct Outcome {
    std::string_view name;
    std::string_view unit;  ///< "persons", "households", "KZT", "share", "KZT a month"
    std::string_view meaning;
    Over over;
    struct Sums {
        double top = 0;
        double bottom = 0;  ///< stays 0 for counts
    };
    Sums (*at)(const World&, PlaceId);

    /// Whether it is counted in agents, and not a quotient.
    bool counted() const { return unit == "persons" || unit == "households" || unit == "KZT"; }
};

const std::vector<Outcome>& outcome_catalogue();
std::optional<std::size_t> find_outcome(std::string_view name);
std::vector<std::string> outcome_names();

/// Takes down every outcome of a run, month by month.
class OutcomeRecord {
public:
    OutcomeRecord() = default;
    OutcomeRecord(const Geography& geography, MonthRange months, double scale);
    void record(const World& world);

    int first_year() const { return first_year_; }
    /// Calendar years, behind them months, and behind these the whole run.
    std::size_t periods() const { return periods_; }
    /// The regions of the country, and behind them the country.
    std::size_t areas() const { return areas_; }
    /// Of the real country: persons, tenge. NaN where there is nothing to divide by.
    double value(std::size_t outcome, std::size_t area, std::size_t period) const;
    /// The same of several regions together.
    double value_of(std::size_t outcome, const std::vector<RegionId>& regions, std::size_t period) const;

private:
    const Outcome::Sums& sums(std::size_t outcome, std::size_t area, std::size_t period) const {
        return sums_[(outcome * areas_ + area) * periods_ + period];
    }
    double value_of(std::size_t outcome, const Outcome::Sums& sums) const;

    int first_year_ = 0;
    Month first_;
    std::size_t years_ = 0;
    std::size_t periods_ = 0;
    std::size_t areas_ = 0;
    double scale_ = 1;
    std::vector<Outcome::Sums> sums_;  ///< [outcome, area, period]
};

}  // namespace qonys
