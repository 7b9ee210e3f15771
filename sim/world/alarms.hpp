#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "base/ids.hpp"
#include "base/month.hpp"
#include "base/prefetch.hpp"
#include "world/row_set.hpp"

namespace qonys {

/// A row of a block's households or persons.
using Row = std::uint16_t;

/// A month in which a household is to be asked something. Void if the household has another alarm by then.
struct Alarm {
    MonthIndex due = 0;
    Row household = 0;
};

inline constexpr MonthIndex no_alarm = -1;

/// The alarms of a block. What a random clock says next is derived state: it can be thrown away and drawn anew at any
/// time without changing the distribution of what follows, since the clocks have no memory.
class Alarms {
public:
    /// Households whose alarm has to be set: new ones, and those that have just moved or have another head.
    std::vector<Row> unset;
    /// Households that came to the region whose residents move most: their members are asked every month.
    RowSet in_restless_region;

    void set(const Alarm& alarm) { (alarm.due < end_of_soon_ ? soon_ : later_).push_back(alarm); }

    /// Appends the alarms of a month to `rung` and forgets them. Months have to be taken in order. A walk over the
    /// alarms of the near future, and over all once a year: quicker than a list for every month, whose ends lie
    /// scattered over memory.
    void take(Month month, std::vector<Alarm>& rung) {
        if (month.index() >= end_of_soon_) {
            end_of_soon_ = month.index() + 12;
            move_if(
                later_, [&](const Alarm& alarm) { return alarm.due < end_of_soon_; }, soon_);
        }
        move_if(
            soon_, [&](const Alarm& alarm) { return alarm.due == month.index(); }, rung);
    }
    /// Asks for the memory of what `take` looks through in most months.
    void fetch() const { prefetch_whole<Alarm>(soon_); }
    void clear() {
        soon_.clear();
        later_.clear();
        unset.clear();
        in_restless_region.clear();
        end_of_soon_ = 0;
    }

    template <class Self>
    static auto parts(Self& self) {
        return std::tie(self.unset, self.in_restless_region, self.soon_, self.later_, self.end_of_soon_);
    }

private:
    /// Without a branch, which could not be foretold.
    template <class Which>
    static void move_if(std::vector<Alarm>& from, Which&& which, std::vector<Alarm>& to) {
        std::size_t moved = to.size();
        std::size_t left = 0;
        to.resize(moved + from.size());
        for (const Alarm alarm : from) {
            const bool moves = which(alarm);
            to[moved] = alarm;
            from[left] = alarm;
            moved += moves ? 1 : 0;
            left += moves ? 0 : 1;
        }
        to.resize(moved);
        from.resize(left);
    }

    std::vector<Alarm> soon_;
    std::vector<Alarm> later_;
    int end_of_soon_ = 0;  ///< month index
};

}  // namespace qonys
