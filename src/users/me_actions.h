#pragma once
// What is the user's own, in no account: name, language, address, sessions. Each runs inside change::perform or change::look
// on a request of a signed-in user.

#include <functional>
#include <optional>
#include <string>

#include "change/change.h"
#include "users/signed_in.h"
#include "users/user_store.h"

namespace roster::users {

/// A user's name or address was changed in this transaction: rooms above that keep copies refresh them.
using UserChanged = std::function<void(database::Transaction&, const UserId&)>;

/// The body of a user.
json::object write_user(const User& user);

/// The user who asks. Refusal: forbidden, to service keys and the operator, who are no persons.
Result<User> find_asking_user(const change::View& view);

struct NewDetails {
  std::optional<std::string> name{};
  std::optional<Language> language{};
};
/// Refusals: precondition_failed, those of find_asking_user.
Result<change::Answer> update_details(change::Change& change, const NewDetails& details, const UserChanged& changed);

/// A letter with a link goes to the new address; to one that has a user already, a letter that says so. The answer and the
/// work are the same. Refusals: reauthentication_required, rate_limited.
Result<change::Answer> request_email_change(change::Change& change, const EmailAddress& email);
/// By the user who asked for it, after a recent sign-in. Ends the other sessions, kills a pending reset, tells the old
/// address by a letter with the way back. Refusals: reauthentication_required, not_found (also for an address that somebody else
/// took meanwhile).
Result<change::Answer> complete_email_change(change::Change& change, std::string_view digest, const UserChanged& changed);

/// Refusals: reauthentication_required.
Result<change::Answer> end_other_sessions(change::Change& change);
/// The own current session's cookie is cleared with it. Refusal: not_found.
Result<change::Answer> end_my_session(change::Change& change, const SessionId& session);

/// By a service key, which vouches for the address; or by the operator. 201, or 200 with the one who has the address.
/// Refusal: service_key_required.
Result<change::Answer> create_vouched_user(change::Change& change, const EmailAddress& email, const std::string& name,
                                           Language language);

}  // namespace roster::users
