#pragma once
// The body of an invitation (api/openapi.yaml: Invitation), for the account's people and for the invited.

#include <map>
#include <string>

#include "base/json.h"
#include "invitations/invitation.h"
#include "invitations/wanted_grant.h"

namespace roster::invitations {

/// What an invitation's body says besides what is in its row.
struct Surroundings {
  std::string title;  ///< its role's
  json::value inviter{};
  outbox::Delivery delivery = outbox::Delivery::queued;
};
json::object write_invitation(const Invitation& invitation, const Surroundings& surroundings, const policy::Modules& modules,
                              Instant now);

/// Writes bodies in one transaction; looks up each title and inviter once.
class InvitationWriter {
 public:
  InvitationWriter(database::Transaction& tx, const policy::Catalogue& catalogue, const access::Account& account,
                   Language language)
      : tx_(tx), catalogue_(catalogue), desk_(tx, catalogue, account), language_(language) {}

  json::object write(const Invitation& invitation);
  std::string title_of(const std::string& role);
  const json::value& write_inviter(const std::string& invited_by);

 private:
  database::Transaction& tx_;
  const policy::Catalogue& catalogue_;
  GrantDesk desk_;
  Language language_;
  std::map<std::string, json::value, std::less<>> inviters_;
};

/// What the journal keeps of what an invitation gives.
json::object write_given(const Invitation& invitation, const policy::Modules& modules);

}  // namespace roster::invitations
