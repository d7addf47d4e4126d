#pragma once
// The invitations table and the sub-accounts that an invitation is limited to.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "database/database.h"
#include "invitations/invitation.h"

namespace roster::invitations {

/// A new pending one. There must be no other pending one of that address in the account.
void insert_invitation(database::Transaction& tx, const policy::Modules& modules, const Invitation& invitation,
                       std::string_view digest);
std::optional<Invitation> find_invitation(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                          const InvitationId& id);
/// By its token's digest: pending and within its time, in a live account; or accepted by `joiner`. One query with nothing
/// to tell apart why there is none.
std::optional<Invitation> find_by_digest(database::Transaction& tx, const policy::Modules& modules, std::string_view digest,
                                         const std::optional<UserId>& joiner = std::nullopt);

enum class Sort { sent_at, sent_at_descending, email, email_descending };

struct Filter {
  std::optional<Status> status{};
  bool is_open = false;  ///< nobody has answered: pending, or run out and still there to be sent again
  std::optional<std::string> role{};
  std::string q{};  ///< part of the address; empty: all
};
struct InvitationPage {
  std::vector<Invitation> invitations;
  std::optional<std::string> next_position;
};
/// One page after `position` (empty: the first). Nothing when the position was not made by this function for this sort.
std::optional<InvitationPage> list_invitations(database::Transaction& tx, const policy::Modules& modules,
                                               const AccountId& account, const Filter& filter, Sort sort, std::size_t limit,
                                               std::string_view position);
/// The first `limit` that match, the one sent longest ago first: for acts on many, so that sending them again reaches each.
std::vector<InvitationId> list_ids(database::Transaction& tx, const AccountId& account, const Filter& filter, std::size_t limit);
std::int64_t count_invitations(database::Transaction& tx, const AccountId& account, const Filter& filter);

/// Pending ones to an address in all live accounts, newest first, older than `before` (empty: from the newest).
InvitationPage list_pending_to(database::Transaction& tx, const policy::Modules& modules, const EmailAddress& email,
                               std::size_t limit, std::string_view before);
/// The pending one to an address in this account, expired or not; there is at most one.
std::optional<Invitation> find_pending_to(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                          const EmailAddress& email);
/// Those that can still be accepted; of those, the ones that somebody gives.
std::vector<Invitation> list_pending(database::Transaction& tx, const policy::Modules& modules, const AccountId& account);
std::vector<Invitation> list_pending_by(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                        std::string_view inviter);

/// What stands in the way of inviting an address, by its key.
struct Occupancy {
  std::map<std::string, access::MemberStatus, std::less<>> members;
  struct Pending {
    InvitationId id;
    Instant expires_at;
  };
  std::map<std::string, Pending, std::less<>> invited;  ///< expired ones too
};
/// For many addresses with few queries.
Occupancy find_occupancy(database::Transaction& tx, const AccountId& account, const std::vector<std::string>& email_keys);

/// Role, picks, scope and who gives it; raises the version.
void save_grant(database::Transaction& tx, const policy::Modules& modules, const Invitation& invitation);
/// Generation, token, times and who gives it; raises the version.
void save_token(database::Transaction& tx, const Invitation& invitation, std::string_view digest);
void save_inviter(database::Transaction& tx, const InvitationId& id, std::string_view inviter);
/// Ends it for good. `accepted_by` only with Status::accepted.
void save_end(database::Transaction& tx, const InvitationId& id, Status status,
              const std::optional<UserId>& accepted_by = std::nullopt);

/// A pending, unexpired invitation that holds a role.
struct Holder {
  InvitationId id;
  std::string email;
  std::string invited_by;
};
std::vector<Holder> list_pending_with_role(database::Transaction& tx, const AccountId& account, std::string_view role);
/// Gives pending ones (expired ones too: they can be sent again) another role, without anything picked, in the name of
/// `inviter`. Returns whose it was.
std::vector<Holder> replace_role(database::Transaction& tx, const AccountId& account, std::string_view old_role,
                                 std::string_view new_role, std::string_view inviter);
/// Pending ones (expired ones too) that are limited to a sub-account, among others perhaps.
std::vector<Holder> list_open_with_sub_account(database::Transaction& tx, const AccountId& account,
                                               const SubAccountId& sub_account);
/// Takes a sub-account out of every invitation's scope. One left with none stays limited, to nothing.
void remove_sub_account(database::Transaction& tx, const SubAccountId& sub_account);

}  // namespace roster::invitations
