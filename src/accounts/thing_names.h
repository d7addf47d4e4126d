#pragma once
// What the ids in the journal are called today. Reads across the tables of other rooms; writes none.

#include <map>
#include <optional>
#include <string>

#include "base/json.h"
#include "database/database.h"

namespace roster::accounts {

/// Looks each id up once; belongs to one transaction.
class ThingNames {
 public:
  explicit ThingNames(database::Transaction& tx) : tx_(tx) {}

  /// {"type", "id", "name"} of who acted: a person, a service, the operator, the server.
  json::object write_actor(const std::string& actor);
  /// The same of what an event is about. A person in an account's journal is a member of it.
  json::object write_target(const std::string& id);

 private:
  json::value find_name(std::string_view query, const std::string& id);

  database::Transaction& tx_;
  std::map<std::string, std::optional<std::string>, std::less<>> names_;
};

}  // namespace roster::accounts
