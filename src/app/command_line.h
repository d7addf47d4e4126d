#pragma once
// `roster …`: what the program's words mean. Exit codes: 0 done, 1 refused or not possible now, 2 wrong usage or
// configuration, 3 a damaged database or journal.

namespace roster::app {

int run_command_line(int argc, char** argv);

}  // namespace roster::app
