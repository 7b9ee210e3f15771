#include "policy/recipient_country.hpp"

#include "config/number_fields.hpp"
#include "policy/words.hpp"

namespace qonys {
namespace {

class RecipientCountry final : public Policy {
public:
    RecipientCountry(const RecipientCountryParameters& parameters, std::vector<std::size_t> rows,
                     const PolicyContext& context)
        : Policy(parameters.frame, context), utility_(parameters.utility), rows_(std::move(rows)) {}

    void pull(Month month, const Published&, Levers& levers) const override {
        const double acts = share(month);
        if (acts == 0) return;
        for (const std::size_t row : rows_) levers.border.pull.add(row, acts * utility_);
    }

private:
    double utility_;
    std::vector<std::size_t> rows_;  ///< of BorderLevers::pull
};

}  // namespace

void declare(Fields& fields, RecipientCountryParameters& p) {
    declare(fields, p.frame);
    const auto list = [&](std::vector<std::string>& value, std::string_view name, std::string_view meaning) {
        fields.field(value, {.name = name, .unit = "", .meaning = meaning, .source = author});
    };
    list(p.countries, "countries", "regions abroad that become more attractive");
    list(p.ethnicities, "ethnicities", "ethnic groups of the household for which they do, or \"all\"");
    list(p.educations, "educations", "education of who decides for which they do, or \"all\"");
    number_fields(fields)(p.utility, "utility", "utility",
                          "what they gain: 0.7 doubles the odds of going there, 0.8 x log of the factor for wages",
                          author, -5, 5);
}

std::shared_ptr<const Policy> make_recipient_country(const Section& section, const PolicyContext& context) {
    RecipientCountryParameters p;
    read_section(section, p, context.problems);
    std::vector<std::size_t> rows;
    const auto educations = educations_of(p.educations, section, "educations", context);
    const auto ethnicities = ethnicities_of(p.ethnicities, section, "ethnicities", context);
    for (const RegionId country : countries_of(p.countries, section, "countries", context))
        for (const Ethnicity ethnicity : ethnicities)
            for (const Education education : educations) rows.push_back(pull_row(country, ethnicity, education));
    return std::make_shared<RecipientCountry>(p, std::move(rows), context);
}

}  // namespace qonys
