#pragma once

namespace qonys {

/// Sets what the libraries for threads and memory read from the environment before main() begins, and starts the
/// program once more with it; returns when nothing was left to set. What the user has set stays; goes on as it is if
/// that fails. `argv` is that of main().
void set_environment(char** argv);

}  // namespace qonys
