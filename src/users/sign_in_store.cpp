#include "users/sign_in_store.h"

#include "crypto/digest.h"

namespace roster::users {

void note_sign_in(database::Transaction& tx, std::string_view email_key, SignInResult result, std::string_view method,
                  const SessionOrigin& origin) {
  tx.execute(
      "INSERT INTO sign_ins (id, user_id, at, result, method, ip, device) SELECT ?, id, ?, ?, ?, ?, ? FROM users WHERE email_key "
      "= ?",
      SignInId::make(tx.now()), tx.now(), text_of(result), method, origin.ip, origin.device, email_key);
}

json::object write_sign_in(const SignIn& sign_in, const json::object& person) {
  return {{"id", sign_in.id},
          {"at", sign_in.at.text()},
          {"result", sign_in.result},
          {"method", sign_in.method},
          {"ip", sign_in.ip},
          {"device", sign_in.device},
          {"user", person}};
}

std::vector<SignIn> list_sign_ins(database::Transaction& tx, const UserId& user, const std::optional<SignInPosition>& after,
                                  std::size_t limit) {
  std::string sql = "SELECT id, at, result, method, ip, device FROM sign_ins WHERE user_id = ?";
  std::vector<database::Value> args{user.text()};
  if (after) {
    sql += " AND (at < ? OR (at = ? AND id < ?))";
    args.insert(args.end(), {after->at.ms, after->at.ms, after->id});
  }
  sql += " ORDER BY at DESC, id DESC LIMIT ?";
  args.push_back(database::to_value(limit));
  std::vector<SignIn> sign_ins;
  for (const auto& row : tx.list_with(sql, args))
    sign_ins.push_back({row.text(0), row.instant(1), row.text(2), row.text(3), row.text(4), row.text(5)});
  return sign_ins;
}

Failures find_failures(database::Transaction& tx, std::string_view name) {
  const auto row = tx.find("SELECT failures, last_at FROM sign_in_failures WHERE name = ?", name);
  if (!row) return {};
  return {.count = row->integer(0), .last_at = row->instant(1)};
}

void save_failures(database::Transaction& tx, std::string_view name, const Failures& failures) {
  tx.execute(
      "INSERT INTO sign_in_failures (name, failures, last_at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
      "failures = excluded.failures, last_at = excluded.last_at",
      name, failures.count, failures.last_at);
}

void clear_failures(database::Transaction& tx, std::string_view name) {
  tx.execute("DELETE FROM sign_in_failures WHERE name = ?", name);
}

std::string failures_of_address(std::string_view email_key) { return crypto::sha256_hex("address:" + std::string{email_key}); }

std::string failures_of_user(const UserId& user) { return crypto::sha256_hex("user:" + user.text()); }

}  // namespace roster::users
