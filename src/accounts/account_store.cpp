#include "accounts/account_store.h"

#include "base/search_key.h"

namespace roster::accounts {

namespace {

/// How many accounts one page of a search looks at.
constexpr std::size_t searched_max = 20'000;

struct Candidate {
  AccountId id;
  std::string name, owner_email_key;
};

std::vector<Candidate> list_candidates(database::Transaction& tx, const std::optional<UserId>& member, std::string_view position,
                                       std::size_t limit) {
  const auto rows =
      member ? tx.list(
                   "SELECT a.id, a.name, u.email_key FROM members m JOIN accounts a ON a.id = m.account_id JOIN users u ON "
                   "u.id = a.owner_id WHERE m.user_id = ? AND m.account_id > ? AND m.status = 'active' AND a.deleted_at IS NULL "
                   "ORDER BY m.account_id LIMIT ?",
                   *member, position, limit)
             : tx.list(
                   "SELECT a.id, a.name, u.email_key FROM accounts a JOIN users u ON u.id = a.owner_id WHERE a.id > ? AND "
                   "a.deleted_at IS NULL ORDER BY a.id LIMIT ?",
                   position, limit);
  std::vector<Candidate> candidates;
  candidates.reserve(rows.size());
  for (const auto& row : rows) candidates.push_back({row.id<AccountId>(0), row.text(1), row.text(2)});
  return candidates;
}

bool matches(const Candidate& candidate, std::string_view key) {
  return key.empty() || search_key(candidate.name).find(key) != std::string::npos ||
         candidate.owner_email_key.find(key) != std::string::npos;
}

}  // namespace

void insert_account(database::Transaction& tx, const NewAccount& account) {
  tx.execute("INSERT INTO accounts (id, name, policy, plan, owner_id, created_at) VALUES (?, ?, ?, ?, ?, ?)", account.id,
             account.name, account.policy->id, account.plan->id, account.owner, tx.now());
}

void save_account(database::Transaction& tx, const AccountId& id, std::string_view name, std::string_view policy,
                  std::string_view plan) {
  tx.execute("UPDATE accounts SET name = ?, policy = ?, plan = ?, version = version + 1 WHERE id = ?", name, policy, plan, id);
}

void mark_deleted(database::Transaction& tx, const AccountId& id) {
  tx.execute("UPDATE accounts SET deleted_at = ?, version = version + 1 WHERE id = ?", tx.now(), id);
}

std::int64_t count_owned(database::Transaction& tx, const UserId& owner) {
  // By the owner's memberships, which have an index.
  return tx
      .find(
          "SELECT COUNT(*) FROM members m JOIN accounts a ON a.id = m.account_id WHERE m.user_id = ? AND a.owner_id = ? AND "
          "a.deleted_at IS NULL",
          owner, owner)
      ->integer(0);
}

AccountPage list_accounts(database::Transaction& tx, const policy::Catalogue& catalogue, const std::optional<UserId>& member,
                          std::string_view key, std::size_t limit, std::string_view position) {
  const std::size_t batch = key.empty() ? limit + 1 : 1'000;
  AccountPage page;
  std::string last{position};
  for (std::size_t searched = 0; searched < searched_max; searched += batch) {
    const auto candidates = list_candidates(tx, member, last, batch);
    for (const auto& candidate : candidates) {
      if (page.accounts.size() == limit) {
        page.next_position = last;
        return page;
      }
      last = candidate.id.text();
      if (!matches(candidate, key)) continue;
      if (auto account = access::find_account(tx, catalogue, candidate.id)) page.accounts.push_back(std::move(*account));
    }
    if (candidates.size() < batch) return page;
  }
  page.next_position = last;
  return page;
}

std::vector<members::Member> list_everybody(database::Transaction& tx, const policy::Modules& modules, const AccountId& account) {
  std::vector<members::Member> everybody;
  for (const auto& row :
       tx.list("SELECT m.account_id, m.user_id, u.email, u.name, m.role, m.picked, m.all_sub_accounts, m.status, m.joined_at, "
               "m.last_active_at, u.last_sign_in_at, m.version FROM members m JOIN users u ON u.id = m.user_id WHERE "
               "m.account_id = ? ORDER BY m.user_id",
               account))
    everybody.push_back(members::to_member(tx, modules, row));
  return everybody;
}

}  // namespace roster::accounts
