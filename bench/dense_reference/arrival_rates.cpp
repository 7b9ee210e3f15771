#include "dense_reference/arrival_rates.hpp"

#include <map>

#include "base/interpolation.hpp"

namespace qonys::dense {

ArrivalRates read_arrival_rates(const Model& model) {
    const Geography& geography = *model.geography;
    TableFolder folder(model.geography_folder);
    Problems problems;

    std::map<double, double> immigrants;
    const Table totals = folder.open("external_totals.csv", {"year", "immigrants"}, problems);
    for (std::size_t row = 0; row < totals.rows(); ++row)
        immigrants[totals.number(row, "year", 1900, 2200, problems)] =
            totals.number(row, "immigrants", 0, 1e9, problems);

    std::vector<double> region_share(geography.regions.size());
    const Table regions = folder.open("external_regions.csv", {"region", "immigrant_share"}, problems);
    for (std::size_t row = 0; row < regions.rows(); ++row)
        if (const auto region = geography.find_region(regions.text(row, "region")))
            region_share[index(*region)] = regions.number(row, "immigrant_share", 0, 1, problems);

    ArrivalRates rates;
    rates.partner_share.resize(geography.regions.size() - geography.domestic_regions);
    const Table partners = folder.open("external_partners.csv", {"direction", "abroad", "share"}, problems);
    for (std::size_t row = 0; row < partners.rows(); ++row)
        if (const auto region = geography.find_region(partners.text(row, "abroad"));
            region && partners.text(row, "direction") == "in")
            rates.partner_share[index(*region) - geography.domestic_regions] =
                partners.number(row, "share", 0, 1, problems);

    const Table ethnicities = folder.open("external_ethnicity.csv", {"direction", "ethnicity", "share"}, problems);
    for (std::size_t row = 0; row < ethnicities.rows(); ++row)
        for (std::size_t e = 0; e < ethnicity_count; ++e)
            if (ethnicities.text(row, "direction") == "in" && ethnicities.text(row, "ethnicity") == ethnicity_names[e])
                rates.ethnicity_share[e] = ethnicities.number(row, "share", 0, 1, problems);
    problems.throw_if_any();

    rates.first_year = model.settings.start.year();
    for (int year = rates.first_year; year <= model.settings.end.year(); ++year) {
        std::vector<double>& persons = rates.persons_per_month.emplace_back(geography.domestic_places);
        for (std::size_t p = 0; p < persons.size(); ++p) {
            const auto place = static_cast<PlaceId>(p);
            const RegionId region = geography.region_of(place);
            persons[p] = interpolated(immigrants, year) / 12 * region_share[index(region)] * model.settings.scale *
                         model.registered->at(place, year) / model.registered->january(region, year);
        }
    }
    return rates;
}

}  // namespace qonys::dense
