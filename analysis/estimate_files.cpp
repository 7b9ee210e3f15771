#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "analysis/estimate.hpp"
#include "base/error.hpp"

namespace qonys {
namespace {

/// Writes a whole file or none: under a temporary name first.
void write_file(const std::filesystem::path& file, const std::string& text) {
    const std::filesystem::path temporary = file.string() + ".partial";
    std::ofstream out(temporary, std::ios::binary);
    out << text;
    out.close();
    std::error_code error;
    if (out) std::filesystem::rename(temporary, file, error);
    if (out && !error) return;
    std::filesystem::remove(temporary, error);
    throw FileError(fmt::format("cannot write {}", file.string()));
}

std::string parameter(std::string_view name, const Estimate& estimate) {
    return fmt::format("{} = {:.4f}  # standard error {:.4f}\n", name, estimate.value, estimate.standard_error);
}

}  // namespace

void open_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const std::filesystem::path trial = folder / "estimated.toml.partial";
    const bool writable = !error && std::ofstream(trial).is_open();
    std::filesystem::remove(trial, error);
    if (!writable) throw FileError(fmt::format("cannot write into the folder {}", folder.string()));
}

std::string to_text(const Estimation& estimation) {
    const GravityFit& gravity = estimation.gravity;
    std::string text = fmt::format("Poisson regression of flows between regions (deviance explained {:.3f})\n",
                                   gravity.deviance_explained);
    const auto line = [&](std::string_view name, const Estimate& estimate) {
        text += fmt::format("  {:<44} {:8.3f}  standard error {:.3f}\n", name, estimate.value, estimate.standard_error);
    };
    line("log distance", gravity.distance);
    line("adjacent", gravity.adjacent);
    line("city and hinterland", gravity.hinterland);
    line("log network", gravity.network);
    line("log income (without networks)", gravity.income);
    line("log income (beside networks; not used)", gravity.income_beside_networks);
    for (const auto& year : gravity.years)
        text += fmt::format("  common part with the official flows of {}: {:.3f}\n", year.year, year.common_part);
    text += fmt::format("\nCalibrated by simulation {:>35} {:>12}\n", "official", "simulated");
    for (const auto& check : estimation.checks)
        text += fmt::format("  {:<48} {:>9.0f} {:>12.0f}\n", check.what, check.official, check.simulated);
    return text;
}

void write_estimation(const Estimation& estimation, const Model& model, const std::filesystem::path& folder) {
    const Geography& geography = *model.geography;
    const MigrationEffects& effects = estimation.effects;
    std::string regions = "region,year,push,pull,emigration\n";
    for (std::size_t r = 0; r < geography.domestic_regions; ++r)
        for (const auto& [year, push] : effects.push[r])
            regions += fmt::format("{},{:.0f},{:.5f},{:.5f},{:.5f}\n", geography.regions[r].id, year, push,
                                   effects.pull[r].at(year), effects.emigration[r]);
    std::string abroad = "abroad,ethnicity,utility\n";
    for (std::size_t a = 0; a < effects.abroad.rows(); ++a)
        for (std::size_t e = 0; e < ethnicity_count; ++e)
            abroad += fmt::format("{},{},{:.5f}\n", geography.regions[geography.domestic_regions + a].id,
                                  ethnicity_names[e], effects.abroad(a, e));
    std::string levels = "year,level,external\n";
    for (const auto& [year, level] : effects.level)
        levels += fmt::format("{:.0f},{:.7f},{:.5f}\n", year, level, effects.external_level.at(year));

    const GravityFit& gravity = estimation.gravity;
    std::string toml =
        "# Written by `qonys estimate`; do not edit. Poisson regression of the flows between regions of ";
    for (std::size_t y = 0; y < estimation.pattern_years.size(); ++y)
        toml += fmt::format("{}{}", y == 0 ? "" : " and ", estimation.pattern_years[y]);
    toml += fmt::format(
        "\n# (deviance explained {:.3f}), then calibration by simulation. docs/model/estimation.md says how.\n\n"
        "[migration]\n",
        gravity.deviance_explained);
    toml += parameter("distance", gravity.distance) + parameter("adjacent", gravity.adjacent) +
            parameter("hinterland", gravity.hinterland) + parameter("network", gravity.network) +
            parameter("income", gravity.income);
    const MigrationParameters& p = estimation.parameters;
    for (const auto& [name, value] :
         {std::pair("within_region", p.within_region), std::pair("urban", p.urban),
          std::pair("labour_peak", p.labour_peak), std::pair("labour_descent", p.labour_descent)})
        toml += fmt::format("{} = {:.5f}  # calibrated\n", name, value);

    write_file(folder / "migration_regions.csv", regions);
    write_file(folder / "migration_abroad.csv", abroad);
    write_file(folder / "migration_levels.csv", levels);
    write_file(folder / "estimated.toml", toml);
}

}  // namespace qonys
