#pragma once
// `roster …`: what the program's words mean.

namespace roster::app {

/// Returns an ExitCode (app/exit_code.h).
int run_command_line(int argc, char** argv);

}  // namespace roster::app
