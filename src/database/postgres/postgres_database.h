#pragma once
// PostgreSQL, through libpq. Any number of servers may work on one database at the same time.
//
// A write locks what it is about before its snapshot is opened, and sees what whoever held the locks before has committed. A row
// that somebody else changed meanwhile makes it begin again, and so does a lost connection, inside a deadline. Where the
// connection is lost during a COMMIT, the operation's row tells afterwards what became of it.

#include <memory>
#include <string>

#include "base/instant.h"
#include "database/database.h"

namespace roster::database {

struct PostgresOptions {
  std::string conninfo;             ///< postgresql://… or "host=… dbname=…", as libpq reads it
  std::size_t connections_max = 8;  ///< for reads; and as many for writes
  bool joins = false;               ///< as a node, which answers by its watcher's memory and hears in time what others change
};

/// Whether `--database` names PostgreSQL.
bool is_postgres(std::string_view database);
/// Where it leads, for people: without the password. Throws OpenRefused.
std::string describe_postgres(const std::string& conninfo);

/// `clock` tells how far tests have moved the time; it must outlive the database. Throws OpenRefused.
std::unique_ptr<Database> open_postgres(const PostgresOptions& options, const Clock& clock);

}  // namespace roster::database
