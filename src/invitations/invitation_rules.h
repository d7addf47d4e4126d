#pragma once
// Who can be invited, and who may accept: pure, over facts that were read before.

#include <optional>
#include <string>

#include "invitations/invitation.h"
#include "policy/seats.h"

namespace roster::invitations {

/// One address of a call.
struct RowFacts {
  bool is_address = true;
  bool is_duplicate = false;                     ///< stands earlier in the same call
  std::optional<access::MemberStatus> member{};  ///< what the address is in this account already
  bool is_invited = false;                       ///< by an invitation that can still be accepted
  bool is_refused_domain = false;                ///< disposable, where the policy leaves such out
  std::optional<Reason> not_given{};             ///< why what it is to give is none of this inviter's grants
  bool has_seat = true;
};
/// Why this address is left out; nothing when it is invited.
std::optional<Reason> decide_invite(const RowFacts& facts);

/// The first limit that is used more after than before, and beyond what the plan has. A use that was above its limit
/// already, and does not grow, is no reason to refuse.
std::optional<policy::LimitReached> decide_growth(const policy::Policy& policy, const policy::Plan& plan,
                                                  const policy::SeatUse& before, const policy::SeatUse& after);

enum class Session { none, of_invited, of_another };

/// An invitation that is found by its token, and who comes with it.
struct AcceptFacts {
  bool is_joined_already = false;  ///< accepted before, by the very one whose session this is
  bool is_still_given = true;      ///< the role exists and the inviter may still give all of it
  Session session = Session::none;
  bool address_has_user = false;
  bool has_details = false;  ///< name and password came with the token
  std::optional<access::MemberStatus> member{};
  bool scope_is_left = true;  ///< the whole account, or some sub-account that still exists
  bool has_seat = true;
};

enum class Acceptance {
  joined_already,
  not_given_any_more,  ///< nobody stands behind it: it ends, and is as dead as any other
  email_mismatch,
  sign_in_required,
  details_missing,
  already_member,
  member_deactivated,
  scope_gone,
  no_seat,
  join,
  register_and_join,
};
Acceptance decide_accept(const AcceptFacts& facts);

/// Who the holder of a live invitation's token is to be next: register, sign_in, confirm or switch_user (api/openapi.yaml).
std::string_view next_step(Session session, bool address_has_user);

}  // namespace roster::invitations
