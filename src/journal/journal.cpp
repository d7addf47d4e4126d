#include "journal/journal.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "crypto/digest.h"
#include "crypto/token.h"

namespace roster::journal {

namespace {

/// Fields of before/after that are kept erasable.
constexpr std::array<std::string_view, 7> personal_fields{"email", "name", "phone", "ip", "device", "message", "locale"};
/// What the first event of a subject is chained on.
const std::string& genesis() {
  static const std::string hash(64, '0');
  return hash;
}

/// Moves the personal fields of `from` into `personal`.
json::object take_personal(json::object& from) {
  json::object personal;
  for (const auto field : personal_fields) {
    const auto at = from.find(field);
    if (at == from.end()) continue;
    personal[field] = at->value();
    from.erase(at);
  }
  return personal;
}

void put_back(json::value& into, const json::object& personal, std::string_view part) {
  const auto* fields = personal.if_contains(part);
  if (fields == nullptr || !fields->is_object() || !into.is_object()) return;
  for (const auto& field : fields->get_object()) into.get_object()[field.key()] = field.value();
}

std::string chain(std::string_view previous, std::string_view payload) {
  return crypto::sha256_hex(std::string{previous} + std::string{payload});
}

}  // namespace

std::int64_t last_seq(database::Transaction& tx, std::string_view subject) {
  const auto head = tx.find("SELECT seq FROM journal_heads WHERE subject = ?", subject);
  return head ? head->integer(0) : 0;
}

std::int64_t append(database::Transaction& tx, std::string_view subject, const Circumstance& circumstance, const Event& event) {
  const auto head = tx.find("SELECT seq, hash FROM journal_heads WHERE subject = ?", subject);
  const auto seq = head ? head->integer(0) + 1 : 1;
  const auto previous = head ? head->text(1) : genesis();
  const auto id = EventId::make(tx.now()).text();

  json::object before = event.before, after = event.after;
  json::object personal{{"salt", crypto::make_token("salt").reveal()}, {"ip", circumstance.ip}};
  personal["before"] = take_personal(before);
  personal["after"] = take_personal(after);
  const std::string personal_text = json::serialize(personal);
  const std::string payload = json::serialize(json::object{{"id", id},
                                                           {"subject", subject},
                                                           {"seq", seq},
                                                           {"at", tx.now().text()},
                                                           {"type", event.type},
                                                           {"actor", circumstance.actor},
                                                           {"target", event.target},
                                                           {"request_id", circumstance.request_id},
                                                           {"before", std::move(before)},
                                                           {"after", std::move(after)},
                                                           {"personal", crypto::sha256_hex(personal_text)}});
  const auto hash = chain(previous, payload);
  tx.execute(
      "INSERT INTO events (subject, seq, id, at, type, actor, target, request_id, payload, personal, hash) VALUES (?, ?, ?, ?, "
      "?, ?, ?, ?, ?, ?, ?)",
      subject, seq, id, tx.now(), event.type, circumstance.actor, event.target, circumstance.request_id, payload, personal_text,
      hash);
  tx.execute(
      "INSERT INTO journal_heads (subject, seq, hash) VALUES (?, ?, ?) ON CONFLICT (subject) DO UPDATE SET seq = excluded.seq, "
      "hash = excluded.hash",
      subject, seq, hash);
  return seq;
}

namespace {

/// The first seq whose event is not before `at`, found by halving: seq and time rise together.
std::int64_t first_seq_from(database::Transaction& tx, std::string_view subject, Instant at) {
  std::int64_t low = 1, high = last_seq(tx, subject) + 1;
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    const auto row = tx.find("SELECT at FROM events WHERE subject = ? AND seq = ?", subject, middle);
    if (row && row->instant(0) < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/// "member.joined", "member.left" … : the types of a kind that a subject has, one step of the index each.
std::vector<std::string> list_types(database::Transaction& tx, std::string_view subject, const std::string& kind) {
  const auto prefix = kind + ".";
  std::vector<std::string> types;
  std::string from = prefix;
  while (true) {
    const auto row = tx.find("SELECT type FROM events WHERE subject = ? AND type > ? ORDER BY type LIMIT 1", subject, from);
    if (!row || !row->text(0).starts_with(prefix)) return types;
    from = row->text(0);
    types.push_back(from);
  }
}

std::vector<Entry> list_kind(database::Transaction& tx, std::string_view subject, const Filter& filter) {
  std::vector<Entry> entries;
  for (auto& type : list_types(tx, subject, *filter.type)) {
    auto of_type = filter;
    of_type.type = std::move(type);
    for (auto& entry : list(tx, subject, of_type)) entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.seq > b.seq; });
  if (entries.size() > filter.limit) entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(filter.limit), entries.end());
  return entries;
}

}  // namespace

std::vector<Entry> list(database::Transaction& tx, std::string_view subject, const Filter& filter) {
  if (filter.type && filter.type->find('.') == std::string::npos) return list_kind(tx, subject, filter);
  std::string sql = "SELECT seq, id, at, type, actor, target, request_id, payload, personal, hash FROM events WHERE subject = ?";
  std::vector<database::Value> args{database::to_value(subject)};
  const auto add = [&](std::string_view condition, database::Value value) {
    sql += " AND ";
    sql += condition;
    args.push_back(std::move(value));
  };
  if (filter.actor) add("actor = ?", *filter.actor);
  if (filter.target) add("target = ?", *filter.target);
  if (filter.type) add("type = ?", *filter.type);
  if (filter.since) add("seq >= ?", first_seq_from(tx, subject, *filter.since));
  if (filter.until) add("seq < ?", first_seq_from(tx, subject, *filter.until));
  if (filter.before_seq) add("seq < ?", *filter.before_seq);
  sql += " ORDER BY seq DESC LIMIT ?";
  args.push_back(database::to_value(filter.limit));

  std::vector<Entry> entries;
  for (const auto& row : tx.list_with(sql, args)) {
    Entry entry{.seq = row.integer(0),
                .id = row.text(1),
                .type = row.text(3),
                .actor = row.text(4),
                .target = row.text(5),
                .ip = {},
                .request_id = row.text(6),
                .hash = row.text(9),
                .at = row.instant(2),
                .before = {},
                .after = {}};
    const auto payload = parse_json(row.text(7), {.elements = 100'000});
    if (payload) {
      entry.before = payload->at("before");
      entry.after = payload->at("after");
    }
    if (const auto personal_text = row.optional_text(8)) {
      if (const auto personal = parse_json(*personal_text, {.elements = 100'000})) {
        const auto& object = personal->get_object();
        put_back(entry.before, object, "before");
        put_back(entry.after, object, "after");
        entry.ip = std::string{object.at("ip").get_string()};
      }
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

namespace {

/// The columns that lists are filtered by say what the hashed payload says.
bool repeats_payload(const database::Row& row, const json::object& payload) {
  const auto said = [&](std::string_view field) {
    const auto* value = payload.if_contains(field);
    return value != nullptr && value->is_string() ? std::string_view{value->get_string()} : std::string_view{};
  };
  return row.text(4) == said("id") && row.instant(5).text() == said("at") && row.text(6) == said("type") &&
         row.text(7) == said("actor") && row.text(8) == said("target") && row.text(9) == said("request_id");
}

/// One subject's chain; the first thing that is wrong with it.
std::optional<Verdict::Fault> verify_subject(database::Transaction& tx, const std::string& subject, std::int64_t head_seq,
                                             const std::string& head_hash, std::int64_t& events) {
  std::string previous = genesis();
  std::int64_t seq = 0;
  while (true) {
    const auto rows = tx.list(
        "SELECT seq, payload, personal, hash, id, at, type, actor, target, request_id FROM events WHERE subject = ? AND seq > ? "
        "ORDER BY seq LIMIT 500",
        subject, seq);
    if (rows.empty()) break;
    for (const auto& row : rows) {
      ++events;
      if (row.integer(0) != seq + 1) return Verdict::Fault{subject, seq + 1, "missing"};
      seq = row.integer(0);
      if (chain(previous, row.text(1)) != row.text(3))
        return Verdict::Fault{subject, seq, "hash does not follow from what is kept"};
      const auto payload = parse_json(row.text(1), {.elements = 100'000});
      if (!payload || payload->at("seq").to_number<std::int64_t>() != seq || payload->at("subject") != json::value(subject))
        return Verdict::Fault{subject, seq, "payload belongs to another place"};
      if (!repeats_payload(row, payload->get_object()))
        return Verdict::Fault{subject, seq, "what is searched differs from what was hashed"};
      const auto personal = row.optional_text(2);
      if (personal && json::value(crypto::sha256_hex(*personal)) != payload->at("personal"))
        return Verdict::Fault{subject, seq, "personal fields were changed"};
      previous = row.text(3);
    }
  }
  if (seq != head_seq || previous != head_hash) return Verdict::Fault{subject, seq + 1, "the end of the chain is missing"};
  return std::nullopt;
}

}  // namespace

Verdict verify(database::Transaction& tx) {
  Verdict verdict;
  std::string after;
  while (true) {
    const auto heads =
        tx.list("SELECT subject, seq, hash FROM journal_heads WHERE subject > ? ORDER BY subject LIMIT 500", after);
    if (heads.empty()) break;
    for (const auto& head : heads) {
      after = head.text(0);
      ++verdict.subjects;
      if (auto fault = verify_subject(tx, after, head.integer(1), head.text(2), verdict.events))
        verdict.faults.push_back(std::move(*fault));
    }
  }
  for (const auto& row : tx.list("SELECT DISTINCT subject FROM events WHERE subject NOT IN (SELECT subject FROM journal_heads)"))
    verdict.faults.push_back({row.text(0), 1, "has events but no head"});
  return verdict;
}

}  // namespace roster::journal
