#pragma once
// SQLite takes the first frame of its write-ahead log that does not check for the log's end, and forgets without a word every
// commit behind it. After a power cut that is right: the last transaction may be torn, and nobody was told of it. Damage in
// the middle looks the same to it, and an acknowledged commit would be gone, up to the whole database while it is young.

#include <optional>
#include <string>

namespace roster::database {

/// What is wrong with the log at `path`; nothing when it ends as a log may end, or is not there. Call it before SQLite opens
/// the database: opening folds the log into it.
std::optional<std::string> find_wal_damage(const std::string& path);

}  // namespace roster::database
