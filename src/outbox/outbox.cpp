#include "outbox/outbox.h"

#include <algorithm>
#include <limits>
#include <map>

#include "database/forgetting.h"

namespace roster::outbox {

void supersede(database::Transaction& tx, std::string_view about) {
  // Of all that there are about it, few or none: asked for the queued ones, PostgreSQL may go through the whole queue.
  for (const auto& row : tx.list("SELECT id, state FROM letters WHERE about = ?", about))
    if (row.text(1) == "queued")
      tx.execute("UPDATE letters SET state = 'superseded', finished_at = ? WHERE id = ?", tx.now(), row.text(0));
}

void supersede_of_account(database::Transaction& tx, const AccountId& account, std::string_view kind) {
  tx.execute("UPDATE letters SET state = 'superseded', finished_at = ? WHERE state = 'queued' AND account_id = ? AND kind = ?",
             tx.now(), account, kind);
}

void enqueue(database::Transaction& tx, const Letter& letter) {
  if (!letter.is_first) supersede(tx, letter.about);
  const auto useful_until = letter.useful_until ? letter.useful_until->ms : std::numeric_limits<std::int64_t>::max();
  tx.execute(
      "INSERT INTO letters (id, kind, recipient, recipient_key, domain, locale, account_id, about, generation, fields, state, "
      "next_attempt_at, useful_until, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?)",
      LetterId::make(tx.now()), letter.kind, letter.recipient.text(), letter.recipient.key(), letter.recipient.domain(),
      code_of(letter.language), letter.account, letter.about, letter.generation, json::serialize(letter.fields), tx.now(),
      useful_until, tx.now());
}

Delivery delivery_of(database::Transaction& tx, std::string_view about) {
  const auto row =
      tx.find("SELECT state FROM letters WHERE about = ? ORDER BY created_at DESC, generation DESC, id DESC LIMIT 1", about);
  if (!row) return Delivery::none;
  if (row->text(0) == "sent") return Delivery::sent;
  if (row->text(0) == "failed") return Delivery::failed;
  return Delivery::queued;
}

namespace {

constexpr std::string_view due_letters =
    "SELECT id, kind, recipient, locale, account_id, about, generation, fields, attempts, created_at, useful_until, domain FROM "
    "letters WHERE state = 'queued' AND next_attempt_at <= ?";

QueuedLetter read_letter(const database::Row& row) {
  auto recipient = EmailAddress::parse(row.text(2));
  if (!recipient) throw database::DatabaseError("a letter's recipient is no address");
  Letter letter{.kind = row.text(1),
                .recipient = std::move(*recipient),
                .language = parse_language(row.text(3)).value_or(Language::en),
                .account = row.optional_id<AccountId>(4),
                .about = row.text(5),
                .generation = row.integer(6)};
  if (row.integer(10) != std::numeric_limits<std::int64_t>::max()) letter.useful_until = row.instant(10);
  if (auto fields = parse_json(row.text(7)); fields && fields->is_object()) letter.fields = fields->get_object();
  return {row.id<LetterId>(0), std::move(letter), row.integer(8), row.instant(9)};
}

/// Due letters as they are taken up, and how many of each domain.
class Picking {
 public:
  Picking(std::size_t per_domain, const std::vector<std::string>& passed_over) : per_domain_(per_domain) {
    for (const auto& domain : passed_over) taken_[domain] = per_domain;
  }

  void take(const database::Row& row) {
    auto& taken = taken_[row.text(11)];
    if (taken == per_domain_) return;
    ++taken;
    picked_.push_back(read_letter(row));
  }
  [[nodiscard]] bool knows(const std::string& domain) const { return taken_.contains(domain); }
  [[nodiscard]] std::size_t size() const { return picked_.size(); }
  std::vector<QueuedLetter> finish() && { return std::move(picked_); }

 private:
  const std::size_t per_domain_;
  std::map<std::string, std::size_t> taken_;
  std::vector<QueuedLetter> picked_;
};

/// The domains that letters are due to, that of the oldest letter first. A step of the index for each domain that any letter
/// waits for.
std::vector<std::string> list_due_domains(database::Transaction& tx) {
  std::vector<std::string> domains;
  for (const auto& row : tx.list(
           "WITH RECURSIVE waiting (domain) AS (SELECT MIN(domain) FROM letters WHERE state = 'queued' UNION ALL "
           "SELECT (SELECT MIN(l.domain) FROM letters l WHERE l.state = 'queued' AND l.domain > waiting.domain) FROM waiting "
           "WHERE waiting.domain IS NOT NULL), "
           "firsts (domain, due_at) AS (SELECT domain, (SELECT MIN(l.next_attempt_at) FROM letters l WHERE l.state = 'queued' "
           "AND l.domain = waiting.domain) FROM waiting WHERE domain IS NOT NULL) "
           "SELECT domain FROM firsts WHERE due_at <= ? ORDER BY due_at, domain",
           tx.now()))
    domains.push_back(row.text(0));
  return domains;
}

}  // namespace

std::vector<QueuedLetter> list_due(database::Transaction& tx, std::size_t limit, std::size_t per_domain,
                                   const std::vector<std::string>& passed_over) {
  Picking picking(per_domain, passed_over);
  const auto oldest =
      tx.list(std::string{due_letters} + " ORDER BY next_attempt_at, id LIMIT ?", tx.now(), database::to_value(limit));
  for (const auto& row : oldest) picking.take(row);
  if (oldest.size() < limit || picking.size() > limit / 2) return std::move(picking).finish();
  // The head of the queue is held by few domains, and others may wait behind them.
  for (const auto& domain : list_due_domains(tx)) {
    if (picking.size() >= limit) break;
    if (picking.knows(domain)) continue;
    for (const auto& row : tx.list(std::string{due_letters} + " AND domain = ? ORDER BY next_attempt_at, id LIMIT ?", tx.now(),
                                   domain, database::to_value(std::min(per_domain, limit - picking.size()))))
      picking.take(row);
  }
  return std::move(picking).finish();
}

std::optional<Instant> next_due(database::Transaction& tx) {
  const auto row = tx.find("SELECT next_attempt_at FROM letters WHERE state = 'queued' ORDER BY next_attempt_at LIMIT 1");
  return row ? std::optional{row->instant(0)} : std::nullopt;
}

std::optional<Instant> claim(database::Transaction& tx, const LetterId& id, std::chrono::milliseconds lease) {
  const auto until = tx.now() + lease;
  const auto claimed = tx.count_changed(
      "UPDATE letters SET next_attempt_at = ? WHERE id = ? AND state = 'queued' AND next_attempt_at <= ? AND useful_until > ?",
      until, id, tx.now(), tx.now());
  if (claimed == 1) return until;
  tx.execute(
      "UPDATE letters SET state = 'superseded', finished_at = ? WHERE id = ? AND state = 'queued' AND next_attempt_at <= ? AND "
      "useful_until <= ?",
      tx.now(), id, tx.now(), tx.now());
  return std::nullopt;
}

void mark_sent(database::Transaction& tx, const LetterId& id) {
  tx.execute(
      "UPDATE letters SET state = 'sent', finished_at = ?, attempts = attempts + 1, fields = '{}', failure = NULL WHERE id = ?",
      tx.now(), id);
}

void mark_failed(database::Transaction& tx, const LetterId& id, Instant claimed_until, std::string_view failure) {
  tx.execute(
      "UPDATE letters SET state = 'failed', finished_at = ?, attempts = attempts + 1, fields = '{}', failure = ? WHERE id = ? "
      "AND "
      "state = 'queued' AND next_attempt_at = ?",
      tx.now(), failure, id, claimed_until);
}

void mark_to_retry(database::Transaction& tx, const LetterId& id, Instant claimed_until, Instant next_attempt,
                   std::string_view failure) {
  tx.execute(
      "UPDATE letters SET attempts = attempts + 1, next_attempt_at = ?, failure = ? WHERE id = ? AND state = 'queued' AND "
      "next_attempt_at = ?",
      next_attempt, failure, id, claimed_until);
}

Backlog measure_backlog(database::Transaction& tx) {
  Backlog backlog;
  if (const auto row = tx.find("SELECT COUNT(*), MIN(created_at) FROM letters WHERE state = 'queued'")) {
    backlog.queued = row->integer(0);
    backlog.oldest = row->optional_instant(1);
  }
  if (const auto row = tx.find("SELECT COUNT(*) FROM letters WHERE state = 'failed'")) backlog.failed = row->integer(0);
  return backlog;
}

std::int64_t forget_finished(database::Transaction& tx) {
  constexpr std::chrono::hours kept{30 * 24};
  return database::forget_some(tx, "letters", "id", "finished_at IS NOT NULL AND finished_at <= ?", tx.now() - kept);
}

}  // namespace roster::outbox
