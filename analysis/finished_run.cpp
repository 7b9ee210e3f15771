#include "analysis/finished_run.hpp"

#include <algorithm>
#include <span>
#include <sstream>

#include <fmt/format.h>

#include "base/error.hpp"
#include "output/trajectory_info.hpp"

namespace qonys {
namespace {

Geography read_places(const Hdf5Reader& file) {
    Geography geography;
    const auto ids = file.texts("region");
    const auto names = file.texts("region_name");
    const auto kinds = file.texts("region_kind");
    for (std::size_t r = 0; r < ids.size(); ++r) {
        const bool abroad = kinds.at(r) == "abroad";
        geography.regions.push_back({ids[r], names.at(r), abroad ? RegionKind::abroad : RegionKind::region, {}});
        geography.domestic_regions += abroad ? 0 : 1;
    }
    const auto places = file.texts("place");
    const auto of_region = file.texts("place_region");
    const auto settlements = file.texts("place_settlement");
    for (std::size_t p = 0; p < places.size(); ++p) {
        const auto region = geography.find_region(of_region.at(p));
        if (!region)
            throw FileError(fmt::format("cannot read {}: place {} lies in no region", file.file().string(), places[p]));
        const bool abroad = settlements.at(p) == "abroad";
        geography.places.push_back({places[p], places[p], *region, abroad ? Settlement::abroad : Settlement::urban});
        geography.domestic_places += abroad ? 0 : 1;
    }
    return geography;
}

/// Without the lines of [run] that say the seed and the end; takes the start out of it.
std::string without_seed(const std::string& scenario, std::string& start) {
    std::string text;
    std::string section;
    std::istringstream lines(scenario);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("[")) section = line;
        if (section == "[run]" && (line.starts_with("seed = ") || line.starts_with("end = "))) continue;
        constexpr std::string_view key = "start = \"";
        if (section == "[run]" && line.starts_with(key)) start = line.substr(key.size(), line.size() - key.size() - 1);
        text += line + '\n';
    }
    return text;
}

/// All months of a dataset, and where those of one month belong.
template <class Number>
struct Series {
    std::vector<Number> values;
    std::size_t per_month = 0;
    std::span<Number> into;  ///< of prices, those of the country's places, which come first

    void take(std::size_t month) const {
        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(month * per_month), into.size(), into.begin());
    }
};

}  // namespace

bool names_trajectory(const std::filesystem::path& file) { return file.extension() == ".h5"; }

FinishedRun::FinishedRun(std::filesystem::path path) : file_(std::move(path)) {
    const Hdf5Reader file = open_trajectory(file_);
    const auto wrong = [&](const std::string& what) {
        return FileError(fmt::format("cannot compare {}: {}", file_.string(), what));
    };
    title_ = file.text_attribute("", "title");
    scenario_ = without_seed(file.text_attribute("", "scenario"), start_);
    const auto seed = file.attribute("", "seed");
    const auto scale = file.attribute("", "scale");
    if (!seed || !scale || !std::holds_alternative<double>(*scale)) throw wrong("it does not say its seed and scale");
    seed_ = std::visit(
        [](const auto& number) -> std::int64_t {
            if constexpr (std::is_arithmetic_v<std::decay_t<decltype(number)>>)
                return static_cast<std::int64_t>(number);
            return 0;
        },
        *seed);
    scale_ = std::get<double>(*scale);
    const auto days = file.integers("time");
    if (days.empty()) throw wrong("it has no month");
    months_ = {Month::parse(month_of_day(days.front())).value(), Month::parse(month_of_day(days.back())).value()};
    if (months_.size() != std::ssize(days)) throw wrong("months are missing in it");
    geography_ = read_places(file);
    policies_ = file.texts("policy").size();
    const auto paths = file.texts("provenance/path");
    const auto hashes = file.texts("provenance/sha256");
    for (std::size_t k = 0; k < paths.size(); ++k)
        if (const std::filesystem::path table(paths[k]); table.extension() == ".csv")
            tables_[table.filename().string()] = hashes.at(k);
}

RunRecord FinishedRun::record(MonthRange months) const {
    const Hdf5Reader file = open_trajectory(file_);
    const std::size_t places = geography_.places.size();
    const std::size_t domestic = geography_.domestic_places;
    World world;
    world.geography = &geography_;
    Published& now = world.published;
    static_cast<Totals&>(now.stocks) = Totals(places, geography_.regions.size());
    now.ledger = Ledger(places, geography_.regions.size(), policies_);
    now.economy.wage = Matrix<double>(domestic, education_count);
    now.economy.rent.resize(domestic);

    const auto recorded = static_cast<std::size_t>(months_.size());
    std::vector<Series<std::int64_t>> counts;
    const auto count = [&](const char* name, std::span<std::int64_t> into) {
        Series<std::int64_t> series{file.integers(name), into.size(), into};
        if (series.values.size() != into.size() * recorded)
            throw FileError(fmt::format("cannot compare {}: {} has {} numbers in {} months", file_.string(), name,
                                        series.values.size(), recorded));
        counts.push_back(std::move(series));
    };
    Stocks& stocks = now.stocks;
    Ledger& ledger = now.ledger;
    count("population", stocks.population);
    count("households", stocks.households);
    count("population_by_education_activity", stocks.activity.cells());
    count("persons_by_status", stocks.status.cells());
    count("births", ledger.births);
    count("deaths", ledger.deaths);
    count("remittances", ledger.remittances);
    count("naturalised", ledger.naturalised);
    count("sojourners_stuck", ledger.stuck);
    count("sojourners_found", ledger.found.cells());
    count("moves_persons", ledger.moves_persons.cells());
    count("moves_persons_by_reason", ledger.moves_by_reason.cells());
    count("moves_stopped", ledger.moves_stopped.cells());
    count("policy_persons", ledger.policy_persons.cells());
    count("policy_left", ledger.policy_left.cells());
    count("policy_returned", ledger.policy_returned.cells());
    count("policy_spending", ledger.policy_spending.cells());
    const Series<double> wage{file.reals("wage"), places * education_count, now.economy.wage.cells()};
    const Series<double> rent{file.reals("rent"), places, now.economy.rent};
    const auto digests = file.digests("digest");

    RunRecord record{OutcomeRecord(geography_, months, scale_), {}};
    for (const Month month : months) {
        const auto step = static_cast<std::size_t>(month - months_.first());
        for (const auto& series : counts) series.take(step);
        wage.take(step);
        rent.take(step);
        now.month = month;
        record.outcomes.record(world);
        record.digests.push_back(digests.at(step));
    }
    return record;
}

}  // namespace qonys
