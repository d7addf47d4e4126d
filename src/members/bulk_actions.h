#pragma once
// One act on many members or invitations, each with an outcome of its own, all in one transaction. Invitations' acts are
// handed in by app/: this room does not know them.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "change/change.h"

namespace roster::members {

/// As in the request; which words fit is the act's to say.
struct BulkFilter {
  std::optional<std::string> status{}, role{};
  std::string q{};
};

struct BulkMatches {
  std::vector<std::string> ids;
  std::int64_t remaining = 0;  ///< how many match beyond these
};

struct BulkAction {
  std::string permission;  ///< without it the whole call is forbidden
  /// One of many: judges all before it writes anything. An id that names nothing: not_found.
  std::function<Result<void>(change::Change&, const std::string& id)> act;
  /// The first `limit` that match; a status that is none of its kind is a fault of /filter/status.
  std::function<Result<BulkMatches>(change::View&, const BulkFilter&, std::size_t limit)> match;
};
/// By the action's name: "deactivate", "resend" …
using BulkActions = std::map<std::string, BulkAction, std::less<>>;

inline constexpr std::size_t bulk_max = 1'000;

/// deactivate, reactivate, remove.
BulkActions member_bulk_actions();

struct BulkRequest {
  std::string action;
  std::optional<std::vector<std::string>> ids{};  ///< or
  std::optional<BulkFilter> filter{};
};

/// What a refusal says to a person.
struct Words {
  std::string detail, remedy;
};
using FindWords = std::function<Words(const Error&, Language)>;

Result<change::Answer> change_in_bulk(change::Change& change, const BulkAction& action, const BulkRequest& request,
                                      const FindWords& find_words);

}  // namespace roster::members
