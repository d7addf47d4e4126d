#pragma once
// Forward-only migrations: each file once, in order, in a transaction of its own, with a checksum. A database that knows
// more than this binary, or whose past differs from ours, is refused.

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/embedded.h"
#include "database/database.h"

namespace roster::database {

struct MigrationRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Brings the database to the newest of `files` ("migrations/0001_….sql"). Returns how many were applied.
int migrate(Database& database, std::span<const embedded::EmbeddedFile> files);

}  // namespace roster::database
