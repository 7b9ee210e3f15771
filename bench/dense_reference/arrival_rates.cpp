#include "dense_reference/arrival_rates.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "base/interpolation.hpp"

namespace qonys::dense {

ArrivalRates read_arrival_rates(const Model& model) {
    const Geography& geography = *model.geography;
    TableFolder folder(model.geography_folder);
    Problems problems;

    // [stream and origin] persons a year, by year.
    const std::size_t abroad = geography.regions.size() - geography.domestic_regions;
    const std::vector<std::string> streams{"kandas", "returning", "other"};
    const auto stream_of = [&](const Table& table, std::size_t row) {
        return static_cast<std::size_t>(std::ranges::find(streams, table.text(row, "stream")) - streams.begin());
    };
    std::vector<std::map<double, double>> immigrants(streams.size() * abroad);
    const Table flows = folder.open("arrivals.csv", {"stream", "origin", "year", "persons"}, problems);
    for (std::size_t row = 0; row < flows.rows(); ++row)
        if (const auto origin = geography.find_region(flows.text(row, "origin")))
            immigrants[stream_of(flows, row) * abroad + index(*origin) - geography.domestic_regions][flows.number(
                row, "year", 1900, 2200, problems)] = flows.number(row, "persons", 0, 1e9, problems);

    std::vector<std::vector<double>> region_share(streams.size(), std::vector<double>(geography.regions.size()));
    const Table regions = folder.open("arrival_regions.csv", {"stream", "region", "share"}, problems);
    for (std::size_t row = 0; row < regions.rows(); ++row)
        if (const auto region = geography.find_region(regions.text(row, "region")))
            region_share[stream_of(regions, row)][index(*region)] = regions.number(row, "share", 0, 1, problems);

    ArrivalRates rates;
    rates.abroad = abroad;
    std::array<double, ethnicity_count> everybody{};
    const Table ethnicities = folder.open("external_ethnicity.csv", {"direction", "ethnicity", "share"}, problems);
    for (std::size_t row = 0; row < ethnicities.rows(); ++row)
        for (std::size_t e = 0; e < ethnicity_count; ++e)
            if (ethnicities.text(row, "direction") == "in" && ethnicities.text(row, "ethnicity") == ethnicity_names[e])
                everybody[e] = ethnicities.number(row, "share", 0, 1, problems);
    problems.throw_if_any();

    rates.first_year = model.settings.start.year();
    for (int year = rates.first_year; year <= model.settings.end.year(); ++year) {
        const auto in_year = [&](std::size_t k) {
            return immigrants[k].empty() ? 0 : interpolated(immigrants[k], year);
        };
        auto& persons = rates.persons_per_month.emplace_back(geography.domestic_places);
        for (std::size_t p = 0; p < persons.size(); ++p) {
            const auto place = static_cast<PlaceId>(p);
            const RegionId region = geography.region_of(place);
            for (std::size_t k = 0; k < immigrants.size(); ++k)
                persons[p].push_back(in_year(k) / 12 * region_share[k / abroad][index(region)] * model.settings.scale *
                                     model.registered->at(place, year) / model.registered->january(region, year));
        }
        double all = 0;
        double kandas = 0;
        for (std::size_t k = 0; k < immigrants.size(); ++k) {
            all += in_year(k);
            if (k < abroad) kandas += in_year(k);
        }
        // Kandas are Kazakhs; the others make up the shares of all.
        auto& others = rates.ethnicity_share.emplace_back(everybody);
        others[0] = std::max(0.0, others[0] - kandas / all);
        const double sum = others[0] + others[1] + others[2];
        for (double& share : others) share /= sum;
    }
    return rates;
}

}  // namespace qonys::dense
