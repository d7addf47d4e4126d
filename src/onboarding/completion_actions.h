#pragma once
// A registration completed: the token of the letter proves the mailbox, the person becomes a user, perhaps with an account
// of their own, and is signed in. One transaction.

#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "users/sign_in_actions.h"

namespace roster::onboarding {

namespace reasons {
using namespace roster::change::reasons;
inline constexpr Reason policy_unknown{ErrorKind::invalid, "policy_unknown"};
}  // namespace reasons

struct CompletionRequest {
  std::string token;
  std::string name;
  Secret password;
  std::optional<std::string> account_name{};
  std::optional<std::string> policy{};  ///< only with an account
  users::SessionOrigin origin{};
  std::string request_id{};
  std::optional<access::UserActor> former{};  ///< whose session the request came with: it ends
};

/// `open_policies`: what may be chosen, the first one where none is; empty: every loaded one. Hashes: call it on the hashing
/// lane. Refusals: not_found, the same for every dead token and for an address that got a user meanwhile; faults of policy
/// (policy_unknown) and password (weak_password, too_long).
Result<users::SignedInSession> complete_registration(const users::Hashing& hashing, const std::vector<std::string>& open_policies,
                                                     const CompletionRequest& request);

}  // namespace roster::onboarding
