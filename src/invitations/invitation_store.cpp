#include "invitations/invitation_store.h"

#include <algorithm>
#include <charconv>

#include "base/search_key.h"

namespace roster::invitations {

namespace {

constexpr std::string_view columns =
    "i.id, i.account_id, i.email, i.role, i.picked, i.all_sub_accounts, i.locale, i.message, i.status, i.generation, "
    "i.invited_by, "
    "i.created_at, i.sent_at, i.expires_at, i.accepted_by, i.version";

/// Lists of addresses are asked in chunks of one size, so that there are few statements to prepare; a few, one by one.
constexpr std::size_t chunk_size = 100;
constexpr std::size_t few = 10;

std::string select(std::string_view rest) {
  return "SELECT " + std::string{columns} + " FROM invitations i " + std::string{rest};
}

access::Scope find_scope(database::Transaction& tx, const InvitationId& id, bool all) {
  access::Scope scope{.all = all};
  if (all) return scope;
  for (const auto& row :
       tx.list("SELECT sub_account_id FROM invitation_sub_accounts WHERE invitation_id = ? ORDER BY sub_account_id", id))
    scope.sub_accounts.push_back(row.id<SubAccountId>(0));
  return scope;
}

Invitation to_invitation(database::Transaction& tx, const policy::Modules& modules, const database::Row& row) {
  auto email = EmailAddress::parse(row.text(2));
  const auto status = parse_status(row.text(8));
  if (!email || !status) throw database::DatabaseError("invitation " + row.text(0) + " holds what is no address or no status");
  Invitation invitation{
      .id = row.id<InvitationId>(0), .account = row.id<AccountId>(1), .email = std::move(*email), .role = row.text(3)};
  invitation.picked = modules.from_column(row.text(4));
  invitation.scope = find_scope(tx, invitation.id, row.boolean(5));
  invitation.language = parse_language(row.text(6)).value_or(Language::en);
  invitation.message = row.text(7);
  invitation.kept_status = *status;
  invitation.generation = row.integer(9);
  invitation.invited_by = row.text(10);
  invitation.created_at = row.instant(11);
  invitation.sent_at = row.instant(12);
  invitation.expires_at = row.instant(13);
  invitation.accepted_by = row.optional_id<UserId>(14);
  invitation.version = row.integer(15);
  return invitation;
}

std::optional<Invitation> to_optional(database::Transaction& tx, const policy::Modules& modules,
                                      const std::optional<database::Row>& row) {
  if (!row) return std::nullopt;
  return to_invitation(tx, modules, *row);
}

void save_scope(database::Transaction& tx, const InvitationId& id, const access::Scope& scope) {
  if (scope.all) return;
  for (const auto& sub_account : scope.sub_accounts)
    tx.execute("INSERT INTO invitation_sub_accounts (invitation_id, sub_account_id) VALUES (?, ?)", id, sub_account);
}

struct Conditions {
  std::string sql;
  std::vector<database::Value> args;

  void add(std::string_view condition, std::initializer_list<database::Value> values) {
    sql += " AND ";
    sql += condition;
    args.insert(args.end(), values);
  }
};

Conditions conditions_of(const AccountId& account, const Filter& filter, Instant now) {
  Conditions where{.sql = "WHERE i.account_id = ?", .args = {database::to_value(account)}};
  if (filter.is_open) where.add("i.status = 'pending'", {});
  if (filter.status == Status::pending)
    where.add("i.status = 'pending' AND i.expires_at > ?", {now.ms});
  else if (filter.status == Status::expired)
    where.add("(i.status = 'expired' OR (i.status = 'pending' AND i.expires_at <= ?))", {now.ms});
  else if (filter.status)
    where.add("i.status = ?", {std::string{text_of(*filter.status)}});
  if (filter.role) where.add("i.role = ?", {*filter.role});
  if (!filter.q.empty()) where.add("i.email_key LIKE ? ESCAPE '\\'", {pattern_containing(search_key(filter.q))});
  return where;
}

struct Order {
  std::string_view name;  ///< in the cursor, which is of no use for another order
  std::string_view column;
  bool descending;
  bool by_time;
};

constexpr Order order_of(Sort sort) {
  switch (sort) {
    case Sort::sent_at:
      return {"sent", "i.sent_at", false, true};
    case Sort::sent_at_descending:
      return {"-sent", "i.sent_at", true, true};
    case Sort::email:
      return {"email", "i.email_key", false, false};
    case Sort::email_descending:
      return {"-email", "i.email_key", true, false};
  }
  return {"-sent", "i.sent_at", true, true};
}

/// "-sent 1790000000000 inv_…"; addresses have no spaces in them.
std::string write_position(const Order& order, const Invitation& last) {
  return std::string{order.name} + " " + (order.by_time ? std::to_string(last.sent_at.ms) : last.email.key()) + " " +
         last.id.text();
}

/// Adds the condition; false when the position is none.
bool go_on_from(Conditions& where, const Order& order, std::string_view position) {
  const auto first = position.find(' ');
  const auto last = position.rfind(' ');
  if (first == std::string_view::npos || first == last || position.substr(0, first) != order.name) return false;
  const auto key = position.substr(first + 1, last - first - 1);
  const auto id = InvitationId::parse(position.substr(last + 1));
  if (!id) return false;
  database::Value value = std::string{key};
  if (order.by_time) {
    std::int64_t ms = 0;
    const auto [end, ec] = std::from_chars(key.data(), key.data() + key.size(), ms);
    if (ec != std::errc{} || end != key.data() + key.size()) return false;
    value = ms;
  }
  where.add("(" + std::string{order.column} + ", i.id) " + (order.descending ? "<" : ">") + " (?, ?)", {value, id->text()});
  return true;
}

std::vector<Holder> to_holders(const database::Rows& rows) {
  std::vector<Holder> holders;
  holders.reserve(rows.size());
  for (const auto& row : rows) holders.push_back({row.id<InvitationId>(0), row.text(1), row.text(2)});
  return holders;
}

/// Runs `sql`, which ends in a list of placeholders, for all keys; short chunks repeat their last key.
template <class F>
void list_in_chunks(database::Transaction& tx, const std::string& sql, const AccountId& account,
                    const std::vector<std::string>& keys, F&& take) {
  const auto size = keys.size() <= few ? 1 : chunk_size;
  std::string whole = sql + " (?";
  for (std::size_t i = 1; i < size; ++i) whole += ", ?";
  whole += ")";
  for (std::size_t from = 0; from < keys.size(); from += size) {
    std::vector<database::Value> args{database::to_value(account)};
    for (std::size_t i = 0; i < size; ++i) args.emplace_back(keys[std::min(from + i, keys.size() - 1)]);
    for (const auto& row : tx.list_with(whole, args)) take(row);
  }
}

}  // namespace

std::optional<Status> parse_status(std::string_view text) {
  for (const auto status : {Status::pending, Status::accepted, Status::declined, Status::cancelled, Status::expired})
    if (text_of(status) == text) return status;
  return std::nullopt;
}

void insert_invitation(database::Transaction& tx, const policy::Modules& modules, const Invitation& invitation,
                       std::string_view digest) {
  tx.execute(
      "INSERT INTO invitations (id, account_id, email, email_key, role, picked, all_sub_accounts, locale, message, status, "
      "generation, digest, "
      "invited_by, created_at, sent_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?)",
      invitation.id, invitation.account, invitation.email.text(), invitation.email.key(), invitation.role,
      modules.to_column(invitation.picked), invitation.scope.all, code_of(invitation.language), invitation.message,
      invitation.generation, digest, invitation.invited_by, invitation.created_at, invitation.sent_at, invitation.expires_at);
  save_scope(tx, invitation.id, invitation.scope);
}

std::optional<Invitation> find_invitation(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                          const InvitationId& id) {
  return to_optional(tx, modules, tx.find(select("WHERE i.id = ? AND i.account_id = ?"), id, account));
}

std::optional<Invitation> find_by_digest(database::Transaction& tx, const policy::Modules& modules, std::string_view digest,
                                         const std::optional<UserId>& joiner) {
  const auto row =
      tx.find(select("JOIN accounts a ON a.id = i.account_id WHERE i.digest = ? AND a.deleted_at IS NULL AND "
                     "((i.status = 'pending' AND i.expires_at > ?) OR (i.status = 'accepted' AND i.accepted_by = ?))"),
              digest, tx.now(), joiner ? joiner->text() : std::string{});
  return to_optional(tx, modules, row);
}

std::optional<InvitationPage> list_invitations(database::Transaction& tx, const policy::Modules& modules,
                                               const AccountId& account, const Filter& filter, Sort sort, std::size_t limit,
                                               std::string_view position) {
  const auto order = order_of(sort);
  auto where = conditions_of(account, filter, tx.now());
  if (!position.empty() && !go_on_from(where, order, position)) return std::nullopt;
  const std::string direction = order.descending ? " DESC" : "";
  where.sql += " ORDER BY " + std::string{order.column} + direction + ", i.id" + direction + " LIMIT ?";
  where.args.push_back(database::to_value(limit + 1));
  InvitationPage page;
  const auto rows = tx.list_with(select(where.sql), where.args);
  for (std::size_t i = 0; i < std::min(limit, rows.size()); ++i) page.invitations.push_back(to_invitation(tx, modules, rows[i]));
  if (rows.size() > limit) page.next_position = write_position(order, page.invitations.back());
  return page;
}

std::vector<InvitationId> list_ids(database::Transaction& tx, const AccountId& account, const Filter& filter, std::size_t limit) {
  auto where = conditions_of(account, filter, tx.now());
  where.sql += " ORDER BY i.sent_at, i.id LIMIT ?";
  where.args.push_back(database::to_value(limit));
  std::vector<InvitationId> ids;
  for (const auto& row : tx.list_with("SELECT i.id FROM invitations i " + where.sql, where.args))
    ids.push_back(row.id<InvitationId>(0));
  return ids;
}

std::int64_t count_invitations(database::Transaction& tx, const AccountId& account, const Filter& filter) {
  const auto where = conditions_of(account, filter, tx.now());
  return tx.list_with("SELECT COUNT(*) FROM invitations i " + where.sql, where.args).front().integer(0);
}

InvitationPage list_pending_to(database::Transaction& tx, const policy::Modules& modules, const EmailAddress& email,
                               std::size_t limit, std::string_view before) {
  Conditions where{
      .sql =
          "JOIN accounts a ON a.id = i.account_id WHERE i.email_key = ? AND i.status = 'pending' AND i.expires_at > ? AND "
          "a.deleted_at IS NULL",
      .args = {email.key(), tx.now().ms}};
  if (!before.empty()) where.add("i.id < ?", {std::string{before}});
  where.args.push_back(database::to_value(limit + 1));
  InvitationPage page;
  const auto rows = tx.list_with(select(where.sql + " ORDER BY i.id DESC LIMIT ?"), where.args);
  for (std::size_t i = 0; i < std::min(limit, rows.size()); ++i) page.invitations.push_back(to_invitation(tx, modules, rows[i]));
  if (rows.size() > limit) page.next_position = page.invitations.back().id.text();
  return page;
}

std::optional<Invitation> find_pending_to(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                          const EmailAddress& email) {
  return to_optional(
      tx, modules, tx.find(select("WHERE i.account_id = ? AND i.email_key = ? AND i.status = 'pending'"), account, email.key()));
}

std::vector<Invitation> list_pending(database::Transaction& tx, const policy::Modules& modules, const AccountId& account) {
  std::vector<Invitation> invitations;
  for (const auto& row :
       tx.list(select("WHERE i.account_id = ? AND i.status = 'pending' AND i.expires_at > ? ORDER BY i.id"), account, tx.now()))
    invitations.push_back(to_invitation(tx, modules, row));
  return invitations;
}

std::vector<Invitation> list_pending_by(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                        std::string_view inviter) {
  std::vector<Invitation> invitations;
  for (const auto& row :
       tx.list(select("WHERE i.account_id = ? AND i.invited_by = ? AND i.status = 'pending' AND i.expires_at > ? ORDER BY i.id"),
               account, inviter, tx.now()))
    invitations.push_back(to_invitation(tx, modules, row));
  return invitations;
}

Occupancy find_occupancy(database::Transaction& tx, const AccountId& account, const std::vector<std::string>& email_keys) {
  Occupancy occupancy;
  for (const auto status : {access::MemberStatus::active, access::MemberStatus::deactivated})
    list_in_chunks(tx,
                   "SELECT email_key FROM members WHERE account_id = ? AND status = '" + std::string{access::text_of(status)} +
                       "' AND email_key IN",
                   account, email_keys, [&](const database::Row& row) { occupancy.members[row.text(0)] = status; });
  list_in_chunks(tx,
                 "SELECT email_key, id, expires_at FROM invitations WHERE account_id = ? AND status = 'pending' AND email_key IN",
                 account, email_keys,
                 [&](const database::Row& row) { occupancy.invited[row.text(0)] = {row.id<InvitationId>(1), row.instant(2)}; });
  return occupancy;
}

void save_grant(database::Transaction& tx, const policy::Modules& modules, const Invitation& invitation) {
  tx.execute(
      "UPDATE invitations SET role = ?, picked = ?, all_sub_accounts = ?, invited_by = ?, version = version + 1 WHERE id = ?",
      invitation.role, modules.to_column(invitation.picked), invitation.scope.all, invitation.invited_by, invitation.id);
  tx.execute("DELETE FROM invitation_sub_accounts WHERE invitation_id = ?", invitation.id);
  save_scope(tx, invitation.id, invitation.scope);
}

void save_token(database::Transaction& tx, const Invitation& invitation, std::string_view digest) {
  tx.execute(
      "UPDATE invitations SET generation = ?, digest = ?, sent_at = ?, expires_at = ?, invited_by = ?, version = version + 1 "
      "WHERE id = ?",
      invitation.generation, digest, invitation.sent_at, invitation.expires_at, invitation.invited_by, invitation.id);
}

void save_inviter(database::Transaction& tx, const InvitationId& id, std::string_view inviter) {
  tx.execute("UPDATE invitations SET invited_by = ?, version = version + 1 WHERE id = ?", inviter, id);
}

void save_end(database::Transaction& tx, const InvitationId& id, Status status, const std::optional<UserId>& accepted_by) {
  tx.execute(
      "UPDATE invitations SET status = ?, accepted_by = ?, ended_at = ?, version = version + 1 WHERE id = ? AND status = "
      "'pending'",
      text_of(status), accepted_by, tx.now(), id);
}

std::vector<Holder> list_pending_with_role(database::Transaction& tx, const AccountId& account, std::string_view role) {
  return to_holders(
      tx.list("SELECT id, email, invited_by FROM invitations WHERE account_id = ? AND status = 'pending' AND role = ? AND "
              "expires_at > ? ORDER BY id",
              account, role, tx.now()));
}

std::vector<Holder> replace_role(database::Transaction& tx, const AccountId& account, std::string_view old_role,
                                 std::string_view new_role, std::string_view inviter) {
  auto holders = to_holders(tx.list(
      "SELECT id, email, invited_by FROM invitations WHERE account_id = ? AND status = 'pending' AND role = ? ORDER BY id",
      account, old_role));
  tx.execute(
      "UPDATE invitations SET role = ?, picked = '', invited_by = ?, version = version + 1 WHERE account_id = ? AND status = "
      "'pending' AND role = ?",
      new_role, inviter, account, old_role);
  return holders;
}

std::vector<Holder> list_open_with_sub_account(database::Transaction& tx, const AccountId& account,
                                               const SubAccountId& sub_account) {
  return to_holders(
      tx.list("SELECT i.id, i.email, i.invited_by FROM invitation_sub_accounts s JOIN invitations i ON i.id = s.invitation_id "
              "WHERE s.sub_account_id = ? AND i.account_id = ? AND i.status = 'pending' ORDER BY i.id",
              sub_account, account));
}

void remove_sub_account(database::Transaction& tx, const SubAccountId& sub_account) {
  tx.execute(
      "UPDATE invitations SET version = version + 1 WHERE status = 'pending' AND id IN "
      "(SELECT invitation_id FROM invitation_sub_accounts WHERE sub_account_id = ?)",
      sub_account);
  tx.execute("DELETE FROM invitation_sub_accounts WHERE sub_account_id = ?", sub_account);
}

}  // namespace roster::invitations
