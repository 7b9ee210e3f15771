#pragma once

#include <fmt/format.h>

#include "tests/support/tiny_country.hpp"

namespace qonys {

/// A resettlement grant that hardly anybody can resist.
inline constexpr std::string_view generous = "for_head = \"2000 MCI\"\nfor_member = \"1000 MCI\"\nawareness = 1";

/// Takes what a long command would tell.
inline void silent(const std::string&) {}

/// The tiny country with people who work: `times` as many of them, four in five of 18 to 62 in the labour force, 8 %
/// of these unemployed in the North and 5 % in the city, a third each with secondary, vocational and higher education.
inline void put_to_work(TinyCountry& country, int times = 20) {
    country.edit("population.csv", ",1200,800", fmt::format(",{},{}", 1200 * times, 800 * times));
    country.edit("population.csv", ",1000,0", fmt::format(",{},0", 1000 * times));
    country.edit("networks.csv", ",250", fmt::format(",{}", 250 * times));
    country.edit("networks.csv", ",100", fmt::format(",{}", 100 * times));
    std::string& participation = country.tables.at("participation.csv");
    participation = "sex,age,share_employed_or_seeking\n";
    for (const char* sex : {"male", "female"})
        for (int age = 18; age <= 62; ++age) participation += fmt::format("{},{},0.8\n", sex, age);
    country.edit("education.csv", ",0,0", ",0.333,0.333");
    country.edit("labour.csv", "NOR,2015,0", "NOR,2015,0.08");
    country.edit("labour.csv", "CIT,2015,0", "CIT,2015,0.05");
}

}  // namespace qonys
