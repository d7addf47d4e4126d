#pragma once
// A part of an account that a member's permissions can be limited to.

#include <string>

#include "change/change.h"

namespace roster::sub_accounts {

namespace reasons {
using namespace roster::change::reasons;
inline constexpr Reason not_offered{ErrorKind::conflict, "not_offered"};
}  // namespace reasons

struct SubAccount {
  SubAccountId id;
  AccountId account;
  std::string name;
  Instant created_at{};
  std::int64_t version = 1;
};

/// What the actor may see: who is limited to some sub-accounts sees those, whoever has the whole account needs
/// sub_accounts:read. Refusal: forbidden.
inline Result<access::Scope> decide_visible(const change::View& view) {
  if (view.standing() != nullptr && !view.standing()->scope.all) return view.standing()->scope;
  if (auto allowed = view.require("sub_accounts:read"); !allowed) return refuse(allowed);
  return access::Scope{};
}

}  // namespace roster::sub_accounts
