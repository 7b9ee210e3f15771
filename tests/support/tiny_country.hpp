#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace qonys {

/// A country of 3000 persons in a folder of its own, from which `make_model` makes a model in milliseconds: the region
/// North (NOR: 1200 persons in towns, 800 in villages), the city CIT (1000) and one place abroad, OUT. Round numbers,
/// the same in every year from 2015 to 2030, so that what must come out can be computed by hand. A test changes the
/// tables and the scenario before it asks for the model.
class TinyCountry {
public:
    TinyCountry();
    ~TinyCountry();
    TinyCountry(const TinyCountry&) = delete;
    TinyCountry& operator=(const TinyCountry&) = delete;

    static constexpr PlaceId town{0}, village{1}, city{2}, out{3};
    static constexpr RegionId north{0}, capital{1}, abroad{2};

    std::map<std::string, std::string> tables;  ///< "places.csv": its text
    std::string run;                            ///< lines of [run] besides the geography
    std::string sections;                       ///< further sections of the scenario

    /// Replaces `from`, which must be there, everywhere in a table.
    void edit(const std::string& table, std::string_view from, std::string_view to);

    const std::filesystem::path& folder() const { return folder_; }
    /// Writes everything; returns the scenario's file.
    std::filesystem::path write() const;
    /// Writes the tables and opens their folder.
    TableFolder open() const;
    Model model(const std::vector<std::string>& overrides = {}) const { return make_model(write(), overrides); }

private:
    std::filesystem::path folder_;
};

/// A `[[policy]]` that pays households of the city for moving to the North.
std::string resettlement_policy(std::string_view name, int quota, std::string_view more = "");

/// Runs a model for its whole time; calls `each_month` after every month.
template <class EachMonth>
World run_country(const Model& model, const Machine& machine, EachMonth&& each_month) {
    World world = make_world(model, machine);
    for (const Month month : model.settings.months()) {
        advance(model, month, world, machine);
        each_month(month, world);
    }
    return world;
}

inline World run_country(const Model& model, const Machine& machine = {}) {
    return run_country(model, machine, [](Month, const World&) {});
}

}  // namespace qonys
