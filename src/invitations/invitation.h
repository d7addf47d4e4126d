#pragma once
// An offer of membership to an email address. "Expired" is computed: a pending one whose time has run out. Ended ones
// (accepted, declined, cancelled, or expired and replaced) never change again.

#include <optional>
#include <string>
#include <string_view>

#include "access/standing.h"
#include "base/email_address.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/language.h"
#include "members/member.h"

namespace roster::invitations {

namespace reasons {
using namespace roster::change::reasons;
using namespace roster::members::reasons;
inline constexpr Reason already_invited{ErrorKind::conflict, "already_invited"};
inline constexpr Reason already_member{ErrorKind::conflict, "already_member"};
inline constexpr Reason member_deactivated{ErrorKind::conflict, "member_deactivated"};
inline constexpr Reason disposable_address{ErrorKind::invalid, "disposable_address"};
inline constexpr Reason invitation_not_pending{ErrorKind::conflict, "invitation_not_pending"};
inline constexpr Reason invitation_email_mismatch{ErrorKind::forbidden, "invitation_email_mismatch"};
inline constexpr Reason sign_in_required{ErrorKind::unauthenticated, "sign_in_required"};
inline constexpr Reason scope_gone{ErrorKind::conflict, "scope_gone"};
}  // namespace reasons

enum class Status { pending, accepted, declined, cancelled, expired };

constexpr std::string_view text_of(Status status) {
  switch (status) {
    case Status::pending:
      return "pending";
    case Status::accepted:
      return "accepted";
    case Status::declined:
      return "declined";
    case Status::cancelled:
      return "cancelled";
    case Status::expired:
      return "expired";
  }
  return "";
}
std::optional<Status> parse_status(std::string_view text);

struct Invitation {
  InvitationId id;
  AccountId account;
  EmailAddress email;
  std::string role;  ///< a policy's role id or "rol_…"
  policy::PermissionSet picked{};
  access::Scope scope{};
  Language language = Language::en;
  std::string message{};
  Status kept_status = Status::pending;  ///< as the row has it: ask status_at
  std::int64_t generation = 1;           ///< of its token; an earlier one's token is dead
  std::string invited_by{};              ///< "usr_…", "key_…" or "operator": who gives it, judged again when it is accepted
  Instant created_at{}, sent_at{}, expires_at{};
  std::optional<UserId> accepted_by{};
  std::int64_t version = 1;

  [[nodiscard]] Status status_at(Instant now) const {
    return kept_status == Status::pending && now >= expires_at ? Status::expired : kept_status;
  }
  [[nodiscard]] bool is_pending(Instant now) const { return status_at(now) == Status::pending; }
};

}  // namespace roster::invitations
