#pragma once

#include <map>
#include <span>
#include <vector>

#include "base/matrix.hpp"
#include "base/month.hpp"
#include "world/internal_moves.hpp"

namespace qonys {

/// When the households of the start moved last. Whoever moved lately moves again sooner than others, so that a run
/// whose households had all stayed for long would have too few moves for years. What is known is how many moved in each
/// year; who they were follows from the same law that the run goes by: the distribution of the time since the last move
/// is followed month by month for every age, from nobody who remembers a move, over twice as long as a move is
/// remembered.
class LastMoves {
public:
    LastMoves() = default;
    /// `moves_per_person`: by year, constant outside. `heads`: [age] how many households have a head of that age at the
    /// start, on any scale. Persons below `adult` years head none.
    LastMoves(const std::map<double, double>& moves_per_person, std::span<const double> heads, std::size_t adult,
              Month start, const Mobility& mobility);

    /// How many months a move is remembered.
    int memory() const { return static_cast<int>(at_most_.columns()); }
    /// Share of the households with a head of this age whose last move is remembered.
    double remembered(std::size_t age) const { return at_most_.row(age).back(); }
    /// Whole months between the last move and the month before the start, for a point uniform on (0, remembered(age)).
    int months_since(std::size_t age, double point) const;

private:
    Matrix<double> at_most_;  ///< [age, months since the last move] share of households with so many or fewer
};

}  // namespace qonys
