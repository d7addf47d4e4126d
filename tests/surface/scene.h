#pragma once
// Two accounts that know nothing of each other, with one of everything in each, on one server; and how an operation of the
// contract is asked of them.

#include <map>
#include <string>

#include "support/world.h"
#include "surface/contract.h"

namespace roster::testing {

/// Limits out of the way, and everything offered: what is tested here is neither how often nor where.
inline const std::string unlimited_settings =
    "[limits]\ninvitations_per_account_per_hour = 1000000\nletters_per_recipient_per_day = 1000000\n"
    "resends_per_invitation_per_hour = 1000000\nregistrations_per_address_per_hour = 1000000\nresets_per_address_per_hour = "
    "1000000\n"
    "sign_in_failures_per_ip = 1000000\nsign_ins_per_user = 1000000\nletters_per_mailbox_per_day = 1000000\n"
    "accounts_per_user_per_day = 1000000\naccounts_owned_per_user = 1000000\nbulk_rows_per_user_per_minute = 1000000000\n"
    "[http]\nconnections_per_ip = 0\n[invitations]\nlinks_in_person = true\n";

/// An account of the policy `portal`, which has the most: sub-accounts, custom roles, picks.
struct Estate {
  Person owner;
  Person member;       ///< role user, with products:read
  Person deactivated;  ///< as the member, deactivated
  std::string account;
  std::string session;  ///< another session of the owner
  Client other_session;
  std::string sub_account{}, role{}, contact{}, invitation{}, invited_email{};

  /// The value of a path parameter: "acc", "usr" (the member), "inv", "rol", "sub", "con", "ses", "token".
  [[nodiscard]] std::string id_of(const std::string& parameter) const;
};

class Scene {
 public:
  explicit Scene(ServerOptions options = {.settings = unlimited_settings});

  World world;
  Estate a, b;
  Person stranger;  ///< has a user and no account

  /// The path of an operation with the ids of an estate, and its required query parameters.
  [[nodiscard]] std::string path_of(const Operation& operation, const Estate& estate) const;
  /// A body with what must be in it, making sense in that estate; nothing where the operation has none.
  [[nodiscard]] std::optional<json::value> body_of(const Operation& operation, const Estate& estate) const;
  /// Asks by `client` as the contract has it.
  Reply ask(Client& client, const Operation& operation, const Estate& estate) const;

  /// Everything that the owner can read of an estate, and the number of its last event.
  std::string state_of(Estate& estate);

 private:
  Estate make_estate(const std::string& name);
};

/// The body without what is random in it: the request's id, and a page's nonce.
std::string without_chance(const Reply& reply);
/// The same answer, but for the request's id: status, body, header names, and the type of the body.
void expect_same_answer(const Reply& left, const Reply& right);
/// Some errors[] of the problem has this pointer (and code, if given).
bool names_field(const Reply& reply, const std::string& pointer, const std::string& code = "");
/// What every response has, whatever it answers.
void expect_hygiene(const Reply& reply);
/// An id of that kind that nothing has.
std::string unknown_id(const std::string& prefix);

}  // namespace roster::testing
