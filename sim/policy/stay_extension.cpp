#include "policy/stay_extension.hpp"

#include <algorithm>

#include "config/number_fields.hpp"

namespace qonys {
namespace {

class StayExtension final : public Policy {
public:
    StayExtension(const StayExtensionParameters& parameters, const PolicyContext& context)
        : Policy(parameters.frame, context), share_(parameters.share), fines_(parameters.fines) {}

    void pull(Month month, const Published&, Levers& levers) const override {
        const double acts = share(month);
        if (acts == 0) return;
        levers.border.stay_clock *= 1 - acts * share_;
        levers.border.extends_stays = std::min(levers.border.extends_stays, number());
        levers.border.fines *= 1 - acts * (1 - fines_);
    }

private:
    double share_;
    double fines_;
};

}  // namespace

void declare(Fields& fields, StayExtensionParameters& p) {
    declare(fields, p.frame);
    const auto number = number_fields(fields);
    number(p.share, "share", "share", "of stays that end and are extended", author, 0, 1);
    number(p.fines, "fines", "factor", "of fines that make those who are found leave", "waived in 2020 and 2021 (seed)",
           0, 1);
}

std::shared_ptr<const Policy> make_stay_extension(const Section& section, const PolicyContext& context) {
    StayExtensionParameters p;
    read_section(section, p, context.problems);
    return std::make_shared<StayExtension>(p, context);
}

}  // namespace qonys
