#include "world/attraction.hpp"

namespace qonys {
namespace {

/// The labour force of a place and what it earns.
struct Labour {
    double working = 0;
    double looking = 0;
    double wages = 0;  ///< sum over the labour force of the wage of its education

    double force() const { return working + looking; }
    Labour& operator+=(const Labour& other) {
        working += other.working;
        looking += other.looking;
        wages += other.wages;
        return *this;
    }
};

Labour labour(const Stocks& stocks, const Matrix<double>& wage, std::size_t place) {
    Labour here;
    for (std::size_t e = 0; e < education_count; ++e) {
        const auto cell = stocks.activity.row(activity_row(static_cast<PlaceId>(place), static_cast<Education>(e)));
        const auto working = static_cast<double>(cell[index(Activity::formal)] + cell[index(Activity::informal)]);
        const auto looking = static_cast<double>(cell[index(Activity::unemployed)]);
        here += {working, looking, (working + looking) * wage(place, e)};
    }
    return here;
}

/// [domestic place] Relative wage x employment.
std::vector<double> expected_wages(const Stocks& stocks, const Matrix<double>& wage) {
    std::vector<Labour> places(wage.rows());
    Labour country;
    for (std::size_t p = 0; p < places.size(); ++p) country += places[p] = labour(stocks, wage, p);
    std::vector<double> expected(places.size());
    for (std::size_t p = 0; p < places.size(); ++p)
        if (places[p].force() > 0 && country.wages > 0)
            expected[p] = places[p].wages / places[p].force() / (country.wages / country.force()) * places[p].working /
                          places[p].force();
    return expected;
}

}  // namespace

std::vector<double> prospects(const World& world) {
    std::vector<double> ratio(world.geography->domestic_places, 1.0);
    if (world.wage_at_start.rows() != ratio.size() || world.published.economy.wage.rows() != ratio.size()) return ratio;
    const std::vector<double> now = expected_wages(world.published.stocks, world.published.economy.wage);
    const std::vector<double> then = expected_wages(world.at_start, world.wage_at_start);
    for (std::size_t p = 0; p < ratio.size(); ++p)
        if (now[p] > 0 && then[p] > 0) ratio[p] = now[p] / then[p];
    return ratio;
}

}  // namespace qonys
