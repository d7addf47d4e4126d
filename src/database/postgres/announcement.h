#pragma once
// What nodes write each other: which rows a commit that is about to happen changes, and what became of commits.

#include <string>
#include <utility>
#include <vector>

#include "database/watch.h"

namespace roster::database::postgres {

/// Of one operation.
struct Beginning {
  std::string operation;
  ChangedRows rows;
};
struct Ending {
  std::string operation;
  bool committed;
};
struct Letter {
  std::vector<Beginning> beginnings;
  std::vector<Ending> endings;
};

/// Tables go by their names: two versions of this program may watch different ones.
std::string write_letter(const Letter& letter, std::span<const WatchedTable> tables);
/// Rows of tables that are not watched here are passed over. Throws DatabaseError.
Letter read_letter(std::string_view text, std::span<const WatchedTable> tables);

}  // namespace roster::database::postgres
