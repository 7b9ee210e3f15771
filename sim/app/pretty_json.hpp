#pragma once

#include <string>

#include <boost/json/value.hpp>

namespace qonys::app {

/// JSON in indented lines, for files that people read and compare.
std::string pretty(const boost::json::value& value);

}  // namespace qonys::app
