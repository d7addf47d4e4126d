#include "sub_accounts/sub_account_store.h"

#include "base/search_key.h"

namespace roster::sub_accounts {

namespace {

constexpr std::string_view sub_account_query =
    "SELECT id, account_id, name, created_at, version FROM sub_accounts WHERE account_id = ? AND ";

SubAccount read_sub_account(const database::Row& row) {
  return {.id = row.id<SubAccountId>(0),
          .account = row.id<AccountId>(1),
          .name = row.text(2),
          .created_at = row.instant(3),
          .version = row.integer(4)};
}

bool matches(const SubAccount& sub_account, const access::Scope& visible, std::string_view key) {
  return visible.covers(sub_account.id) && (key.empty() || search_key(sub_account.name).find(key) != std::string::npos);
}

}  // namespace

void insert_sub_account(database::Transaction& tx, const SubAccount& sub_account) {
  tx.execute("INSERT INTO sub_accounts (id, account_id, name, created_at) VALUES (?, ?, ?, ?)", sub_account.id,
             sub_account.account, sub_account.name, sub_account.created_at);
}

std::optional<SubAccount> find_sub_account(database::Transaction& tx, const AccountId& account, const SubAccountId& id) {
  const auto row = tx.find(std::string{sub_account_query} + "id = ?", account, id);
  if (!row) return std::nullopt;
  return read_sub_account(*row);
}

void save_sub_account(database::Transaction& tx, const SubAccount& sub_account) {
  tx.execute("UPDATE sub_accounts SET name = ?, version = version + 1 WHERE id = ?", sub_account.name, sub_account.id);
}

void remove_sub_account(database::Transaction& tx, const SubAccountId& id) {
  tx.execute("DELETE FROM sub_accounts WHERE id = ?", id);
}

SubAccountPage list_sub_accounts(database::Transaction& tx, const AccountId& account, const access::Scope& visible,
                                 std::string_view key, std::size_t limit, std::string_view position) {
  const std::size_t batch = key.empty() && visible.all ? limit + 1 : 500;
  SubAccountPage page;
  std::string last{position};
  while (true) {
    const auto rows = tx.list(std::string{sub_account_query} + "id > ? ORDER BY id LIMIT ?", account, last, batch);
    for (const auto& row : rows) {
      last = row.text(0);
      auto sub_account = read_sub_account(row);
      if (!matches(sub_account, visible, key)) continue;
      if (page.sub_accounts.size() == limit) {
        page.next_position = page.sub_accounts.back().id.text();
        return page;
      }
      page.sub_accounts.push_back(std::move(sub_account));
    }
    if (rows.size() < batch) return page;
  }
}

std::vector<UserId> list_limited_members(database::Transaction& tx, const AccountId& account, const SubAccountId& id) {
  std::vector<UserId> users;
  for (const auto& row : tx.list(
           "SELECT user_id FROM member_sub_accounts WHERE sub_account_id = ? AND account_id = ? ORDER BY user_id", id, account))
    users.push_back(row.id<UserId>(0));
  return users;
}

}  // namespace roster::sub_accounts
