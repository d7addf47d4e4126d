#pragma once
// Signing in, and proving the password again within a session. Failures are throttled by the client's network and by the
// address that was tried, those in a browser in which that person has signed in before by the browser alone; an address
// without a user is treated, and costs, exactly like one that has a user.
// All of these hash: call them on the hashing lane.

#include <optional>
#include <string>

#include "base/secret.h"
#include "crypto/password.h"
#include "users/sessions.h"

namespace roster::users {

namespace reasons {
inline constexpr Reason sign_in_failed{ErrorKind::unauthenticated, "sign_in_failed"};
inline constexpr Reason wrong_password{ErrorKind::invalid, "wrong_password"};
}  // namespace reasons

/// What a use case of this room needs besides the transaction.
struct Hashing {
  const change::Context& context;
  const crypto::PasswordHasher& hasher;
  SessionLifetimes lifetimes;
};

struct SignInAttempt {
  std::string address;  ///< as typed; what is no address fails like a wrong password
  Secret password;
  SessionOrigin origin;
  std::string request_id;
  std::string device_cookie{};                ///< as sent: see device_cookie.h
  std::optional<access::UserActor> former{};  ///< whose session the request came with: it ends
};
/// Refusals: sign_in_failed, rate_limited.
Result<SignedInSession> sign_in(const Hashing& hashing, const SignInAttempt& attempt);

struct PasswordAttempt {
  access::UserActor actor;
  Secret password;
  SessionOrigin origin;
  std::string request_id;
};
/// Whether the password is that of who is signed in; the user as read. A write that builds on it calls confirm_proof first.
/// Refusals: unauthenticated, rate_limited, `wrong`.
Result<User> prove_password(const Hashing& hashing, const PasswordAttempt& attempt, const Error& wrong);
/// In the write: the session still lives, the password is still the one that was proved, and no other try exhausted the
/// throttle meanwhile. Refusals: unauthenticated, rate_limited.
Result<void> confirm_proof(database::Transaction& tx, const access::UserActor& actor, const User& proved);

/// Proves the password again; the session gets a new token, the former one is dead. Refusals: as prove_password.
Result<SignedInSession> reauthenticate(const Hashing& hashing, const PasswordAttempt& attempt, std::string_view former_digest);

}  // namespace roster::users
