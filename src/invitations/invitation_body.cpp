#include "invitations/invitation_body.h"

#include "invitations/inviter.h"
#include "members/member_store.h"

namespace roster::invitations {

json::object InvitationWriter::write(const Invitation& invitation, std::optional<outbox::Delivery> delivery) {
  const auto* role = desk_.find_role(invitation.role);
  return {{"id", invitation.id.text()},
          {"email", invitation.email.text()},
          {"role", invitation.role},
          {"title", role == nullptr ? invitation.role : role->title.in(language_)},
          {"permissions", members::write_names(catalogue_.modules, invitation.picked)},
          {"sub_accounts", members::write_scope(invitation.scope)},
          {"status", text_of(invitation.status_at(tx_.now()))},
          {"expires_at", invitation.expires_at.text()},
          {"sent_at", invitation.sent_at.text()},
          {"invited_by", write_inviter(invitation.invited_by)},
          {"delivery", outbox::text_of(delivery ? *delivery : outbox::delivery_of(tx_, invitation.id.text()))}};
}

const json::value& InvitationWriter::write_inviter(const std::string& invited_by) {
  const auto at = inviters_.find(invited_by);
  if (at != inviters_.end()) return at->second;
  json::value inviter;
  if (const auto name = find_inviter_name(tx_, invited_by)) inviter = json::object{{"id", invited_by}, {"name", *name}};
  return inviters_.emplace(invited_by, std::move(inviter)).first->second;
}

json::object write_given(const Invitation& invitation, const policy::Modules& modules) {
  return {{"role", invitation.role},
          {"picked", members::write_names(modules, invitation.picked)},
          {"sub_accounts", members::write_scope(invitation.scope)}};
}

}  // namespace roster::invitations
