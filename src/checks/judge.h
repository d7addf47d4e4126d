#pragma once
// May this person do that there? The one way from a question that comes from outside to access::decide, for /v1/check,
// AuthZEN and forward-auth: from memory where it knows, else from the database, and then memory knows. What names nothing is
// allowed nothing.

#include <optional>
#include <string_view>

#include "access/decide.h"
#include "access/memory.h"
#include "access/standing_store.h"
#include "change/change.h"

namespace roster::checks {

namespace reasons {
using namespace roster::change::reasons;
inline constexpr Reason permission_unknown{ErrorKind::invalid, "permission_unknown"};
inline constexpr Reason revision_not_reached{ErrorKind::conflict, "revision_not_reached"};
}  // namespace reasons

struct Question {
  std::optional<AccountId> account{};                           ///< nothing: no account's id
  std::size_t permission = 0;                                   ///< its number in Modules
  std::optional<access::Where> where = access::WholeAccount{};  ///< nothing: no place at all
  std::optional<UserId> user{};                                 ///< nothing: nobody that the server knows
};

/// As it is asked from outside: nothing: the account as a whole; "any": at least one sub-account; else that one.
std::optional<access::Where> read_where(std::optional<std::string_view> sub_account);

/// What memory knows of a question.
struct Recalled {
  access::Decision decision;
  access::KnownStanding standing;
};
/// Nothing where the database must be asked.
std::optional<Recalled> recall(const access::Memory& memory, const Question& question);

struct Judgement {
  access::Decision decision{};
  std::optional<access::Account> account{};    ///< the live account, if there is one
  std::optional<access::Standing> standing{};  ///< the user's in it, if there is one
  bool place_exists = true;                    ///< the sub-account asked about is one of it, where one is
  std::int64_t revision = 0;                   ///< the account's journal number that this holds for
};
/// `as_of`: memory's last_commit() before `tx` began.
Judgement judge(database::Transaction& tx, const change::Context& context, const Question& question, std::uint64_t as_of);

}  // namespace roster::checks
