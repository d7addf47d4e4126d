#include "app/verification.h"

#include <fmt/format.h>

#include <array>

#include "journal/journal.h"

namespace roster::app {

namespace {

struct Oracle {
  std::string_view says;  ///< what it means when rows are found; the first column names where
  std::string_view sql;
};

constexpr std::array<Oracle, 10> oracles{{
    {"account without exactly one active owner, or with another than its row says",
     "SELECT a.id FROM accounts a LEFT JOIN members m ON m.account_id = a.id AND m.role = 'owner' AND m.status = 'active' "
     "WHERE a.deleted_at IS NULL GROUP BY a.id, a.owner_id HAVING COUNT(m.user_id) <> 1 OR MAX(m.user_id) <> a.owner_id"},
    {"invitation accepted more than once",
     "SELECT target FROM events WHERE type = 'invitation.accepted' GROUP BY target HAVING COUNT(*) > 1"},
    {"accepted invitation whose joiner is not named",
     "SELECT id FROM invitations WHERE status = 'accepted' AND accepted_by IS NULL"},
    {"invitation accepted but the journal does not say so",
     "SELECT i.id FROM invitations i WHERE i.status = 'accepted' AND NOT EXISTS (SELECT 1 FROM events e WHERE e.subject = "
     "i.account_id AND "
     "e.target = i.id AND e.type = 'invitation.accepted')"},
    {"two pending invitations of one address in one account",
     "SELECT account_id FROM invitations WHERE status = 'pending' GROUP BY account_id, email_key HAVING COUNT(*) > 1"},
    {"member limited to a sub-account of another account",
     "SELECT m.account_id FROM member_sub_accounts m JOIN sub_accounts s ON s.id = m.sub_account_id WHERE s.account_id <> "
     "m.account_id"},
    {"limit to a sub-account without a member",
     "SELECT s.account_id FROM member_sub_accounts s LEFT JOIN members m ON m.account_id = s.account_id AND m.user_id = "
     "s.user_id WHERE m.user_id IS NULL"},
    {"member with a role of another account",
     "SELECT m.account_id FROM members m JOIN roles r ON r.id = m.role WHERE r.account_id <> m.account_id"},
    {"member whose copy of the address differs from the user's",
     "SELECT m.account_id FROM members m JOIN users u ON u.id = m.user_id WHERE m.email_key <> u.email_key"},
    {"totals of members that are not those of the table",
     "SELECT a.id FROM accounts a LEFT JOIN member_counts c ON c.account_id = a.id LEFT JOIN (SELECT account_id, "
     "SUM(CASE WHEN status = 'active' THEN 1 ELSE 0 END) AS active, COUNT(*) AS members FROM members GROUP BY account_id) m ON "
     "m.account_id = a.id "
     "WHERE COALESCE(c.active, 0) <> COALESCE(m.active, 0) OR COALESCE(c.active, 0) + COALESCE(c.deactivated, 0) <> "
     "COALESCE(m.members, 0)"},
}};

Verification look_for_faults(database::Database& database) {
  return database.read(
      [](database::Transaction& tx) {
        Verification result;
        for (const auto& oracle : oracles)
          for (const auto& row : tx.list(std::string{oracle.sql} + " LIMIT 20"))
            result.faults.push_back(fmt::format("{}: {}", row.text(0), oracle.says));
        const auto chains = journal::verify(tx);
        result.events = chains.events;
        result.subjects = chains.subjects;
        for (const auto& fault : chains.faults)
          result.faults.push_back(fmt::format("journal of {}, event {}: {}", fault.subject, fault.seq, fault.what));
        return result;
      },
      {.is_long = true});
}

}  // namespace

Verification verify(database::Database& database) {
  Verification result;
  const auto engine = database.check_integrity();
  try {
    result = look_for_faults(database);
  } catch (const database::DatabaseError& e) {
    result.faults.push_back(std::string{"database: cannot be read: "} + e.what());
  }
  if (engine != "ok") result.faults.insert(result.faults.begin(), "database: " + engine);
  return result;
}

}  // namespace roster::app
