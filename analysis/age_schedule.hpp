#pragma once

#include <span>
#include <vector>

#include "process/migration.hpp"

namespace qonys {

/// The age groups whose intensities the schedule of those who decide is fitted to, 20-24 to 45-49. Younger ones follow
/// their parents, or move to study; older ones are few, and many go with their children.
inline constexpr std::size_t first_fitted_group = 20 / age_group_years;
inline constexpr std::size_t fitted_groups = 6;

/// Mean of a Rogers and Castro schedule over the ages of each fitted group, relative to the sum over them.
std::vector<double> schedule_by_group(const MigrationParameters& schedule);
/// The same of any intensity by age group.
std::vector<double> relative_by_group(std::span<const double> intensity);

/// How the ages of movers are distributed. All that is published is that registered moves peak at 20-24 years (Islyami
/// 2020, abstract): the fundamental parameters of Rogers and Castro, which the parameters' defaults are, with the peak
/// in the middle of that group.
std::vector<double> wanted_by_group();

/// `schedule` with the labour peak and the labour descent by which schedule_by_group comes closest to `wanted`.
MigrationParameters fit_schedule(MigrationParameters schedule, std::span<const double> wanted);

}  // namespace qonys
