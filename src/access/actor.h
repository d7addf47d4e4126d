#pragma once
// Who asks. Made at the door from a credential, judged again inside the transaction.

#include <string>
#include <variant>

#include "base/id.h"

namespace roster::access {

struct Anonymous {};

/// A person with a session.
struct UserActor {
  UserId user;
  SessionId session;
  Instant authenticated_at;  ///< when the password was last given
};

/// A product's own backend, by a service key: may act in every account.
struct ServiceActor {
  KeyId key;
};

/// Whoever may use the machine's socket: `roster account …`.
struct OperatorActor {};

using Actor = std::variant<Anonymous, UserActor, ServiceActor, OperatorActor>;

/// As the journal and the tables write it: "usr_…", "key_…", "operator", "anonymous".
std::string text_of(const Actor& actor);

/// Service keys and the operator: not bound by a member's permissions.
inline bool is_trusted(const Actor& actor) {
  return std::holds_alternative<ServiceActor>(actor) || std::holds_alternative<OperatorActor>(actor);
}
inline const UserActor* user_of(const Actor& actor) { return std::get_if<UserActor>(&actor); }

}  // namespace roster::access
