#include "access/candidate_store.h"

namespace roster::access {

namespace {

template <class IdType>
std::vector<IdType> first_column(const std::vector<database::Row>& rows) {
  std::vector<IdType> ids;
  ids.reserve(rows.size());
  for (const auto& row : rows) ids.push_back(row.id<IdType>(0));
  return ids;
}

}  // namespace

std::vector<UserId> list_member_ids(database::Transaction& tx, const AccountId& account, std::string_view after,
                                    std::size_t limit) {
  return first_column<UserId>(tx.list("SELECT user_id FROM members WHERE account_id = ? AND user_id > ? ORDER BY user_id LIMIT ?",
                                      account, after, limit));
}

std::vector<AccountId> list_account_ids(database::Transaction& tx, const UserId& user, std::string_view after,
                                        std::size_t limit) {
  return first_column<AccountId>(tx.list(
      "SELECT account_id FROM members WHERE user_id = ? AND account_id > ? ORDER BY account_id LIMIT ?", user, after, limit));
}

std::vector<SubAccountId> list_sub_account_ids(database::Transaction& tx, const AccountId& account, std::string_view after,
                                               std::size_t limit) {
  return first_column<SubAccountId>(
      tx.list("SELECT id FROM sub_accounts WHERE account_id = ? AND id > ? ORDER BY id LIMIT ?", account, after, limit));
}

std::vector<std::pair<AccountId, SubAccountId>> list_sub_account_ids(database::Transaction& tx, const UserId& user,
                                                                     std::pair<std::string_view, std::string_view> after,
                                                                     std::size_t limit) {
  std::vector<std::pair<AccountId, SubAccountId>> ids;
  // The rest of the account that the last page ended in, by its index; then the accounts after it.
  if (const auto account = AccountId::parse(after.first))
    for (const auto& id : list_sub_account_ids(tx, *account, after.second, limit)) ids.emplace_back(*account, id);
  for (const auto& row :
       tx.list("SELECT s.account_id, s.id FROM members m JOIN sub_accounts s ON s.account_id = m.account_id WHERE m.user_id = ? "
               "AND m.account_id > ? ORDER BY m.account_id, s.id LIMIT ?",
               user, after.first, limit - ids.size()))
    ids.emplace_back(row.id<AccountId>(0), row.id<SubAccountId>(1));
  return ids;
}

std::optional<AccountId> find_account_of(database::Transaction& tx, std::string_view sub_account) {
  const auto row = tx.find("SELECT account_id FROM sub_accounts WHERE id = ?", sub_account);
  if (!row) return std::nullopt;
  return row->id<AccountId>(0);
}

}  // namespace roster::access
