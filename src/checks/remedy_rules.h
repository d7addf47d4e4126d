#pragma once
// The nearest way from a denial to a yes: the least that somebody would have to be given. Pure.

#include <optional>
#include <span>

#include "access/decide.h"
#include "access/standing.h"

namespace roster::checks {

struct Remedy {
  access::Grant grant;
  bool other_role = false;  ///< the role of the denied cannot have the permission
};

/// `standing` is null for who is no member. `roles`: all that can be given in the account. Nothing where no grant would help: the
/// permission is the owner's alone, or no role has it, or there is no such place.
std::optional<Remedy> find_remedy(access::Step denied_by, const access::Standing* standing,
                                  std::span<const access::RoleDefinition> roles, const access::Question& question,
                                  bool place_exists, const policy::Modules& modules);

}  // namespace roster::checks
