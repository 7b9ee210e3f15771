#pragma once

#include <string>

namespace qonys {

/// "19 503 159": a number as people read it, digits in groups of three; "-1 200" below zero.
std::string grouped(double number);

}  // namespace qonys
