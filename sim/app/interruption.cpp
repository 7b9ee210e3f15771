#include "app/interruption.hpp"

#include <atomic>
#include <string_view>

#include <unistd.h>
#include <csignal>

namespace qonys::app {
namespace {

std::atomic<bool> requested = false;
std::atomic<bool> spoken = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // else a signal handler may not touch them

void stop_after_this_month(int) {
    requested = true;
    // Whichever of the two comes next is final.
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    constexpr std::string_view text = "\nstopping after this month; Ctrl-C again stops at once and keeps nothing\n";
    if (spoken && ::write(STDERR_FILENO, text.data(), text.size()) < 0) return;
}

}  // namespace

void listen_for_interruption(Notice notice) {
    spoken = notice == Notice::spoken;
    struct sigaction action {};
    action.sa_handler = stop_after_this_month;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

bool interruption_requested() { return requested; }

}  // namespace qonys::app
