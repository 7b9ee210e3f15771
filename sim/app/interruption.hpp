#pragma once

namespace qonys::app {

/// From now on, Ctrl-C (SIGINT) and SIGTERM ask the run to stop after the month under way instead of killing the
/// process. The second one of either kind kills at once. Says so on standard error unless `quiet`.
enum class Notice : bool { spoken, quiet };
void listen_for_interruption(Notice notice);

bool interruption_requested();

}  // namespace qonys::app
