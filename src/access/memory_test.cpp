// Memory against a real database that is changed in every way there is: what it knows is never anything but what the database
// says, and whatever an entry is made of is watched.

#include "access/memory.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include "access/policy_fixture.h"
#include "access/standing_store.h"
#include "database/migrations.h"
#include "database/sqlite/sqlite_database.h"

namespace roster::access {
namespace {

namespace fs = std::filesystem;
using database::Transaction;

std::string read_text(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Two accounts and whatever happens to them.
struct Scene {
  fs::path folder = [] {
    const fs::path shared_memory = "/dev/shm";  // nothing here is about the disk
    std::string pattern =
        ((fs::exists(shared_memory) ? shared_memory : fs::temp_directory_path()) / "roster-memory-XXXXXX").string();
    return fs::path{::mkdtemp(pattern.data())};
  }();
  SystemClock clock;
  const policy::Catalogue& catalogue = shipped_policies();
  Memory memory{catalogue};
  std::unique_ptr<database::Database> database = database::open_sqlite({.path = (folder / "roster.db").string()}, clock);
  std::vector<AccountId> accounts;
  std::vector<UserId> users;
  std::vector<SubAccountId> sub_accounts;  // the first half of the first account
  std::vector<RoleId> roles;               // the same
  std::vector<TokenDigest> tokens;         // a session's of each user, then a key's
  std::vector<KeyId> keys;

  Scene() {
    std::vector<std::string> texts;
    for (const auto& entry : fs::directory_iterator(fs::path{ROSTER_SOURCE_DIR} / "migrations")) texts.push_back(entry.path());
    std::sort(texts.begin(), texts.end());
    std::vector<embedded::EmbeddedFile> files;
    std::vector<std::string> contents;
    contents.reserve(texts.size());
    for (const auto& path : texts) {
      const auto& text = contents.emplace_back(read_text(path));
      files.push_back({path, reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    }
    database::migrate(*database, files);
    database->watch(memory);
    write([&](Transaction& tx) { settle(tx); });
  }
  ~Scene() {
    database.reset();
    fs::remove_all(folder);
  }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  void write(const std::function<void(Transaction&)>& body, bool commit = true) const {
    static_cast<void>(database->write([&](Transaction& tx) -> Result<int> {
      body(tx);
      if (!commit) return refuse(reasons::forbidden);
      return 0;
    }));
  }

  void settle(Transaction& tx) {
    const auto now = tx.now();
    for (int i = 0; i < 3; ++i) {
      const auto user = users.emplace_back(UserId::make(now));
      tx.execute("INSERT INTO users (id, email, email_key, name, locale, created_at) VALUES (?, ?, ?, 'N', 'en', 0)", user,
                 user.text() + "@x.test", user.text());
      tokens.push_back(digest_of(i));
      tx.execute(
          "INSERT INTO sessions (id, user_id, digest, created_at, authenticated_at, last_used_at, expires_at, ip, device) VALUES "
          "(?, ?, ?, 0, 0, ?, ?, '', '')",
          SessionId::make(now), user, hex(i), now, now + std::chrono::hours{1});
    }
    for (const auto* policy : {"portal", "master"}) {
      const auto account = accounts.emplace_back(AccountId::make(now));
      tx.execute("INSERT INTO accounts (id, name, policy, plan, owner_id, created_at) VALUES (?, 'A', ?, ?, ?, 0)", account,
                 policy, catalogue.find(policy)->plans.front().id, users.front());
      for (int i = 0; i < 2; ++i) {
        tx.execute("INSERT INTO sub_accounts (id, account_id, name, created_at) VALUES (?, ?, 'S', 0)",
                   sub_accounts.emplace_back(SubAccountId::make(now)), account);
        tx.execute("INSERT INTO roles (id, account_id, title, permissions, created_at) VALUES (?, ?, 'R', 'payments:read', 0)",
                   roles.emplace_back(RoleId::make(now)), account);
      }
    }
    tokens.push_back(digest_of(9));
    keys.push_back(KeyId::make(now));
    tx.execute("INSERT INTO api_keys (id, name, digest, created_at) VALUES (?, 'K', ?, 0)", keys.front(), hex(9));
  }

  static TokenDigest digest_of(int n) {
    TokenDigest digest{};
    digest.fill(static_cast<std::uint8_t>(n + 1));
    return digest;
  }
  static std::string hex(int n) {
    std::string text;
    for (int i = 0; i < 32; ++i) text += "0" + std::to_string(n % 9 + 1);
    return text;
  }

  struct Truth {
    std::optional<Account> account;
    std::optional<Standing> standing;
    std::int64_t revision = 0;
    std::vector<bool> exists;  // each sub-account, in this account
  };
  Truth truth(const AccountId& account, const UserId& user) const {
    return database->read([&](Transaction& tx) {
      Truth t{.account = find_account(tx, catalogue, account), .standing = {}, .exists = {}};
      if (t.account) t.standing = find_standing(tx, catalogue, *t.account, user);
      if (const auto head = tx.find("SELECT seq FROM journal_heads WHERE subject = ?", account)) t.revision = head->integer(0);
      for (const auto& sub : sub_accounts) t.exists.push_back(sub_account_exists(tx, account, sub));
      return t;
    });
  }

  /// What a reader of the database does, and what comes between its steps.
  void fill(
      const AccountId& account, const UserId& user, const std::function<void()>& before = [] {},
      const std::function<void()>& after = [] {}) {
    const auto as_of = memory.last_commit();
    before();
    const auto found = truth(account, user);
    after();
    if (!found.account) return;
    memory.remember(account, user, found.standing ? &*found.standing : nullptr, found.revision, as_of);
    for (std::size_t i = 0; i < sub_accounts.size(); ++i)
      if (found.exists[i])
        memory.remember_reach(account, user, sub_accounts[i], found.standing && found.standing->scope.covers(sub_accounts[i]),
                              as_of);
  }
  void fill_credentials() {
    for (int i = 0; i < 3; ++i) {
      const auto as_of = memory.last_commit();
      const auto session = database->read([&](Transaction& tx) { return find_session(tx, hex(i), std::chrono::hours{1}); });
      if (session) memory.remember(digest_of(i), *session, as_of);
    }
    const auto as_of = memory.last_commit();
    const auto key = database->read([&](Transaction& tx) { return find_key(tx, hex(9)); });
    if (key) memory.remember(digest_of(9), *key, as_of);
  }

  /// How many entries were known, all of them right.
  int compare() const {
    int known = 0;
    for (const auto& account : accounts)
      for (const auto& user : users) {
        const auto found = truth(account, user);
        for (std::size_t i = 0; i <= sub_accounts.size(); ++i) {
          const auto* sub = i < sub_accounts.size() ? &sub_accounts[i] : nullptr;
          const auto remembered = memory.find_standing(account, user, sub);
          if (!remembered) continue;
          ++known;
          EXPECT_TRUE(found.account) << "an account that is gone";
          EXPECT_EQ(remembered->revision, found.revision);
          EXPECT_EQ(remembered->is_member, found.standing.has_value());
          for (std::size_t p = 0; p < catalogue.modules.permissions().size(); ++p) {
            const Where where = sub != nullptr ? Where{*sub} : Where{WholeAccount{}};
            const auto wanted = decide(found.standing ? &*found.standing : nullptr, {p, where}, sub == nullptr || found.exists[i],
                                       catalogue.modules);
            const auto got = remembered->decide(p, sub != nullptr ? remembered->reaches : remembered->powers.whole_account);
            EXPECT_EQ(got.allowed, wanted.allowed);
            EXPECT_EQ(got.decided_by, wanted.decided_by);
          }
          if (found.standing) {
            EXPECT_EQ(remembered->own_role ? remembered->own_role->text() : std::string{remembered->policy_role},
                      found.standing->role.id);
            EXPECT_EQ(remembered->powers.effective, found.standing->effective);
          }
        }
      }
    for (int i = 0; i < 3; ++i) {
      const auto remembered = memory.find_session(digest_of(i));
      if (!remembered) continue;
      ++known;
      const auto found = database->read([&](Transaction& tx) { return find_session(tx, hex(i), std::chrono::hours{1}); });
      EXPECT_TRUE(found && found->id == remembered->id && found->user == remembered->user &&
                  found->email == remembered->email() && found->last_used_at == remembered->last_used_at &&
                  parse_language(found->locale) == remembered->language);
    }
    if (const auto key = memory.find_key(digest_of(9))) {
      ++known;
      EXPECT_EQ(database->read([&](Transaction& tx) { return find_key(tx, hex(9)); }), key);
    }
    return known;
  }

  /// One of the changes there are, chosen by three numbers.
  std::function<void(Transaction&)> act(int kind, int one, int other) const {
    const auto pick = [](const auto& list, int n) { return list[static_cast<std::size_t>(n) % list.size()]; };
    const auto account = pick(accounts, one);
    const auto user = pick(users, other);
    const auto sub = pick(sub_accounts, one + other);
    const auto role = pick(roles, one * 2 + other);
    const auto session = hex(other % 3);
    switch (kind) {
      case 0:
        return [=](Transaction& tx) {
          tx.execute(
              "INSERT INTO members (account_id, user_id, role, picked, all_sub_accounts, status, joined_at, last_active_at, "
              "email_key, name_key) VALUES (?, ?, ?, 'payments:write', ?, 'active', 0, 0, '', '') ON CONFLICT DO NOTHING",
              account, user, one % 3 == 0 ? role.text() : std::string{"user"}, other % 2);
        };
      case 1:
        return [=](Transaction& tx) { tx.execute("DELETE FROM members WHERE user_id = ? AND account_id = ?", user, account); };
      case 2:
        return [=](Transaction& tx) {
          tx.execute(
              "UPDATE members SET status = CASE status WHEN 'active' THEN 'deactivated' ELSE 'active' END WHERE user_id = ?",
              user);
        };
      case 3:
        return [=](Transaction& tx) { tx.execute("UPDATE members SET role = ? WHERE account_id = ?", role, account); };
      case 4:
        return [=](Transaction& tx) {
          tx.execute(
              "INSERT INTO member_sub_accounts (account_id, user_id, sub_account_id) SELECT ?, ?, id FROM sub_accounts WHERE "
              "id = ? ON CONFLICT DO NOTHING",
              account, user, sub);
        };
      case 5:
        return [=](Transaction& tx) { tx.execute("DELETE FROM member_sub_accounts WHERE sub_account_id = ?", sub); };
      case 6:
        return [=](Transaction& tx) { tx.execute("UPDATE roles SET permissions = 'pricing:read' WHERE id = ?", role); };
      case 7:
        return [=](Transaction& tx) { tx.execute("DELETE FROM roles WHERE id = ?", role); };
      case 8:
        return [=](Transaction& tx) {
          tx.execute("DELETE FROM member_sub_accounts WHERE sub_account_id = ?", sub);
          tx.execute("DELETE FROM sub_accounts WHERE id = ?", sub);
        };
      case 9:
        return
            [=](Transaction& tx) { tx.execute("UPDATE accounts SET policy = 'portal', plan = 'default' WHERE id = ?", account); };
      case 10:
        return [=](Transaction& tx) { tx.execute("UPDATE accounts SET deleted_at = CASE WHEN deleted_at IS NULL THEN 1 END"); };
      case 11:
        return [=](Transaction& tx) {
          tx.execute(
              "INSERT INTO journal_heads (subject, seq, hash) VALUES (?, 1, '') ON CONFLICT (subject) DO UPDATE SET seq = "
              "journal_heads.seq + 1",
              account);
        };
      case 12:
        return [=](Transaction& tx) { tx.execute("DELETE FROM sessions WHERE digest = ?", session); };
      case 13:
        return [=](Transaction& tx) { tx.execute("UPDATE sessions SET digest = id WHERE user_id = ?", user); };
      case 14:
        return [=](Transaction& tx) { tx.execute("UPDATE users SET email = 'new@x.test', locale = 'fr' WHERE id = ?", user); };
      case 15:
        return [=](Transaction& tx) { tx.execute("UPDATE api_keys SET revoked_at = CASE WHEN revoked_at IS NULL THEN 1 END"); };
      default:
        return [=](Transaction& tx) { tx.execute("UPDATE sessions SET last_used_at = last_used_at + 1"); };
    }
  }
};

constexpr int kinds = 17;

RC_GTEST_PROP(Memory, KnowsNothingButWhatTheDatabaseSaysWhateverComesBetween, ()) {
  Scene scene;
  // Chosen in the same way however big the case is.
  const auto below = [](int n) { return rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, n)); };
  const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int, int>>>(
      rc::gen::tuple(below(kinds), below(6), below(6), below(4)));
  for (const auto& [kind, one, other, when] : steps) {
    const auto act = scene.act(kind, one, other);
    const auto commit = [&] { scene.write(act); };
    const auto& account = scene.accounts[static_cast<std::size_t>(one) % 2];
    const auto& user = scene.users[static_cast<std::size_t>(other) % 3];
    if (when == 0) scene.fill(account, user, commit);
    if (when == 1) scene.fill(account, user, [] {}, commit);
    if (when == 2) commit();
    if (when == 3) scene.write(act, false);
    scene.compare();
    RC_ASSERT(!::testing::Test::HasFailure());
    for (const auto& a : scene.accounts)
      for (const auto& u : scene.users) scene.fill(a, u);
    scene.fill_credentials();
    const auto live = scene.database->read(
        [](Transaction& tx) { return tx.find("SELECT COUNT(*) FROM accounts WHERE deleted_at IS NULL")->integer(0); });
    RC_ASSERT(scene.compare() >= live * 3);
  }
}

TEST(Memory, IsLeftAloneByWhatConcernsOthers) {
  Scene scene;
  const auto [account, user] = std::pair{scene.accounts[0], scene.users[0]};
  scene.write(scene.act(0, 0, 0));
  scene.fill(account, user);
  ASSERT_TRUE(scene.memory.find_standing(account, user, nullptr));
  scene.write(scene.act(0, 1, 1));   // another member of another account
  scene.write(scene.act(11, 0, 0));  // an event in its own account
  const auto known = scene.memory.find_standing(account, user, nullptr);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->revision, 1) << "as the journal is now";
}

TEST(Memory, AnswersNothingByWhatACommitUnderWayMayChange) {
  Scene scene;
  const auto [account, user] = std::pair{scene.accounts[0], scene.users[0]};
  scene.fill(account, user);
  std::vector<database::ChangedRow> rows{{0, database::Row{{account.text(), user.text()}}}};
  scene.memory.count_in(rows);
  EXPECT_FALSE(scene.memory.find_standing(account, user, nullptr));
  scene.fill(account, user);
  EXPECT_FALSE(scene.memory.find_standing(account, user, nullptr));
  scene.memory.count_out(rows, database::Fate::rolled_back);
  EXPECT_TRUE(scene.memory.find_standing(account, user, nullptr));
  scene.memory.count_in(rows);
  scene.memory.count_out(rows, database::Fate::unknown);
  EXPECT_FALSE(scene.memory.find_standing(account, user, nullptr)) << "nobody knows what is on disk";
}

TEST(Memory, CountsACommitOnceHoweverManyRowsItChanges) {
  Scene scene;
  const auto [account, user] = std::pair{scene.accounts[0], scene.users[0]};
  scene.fill(account, user);
  const std::vector<database::ChangedRow> rows(std::size_t{1} << 16, {0, database::Row{{account.text(), user.text()}}});
  scene.memory.count_in(rows);
  EXPECT_FALSE(scene.memory.find_standing(account, user, nullptr));
  scene.memory.count_out(rows, database::Fate::rolled_back);
  EXPECT_TRUE(scene.memory.find_standing(account, user, nullptr));
}

/// Hands everything on, and writes down what is asked.
class Listening final : public Transaction {
 public:
  explicit Listening(Transaction& tx) : tx_(tx) {}
  std::set<std::string> tables;

  [[nodiscard]] Instant now() const override { return tx_.now(); }
  void lock(std::string_view, const std::vector<std::string>&) override {}

 protected:
  database::Rows run(std::string_view sql, std::span<const database::Parameter> parameters) override {
    const std::string text{sql};
    static const std::regex table("(FROM|JOIN) ([a-z_]+)");
    for (std::sregex_iterator at(text.begin(), text.end(), table), end; at != end; ++at) tables.insert((*at)[2]);
    std::vector<database::Value> values;
    for (const auto& parameter : parameters)
      values.push_back(std::visit([](const auto& value) { return database::to_value(value); }, parameter));
    return tx_.list_with(sql, values);
  }
  std::int64_t change(std::string_view, std::span<const database::Parameter>) override { throw std::logic_error("reads only"); }

 private:
  Transaction& tx_;
};

TEST(Memory, WatchesEveryTableThatItsEntriesAreMadeOf) {
  Scene scene;
  scene.write(scene.act(0, 3, 2));
  const auto read = scene.database->read([&](Transaction& tx) {
    Listening listening(tx);
    static_cast<void>(find_session(listening, Scene::hex(0), std::chrono::hours{1}));
    static_cast<void>(find_key(listening, Scene::hex(9)));
    for (const auto& id : scene.accounts) {
      const auto account = find_account(listening, scene.catalogue, id);
      for (const auto& user : scene.users) static_cast<void>(find_standing(listening, scene.catalogue, *account, user));
      static_cast<void>(sub_account_exists(listening, id, scene.sub_accounts.front()));
      for (const auto& role : scene.roles) static_cast<void>(find_role(listening, scene.catalogue, *account, role.text()));
    }
    return listening.tables;
  });
  EXPECT_GE(read.size(), 6U);
  for (const auto& name : read)
    EXPECT_TRUE(std::any_of(scene.memory.tables().begin(), scene.memory.tables().end(), [&](const auto& table) {
      return table.name == name;
    })) << name;
}

/// Every statement in the sources that writes, as far as it is written in one piece.
std::vector<std::string> list_writing_statements() {
  static const std::regex literals(R"re("((?:INSERT|UPDATE|DELETE|REPLACE|WITH) (?:[^"\\]|\\.)*)"((?:\s*"(?:[^"\\]|\\.)*")*))re");
  static const std::regex between("\"\\s*\"");
  std::vector<std::string> statements;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path{ROSTER_SOURCE_DIR} / "src")) {
    if (entry.path().extension() != ".cpp" || entry.path().string().ends_with("_test.cpp")) continue;
    const auto text = read_text(entry.path());
    for (std::sregex_iterator at(text.begin(), text.end(), literals), end; at != end; ++at) {
      const auto whole = (*at)[0].str();
      statements.push_back(std::regex_replace(whole.substr(1, whole.size() - 2), between, ""));
    }
  }
  return statements;
}

TEST(Memory, LearnsOfEveryStatementThatWritesWhatItKeeps) {
  const Memory memory{shipped_policies()};
  std::set<std::string_view> written;
  const auto statements = list_writing_statements();
  for (const auto& sql : statements) {
    std::optional<database::WatchedStatement> watched;
    ASSERT_NO_THROW(watched = database::watch_statement(sql, memory.tables())) << sql;
    if (watched) written.insert(memory.tables()[watched->table].name);
  }
  EXPECT_GT(statements.size(), 40U);
  for (const auto& table : memory.tables()) EXPECT_TRUE(written.contains(table.name)) << table.name;
}

TEST(Memory, ShowsNoThreadWhatAnAcknowledgedChangeHasEnded) {
  Scene scene;
  const auto account = scene.accounts[0];
  const auto user = scene.users[0];
  scene.write(scene.act(0, 0, 0));
  // The member is active after an even number of changes, and each is an event.
  std::atomic<std::int64_t> begun = 0, acknowledged = 0, stale = 0, answers = 0;
  std::atomic<bool> over = false;
  std::vector<std::thread> readers;
  for (int t = 0; t < 3; ++t)
    readers.emplace_back([&] {
      while (!over) {
        const auto least = acknowledged.load();
        const auto known = scene.memory.find_standing(account, user, nullptr);
        const bool nothing_since = begun == least;
        if (!known) {
          scene.fill(account, user);
          continue;
        }
        ++answers;
        const bool is_active = known->powers.status == MemberStatus::active;
        if (known->revision < least || (nothing_since && is_active != (least % 2 == 0))) ++stale;
      }
    });
  for (int i = 1; i <= 1000; ++i) {
    begun = i;
    scene.write([&](Transaction& tx) {
      scene.act(2, 0, 0)(tx);
      scene.act(11, 0, 0)(tx);
    });
    acknowledged = i;
    if (i % 20 == 0)
      for (const auto seen = answers.load(); answers.load() == seen;) std::this_thread::yield();
  }
  over = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(stale, 0);
}

}  // namespace
}  // namespace roster::access
