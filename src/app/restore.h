#pragma once
// Restoring a backup: the file takes the database's place, and nothing that lived then lives again by itself.

#include <string>

#include "app/config.h"

namespace roster::app {

/// Refuses while a server runs on the data folder. Ends all sessions, kills the links of letters (pending invitations can
/// be sent again), revokes API keys unless `keep_keys`. The former database is kept beside it. Returns the exit code.
int restore_backup(const Config& config, const std::string& backup, bool keep_keys, bool as_json);

}  // namespace roster::app
