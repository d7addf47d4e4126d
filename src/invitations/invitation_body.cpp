#include "invitations/invitation_body.h"

#include "invitations/inviter.h"
#include "members/member_store.h"

namespace roster::invitations {

json::object write_invitation(const Invitation& invitation, const Surroundings& surroundings, const policy::Modules& modules,
                              Instant now) {
  return {{"id", invitation.id.text()},
          {"email", invitation.email.text()},
          {"role", invitation.role},
          {"title", surroundings.title},
          {"permissions", members::write_names(modules, invitation.picked)},
          {"sub_accounts", members::write_scope(invitation.scope)},
          {"status", text_of(invitation.status_at(now))},
          {"expires_at", invitation.expires_at.text()},
          {"sent_at", invitation.sent_at.text()},
          {"invited_by", surroundings.inviter},
          {"delivery", outbox::text_of(surroundings.delivery)}};
}

json::object InvitationWriter::write(const Invitation& invitation) {
  return write_invitation(invitation,
                          {.title = title_of(invitation.role),
                           .inviter = write_inviter(invitation.invited_by),
                           .delivery = outbox::delivery_of(tx_, invitation.id.text())},
                          catalogue_.modules, tx_.now());
}

std::string InvitationWriter::title_of(const std::string& role) {
  const auto* definition = desk_.find_role(role);
  return definition == nullptr ? role : definition->title.in(language_);
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
