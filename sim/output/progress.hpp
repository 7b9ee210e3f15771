#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "output/observer.hpp"

namespace qonys {

/// Tells how far a run is: the month, the months done, the speed and the time left.
class Progress final : public Observer {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Clock = std::function<Time()>;
    /// On a terminal, a bar in one line that is redrawn at most ten times a second and cleared at the end. Otherwise
    /// plain lines: at every December, at the last month, and whenever ten seconds have passed.
    enum class Style : std::uint8_t { bar, lines };

    /// `out` must outlive this; `clock` is for tests.
    Progress(std::ostream& out, Style style, Clock clock = std::chrono::steady_clock::now);

    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    /// Clears the bar of a run that failed, so that the message about it has the line for itself.
    ~Progress() override;

    /// Bar if standard error is a terminal that can move its cursor.
    static Style style_of_standard_error();

    void begin(const RunInfo& run, const World& world) override;
    void record(const World& world) override;
    void end(const World& world, RunEnd how) override;

private:
    /// "2021-03  27/60 months", and the speed once it is known.
    std::string status(Month month, Time now) const;
    void draw_bar(Month month, Time now);
    void clear_bar();

    std::ostream& out_;
    Style style_;
    Clock clock_;
    Time start_;
    Time last_shown_;
    Month last_;
    int months_ = 0;  ///< to be simulated
    int done_ = 0;
    bool drawn_ = false;  ///< a bar stands on the line
    double household_months_ = 0;
};

}  // namespace qonys
