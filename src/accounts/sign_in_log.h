#pragma once
// The sign-in log as an account sees it: of those who are its members, from the day that each joined. (users/ writes it.)

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "database/database.h"

namespace roster::accounts {

struct MemberSignIn {
  std::string id;  ///< ids rise with time: the order of the log, and where a page goes on
  Instant at;
  std::string result, method, ip, device;
  UserId user;
  std::string email, name;  ///< the user's
};

/// Newest first, older than the sign-in `before` (empty: from the newest), of one member if `user` says so. What a page costs
/// depends neither on the length of the log nor on how far one has paged.
std::vector<MemberSignIn> list_member_sign_ins(database::Transaction& tx, const AccountId& account,
                                               const std::optional<UserId>& user, std::string_view before, std::size_t limit);

}  // namespace roster::accounts
