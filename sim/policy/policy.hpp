#pragma once

#include <memory>
#include <string>

#include "base/month.hpp"
#include "config/document.hpp"
#include "policy/frame.hpp"
#include "world/figures.hpp"
#include "world/geography.hpp"
#include "world/levers.hpp"
#include "world/prices.hpp"

namespace qonys {

/// What a policy may know when it is made.
struct PolicyContext {
    const Geography& geography;
    const Prices& prices;
    double scale;         ///< agents per real household: quotas are written for the real country
    std::uint8_t number;  ///< the policy's row in the ledgers
    Problems& problems;   ///< what is wrong with its parameters
};

/// A rule of government, or a shock, named in the scenario: a pure function of the month and of what was last
/// published. It never sees a household, and it can only add to the levers.
class Policy {
public:
    Policy(Frame frame, const PolicyContext& context)
        : frame_(std::move(frame)), geography_(&context.geography), number_(context.number), scale_(context.scale) {}
    virtual ~Policy() = default;
    Policy(const Policy&) = delete;
    Policy& operator=(const Policy&) = delete;

    virtual void pull(Month month, const Published& published, Levers& levers) const = 0;

    const Frame& frame() const { return frame_; }

protected:
    /// Share of the month in which the policy acts.
    double share(Month month) const { return frame_.window().share(month); }
    const Geography& geography() const { return *geography_; }
    std::uint8_t number() const { return number_; }
    double scale() const { return scale_; }

private:
    Frame frame_;
    const Geography* geography_;
    std::uint8_t number_;
    double scale_;
};

/// A policy as the run knows it.
struct NamedPolicy {
    std::string name;
    std::string kind;
    std::string level;  ///< at which it acts: "global", "cross-country" or "national"
    std::shared_ptr<const Policy> policy;
    bool acts = true;  ///< false where the run turns its level off
};

}  // namespace qonys
