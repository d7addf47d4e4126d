#pragma once
// `roster verify`: the engine's own integrity check, the invariants as queries that must find nothing, the journal's chains.

#include <string>
#include <vector>

#include "database/database.h"

namespace roster::app {

struct Verification {
  std::int64_t events = 0, subjects = 0;
  std::vector<std::string> faults;
};

Verification verify(database::Database& database);

}  // namespace roster::app
