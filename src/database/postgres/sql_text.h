#pragma once
// The shared SQL in PostgreSQL's words.

#include <string>
#include <string_view>

namespace roster::database {

/// `?` becomes $1, $2 …, except in quotes. In a statement that makes or changes a table, TEXT is ordered by its bytes, as in
/// SQLite, whatever the database's own order is.
std::string to_postgres(std::string_view sql);

}  // namespace roster::database
