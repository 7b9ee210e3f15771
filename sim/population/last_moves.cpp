#include "population/last_moves.hpp"

#include <algorithm>
#include <numeric>

#include "base/interpolation.hpp"

namespace qonys {

LastMoves::LastMoves(const std::map<double, double>& moves_per_person, std::span<const double> heads, std::size_t adult,
                     Month start, const Mobility& mobility)
    : at_most_(heads.size(), mobility.recent_excess.size()) {
    const std::size_t memory = mobility.recent_excess.size();
    Matrix<double> share(heads.size(), memory);  // [age at the start, months since the last move] of the households
    std::vector<double> mobile(heads.size());    // [age at the start] what the age then makes of the hazard
    std::vector<double> exposure(heads.size());  // and the last moves of the households
    for (int ahead = 2 * static_cast<int>(memory); ahead > 0; --ahead) {
        const Month month = start + (-ahead);
        double moving = 0;
        double households = 0;
        for (std::size_t age = 0; age < heads.size(); ++age) {
            const int age_then = (static_cast<int>(age) * 12 - ahead) / 12;
            const bool grown_up = age_then >= static_cast<int>(adult);
            mobile[age] = grown_up ? mobility.by_age[static_cast<std::size_t>(age_then)] : 0;
            double recent = 0;
            for (std::size_t m = 0; grown_up && m < memory; ++m) recent += share(age, m) * mobility.recent_excess[m];
            exposure[age] = mobile[age] * (1 + recent);
            moving += heads[age] * exposure[age];
            households += grown_up ? heads[age] : 0;
        }
        // The level at which as many move as did.
        const double moves = interpolated(moves_per_person, month.year()) / 12 * households;
        const double level = moving > 0 ? moves / moving : 0;
        for (std::size_t age = 0; age < heads.size(); ++age) {
            const std::span<double> of_age = share.row(age);
            for (std::size_t m = 0; m < memory; ++m)
                of_age[m] *= std::max(1 - level * mobile[age] * (1 + mobility.recent_excess[m]), 0.0);
            std::shift_right(of_age.begin(), of_age.end(), 1);
            of_age[0] = std::min(level * exposure[age], 1.0);
        }
    }
    for (std::size_t age = 0; age < heads.size(); ++age)
        std::partial_sum(share.row(age).begin(), share.row(age).end(), at_most_.row(age).begin());
}

int LastMoves::months_since(std::size_t age, double point) const {
    const std::span<const double> at_most = at_most_.row(age);
    return static_cast<int>(std::ranges::upper_bound(at_most.first(at_most.size() - 1), point) - at_most.begin());
}

}  // namespace qonys
