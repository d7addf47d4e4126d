#pragma once
// The members who hold a role, and what an edit or the end of that role does to them.

#include <vector>

#include "members/member_store.h"
#include "roles/role.h"

namespace roster::roles {

/// Active or not.
std::vector<members::Member> list_members_with(change::Change& change, std::string_view role);

/// Says what each gains and loses now that `before` is `after`, and runs the consequences for those who hold less.
void tell_edit(change::Change& change, const std::vector<members::Member>& holders, const access::RoleDefinition& before,
               const access::RoleDefinition& after);

/// Whether the actor may make each of them, and each invitation that holds `from`, a holder of `to`.
bool may_move(const change::Change& change, const std::vector<members::Member>& holders, const access::RoleDefinition& from,
              const access::RoleDefinition& to);
/// Makes them holders of `to`, with an event each; effects and consequences as in tell_edit.
void move_holders(change::Change& change, const std::vector<members::Member>& holders, const access::RoleDefinition& from,
                  const access::RoleDefinition& to);

}  // namespace roster::roles
