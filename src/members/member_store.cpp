#include "members/member_store.h"

#include "base/search_key.h"

namespace roster::members {

namespace {

constexpr std::string_view member_query =
    "SELECT m.account_id, m.user_id, u.email, u.name, m.role, m.picked, m.all_sub_accounts, m.status, m.joined_at, "
    "m.last_active_at, "
    "u.last_sign_in_at, m.version FROM members m JOIN users u ON u.id = m.user_id WHERE m.account_id = ? AND ";

access::Scope find_scope(database::Transaction& tx, const AccountId& account, const UserId& user, bool all) {
  access::Scope scope{.all = all};
  if (all) return scope;
  for (const auto& row :
       tx.list("SELECT sub_account_id FROM member_sub_accounts WHERE account_id = ? AND user_id = ? ORDER BY sub_account_id",
               account, user))
    scope.sub_accounts.push_back(row.id<SubAccountId>(0));
  return scope;
}

std::optional<Member> read_member(database::Transaction& tx, const policy::Modules& modules,
                                  const std::optional<database::Row>& row) {
  if (!row) return std::nullopt;
  return to_member(tx, modules, *row);
}

void save_scope(database::Transaction& tx, const AccountId& account, const UserId& user, const access::Scope& scope) {
  tx.execute("DELETE FROM member_sub_accounts WHERE account_id = ? AND user_id = ?", account, user);
  if (scope.all) return;
  for (const auto& id : scope.sub_accounts)
    tx.execute("INSERT INTO member_sub_accounts (account_id, user_id, sub_account_id) VALUES (?, ?, ?)", account, user, id);
}

/// Keeps the totals beside the rows that they are of: every statement that adds, moves or takes a row says so here.
void count(database::Transaction& tx, const AccountId& account, std::int64_t active, std::int64_t deactivated) {
  tx.execute(
      "INSERT INTO member_counts (account_id, active, deactivated) VALUES (?, ?, ?) ON CONFLICT (account_id) DO UPDATE SET "
      "active = member_counts.active + excluded.active, deactivated = member_counts.deactivated + excluded.deactivated",
      account, active, deactivated);
}

}  // namespace

Member to_member(database::Transaction& tx, const policy::Modules& modules, const database::Row& row) {
  Member member{.account = row.id<AccountId>(0),
                .user = row.id<UserId>(1),
                .email = row.text(2),
                .name = row.text(3),
                .role = row.text(4),
                .picked = modules.from_column(row.text(5)),
                .scope = {},
                .joined_at = row.instant(8),
                .last_active_at = row.instant(9),
                .last_sign_in_at = row.optional_instant(10),
                .version = row.integer(11)};
  member.scope = find_scope(tx, member.account, member.user, row.boolean(6));
  member.status = row.text(7) == "active" ? access::MemberStatus::active : access::MemberStatus::deactivated;
  return member;
}

void insert_member(database::Transaction& tx, const policy::Modules& modules, const AccountId& account, const UserId& user,
                   std::string_view role, const policy::PermissionSet& picked, const access::Scope& scope) {
  const auto person = tx.find("SELECT email_key, name FROM users WHERE id = ?", user);
  if (!person) throw database::DatabaseError("no user " + user.text() + " to make a member of");
  tx.execute(
      "INSERT INTO members (account_id, user_id, role, picked, all_sub_accounts, status, joined_at, last_active_at, email_key, "
      "name_key) "
      "VALUES (?, ?, ?, ?, ?, 'active', ?, ?, ?, ?)",
      account, user, role, modules.to_column(picked), scope.all, tx.now(), tx.now(), person->text(0),
      search_key(person->text(1)));
  save_scope(tx, account, user, scope);
  count(tx, account, 1, 0);
}

std::optional<Member> find_member(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                  const UserId& user) {
  return read_member(tx, modules, tx.find(std::string{member_query} + "m.user_id = ?", account, user));
}

std::optional<Member> find_member_by_email(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                           const EmailAddress& email) {
  return read_member(tx, modules, tx.find(std::string{member_query} + "u.email_key = ?", account, email.key()));
}

void save_grant(database::Transaction& tx, const policy::Modules& modules, const AccountId& account, const UserId& user,
                std::string_view role, const policy::PermissionSet& picked, const access::Scope& scope) {
  tx.execute(
      "UPDATE members SET role = ?, picked = ?, all_sub_accounts = ?, version = version + 1 WHERE account_id = ? AND user_id = ?",
      role, modules.to_column(picked), scope.all, account, user);
  save_scope(tx, account, user, scope);
}

void save_status(database::Transaction& tx, const AccountId& account, const UserId& user, access::MemberStatus status) {
  const auto moved = tx.count_changed(
      "UPDATE members SET status = ?, version = version + 1 WHERE account_id = ? AND user_id = ? AND status <> ?",
      access::text_of(status), account, user, access::text_of(status));
  if (moved == 0) return;
  const std::int64_t step = status == access::MemberStatus::active ? 1 : -1;
  count(tx, account, step, -step);
}

void refresh_user_keys(database::Transaction& tx, const UserId& user) {
  const auto row = tx.find("SELECT email_key, name FROM users WHERE id = ?", user);
  if (!row) throw database::DatabaseError("the user whose name changed is not there");
  tx.execute("UPDATE members SET email_key = ?, name_key = ? WHERE user_id = ?", row->text(0), search_key(row->text(1)), user);
}

void remove_member(database::Transaction& tx, const AccountId& account, const UserId& user) {
  const auto row = tx.find("SELECT status FROM members WHERE account_id = ? AND user_id = ?", account, user);
  if (!row) return;
  tx.execute("DELETE FROM member_sub_accounts WHERE account_id = ? AND user_id = ?", account, user);
  tx.execute("DELETE FROM members WHERE account_id = ? AND user_id = ?", account, user);
  const bool was_active = row->text(0) == "active";
  count(tx, account, was_active ? -1 : 0, was_active ? 0 : -1);
}

std::vector<UserId> list_holders(database::Transaction& tx, const AccountId& account, std::string_view role) {
  std::vector<UserId> holders;
  for (const auto& row :
       tx.list("SELECT user_id FROM members WHERE account_id = ? AND role = ? ORDER BY status, user_id", account, role))
    holders.push_back(row.id<UserId>(0));
  return holders;
}

json::value write_scope(const access::Scope& scope) {
  if (scope.all) return "all";
  json::array ids;
  for (const auto& id : scope.sub_accounts) ids.emplace_back(id.text());
  return ids;
}

json::array write_names(const policy::Modules& modules, const policy::PermissionSet& set) {
  json::array names;
  for (const auto& name : modules.names(set)) names.emplace_back(name);
  return names;
}

json::object write_member(const Member& member, const access::RoleDefinition& role, const policy::Modules& modules,
                          Language language) {
  policy::PermissionSet effective;
  if (member.status == access::MemberStatus::active)
    effective = access::effective_permissions(role, member.picked, member.scope, modules);
  return {{"user", json::object{{"id", member.user.text()}, {"email", member.email}, {"name", member.name}}},
          {"role", member.role},
          {"title", role.title.in(language)},
          {"is_owner", role.is_owner},
          {"permissions", write_names(modules, effective)},
          {"picked", write_names(modules, member.picked & role.pickable)},
          {"sub_accounts", write_scope(member.scope)},
          {"status", access::text_of(member.status)},
          {"joined_at", member.joined_at.text()},
          {"last_active_at", member.last_active_at.text()},
          {"last_sign_in_at", member.last_sign_in_at ? json::value(member.last_sign_in_at->text()) : json::value(nullptr)}};
}

}  // namespace roster::members
