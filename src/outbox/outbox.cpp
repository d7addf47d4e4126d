#include "outbox/outbox.h"

#include <limits>

namespace roster::outbox {

void supersede(database::Transaction& tx, std::string_view about) {
  tx.execute("UPDATE letters SET state = 'superseded', finished_at = ? WHERE about = ? AND state = 'queued'", tx.now(), about);
}

void supersede_of_account(database::Transaction& tx, const AccountId& account, std::string_view kind) {
  tx.execute("UPDATE letters SET state = 'superseded', finished_at = ? WHERE state = 'queued' AND account_id = ? AND kind = ?",
             tx.now(), account, kind);
}

void enqueue(database::Transaction& tx, const Letter& letter) {
  supersede(tx, letter.about);
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

std::vector<QueuedLetter> list_due(database::Transaction& tx, std::size_t limit, std::size_t per_domain,
                                   const std::vector<std::string>& busy) {
  std::string sql =
      "SELECT id, kind, recipient, locale, account_id, about, generation, fields, attempts, created_at, useful_until FROM "
      "(SELECT l.*, ROW_NUMBER() OVER "
      "(PARTITION BY domain ORDER BY next_attempt_at, id) AS place FROM letters l WHERE state = 'queued' AND next_attempt_at <= "
      "?";
  std::vector<database::Value> args{tx.now().ms};
  if (!busy.empty()) {
    sql += " AND domain NOT IN (";
    for (std::size_t i = 0; i < busy.size(); ++i) {
      sql += i == 0 ? "?" : ", ?";
      args.emplace_back(busy[i]);
    }
    sql += ")";
  }
  sql += ") AS due WHERE place <= ? ORDER BY next_attempt_at, id LIMIT ?";
  args.push_back(database::to_value(per_domain));
  args.push_back(database::to_value(limit));
  std::vector<QueuedLetter> letters;
  for (const auto& row : tx.list_with(sql, args)) {
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
    letters.push_back({row.id<LetterId>(0), std::move(letter), row.integer(8), row.instant(9)});
  }
  return letters;
}

std::optional<Instant> next_due(database::Transaction& tx) {
  const auto row = tx.find("SELECT next_attempt_at FROM letters WHERE state = 'queued' ORDER BY next_attempt_at LIMIT 1");
  return row ? std::optional{row->instant(0)} : std::nullopt;
}

bool claim(database::Transaction& tx, const LetterId& id, std::chrono::milliseconds lease) {
  return tx.execute(
             "UPDATE letters SET next_attempt_at = ? WHERE id = ? AND state = 'queued' AND next_attempt_at <= ? AND useful_until "
             "> ?",
             tx.now() + lease, id, tx.now(), tx.now()) == 1;
}

void drop_outdated(database::Transaction& tx) {
  tx.execute(
      "UPDATE letters SET state = 'superseded', finished_at = ? WHERE state = 'queued' AND next_attempt_at <= ? AND useful_until "
      "<= ?",
      tx.now(), tx.now(), tx.now());
}

void mark_sent(database::Transaction& tx, const LetterId& id) {
  tx.execute(
      "UPDATE letters SET state = 'sent', finished_at = ?, attempts = attempts + 1, fields = '{}', failure = NULL WHERE id = ?",
      tx.now(), id);
}

void mark_failed(database::Transaction& tx, const LetterId& id, std::string_view failure) {
  tx.execute(
      "UPDATE letters SET state = 'failed', finished_at = ?, attempts = attempts + 1, fields = '{}', failure = ? WHERE id = ?",
      tx.now(), failure, id);
}

void mark_to_retry(database::Transaction& tx, const LetterId& id, Instant next_attempt, std::string_view failure) {
  tx.execute("UPDATE letters SET attempts = attempts + 1, next_attempt_at = ?, failure = ? WHERE id = ? AND state = 'queued'",
             next_attempt, failure, id);
}

bool is_still_wanted(database::Transaction& tx, const LetterId& id) {
  return tx.find("SELECT 1 FROM letters WHERE id = ? AND state = 'queued' AND useful_until > ?", id, tx.now()).has_value();
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

void forget_finished(database::Transaction& tx) {
  constexpr std::chrono::hours kept{30 * 24};
  tx.execute("DELETE FROM letters WHERE state IN ('sent', 'superseded') AND finished_at <= ?", tx.now() - kept);
}

}  // namespace roster::outbox
