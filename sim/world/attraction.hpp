#pragma once

#include <vector>

#include "world/world.hpp"

namespace qonys {

/// How the prospects of work in a place have changed since the start, for people from abroad: [domestic place] the
/// expected wage (mean wage of the labour force x the share of it that works) over its value at the start. Wages are
/// taken relative to the country's mean, which is to say that wages abroad are assumed to grow like the country's own;
/// a rise of unemployment everywhere still lowers the figure everywhere. 1 where there is no labour market.
std::vector<double> prospects(const World& world);

}  // namespace qonys
