#pragma once

#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "base/month.hpp"

namespace qonys {

/// A row of a block's households or persons.
using Row = std::uint16_t;

/// A month in which a household is to be asked something.
struct Alarm {
    Row household = 0;
    MonthIndex last_move = 0;  ///< of the household when the alarm was set: an alarm from before a move is void,
    PlaceId place{};           ///< and so is one set on arrival from abroad if the household moves on at once
    bool candidate = true;     ///< otherwise the alarm only has to be set anew
};

/// The alarms of a block, by month. What a random clock says next is derived state: it can be thrown away and drawn
/// anew at any time without changing the distribution of what follows, since the clocks have no memory.
class Alarms {
public:
    /// How far ahead an alarm can be set.
    static constexpr int most_months_ahead = 120;

    /// Households whose alarm has to be set: new ones, and those that have just moved.
    std::vector<Row> unset;

    void set(const Alarm& alarm, Month due) { of(due).push_back(alarm); }
    /// The alarms of a month, which are then gone.
    std::vector<Alarm> take(Month month) { return std::exchange(of(month), {}); }
    void clear() {
        by_month_.clear();
        unset.clear();
    }

private:
    std::vector<Alarm>& of(Month month) {
        if (by_month_.empty()) by_month_.resize(most_months_ahead + 1);
        return by_month_[static_cast<std::size_t>(month.index()) % by_month_.size()];
    }

    std::vector<std::vector<Alarm>> by_month_;
};

}  // namespace qonys
