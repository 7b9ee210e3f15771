#include "policy/border_regime.hpp"

#include "config/number_fields.hpp"
#include "policy/words.hpp"

namespace qonys {
namespace {

class BorderRegime final : public Policy {
public:
    BorderRegime(const BorderRegimeParameters& parameters, std::vector<RegionId> countries,
                 std::vector<LegalStatus> statuses, const PolicyContext& context)
        : Policy(parameters.frame, context),
          entry_(parameters.entry),
          exit_(parameters.exit),
          travel_(parameters.travel),
          countries_(std::move(countries)),
          statuses_(std::move(statuses)) {}

    void pull(Month month, const Published&, Levers& levers) const override {
        const double acts = share(month);
        if (acts == 0) return;
        for (const LegalStatus status : statuses_)
            for (const RegionId country : countries_) {
                if (entry_ < 1) levers.border.entry.multiply(status, country, 1 - acts * (1 - entry_));
                if (travel_ < 1) levers.border.travel.multiply(status, country, 1 - acts * (1 - travel_));
                if (exit_ < 1) levers.border.exit.multiply(status, country, 1 - acts * (1 - exit_));
            }
    }

private:
    double entry_;
    double exit_;
    double travel_;
    std::vector<RegionId> countries_;
    std::vector<LegalStatus> statuses_;
};

}  // namespace

void declare(Fields& fields, BorderRegimeParameters& p) {
    declare(fields, p.frame);
    fields.field(p.countries, {.name = "countries",
                               .unit = "",
                               .meaning = "regions abroad whose border it is about, or \"all\"",
                               .source = author});
    fields.field(p.statuses, {.name = "statuses",
                              .unit = "",
                              .meaning = "legal statuses that it is about, or \"all\"; exceptions are those left out",
                              .source = author});
    const auto number = number_fields(fields);
    number(p.entry, "entry", "share", "of those who want to enter in a month, those who can", author, 0, 1);
    number(p.exit, "exit", "share", "of those who want to leave in a month, those who can", author, 0, 1);
    number(p.travel, "travel", "share", "of short trips abroad, those that go ahead; beside `exit`", author, 0, 1);
}

std::shared_ptr<const Policy> make_border_regime(const Section& section, const PolicyContext& context) {
    BorderRegimeParameters p;
    read_section(section, p, context.problems);
    auto countries = countries_of(p.countries, section, "countries", context);
    auto statuses = statuses_of(p.statuses, section, "statuses", context);
    return std::make_shared<BorderRegime>(p, std::move(countries), std::move(statuses), context);
}

}  // namespace qonys
