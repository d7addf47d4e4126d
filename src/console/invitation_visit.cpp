#include "console/invitation_visit.h"

#include "invitations/invitation_store.h"
#include "invitations/token_actions.h"

namespace roster::console {

InvitationVisit visit_invitation(const change::Context& context, const std::string& token, const std::optional<UserId>& user) {
  return context.database.read([&](database::Transaction& tx) -> InvitationVisit {
    const auto& catalogue = context.catalogue;
    if (invitations::find_offer(tx, catalogue, token, user)) return {.is_live = true};
    if (!user) return {};
    const auto used = invitations::find_by_digest(tx, catalogue.modules, crypto::digest_of(token), user);
    if (!used || used->accepted_by != user) return {};
    const auto account = access::find_account(tx, catalogue, used->account);
    if (!account || !access::find_standing(tx, catalogue, *account, *user)) return {};
    return {.joined = account->id};
  });
}

}  // namespace roster::console
