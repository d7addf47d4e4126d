#pragma once
// Restoring a backup: the file takes the database's place, and nothing that lived then lives again by itself.

#include <string>

#include "app/config.h"
#include "app/exit_code.h"
#include "database/database.h"

namespace roster::app {

/// Refuses while a server runs on the data folder. Ends all sessions, kills the links of letters (pending invitations can
/// be sent again), revokes service keys unless `keep_keys`. The former database is kept beside it.
/// What it makes belongs to whom the database, or its folder, belongs to; refuses what it could not give to them.
ExitCode restore_backup(const Config& config, const std::string& backup, bool keep_keys, bool as_json);

/// The same for a PostgreSQL database that was brought back by PostgreSQL's own tools, to an earlier time.
ExitCode end_what_was_restored(const Config& config, bool keep_keys, bool as_json);

/// In a database as it was earlier: what was revoked or used since cannot be known, so nothing of it is trusted.
void end_credentials(database::Transaction& tx, bool keep_keys);
/// Says so to the operator.
void tell_what_ended(bool keep_keys);

}  // namespace roster::app
