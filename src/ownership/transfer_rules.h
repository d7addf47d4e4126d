#pragma once
// The rules of a transfer, pure: who may receive the ownership, what the former owner becomes, and whether there is a seat
// for that. All of it is the policy's data.

#include <optional>
#include <string>
#include <vector>

#include "access/standing.h"
#include "change/change.h"
#include "members/member.h"
#include "policy/seats.h"

namespace roster::ownership {

namespace reasons {
using namespace roster::change::reasons;
using namespace roster::members::reasons;
inline constexpr Reason self_transfer{ErrorKind::invalid, "self_transfer"};
inline constexpr Reason target_not_active{ErrorKind::conflict, "target_not_active"};
inline constexpr Reason target_not_eligible{ErrorKind::conflict, "target_not_eligible"};
}  // namespace reasons

/// Whom it is to go to.
struct Receiver {
  std::string role;
  access::MemberStatus status = access::MemberStatus::active;
};

/// The role that the former owner gets: the policy's, or what `wanted` says if that is one of the policy's choices.
/// Refusals: target_not_active, target_not_eligible, role_unknown (of /former_owner_role).
Result<std::string> decide_transfer(const policy::Policy& policy, const Receiver& receiver,
                                    const std::optional<std::string>& wanted);

/// What the former owner holds from then on.
access::Grant grant_of_former_owner(const policy::Policy& policy, const policy::Modules& modules, const std::string& role);

/// The roles that the former owner could get, as seats are once the receiver's is free. `use` is of before.
std::vector<std::string> list_roles_that_fit(const policy::Policy& policy, const policy::Plan& plan, const policy::SeatUse& use,
                                             const Receiver& receiver);

}  // namespace roster::ownership
