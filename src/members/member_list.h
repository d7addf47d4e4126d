#pragma once
// Lists of members: each page is one walk of one index, however many members there are.

#include <optional>
#include <string>
#include <vector>

#include "members/member_store.h"

namespace roster::members {

struct MemberFilter {
  std::optional<access::MemberStatus> status{};
  std::optional<std::string> role{};
  std::string q{};  ///< part of a name or address; empty: all
};

enum class SortKey { joined_at, name, email };
struct Sort {
  SortKey key = SortKey::joined_at;
  bool descending = false;
};
/// "joined_at", "-name" …; nothing for what is no order.
std::optional<Sort> parse_sort(std::string_view text);

struct MemberPage {
  std::vector<Member> members;
  std::optional<std::string> next_position;
};
/// One page after `position` (empty: the first). Nothing when the position was not made by this function for this sort.
std::optional<MemberPage> list_members(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                       const MemberFilter& filter, Sort sort, std::size_t limit, std::string_view position);

/// The first `limit` that match, and how many match beyond them: for acts on many.
struct MatchingMembers {
  std::vector<UserId> users;
  std::int64_t remaining = 0;
};
MatchingMembers find_matching(database::Transaction& tx, const AccountId& account, const MemberFilter& filter, std::size_t limit);

/// The totals that a page tells: of members as kept beside the table, of invitations as counted.
struct Counts {
  std::int64_t active = 0, deactivated = 0, pending = 0;
  std::int64_t expired = 0;  ///< invitations that ran out and can be sent again
};
Counts read_counts(database::Transaction& tx, const AccountId& account);

}  // namespace roster::members
