#include "policy/shock.hpp"

#include <algorithm>
#include <cmath>

#include "config/number_fields.hpp"
#include "policy/places.hpp"

namespace qonys {
namespace {

class Shock final : public Policy {
public:
    Shock(ShockParameters parameters, std::vector<PlaceId> places, const PolicyContext& context)
        : Policy(parameters.frame, context), parameters_(std::move(parameters)), places_(std::move(places)) {}

    void pull(Month month, const Published&, Levers& levers) const override {
        const double covered = share(month);
        if (covered == 0) return;
        for (const PlaceId place : places_) {
            levers.places.wages.multiply(place, std::pow(parameters_.wages, covered));
            levers.places.jobs_factor.multiply(place, 1 + covered * (parameters_.jobs - 1));
            levers.places.rents.multiply(place, std::pow(parameters_.rents, covered));
            levers.places.amenity.add(place, covered * parameters_.amenity);
        }
    }

private:
    ShockParameters parameters_;
    std::vector<PlaceId> places_;
};

}  // namespace

void declare(Fields& fields, ShockParameters& p) {
    declare(fields, p.frame);
    fields.field(p.places,
                 {.name = "places", .unit = "", .meaning = "regions or places that it befalls", .source = author});
    const auto number = number_fields(fields);
    number(p.wages, "wages", "factor", "of wages there (a commodity's price), while it lasts", author, 0.1, 10);
    number(p.jobs, "jobs", "factor", "of the jobs that employers want there, while it lasts", author, 0, 10);
    number(p.rents, "rents", "factor", "of rents there, while it lasts", author, 0.1, 10);
    number(p.amenity, "amenity", "utility", "of living there, while it lasts", author, -10, 10);
}

std::shared_ptr<const Policy> make_shock(const Section& section, const PolicyContext& context) {
    ShockParameters parameters;
    read_section(section, parameters, context.problems);
    std::vector<PlaceId> places = places_of(parameters.places, section, "places", context);
    return std::make_shared<Shock>(std::move(parameters), std::move(places), context);
}

}  // namespace qonys
