#include "members/member_list.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/search_key.h"

namespace roster::members {

namespace {

/// With no more holders of a role than this, they are read and sorted; with more, the index of the order is walked and
/// holders are met soon.
constexpr std::int64_t few_holders = 1'000;

constexpr std::string_view columns =
    "m.account_id, m.user_id, u.email, u.name, m.role, m.picked, m.all_sub_accounts, m.status, m.joined_at, m.last_active_at, "
    "u.last_sign_in_at, m.version";

constexpr std::array statuses{access::MemberStatus::active, access::MemberStatus::deactivated};

std::string_view column_of(SortKey key) {
  switch (key) {
    case SortKey::joined_at:
      return "m.joined_at";
    case SortKey::name:
      return "m.name_key";
    case SortKey::email:
      return "m.email_key";
  }
  return "";
}

std::string_view name_of(SortKey key) { return column_of(key).substr(2); }

/// Where a page starts: after this key and user. The key is a number or a text, as the column is.
struct Position {
  database::Value key;
  std::string user;
  friend bool operator<(const Position& a, const Position& b) { return std::tie(a.key, a.user) < std::tie(b.key, b.user); }
};

std::string write_position(Sort sort, const Position& position) {
  const auto key = std::holds_alternative<std::int64_t>(position.key) ? std::to_string(std::get<std::int64_t>(position.key))
                                                                      : std::get<std::string>(position.key);
  return std::string{sort.descending ? "-" : ""} + std::string{name_of(sort.key)} + "\n" + position.user + "\n" + key;
}

std::optional<Position> read_position(Sort sort, std::string_view text) {
  const auto first = text.find('\n');
  const auto second = first == std::string_view::npos ? first : text.find('\n', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  if (text.substr(0, first) != std::string{sort.descending ? "-" : ""} + std::string{name_of(sort.key)}) return std::nullopt;
  const auto user = UserId::parse(text.substr(first + 1, second - first - 1));
  if (!user) return std::nullopt;
  const auto key = text.substr(second + 1);
  if (sort.key != SortKey::joined_at) return Position{std::string{key}, user->text()};
  std::int64_t joined_at = 0;
  const auto [end, ec] = std::from_chars(key.data(), key.data() + key.size(), joined_at);
  if (ec != std::errc{} || end != key.data() + key.size()) return std::nullopt;
  return Position{joined_at, user->text()};
}

bool has_few_holders(database::Transaction& tx, const AccountId& account, access::MemberStatus status, const std::string& role) {
  const auto row =
      tx.find("SELECT COUNT(*) FROM (SELECT 1 FROM members WHERE account_id = ? AND role = ? AND status = ? LIMIT ?) holders",
              account, role, access::text_of(status), few_holders + 1);
  return row && row->integer(0) <= few_holders;
}

struct Query {
  std::string where;
  std::vector<database::Value> args;
  std::string key;  ///< the expression that it is sorted by
};

/// Members of one status that match. An expression about a column ("|| ''") keeps the database from taking its index: of
/// the two that fit, only the one that is cheap for these data is left to it.
Query query_of(database::Transaction& tx, const AccountId& account, access::MemberStatus status, const MemberFilter& filter,
               SortKey key) {
  Query query{
      "m.account_id = ? AND m.status = ?", {account.text(), std::string{access::text_of(status)}}, std::string{column_of(key)}};
  if (filter.role) {
    const bool few = has_few_holders(tx, account, status, *filter.role);
    query.where += few ? " AND m.role = ?" : " AND m.role || '' = ?";
    query.args.emplace_back(*filter.role);
    if (few) query.key += key == SortKey::joined_at ? " + 0" : " || ''";
  }
  if (const auto q = search_key(filter.q); !q.empty()) {
    query.where += " AND (m.name_key LIKE ? ESCAPE '\\' OR m.email_key LIKE ? ESCAPE '\\')";
    query.args.insert(query.args.end(), 2, database::Value{pattern_containing(q)});
  }
  return query;
}

/// A row of a page, with what it is sorted by.
struct Found {
  Position position;
  database::Row row;
};

std::vector<Found> list_range(database::Transaction& tx, Query query, Sort sort, std::size_t limit,
                              const std::optional<Position>& after) {
  if (after) {
    query.where += " AND (" + query.key + ", m.user_id) " + (sort.descending ? "<" : ">") + " (?, ?)";
    query.args.push_back(after->key);
    query.args.emplace_back(after->user);
  }
  const std::string direction = sort.descending ? " DESC" : "";
  query.args.emplace_back(static_cast<std::int64_t>(limit));
  // A cross join keeps SQLite from reading the users first.
  const auto sql = "SELECT " + std::string{columns} + ", " + std::string{column_of(sort.key)} +
                   " FROM members m CROSS JOIN users u WHERE u.id = m.user_id AND " + query.where + " ORDER BY " + query.key +
                   direction + ", m.user_id" + direction + " LIMIT ?";
  std::vector<Found> found;
  for (auto& row : tx.list_with(sql, query.args)) {
    Position position{sort.key == SortKey::joined_at ? database::Value{row.integer(12)} : database::Value{row.text(12)},
                      row.text(1)};
    found.push_back({std::move(position), std::move(row)});
  }
  return found;
}

}  // namespace

std::optional<Sort> parse_sort(std::string_view text) {
  Sort sort{.descending = text.starts_with('-')};
  const auto name = text.substr(sort.descending ? 1 : 0);
  if (name == "joined_at")
    sort.key = SortKey::joined_at;
  else if (name == "name")
    sort.key = SortKey::name;
  else if (name == "email")
    sort.key = SortKey::email;
  else
    return std::nullopt;
  return sort;
}

std::optional<MemberPage> list_members(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                       const MemberFilter& filter, Sort sort, std::size_t limit, std::string_view position) {
  std::optional<Position> after;
  if (!position.empty()) {
    after = read_position(sort, position);
    if (!after) return std::nullopt;
  }
  std::vector<Found> found;
  for (const auto status : statuses) {
    if (filter.status && *filter.status != status) continue;
    auto range = list_range(tx, query_of(tx, account, status, filter, sort.key), sort, limit + 1, after);
    std::move(range.begin(), range.end(), std::back_inserter(found));
  }
  std::sort(found.begin(), found.end(),
            [&](const Found& a, const Found& b) { return sort.descending ? b.position < a.position : a.position < b.position; });
  MemberPage page;
  if (found.size() > limit) {
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(limit), found.end());
    page.next_position = write_position(sort, found.back().position);
  }
  for (const auto& [at, row] : found) page.members.push_back(to_member(tx, modules, row));
  return page;
}

MatchingMembers find_matching(database::Transaction& tx, const AccountId& account, const MemberFilter& filter,
                              std::size_t limit) {
  MatchingMembers matching;
  std::int64_t all = 0;
  for (const auto status : statuses) {
    if (filter.status && *filter.status != status) continue;
    auto query = query_of(tx, account, status, filter, SortKey::joined_at);
    all += tx.list_with("SELECT COUNT(*) FROM members m WHERE " + query.where, query.args).front().integer(0);
    if (matching.users.size() == limit) continue;
    query.args.emplace_back(static_cast<std::int64_t>(limit - matching.users.size()));
    for (const auto& row :
         tx.list_with("SELECT m.user_id FROM members m WHERE " + query.where + " ORDER BY " + query.key + ", m.user_id LIMIT ?",
                      query.args))
      matching.users.push_back(row.id<UserId>(0));
  }
  matching.remaining = all - static_cast<std::int64_t>(matching.users.size());
  return matching;
}

Counts read_counts(database::Transaction& tx, const AccountId& account) {
  Counts counts;
  if (const auto row = tx.find("SELECT active, deactivated FROM member_counts WHERE account_id = ?", account)) {
    counts.active = row->integer(0);
    counts.deactivated = row->integer(1);
  }
  const auto invited = tx.find(
      "SELECT COUNT(*), COUNT(CASE WHEN expires_at > ? THEN 1 END) FROM invitations WHERE account_id = ? AND status = 'pending'",
      tx.now(), account);
  counts.pending = invited->integer(1);
  counts.expired = invited->integer(0) - counts.pending;
  return counts;
}

}  // namespace roster::members
