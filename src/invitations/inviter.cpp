#include "invitations/inviter.h"

namespace roster::invitations {

std::optional<std::string> find_inviter_person(database::Transaction& tx, std::string_view invited_by) {
  if (!UserId::parse(invited_by)) return std::nullopt;
  const auto row = tx.find("SELECT name FROM users WHERE id = ?", invited_by);
  if (!row) return std::nullopt;
  return row->text(0);
}

std::optional<std::string> find_inviter_name(database::Transaction& tx, std::string_view invited_by) {
  if (UserId::parse(invited_by)) return find_inviter_person(tx, invited_by);
  return std::string{invited_by};
}

bool may_still_give(database::Transaction& tx, const policy::Catalogue& catalogue, const access::Account& account,
                    std::string_view invited_by, const access::Grant& grant) {
  if (const auto user = UserId::parse(invited_by)) {
    const auto standing = access::find_standing(tx, catalogue, account, *user);
    return standing && may_still_give(*standing, grant, catalogue.modules);
  }
  return invited_by == access::text_of(access::OperatorActor{});
}

bool may_still_give(const access::Standing& standing, const access::Grant& grant, const policy::Modules& modules) {
  return policy::is_subset(modules.only("members:invite"), standing.effective) && access::decide_grant(standing, grant, modules);
}

}  // namespace roster::invitations
