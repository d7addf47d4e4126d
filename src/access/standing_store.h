#pragma once
// Reads standings: the one place (with the seats) that reads across the tables of other rooms.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/actor.h"
#include "access/standing.h"
#include "database/database.h"
#include "policy/seats.h"

namespace roster::access {

/// A live account and the policy that it lives under.
struct Account {
  AccountId id;
  std::string name;
  const policy::Policy* policy = nullptr;
  const policy::Plan* plan = nullptr;
  UserId owner;
  Instant created_at;
  std::int64_t version = 0;
};

/// Nothing for an unknown or deleted account. Throws DatabaseError when its policy is not loaded.
std::optional<Account> find_account(database::Transaction& tx, const policy::Catalogue& catalogue, const AccountId& id);
/// Nothing for who is no member. Deactivated members are found, with nothing in effect.
std::optional<Standing> find_standing(database::Transaction& tx, const policy::Catalogue& catalogue, const Account& account,
                                      const UserId& user);
/// The owner's, the policy's or this account's own role; nothing for an unknown one.
std::optional<RoleDefinition> find_role(database::Transaction& tx, const policy::Catalogue& catalogue, const Account& account,
                                        std::string_view role_id);
std::vector<RoleDefinition> list_roles(database::Transaction& tx, const policy::Catalogue& catalogue, const Account& account);
bool sub_account_exists(database::Transaction& tx, const AccountId& account, const SubAccountId& id);

/// Accounts of a user, in the order of their names.
std::vector<std::pair<Account, Standing>> list_standings(database::Transaction& tx, const policy::Catalogue& catalogue,
                                                         const UserId& user);

/// How many seats are taken, by role: active members and unexpired pending invitations, counted now.
policy::SeatUse count_seats(database::Transaction& tx, const AccountId& account);

/// The same for a decision about seats: nothing is counted where the plan limits nothing, however many members there are.
policy::SeatUse count_limited_seats(database::Transaction& tx, const Account& account);

/// Members who hold `permission` and of whom `may` says yes: the owner first, then those of the account's roles that can have it.
/// At most `limit` of them, and a bounded number is looked at.
struct Giver {
  UserId user;
  std::string name;
};
std::vector<Giver> list_givers(database::Transaction& tx, const policy::Catalogue& catalogue, const Account& account,
                               std::size_t permission, const std::function<bool(const Standing&)>& may, std::size_t limit);

}  // namespace roster::access
