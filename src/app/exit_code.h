#pragma once
// What the program's end says to scripts; docs/operations.md has the same table.

namespace roster::app {

enum class ExitCode {
  done = 0,
  refused = 1,  ///< or not possible now
  usage = 2,    ///< wrong usage, configuration or policy
  damaged = 3,  ///< the database, a backup or the journal
};

}  // namespace roster::app
