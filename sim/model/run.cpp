#include "model/run.hpp"

namespace qonys {

RunEnd run(const Model& model, World& world, const Machine& machine, const RunInfo& info, const Observers& observers,
           const std::function<bool()>& stop_requested) {
    for (const auto& observer : observers) observer->begin(info, world);
    RunEnd how = RunEnd::complete;
    for (const Month month : MonthRange(world.published.month + 1, model.settings.end)) {
        if (machine.ranks->any(stop_requested())) {
            how = RunEnd::interrupted;
            break;
        }
        const Totals before = world.published.stocks;
        advance(model, month, world, machine);
        check_balances(world, before);
        check_agreement(world);
        for (const auto& observer : observers) observer->record(world);
    }
    for (const auto& observer : observers) observer->end(world, how);
    return how;
}

}  // namespace qonys
