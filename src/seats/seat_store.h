#pragma once
// Every seat of an account: its active members and its pending, unexpired invitations. Nothing is stored: seats are counted.
// Reads across the tables of other rooms; writes none.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/standing_store.h"

namespace roster::seats {

enum class Kind { member, invitation };
constexpr std::string_view text_of(Kind kind) { return kind == Kind::member ? "member" : "invitation"; }

struct Seat {
  Kind kind = Kind::member;
  std::string holder{};  ///< "usr_…" or "inv_…"
  std::string email{};
  std::optional<std::string> name{};  ///< nobody's yet, of an invitation
  std::string role{};
  Instant since{};  ///< joined, or invited
};

struct SeatPage {
  std::vector<Seat> seats;
  std::optional<std::string> next_position;
};
/// Members in the order that they joined, then invitations in the order that they were made. Nothing when the position was
/// not made by this function.
std::optional<SeatPage> list_seats(database::Transaction& tx, const AccountId& account, std::size_t limit,
                                   std::string_view position);

}  // namespace roster::seats
