#include "policy/catalogue.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "policy/adaptation_services.hpp"
#include "policy/border_regime.hpp"
#include "policy/education.hpp"
#include "policy/enforcement.hpp"
#include "policy/flights_and_corridors.hpp"
#include "policy/foreign_shock.hpp"
#include "policy/income_support.hpp"
#include "policy/information_campaign.hpp"
#include "policy/kandas_programme.hpp"
#include "policy/quarantine.hpp"
#include "policy/recipient_country.hpp"
#include "policy/regional_investment.hpp"
#include "policy/regularisation.hpp"
#include "policy/resettlement.hpp"
#include "policy/return_incentives.hpp"
#include "policy/shock.hpp"
#include "policy/stay_extension.hpp"
#include "policy/work_permits.hpp"

namespace qonys {
namespace {

template <class Parameters>
void describe_kind(Fields& fields) {
    Parameters parameters;
    declare(fields, parameters);
}

}  // namespace

const std::vector<PolicyKind>& policy_catalogue() {
    static const std::vector<PolicyKind> kinds{
        {"adaptation_services", "looks after resettled households in their first time", make_adaptation_services,
         describe_kind<AdaptationServicesParameters>},
        {"education", "grants, universities, distance learning and work for graduates", make_education,
         describe_kind<StudyPolicyParameters>},
        {"income_support", "pays cash to people without work", make_income_support,
         describe_kind<IncomeSupportParameters>},
        {"information_campaign", "tells people of offers and of places to live", make_information_campaign,
         describe_kind<InformationCampaignParameters>},
        {"regional_investment", "creates jobs, dwellings and amenities in places", make_regional_investment,
         describe_kind<RegionalInvestmentParameters>},
        {"resettlement", "pays households of some regions for moving to others, up to a yearly quota",
         make_resettlement, describe_kind<ResettlementParameters>},
        {"return_incentives", "helps people who left the country to come back", make_return_incentives,
         describe_kind<ReturnIncentivesParameters>},
        {"shock", "changes wages, jobs, rents or amenities of places without anybody deciding it", make_shock,
         describe_kind<ShockParameters>},
        {"quarantine", "closes regions and corridors, zones, offices; cuts work, shifts and studies away",
         make_quarantine, describe_kind<QuarantineParameters>},
        {"border_regime", "lets people in and out by legal status and country", make_border_regime,
         describe_kind<BorderRegimeParameters>},
        {"return_flights", "brings citizens home who are stranded abroad", make_return_flights,
         describe_kind<ReturnFlightsParameters>},
        {"transit_corridor", "lets stranded foreigners through to their countries", make_transit_corridor,
         describe_kind<TransitCorridorParameters>},
        {"stay_extension", "extends stays that end, and waives fines", make_stay_extension,
         describe_kind<StayExtensionParameters>},
        {"kandas_programme", "helps ethnic Kazakhs who return, by regional quotas, and joins their procedure",
         make_kandas_programme, describe_kind<KandasProgrammeParameters>},
        {"work_permits", "limits, prices and joins the permits of labour migrants", make_work_permits,
         describe_kind<WorkPermitsParameters>},
        {"enforcement", "finds, fines and expels who is here without a title, and holds employers liable",
         make_enforcement, describe_kind<EnforcementParameters>},
        {"regularisation", "gives titles, certificates of return and papers", make_regularisation,
         describe_kind<RegularisationParameters>},
        {"recipient_country", "makes other countries more attractive", make_recipient_country,
         describe_kind<RecipientCountryParameters>},
        {"foreign_shock", "sends people here, or keeps them away", make_foreign_shock,
         describe_kind<ForeignShockParameters>},
    };
    return kinds;
}

namespace {

/// A policy that has nothing to do in the run.
struct OutsideRun {
    Location where;
    std::string policy;
    std::string dates;
};

/// What is wrong with a policy's dates and level, and whether the dates lie outside the run.
void check_frame(const Section& section, const Frame& frame, MonthRange months, Problems& problems,
                 std::vector<OutsideRun>& outside) {
    const Window window = frame.window();
    if (window.empty())
        problems.add(section.where("end"),
                     fmt::format("{} = {} lies before {} = {}", section.path_of("end"), to_string(frame.end),
                                 section.path_of("start"), to_string(frame.start)));
    else if (window.last.month < months.first() || window.first.month > months.last())
        outside.push_back({section.where(window.last.month < months.first() ? "end" : "start"), section.name(),
                           fmt::format("from {} to {}", to_string(frame.start), to_string(frame.end))});
    check_level(frame.level, section, "level", problems);
}

/// Of a few one by one; of many, as when a long scenario is run for some months, in one sentence.
void warn_of(const std::vector<OutsideRun>& outside, MonthRange months, Problems& warnings) {
    constexpr std::size_t few = 3;
    const std::string run = fmt::format("the run from {} to {}", to_string(months.first()), to_string(months.last()));
    if (outside.size() <= few) {
        for (const OutsideRun& one : outside)
            warnings.add(one.where, fmt::format("{} acts {}, wholly outside {}", one.policy, one.dates, run));
        return;
    }
    std::vector<std::string> named;
    for (const OutsideRun& one : outside) named.push_back(one.policy);
    warnings.add(outside.front().where,
                 fmt::format("{} policies act wholly outside {}: {}", named.size(), run, fmt::join(named, ", ")));
}

}  // namespace

void check_level(const std::string& level, const Section& section, std::string_view key, Problems& problems) {
    const std::vector<std::string> known(policy_levels.begin(), policy_levels.end());
    if (std::ranges::find(known, level) == known.end())
        problems.add(section.where(key), fmt::format("{}: '{}' is none of: {}{}", section.path_of(key), level,
                                                     fmt::join(known, ", "), did_you_mean(level, known)));
}

std::vector<NamedPolicy> make_policies(Document& document, const PolicySetting& setting, Problems& problems,
                                       Problems& warnings) {
    std::vector<PolicySection> sections = document.policies();
    std::ranges::stable_sort(sections, {}, &PolicySection::name);
    std::vector<NamedPolicy> policies;
    std::vector<OutsideRun> outside;
    std::vector<std::string> kinds;
    for (const PolicyKind& kind : policy_catalogue()) kinds.emplace_back(kind.kind);
    if (sections.size() > 250) problems.add(sections[250].section.where(), "more than 250 policies in one scenario");
    for (const PolicySection& written : sections) {
        const auto kind = std::ranges::find(policy_catalogue(), written.kind, &PolicyKind::kind);
        if (kind == policy_catalogue().end()) {
            problems.add(
                written.section.where("kind"),
                fmt::format("{} = '{}' is not a kind of policy{}; there is: {}", written.section.path_of("kind"),
                            written.kind, did_you_mean(written.kind, kinds), fmt::join(kinds, ", ")));
            continue;
        }
        const PolicyContext context{setting.geography, setting.prices, setting.scale,
                                    static_cast<std::uint8_t>(policies.size()), problems};
        auto policy = kind->make(written.section, context);
        const Frame& frame = policy->frame();
        check_frame(written.section, frame, setting.months, problems, outside);
        const bool acts = std::ranges::find(setting.levels, frame.level) != setting.levels.end();
        policies.push_back({written.name, written.kind, frame.level, std::move(policy), acts});
    }
    warn_of(outside, setting.months, warnings);
    return policies;
}

}  // namespace qonys
