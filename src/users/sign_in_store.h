#pragma once
// The sign-in log, and the failures that throttle the next try.

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "database/database.h"
#include "users/sign_in_throttle.h"

namespace roster::users {

enum class SignInResult { succeeded, failed, rate_limited };
constexpr std::string_view text_of(SignInResult result) {
  switch (result) {
    case SignInResult::succeeded:
      return "succeeded";
    case SignInResult::failed:
      return "failed";
    case SignInResult::rate_limited:
      return "rate_limited";
  }
  return "";
}

/// How somebody signed in.
namespace sign_in_method {
inline constexpr std::string_view password = "password";
inline constexpr std::string_view registration = "registration";
inline constexpr std::string_view invitation = "invitation";
inline constexpr std::string_view reauthentication = "reauthentication";
}  // namespace sign_in_method

/// From where, as people recognise it.
struct SessionOrigin {
  std::string ip;
  std::string device;
};

/// A row of the log for who has this address; none where nobody has, at the same cost.
void note_sign_in(database::Transaction& tx, std::string_view email_key, SignInResult result, std::string_view method,
                  const SessionOrigin& origin);

struct SignIn {
  std::string id;
  Instant at;
  std::string result, method, ip, device;
};
/// The body of a sign-in. `person`: {id, email, name} of whose it is.
json::object write_sign_in(const SignIn& sign_in, const json::object& person);
/// Where a page of the log goes on: after this one.
struct SignInPosition {
  Instant at;
  std::string id;
};
/// Newest first.
std::vector<SignIn> list_sign_ins(database::Transaction& tx, const UserId& user, const std::optional<SignInPosition>& after,
                                  std::size_t limit);

/// None when nothing failed of late. `name`: see failures_of_address and failures_of_user.
Failures find_failures(database::Transaction& tx, std::string_view name);
void save_failures(database::Transaction& tx, std::string_view name, const Failures& failures);
void clear_failures(database::Transaction& tx, std::string_view name);

/// Tries to sign in with this address, whether it has a user or not.
std::string failures_of_address(std::string_view email_key);
/// Tries to prove the password within a session: whoever throttles the address from outside does not throttle these.
std::string failures_of_user(const UserId& user);

}  // namespace roster::users
