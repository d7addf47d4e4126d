#pragma once
// What becomes of a plan and of the members' grants when an account goes over to another policy. Pure.

#include <string>

#include "access/standing.h"

namespace roster::accounts {

/// What a member has before the change.
struct HeldGrant {
  access::RoleDefinition role;
  policy::PermissionSet picked;
  policy::PermissionSet effective;  ///< as if active
};

/// What a member has after it.
struct NewGrant {
  std::string role;
  policy::PermissionSet picked;
  friend bool operator==(const NewGrant&, const NewGrant&) = default;
};

/// The role of the same id where the new policy has one, a custom role where it allows them, else the policy's default role.
/// Who gets the default role keeps, as picks, what was in effect and can be picked there: nobody is locked out of the product
/// for the name of a role. The owner stays the owner.
NewGrant decide_grant_under(const policy::Policy& next, const policy::Modules& modules, const HeldGrant& held);

/// The plan of the same id where the new policy has one, else its first.
const policy::Plan& decide_plan_under(const policy::Policy& next, std::string_view plan);

}  // namespace roster::accounts
