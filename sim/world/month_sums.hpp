#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <tuple>
#include <vector>

#include "base/month.hpp"

namespace qonys {

/// Running sums, month by month, of several series: what a series adds up to between any two months costs two
/// look-ups. A month is a row, so that all series of a month stand together.
class MonthSums {
public:
    MonthSums() = default;
    /// Nothing has been added up by the end of month `start`.
    MonthSums(std::size_t series, Month start) : series_(series), start_(start), sums_(series) {}

    Month start() const { return start_; }
    /// The last month that was appended.
    Month last() const { return start_ + (series_ == 0 ? 0 : static_cast<int>(sums_.size() / series_) - 1); }

    /// What the month after `last()` adds to each series.
    void append(std::span<const double> month) {
        for (std::size_t k = 0; k < series_; ++k) sums_.push_back(sums_[sums_.size() - series_] + month[k]);
    }

    /// What a series added after the end of month `from`, up to the end of month `to`; months outside the record add
    /// nothing.
    double between(std::size_t series, Month from, Month to) const { return at(series, to) - at(series, from); }

    template <class Self>
    static auto parts(Self& self) {
        return std::tie(self.series_, self.start_, self.sums_);
    }

private:
    double at(std::size_t series, Month month) const {
        if (series_ == 0) return 0;
        const int done = std::clamp(month - start_, 0, last() - start_);
        return sums_[static_cast<std::size_t>(done) * series_ + series];
    }

    std::size_t series_ = 0;
    Month start_;
    std::vector<double> sums_;  ///< [month, series]
};

}  // namespace qonys
