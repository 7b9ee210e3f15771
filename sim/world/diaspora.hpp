#pragma once

#include <vector>

#include "base/month.hpp"
#include "world/geography.hpp"

namespace qonys {

/// People who live on the other side of the border than where they were born: [region abroad] persons.
struct Diaspora {
    std::vector<double> here;   ///< from there, living in the country
    std::vector<double> there;  ///< from the country, living there
};

/// Reads diaspora.csv: rows of the last year at or before that of `month`, or of the first year. Of its columns
/// `origin` and `destination`, one names a region abroad; whatever the other says stands for the country.
Diaspora read_diaspora(TableFolder& folder, const Geography& geography, Month month, Problems& problems);

}  // namespace qonys
