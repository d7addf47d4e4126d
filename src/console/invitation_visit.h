#pragma once
// What the link of an invitation is for whoever opens it. Opening it consumes nothing.

#include <optional>
#include <string>

#include "change/context.h"

namespace roster::console {

struct InvitationVisit {
  bool is_live = false;
  std::optional<AccountId> joined{};  ///< by this very link, before
};
/// Dead is dead, whatever of.
InvitationVisit visit_invitation(const change::Context& context, const std::string& token, const std::optional<UserId>& user);

}  // namespace roster::console
