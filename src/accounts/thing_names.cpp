#include "accounts/thing_names.h"

#include <algorithm>
#include <array>

#include "base/id.h"

namespace roster::accounts {

namespace {

struct Kind {
  std::string_view prefix;
  std::string_view type;
  std::string_view query;  ///< empty: it has no name
};

constexpr std::array kinds{
    Kind{UserTag::prefix, "member", "SELECT name FROM users WHERE id = ?"},
    Kind{AccountTag::prefix, "account", "SELECT name FROM accounts WHERE id = ?"},
    Kind{InvitationTag::prefix, "invitation", "SELECT email FROM invitations WHERE id = ?"},
    Kind{RoleTag::prefix, "role", "SELECT title FROM roles WHERE id = ?"},
    Kind{SubAccountTag::prefix, "sub_account", "SELECT name FROM sub_accounts WHERE id = ?"},
    Kind{ContactTag::prefix, "contact", "SELECT name FROM contacts WHERE id = ?"},
    Kind{KeyTag::prefix, "api_key", "SELECT name FROM api_keys WHERE id = ?"},
    Kind{SessionTag::prefix, "session", ""},
};

const Kind* find_kind(std::string_view id) {
  const auto prefix = id.substr(0, id.find('_'));
  const auto at = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return kind.prefix == prefix; });
  return at == kinds.end() ? nullptr : &*at;
}

}  // namespace

json::value ThingNames::find_name(std::string_view query, const std::string& id) {
  if (query.empty()) return nullptr;
  auto known = names_.find(id);
  if (known == names_.end()) {
    const auto row = tx_.find(query, id);
    known = names_.emplace(id, row ? std::optional{row->text(0)} : std::nullopt).first;
  }
  return known->second ? json::value(*known->second) : json::value(nullptr);
}

json::object ThingNames::write_actor(const std::string& actor) {
  const auto* kind = find_kind(actor);
  if (kind == nullptr) return {{"type", actor == "operator" ? "operator" : "server"}, {"id", nullptr}, {"name", nullptr}};
  const auto type = kind->type == "member" ? "user" : kind->type == "api_key" ? "service" : kind->type;
  return {{"type", type}, {"id", actor}, {"name", find_name(kind->query, actor)}};
}

json::object ThingNames::write_target(const std::string& id) {
  const auto* kind = find_kind(id);
  if (kind == nullptr) return {{"type", "server"}, {"id", nullptr}, {"name", nullptr}};
  return {{"type", kind->type}, {"id", id}, {"name", find_name(kind->query, id)}};
}

}  // namespace roster::accounts
