#include "accounts/sign_in_log.h"

#include <algorithm>

#include "base/instant.h"

namespace roster::accounts {

namespace {

/// Up to so many members, each one's newest sign-in is looked up; beyond, so large a part of the log is the account's that
/// walking the whole log finds a page soon.
constexpr std::int64_t members_looked_up_max = 2'000;

/// What sorts before no id: a page from the newest.
constexpr std::string_view after_all = "sgn_z";

constexpr std::string_view columns = "s.id, s.at, s.result, s.method, s.ip, s.device, u.id, u.email, u.name";

std::vector<MemberSignIn> read_rows(const database::Rows& rows) {
  std::vector<MemberSignIn> sign_ins;
  sign_ins.reserve(rows.size());
  for (const auto& row : rows)
    sign_ins.push_back({row.text(0), row.instant(1), row.text(2), row.text(3), row.text(4), row.text(5), row.id<UserId>(6),
                        row.text(7), row.text(8)});
  return sign_ins;
}

/// When a sign-in was: what the index by user is sorted by.
std::optional<Instant> find_time(database::Transaction& tx, std::string_view id) {
  const auto row = tx.find("SELECT at FROM sign_ins WHERE id = ?", id);
  if (!row) return std::nullopt;
  return row->instant(0);
}

std::vector<MemberSignIn> list_of(database::Transaction& tx, const AccountId& account, const UserId& user,
                                  std::string_view before, Instant until, std::size_t limit) {
  return read_rows(tx.list(
      "SELECT " + std::string{columns} +
          " FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN members m ON m.account_id = ? AND m.user_id = s.user_id "
          "WHERE s.user_id = ? AND s.at >= m.joined_at AND s.at <= ? AND (s.at < ? OR s.id < ?) ORDER BY s.at DESC, s.id DESC "
          "LIMIT ?",
      account, user, until, until, before, limit));
}

/// The members whose newest sign-in before that moment is among the newest: nobody else can be on the page.
std::vector<UserId> list_latest_members(database::Transaction& tx, const AccountId& account, std::string_view before,
                                        Instant until, std::size_t limit) {
  std::vector<UserId> users;
  for (const auto& row :
       tx.list("SELECT user_id FROM (SELECT m.user_id AS user_id, (SELECT s.id FROM sign_ins s WHERE s.user_id = m.user_id AND "
               "s.at >= m.joined_at AND s.at <= ? AND (s.at < ? OR s.id < ?) ORDER BY s.at DESC, s.id DESC LIMIT 1) AS newest "
               "FROM members m WHERE m.account_id = ?) AS latest WHERE newest IS NOT NULL ORDER BY newest DESC LIMIT ?",
               until, until, before, account, limit))
    users.push_back(row.id<UserId>(0));
  return users;
}

std::vector<MemberSignIn> list_by_member(database::Transaction& tx, const AccountId& account, std::string_view before,
                                         Instant until, std::size_t limit) {
  std::vector<MemberSignIn> all;
  for (const auto& user : list_latest_members(tx, account, before, until, limit))
    for (auto& sign_in : list_of(tx, account, user, before, until, limit)) all.push_back(std::move(sign_in));
  std::sort(all.begin(), all.end(), [](const MemberSignIn& a, const MemberSignIn& b) { return a.id > b.id; });
  if (all.size() > limit) all.erase(all.begin() + static_cast<std::ptrdiff_t>(limit), all.end());
  return all;
}

/// CROSS JOIN: SQLite walks the log first, in the order asked for, instead of sorting everything of all members.
std::vector<MemberSignIn> list_by_time(database::Transaction& tx, const AccountId& account, std::string_view before,
                                       std::size_t limit) {
  return read_rows(tx.list("SELECT " + std::string{columns} +
                               " FROM sign_ins s CROSS JOIN members m CROSS JOIN users u WHERE s.id < ? AND m.account_id = ? AND "
                               "m.user_id = s.user_id "
                               "AND s.at >= m.joined_at AND u.id = s.user_id ORDER BY s.id DESC LIMIT ?",
                           before, account, limit));
}

bool is_small(database::Transaction& tx, const AccountId& account) {
  return !tx.find("SELECT user_id FROM members WHERE account_id = ? ORDER BY user_id LIMIT 1 OFFSET ?", account,
                  members_looked_up_max)
              .has_value();
}

}  // namespace

std::vector<MemberSignIn> list_member_sign_ins(database::Transaction& tx, const AccountId& account,
                                               const std::optional<UserId>& user, std::string_view before, std::size_t limit) {
  const auto until = before.empty() ? std::optional{tx.now()} : find_time(tx, before);
  if (!until) return {};
  const auto from = before.empty() ? after_all : before;
  if (user) return list_of(tx, account, *user, from, *until, limit);
  return is_small(tx, account) ? list_by_member(tx, account, from, *until, limit) : list_by_time(tx, account, from, limit);
}

}  // namespace roster::accounts
