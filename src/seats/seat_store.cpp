#include "seats/seat_store.h"

#include <charconv>

namespace roster::seats {

namespace {

/// Where a page goes on: after a member, or after an invitation.
struct Position {
  std::int64_t joined_at = -1;
  std::string user{};  ///< empty: from the first member
  bool in_invitations = false;
  std::string invitation{};  ///< empty: from the first invitation
};

std::string write_position(const Seat& seat) {
  if (seat.kind == Kind::invitation) return seat.holder;
  return std::to_string(seat.since.ms) + " " + seat.holder;
}

std::optional<Position> read_position(std::string_view text) {
  Position position;
  if (text.empty()) return position;
  if (InvitationId::parse(text)) {
    position.in_invitations = true;
    position.invitation = text;
    return position;
  }
  const auto space = text.find(' ');
  if (space == std::string_view::npos || !UserId::parse(text.substr(space + 1))) return std::nullopt;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + space, position.joined_at);
  if (fault != std::errc{} || end != text.data() + space) return std::nullopt;
  position.user = text.substr(space + 1);
  return position;
}

void add_members(database::Transaction& tx, const AccountId& account, const Position& after, std::size_t wanted,
                 std::vector<Seat>& seats) {
  for (const auto& row :
       tx.list("SELECT m.user_id, u.email, u.name, m.role, m.joined_at FROM members m JOIN users u ON u.id = m.user_id WHERE "
               "m.account_id = ? AND m.status = 'active' AND (m.joined_at > ? OR (m.joined_at = ? AND m.user_id > ?)) "
               "ORDER BY m.joined_at, m.user_id LIMIT ?",
               account, after.joined_at, after.joined_at, after.user, wanted))
    seats.push_back({.kind = Kind::member,
                     .holder = row.text(0),
                     .email = row.text(1),
                     .name = row.text(2),
                     .role = row.text(3),
                     .since = row.instant(4)});
}

void add_invitations(database::Transaction& tx, const AccountId& account, const Position& after, std::size_t wanted,
                     std::vector<Seat>& seats) {
  for (const auto& row :
       tx.list("SELECT id, email, role, created_at FROM invitations WHERE account_id = ? AND status = 'pending' AND id > ? AND "
               "expires_at > ? ORDER BY id LIMIT ?",
               account, after.invitation, tx.now(), wanted))
    seats.push_back(
        {.kind = Kind::invitation, .holder = row.text(0), .email = row.text(1), .role = row.text(2), .since = row.instant(3)});
}

}  // namespace

std::optional<SeatPage> list_seats(database::Transaction& tx, const AccountId& account, std::size_t limit,
                                   std::string_view position) {
  const auto after = read_position(position);
  if (!after) return std::nullopt;
  SeatPage page;
  const auto wanted = limit + 1;
  if (!after->in_invitations) add_members(tx, account, *after, wanted, page.seats);
  if (page.seats.size() < wanted) add_invitations(tx, account, *after, wanted - page.seats.size(), page.seats);
  if (page.seats.size() > limit) {
    page.seats.pop_back();
    page.next_position = write_position(page.seats.back());
  }
  return page;
}

}  // namespace roster::seats
