#pragma once
// Every seat of an account: its active members and its pending, unexpired invitations. Nothing is stored: seats are counted.
// Reads across the tables of other rooms; writes none.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/standing_store.h"
#include "seats/seat.h"

namespace roster::seats {

struct SeatPage {
  std::vector<Seat> seats;
  std::optional<std::string> next_position;
};
/// Members in the order that they joined, then invitations in the order that they were made. Nothing when the position was
/// not made by this function.
std::optional<SeatPage> list_seats(database::Transaction& tx, const AccountId& account, std::size_t limit,
                                   std::string_view position);

}  // namespace roster::seats
