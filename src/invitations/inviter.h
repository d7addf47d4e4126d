#pragma once
// Who stands behind an invitation: what people see of them, and whether they may still give it.

#include <optional>
#include <string>

#include "access/standing_store.h"

namespace roster::invitations {

/// By invited_by: the user's name; "operator" for the operator. Nothing for who was erased.
std::optional<std::string> find_inviter_name(database::Transaction& tx, std::string_view invited_by);
/// What the invited are told: a person's name, and nothing when the operator invites.
std::optional<std::string> find_inviter_person(database::Transaction& tx, std::string_view invited_by);
/// Judged now: an active member who may invite and holds all of it; the operator always.
bool may_still_give(database::Transaction& tx, const policy::Catalogue& catalogue, const access::Account& account,
                    std::string_view invited_by, const access::Grant& grant);
/// The same for a standing at hand.
bool may_still_give(const access::Standing& standing, const access::Grant& grant, const policy::Modules& modules);

}  // namespace roster::invitations
