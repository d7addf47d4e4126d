#pragma once
// Opening, changing and deleting an account.

#include <optional>
#include <string>
#include <vector>

#include "change/change.h"

namespace roster::accounts {

struct AccountRequest {
  std::string name;
  std::string policy;
  std::optional<std::string> plan{};  ///< by trusted actors only
  std::optional<UserId> owner{};      ///< by trusted actors only, who must name one; else the actor owns
};
/// What is absent stays as it is.
struct AccountPatch {
  std::optional<std::string> name{};
  std::optional<std::string> plan{};    ///< by trusted actors only
  std::optional<std::string> policy{};  ///< by trusted actors only
};

/// From here on change.account() is the new one. `open_to_all`: the policies that people may choose themselves; none: every one.
/// Refusals: service_key_required; of fields policy_unknown, plan_unknown, user_unknown, missing_field.
Result<void> open_account(change::Change& change, const AccountRequest& request, const std::vector<std::string>& open_to_all);

/// Needs account:update for the name. A plan below what is used removes nobody. A new policy moves members: see policy_change.h.
/// Refusals: forbidden, service_key_required, precondition_failed; of fields policy_unknown, plan_unknown.
Result<void> update_account(change::Change& change, const AccountPatch& patch);

/// Needs account:delete and a recent sign-in. `confirm_name`: as the person typed it; only a preview may leave it out.
/// Refusals: forbidden, reauthentication_required, precondition_failed; of the field missing_field, name_mismatch.
Result<void> delete_account(change::Change& change, const std::optional<std::string>& confirm_name);

}  // namespace roster::accounts
