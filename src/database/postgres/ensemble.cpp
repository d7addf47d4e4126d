#include "database/postgres/ensemble.h"

#include <poll.h>
#include <sodium.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

#include "base/log.h"
#include "database/postgres/row_locks.h"

namespace roster::database::postgres {

namespace {

constexpr std::chrono::milliseconds lease{2000};
constexpr std::chrono::milliseconds renew_every{500};
/// How much two machines' clocks may differ in the length of a lease.
constexpr std::chrono::milliseconds margin{100};
/// Where a notice is lost, it is looked again after this.
constexpr std::chrono::milliseconds look_again{50};
constexpr std::chrono::milliseconds statement_patience{3000};
constexpr std::chrono::milliseconds reconnect_pause{100};
constexpr int renewals_between_cleaning = 20;
/// An announced commit whose end is not heard of: its node is gone, or the letter was lost in a crash.
constexpr std::chrono::seconds orphan_of_the_gone{3}, orphan_of_the_living{20};

/// Who waits for the door makes all later writes wait: rather try again.
constexpr std::string_view do_not_hold_up = "SET LOCAL lock_timeout = 200";

std::string node_channel(std::int64_t id) { return "roster_node_" + std::to_string(id); }
std::string sender_channel(std::int64_t sender) { return "roster_sender_" + std::to_string(sender); }

}  // namespace

std::int64_t door_key() { return lock_key_of("nodes", ""); }

std::chrono::milliseconds silence_max() { return lease + margin; }

std::int64_t random_id() {
  std::int64_t id = 0;
  while (id <= 0) randombytes_buf(&id, sizeof id);
  return id;
}

void Silence::observe(std::int64_t id, std::int64_t renewals, BootTime at) {
  const auto [place, is_new] = seen_.try_emplace(id, Seen{renewals, at});
  if (!is_new && place->second.renewals != renewals) place->second = {renewals, at};
}

std::vector<std::pair<std::int64_t, std::int64_t>> Silence::list(BootTime now) const {
  std::vector<std::pair<std::int64_t, std::int64_t>> silent;
  for (const auto& [id, seen] : seen_)
    if (now - seen.since > silence_max()) silent.emplace_back(id, seen.renewals);
  return silent;
}

void Silence::forget_all_but(const std::set<std::int64_t>& ids) {
  std::erase_if(seen_, [&](const auto& entry) { return !ids.contains(entry.first); });
}

namespace {

/// Takes note of `nodes` (id, renewals), read just now, and removes those whose leases are over. A node that is removed while it
/// is alive finds that out when it renews, which it must before it trusts its memory again.
void bury(Connection& connection, Silence& silence, const Rows& nodes) {
  const auto now = boot_time();
  std::set<std::int64_t> ids;
  for (const auto& node : nodes) {
    ids.insert(node.integer(0));
    silence.observe(node.integer(0), node.integer(1), now);
  }
  silence.forget_all_but(ids);
  for (const auto& [id, renewals] : silence.list(now)) {
    const std::array<Parameter, 2> place{id, renewals};
    const std::array steps{Step{.sql = "DELETE FROM nodes WHERE id = ? AND renewals = ?", .parameters = place},
                           Step{.sql = "DELETE FROM node_mail WHERE receiver NOT IN (SELECT id FROM nodes)"}};
    if (connection.run(steps, Deadline{statement_patience}).front().changed == 1)
      log::warn("node_silent", {{"node", std::to_string(id)}, {"what", "its lease is over; it is a node no more"}});
  }
}

}  // namespace

Bell::Bell() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (fd_ < 0) throw std::runtime_error("no eventfd");
}
Bell::~Bell() { ::close(fd_); }
void Bell::ring() const { static_cast<void>(::eventfd_write(fd_, 1)); }
void Bell::silence() const {
  eventfd_t count = 0;
  static_cast<void>(::eventfd_read(fd_, &count));
}

Announcer::Announcer(std::string conninfo, std::int64_t sender, const CommitWatcher& watcher)
    : conninfo_(std::move(conninfo)), sender_(sender), watcher_(watcher), thread_([this] { run(); }) {}

Announcer::~Announcer() {
  {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  bell_.ring();
  thread_.join();
}

void Announcer::announce(const std::string& operation, const ChangedRows& rows, const Deadline& deadline) {
  const auto mine = std::make_shared<Waiting>();
  std::unique_lock guard(mutex_);
  letter_.beginnings.push_back({operation, rows});
  waiting_.push_back(mine);
  bell_.ring();
  settled_.wait_until(guard, deadline.end(), [&] { return mine->state != Waiting::waiting; });
  if (mine->state == Waiting::known) return;
  // Whoever counted it in hears that there was nothing.
  letter_.endings.push_back({operation, false});
  bell_.ring();
  if (mine->state == Waiting::failed) throw Lost("the other nodes could not be told of a change");
  throw Unavailable(reasons::unavailable, "the other nodes did not answer in time");
}

void Announcer::end(const std::string& operation, bool committed) {
  {
    const std::lock_guard guard(mutex_);
    letter_.endings.push_back({operation, committed});
  }
  bell_.ring();
}

void Announcer::settle(std::vector<std::shared_ptr<Waiting>>& waiting, Waiting::State state) {
  {
    const std::lock_guard guard(mutex_);
    for (const auto& one : waiting) one->state = state;
  }
  waiting.clear();
  settled_.notify_all();
}

void Announcer::run() {
  std::unique_ptr<Connection> connection;
  while (true) {
    {
      const std::lock_guard guard(mutex_);
      if (stopping_ && letter_.beginnings.empty() && letter_.endings.empty()) return;
      // Who stops while the database is away leaves it to the others to find out.
      if (stopping_ && !connection) return;
    }
    try {
      if (!connection) {
        connection = std::make_unique<Connection>(conninfo_);
        const auto listen = "LISTEN " + sender_channel(sender_);
        connection->run_one({.sql = listen}, Deadline{statement_patience});
      }
      work(*connection);
    } catch (const std::exception& e) {
      connection.reset();
      log::warn("announcing_failed", {{"what", e.what()}});
      for (auto& sent : sent_) settle(sent.waiting, Waiting::failed);
      sent_.clear();
      std::vector<std::shared_ptr<Waiting>> unsent;
      {
        const std::lock_guard guard(mutex_);
        unsent = std::exchange(waiting_, {});
        letter_.beginnings.clear();
      }
      settle(unsent, Waiting::failed);
      bell_.silence();
      pollfd bell{bell_.fd(), POLLIN, 0};
      ::poll(&bell, 1, static_cast<int>(reconnect_pause.count()));
    }
  }
}

void Announcer::work(Connection& connection) {
  const auto next_look = sent_.empty() ? std::chrono::milliseconds{1000} : look_again;
  connection.wait_for_notices(std::chrono::steady_clock::now() + next_look, bell_.fd());
  bell_.silence();
  send(connection);
  if (!sent_.empty()) look_for_answers(connection);
}

void Announcer::send(Connection& connection) {
  Letter letter;
  Sent sent{++batch_, {}};
  {
    const std::lock_guard guard(mutex_);
    letter = std::exchange(letter_, {});
    sent.waiting = std::exchange(waiting_, {});
  }
  if (letter.beginnings.empty() && letter.endings.empty()) return;
  const bool wants_answer = !letter.beginnings.empty();
  const auto text = write_letter(letter, watcher_.tables());
  const std::array<Parameter, 5> mail{sender_, sent.batch, std::int64_t{wants_answer ? 1 : 0}, std::string_view{text}, sender_};
  const std::array<Parameter, 1> others{sender_};
  const std::array steps{
      Step{
          .sql =
              "INSERT INTO node_mail (receiver, sender, batch, wants_answer, body) SELECT id, ?, ?, ?, ? FROM nodes WHERE sender "
              "<> ?",
          .parameters = mail},
      Step{.sql = "SELECT pg_notify('roster_node_' || id, '') FROM nodes WHERE sender <> ?", .parameters = others}};
  sent_.push_back(std::move(sent));
  connection.run(steps, Deadline{statement_patience});
  if (!wants_answer) sent_.pop_back();
}

void Announcer::look_for_answers(Connection& connection) {
  const std::array<Parameter, 1> me{sender_};
  // The mail of a node that is none any more wants no answer.
  const std::array steps{
      Step{.sql = "SELECT DISTINCT m.batch FROM node_mail m JOIN nodes n ON n.id = m.receiver WHERE m.sender = ? "
                  "AND m.wants_answer = 1",
           .parameters = me},
      Step{.sql = "SELECT id, renewals FROM nodes WHERE sender <> ?", .parameters = me}};
  const auto answers = connection.run(steps, Deadline{statement_patience});
  std::set<std::int64_t> unanswered;
  for (const auto& row : answers[0].rows) unanswered.insert(row.integer(0));
  for (auto& sent : sent_)
    if (!unanswered.contains(sent.batch)) settle(sent.waiting, Waiting::known);
  std::erase_if(sent_, [&](const Sent& sent) { return !unanswered.contains(sent.batch); });
  bury(connection, silence_, answers[1].rows);
}

Member::Member(std::string conninfo, std::int64_t sender, CommitWatcher& watcher)
    : conninfo_(std::move(conninfo)), sender_(sender), watcher_(watcher), thread_([this] { run(); }) {}

Member::~Member() {
  stopping_ = true;
  bell_.ring();
  thread_.join();
}

bool Member::wait_for_lease(std::chrono::milliseconds limit) {
  std::unique_lock guard(mutex_);
  return granted_.wait_for(guard, limit, [this] { return is_in_touch(); });
}

void Member::grant(BootTime until) {
  watcher_.trust_until(until);
  {
    const std::lock_guard guard(mutex_);
    in_touch_until_ = until;
  }
  granted_.notify_all();
}

void Member::adopt(const std::string& operation, const ChangedRows& rows) {
  const std::lock_guard guard(mutex_);
  adopted_.push_back({operation, rows});
}

void Member::take_adopted() {
  const std::lock_guard guard(mutex_);
  for (auto& [operation, rows] : std::exchange(adopted_, {}))
    pending_.try_emplace(operation, Pending{sender_, std::move(rows), boot_time()});
}

void Member::forget_all() {
  watcher_.forget();
  for (const auto& [operation, pending] : pending_) watcher_.count_out(pending.rows, Fate::rolled_back);
  pending_.clear();
}

void Member::run() {
  while (!stopping_) {
    try {
      Connection connection(conninfo_);
      stay(connection);
    } catch (const std::exception& e) {
      log::warn("node_out_of_touch", {{"what", e.what()}});
      pollfd bell{bell_.fd(), POLLIN, 0};
      if (!stopping_) ::poll(&bell, 1, static_cast<int>(reconnect_pause.count()));
    }
  }
  grant(BootTime{0});
}

void Member::stay(Connection& connection) {
  const auto ask = "SELECT " + std::string{server_sql};
  const auto server = connection.run_one({.sql = ask}, Deadline{statement_patience}).rows.front().integer(0);
  if (server != server_) {
    // What another one, or the same one started anew, has lost may be remembered. Whoever writes there waits for this node as far
    // as its row is there too, so it need not join anew.
    grant(BootTime{0});
    watcher_.forget();
    server_ = server;
  }
  if (id_ != 0) {
    const auto listen = "LISTEN " + node_channel(id_);
    connection.run_one({.sql = listen, .is_unique = true}, Deadline{statement_patience});
  }
  while (!stopping_) {
    const auto next_renewal = std::chrono::steady_clock::now() + renew_every;
    if (id_ == 0 || !renew(connection)) join(connection);
    while (!stopping_ && std::chrono::steady_clock::now() < next_renewal) {
      if (!connection.wait_for_notices(next_renewal, bell_.fd()).empty()) read_mail(connection);
    }
  }
  const std::array<Parameter, 1> me{id_};
  grant(BootTime{0});
  const std::array steps{Step{.sql = "DELETE FROM nodes WHERE id = ?", .parameters = me},
                         Step{.sql = "DELETE FROM node_mail WHERE receiver = ?", .parameters = me}};
  connection.run(steps, Deadline{statement_patience});
}

void Member::join(Connection& connection) {
  // What it holds may be out of date, and what it was told before is of no use.
  grant(BootTime{0});
  forget_all();
  id_ = 0;
  const auto id = random_id();
  const auto listen = "LISTEN " + node_channel(id);
  const Parameter door = door_key();
  const std::array enter{Step{.sql = listen, .ends_group = true, .is_unique = true},
                         Step{.sql = "BEGIN ISOLATION LEVEL READ COMMITTED"}, Step{.sql = do_not_hold_up},
                         Step{.sql = "SELECT pg_advisory_xact_lock(?)", .parameters = {&door, 1}}};
  connection.run(enter, Deadline{2 * statement_patience});
  // Every write that did not see this node is done now, and all that begin later will see it.
  const auto before = boot_time();
  const std::array<Parameter, 1> me{sender_};
  const std::array<Parameter, 2> place{id, sender_};
  const std::array steps{Step{.sql = "DELETE FROM nodes WHERE sender = ?", .parameters = me},
                         Step{.sql = "INSERT INTO nodes (id, sender, renewals) VALUES (?, ?, 0)", .parameters = place},
                         Step{.sql = "COMMIT"}};
  connection.run(steps, Deadline{statement_patience});
  id_ = id;
  // Once more: what was read until now may be from before.
  forget_all();
  grant(before + lease);
  log::info("node_joined", {{"node", std::to_string(id)}});
}

std::string Member::take_in(const Rows& mail) {
  std::string empty = "DELETE FROM node_mail WHERE receiver = " + std::to_string(id_) + " AND seq IN (0";
  for (const auto& row : mail) {
    empty += "," + std::to_string(row.integer(0));
    auto letter = read_letter(row.text(3), watcher_.tables());
    for (auto& beginning : letter.beginnings) {
      const auto [place, is_new] =
          pending_.try_emplace(beginning.operation, Pending{row.integer(1), std::move(beginning.rows), boot_time()});
      if (is_new) watcher_.count_in(place->second.rows);
    }
    for (const auto& ending : letter.endings) {
      const auto at = pending_.find(ending.operation);
      if (at == pending_.end()) continue;
      watcher_.count_out(at->second.rows, ending.committed ? Fate::committed : Fate::rolled_back);
      pending_.erase(at);
    }
  }
  return empty + ")";
}

namespace {

constexpr std::string_view mail_sql = "SELECT seq, sender, wants_answer, body FROM node_mail WHERE receiver = ? ORDER BY seq";

/// Who waits for an answer to `mail`.
std::set<std::int64_t> list_asking(const Rows& mail) {
  std::set<std::int64_t> senders;
  for (const auto& row : mail)
    if (row.integer(2) != 0) senders.insert(row.integer(1));
  return senders;
}

std::string write_notices(const std::set<std::int64_t>& senders) {
  std::string sql = "SELECT 1";
  for (const auto sender : senders) sql += ", pg_notify('" + sender_channel(sender) + "', '')";
  return sql;
}

}  // namespace

void Member::read_mail(Connection& connection) {
  const std::array<Parameter, 1> me{id_};
  const auto mail = connection.run_one({.sql = mail_sql, .parameters = me}, Deadline{statement_patience}).rows;
  if (mail.empty()) return;
  const auto empty = take_in(mail);
  const auto notify = write_notices(list_asking(mail));
  const std::array steps{Step{.sql = empty, .is_unique = true}, Step{.sql = notify, .is_unique = true}};
  connection.run(steps, Deadline{statement_patience});
}

/// PostgreSQL ends who pauses between two statements of a transaction (idle_in_transaction_session_timeout), but not who
/// vanished, or was cut off, while its statements were on their way: the one whose transaction seems to be at work, and the one
/// that has no transaction and still its locks, as they are taken before it begins and given back after it ended. They would keep
/// them for as long as TCP believes in them. Only of our own name: a restore that waits for its data looks the same. Before
/// anything that may wait for them.
void Member::end_vanished(Connection& connection) {
  const Parameter migrating = migration_key();
  const auto ended = connection.run_one(
      {.sql = "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = "
              "current_user AND application_name = current_setting('application_name') AND pid <> pg_backend_pid() AND "
              "state_change < clock_timestamp() - INTERVAL '2 seconds' AND (state = 'active' AND wait_event = 'ClientRead' AND "
              "xact_start IS NOT NULL OR state = 'idle' AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND "
              "granted AND (classid::BIGINT << 32 | objid::BIGINT) <> ?))",
       .parameters = {&migrating, 1}},
      Deadline{statement_patience});
  for (const auto& row : ended.rows) log::warn("connection_vanished", {{"backend", std::to_string(row.integer(0))}});
}

bool Member::renew(Connection& connection) {
  end_vanished(connection);
  const std::array<Parameter, 1> me{id_};
  const auto before = boot_time();
  const std::array look{Step{.sql = "BEGIN ISOLATION LEVEL READ COMMITTED"}, Step{.sql = mail_sql, .parameters = me},
                        Step{.sql = "SELECT id, renewals, sender FROM nodes"}};
  const auto answers = connection.run(look, Deadline{statement_patience});
  const auto& mail = answers[1].rows;
  const auto& nodes = answers[2].rows;
  take_adopted();
  const auto empty = take_in(mail);
  const auto notify = write_notices(list_asking(mail));
  const std::array steps{Step{.sql = empty, .is_unique = true}, Step{.sql = notify, .is_unique = true},
                         Step{.sql = "UPDATE nodes SET renewals = renewals + 1 WHERE id = ?", .parameters = me},
                         Step{.sql = "COMMIT"}};
  if (connection.run(steps, Deadline{statement_patience})[2].changed != 1) return false;
  grant(before + lease);
  bury_silent(connection, nodes);
  end_orphans(connection, nodes);
  if (++renewals_ % renewals_between_cleaning == 0) forget_old_operations(connection);
  return true;
}

void Member::bury_silent(Connection& connection, const Rows& nodes) {
  Rows others;
  std::copy_if(nodes.begin(), nodes.end(), std::back_inserter(others),
               [this](const Row& node) { return node.integer(0) != id_; });
  bury(connection, silence_, others);
}

void Member::forget_old_operations(Connection& connection) {
  // Nobody looks for one after some seconds.
  connection.run_one(
      {.sql = "DELETE FROM operations WHERE id IN (SELECT id FROM operations WHERE at < now() - INTERVAL '10 minutes' "
              "ORDER BY at LIMIT 20000)"},
      Deadline{2 * statement_patience});
}

void Member::end_orphans(Connection& connection, const Rows& nodes) {
  std::set<std::int64_t> senders;
  for (const auto& node : nodes) senders.insert(node.integer(2));
  const auto now = boot_time();
  std::vector<std::string> orphans;
  for (const auto& [operation, pending] : pending_) {
    const auto age = now - pending.since;
    if (age > orphan_of_the_living || (age > orphan_of_the_gone && !senders.contains(pending.sender)))
      orphans.push_back(operation);
  }
  if (orphans.empty()) return;
  const Parameter door = door_key();
  const std::array steps{Step{.sql = "BEGIN ISOLATION LEVEL READ COMMITTED"}, Step{.sql = do_not_hold_up},
                         Step{.sql = "SELECT pg_advisory_xact_lock(?)", .parameters = {&door, 1}}, Step{.sql = "COMMIT"}};
  try {
    connection.run(steps, Deadline{statement_patience});
  } catch (const Unavailable&) {
    connection.run_one({.sql = "ROLLBACK"}, Deadline{statement_patience});
    return;
  }
  // Whatever was announced before is done or undone by now: what was read before is not to be trusted, what is read now is.
  for (const auto& operation : orphans) {
    const auto at = pending_.find(operation);
    watcher_.count_out(at->second.rows, Fate::committed);
    pending_.erase(at);
  }
}

}  // namespace roster::database::postgres
