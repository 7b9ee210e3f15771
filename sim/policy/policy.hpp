#pragma once

#include <memory>
#include <string>

#include "base/month.hpp"
#include "config/document.hpp"
#include "world/figures.hpp"
#include "world/geography.hpp"
#include "world/levers.hpp"
#include "world/prices.hpp"

namespace qonys {

/// A rule of government, named in the scenario: a pure function of the month and of what was last published. It never
/// sees a household, and it can only add to the levers.
class Policy {
public:
    virtual ~Policy() = default;
    virtual void pull(Month month, const Published& published, Levers& levers) const = 0;
};

/// What a policy may know when it is made.
struct PolicyContext {
    const Geography& geography;
    const Prices& prices;
    double scale;         ///< agents per real household: quotas are written for the real country
    std::uint8_t number;  ///< the policy's row in the ledgers
    Problems& problems;   ///< what is wrong with its parameters
};

/// A policy as the run knows it.
struct NamedPolicy {
    std::string name;
    std::string kind;
    std::string level;  ///< at which it acts: "global", "cross-country" or "national"
    std::shared_ptr<const Policy> policy;
};

}  // namespace qonys
