#pragma once
// May this person do that there? The one way from a question that comes from outside to access::decide, for /v1/check,
// AuthZEN and forward-auth. What names nothing is allowed nothing.

#include <optional>
#include <string>

#include "access/decide.h"
#include "access/standing_store.h"
#include "change/change.h"

namespace roster::checks {

namespace reasons {
using namespace roster::change::reasons;
inline constexpr Reason permission_unknown{ErrorKind::invalid, "permission_unknown"};
inline constexpr Reason revision_not_reached{ErrorKind::conflict, "revision_not_reached"};
}  // namespace reasons

struct Question {
  std::string account;                       ///< as sent: may be no id at all
  std::size_t permission = 0;                ///< its number in Modules
  std::optional<std::string> sub_account{};  ///< as sent; "any": at least one; nothing: the account as a whole
  std::optional<UserId> user{};              ///< nothing: nobody that the server knows
};

struct Judgement {
  access::Decision decision{};
  std::optional<access::Account> account{};    ///< the live account, if there is one
  std::optional<access::Standing> standing{};  ///< the user's in it, if there is one
  std::int64_t revision = 0;                   ///< the account's journal number that this holds for
};

Judgement judge(database::Transaction& tx, const policy::Catalogue& catalogue, const Question& question);

}  // namespace roster::checks
