#include "change/change.h"

#include <algorithm>
#include <utility>

#include "crypto/digest.h"

namespace roster::change {

namespace {

constexpr std::chrono::hours idempotency_lifetime{24};

json::array write_effects(const std::vector<Effect>& effects, const Context& context, Language language) {
  json::array out;
  for (const auto& effect : effects)
    out.push_back(json::object{
        {"type", effect.type},
        {"target", effect.target},
        {"detail", context.effect_texts.text(effect.sentence.empty() ? effect.type : effect.sentence, language, effect.values)}});
  return out;
}

Answer dry_run_answer(const Change& change, std::optional<json::object> rows, std::optional<std::int64_t> revision) {
  json::object body{{"dry_run", true},
                    {"effects", write_effects(change.effects(), change.context(), change.language())},
                    {"plan_digest", digest_of(change.effects())}};
  if (rows) body["rows"] = std::move(*rows);
  return {.status = 200, .body = std::move(body), .revision = revision};
}

/// What a plan weighs at least: it may look at everybody in an account. A call about fewer things is as good as one about one.
constexpr std::int64_t many_rows = 100;

/// Calls about many things, and plans, keep the one who writes busy whether or not anything comes of them; so they are
/// weighed before, by a write of their own that stays. Refusal: rate_limited.
Result<void> debit_rows(const Context& context, const Asked& asked) {
  const auto rows = std::max(asked.rows, asked.dry_run || asked.plan_digest ? many_rows : 0);
  const auto* user = access::user_of(asked.actor);
  if (rows < many_rows || user == nullptr) return {};
  return context.database.write([&](database::Transaction& tx) -> Result<void> {
    return debit(tx, "rows:" + user->user.text(), context.rates.bulk_rows_per_user, rows);
  });
}

/// The answer kept under the request's key, if there is one.
Result<std::optional<Answer>> find_kept(database::Transaction& tx, const Asked& asked) {
  const auto row = tx.find(
      "SELECT request_digest, status, headers, body FROM idempotency_keys WHERE principal = ? AND key = ? AND created_at > ?",
      access::text_of(asked.actor), *asked.idempotency_key, tx.now() - idempotency_lifetime);
  if (!row) return std::optional<Answer>{};
  if (row->text(0) != asked.request_digest) return refuse(reasons::idempotency_key_reused);
  Answer answer{.status = static_cast<int>(row->integer(1))};
  const auto headers = parse_json(row->text(2));
  if (headers && headers->is_object()) {
    const auto& object = headers->get_object();
    if (const auto* v = object.if_contains("version")) answer.version = v->to_number<std::int64_t>();
    if (const auto* v = object.if_contains("revision")) answer.revision = v->to_number<std::int64_t>();
    if (object.contains("clear_cookie")) answer.clear_cookie = true;
    if (const auto* location = object.if_contains("location"))
      answer.headers.emplace_back("Location", std::string{location->get_string()});
  }
  if (auto body = parse_json(row->text(3), {.elements = 1'000'000})) answer.body = std::move(*body);
  return std::optional<Answer>{std::move(answer)};
}

void write_body(Answer& answer) {
  if (answer.write_body) answer.body = std::exchange(answer.write_body, {})();
}

void keep(database::Transaction& tx, const Asked& asked, const Answer& answer) {
  json::object headers;
  if (answer.version) headers["version"] = *answer.version;
  if (answer.revision) headers["revision"] = *answer.revision;
  if (answer.clear_cookie) headers["clear_cookie"] = true;
  for (const auto& [name, value] : answer.headers)
    if (name == "Location") headers["location"] = value;
  tx.execute(
      "INSERT INTO idempotency_keys (principal, key, request_digest, status, headers, body, created_at) VALUES (?, ?, ?, ?, ?, "
      "?, ?) "
      "ON CONFLICT (principal, key) DO UPDATE SET request_digest = excluded.request_digest, status = excluded.status, "
      "headers = excluded.headers, body = excluded.body, created_at = excluded.created_at",
      access::text_of(asked.actor), *asked.idempotency_key, asked.request_digest, answer.status, json::serialize(headers),
      json::serialize(answer.body), tx.now());
}

}  // namespace

std::string digest_of(const std::vector<Effect>& effects) {
  std::vector<std::string> lines;
  lines.reserve(effects.size());
  for (const auto& effect : effects) {
    // The order of an object's keys is how it was written down, not what it says.
    std::vector<std::string> fields;
    for (const auto& field : effect.target) fields.push_back(std::string{field.key()} + "=" + json::serialize(field.value()));
    std::sort(fields.begin(), fields.end());
    std::string line = effect.type;
    for (const auto& field : fields) line += " " + field;
    if (!effect.stands_for.empty()) line += " " + effect.stands_for;
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const auto& line : lines) all += line + "\n";
  return crypto::sha256_hex(all);
}

bool View::may(std::string_view permission) const {
  if (is_trusted()) return true;
  const auto number = modules().find(permission);
  return standing() != nullptr && number && standing()->effective.test(*number);
}

Result<void> View::require(std::string_view permission) const {
  if (may(permission)) return {};
  return refuse(Error{reasons::forbidden, {{"permission", std::string{permission}}}});
}

Result<void> View::require_trusted() const {
  if (is_trusted()) return {};
  return refuse(reasons::service_key_required);
}

Result<void> View::require_recent_sign_in() const {
  if (is_trusted()) return {};
  if (user() == nullptr || user()->authenticated_at + recent_sign_in < now()) return refuse(reasons::reauthentication_required);
  return {};
}

bool View::may_give(const access::Grant& grant) const {
  if (is_trusted()) return !grant.role.is_owner;
  return standing() != nullptr && access::decide_grant(*standing(), grant, modules());
}

bool View::may_give(const policy::PermissionSet& permissions) const {
  if (is_trusted()) return policy::is_subset(permissions, policy().grantable(modules()));
  return standing() != nullptr && access::decide_grant_of(*standing(), permissions);
}

Result<void> View::enter() {
  // What the door saw may be revoked by now.
  if (const auto* user = access::user_of(asked_.actor)) {
    const auto session = access::find_live_session(tx_, user->session);
    if (!session || session->user != user->user) return refuse(reasons::unauthenticated);
  } else if (const auto* service = std::get_if<access::ServiceActor>(&asked_.actor)) {
    if (!access::is_live_key(tx_, service->key)) return refuse(reasons::unauthenticated);
  } else if (std::holds_alternative<access::Anonymous>(asked_.actor)) {
    return refuse(reasons::unauthenticated);
  }
  if (!asked_.account) return {};
  account_ = access::find_account(tx_, context_.catalogue, *asked_.account);
  if (!account_) return refuse(reasons::not_found);
  if (const auto* user = access::user_of(asked_.actor)) {
    standing_ = access::find_standing(tx_, context_.catalogue, *account_, user->user);
    if (!standing_) return refuse(reasons::not_found);
    if (standing_->status != access::MemberStatus::active) return refuse(reasons::membership_deactivated);
  }
  return {};
}

Result<void> Change::match(std::int64_t version) const {
  if (!asked_.if_match || *asked_.if_match == "*" || *asked_.if_match == "\"" + std::to_string(version) + "\"") return {};
  return refuse(reasons::precondition_failed);
}

void Change::note(std::string_view subject, const journal::Event& event) {
  journal::append(tx_, subject, {access::text_of(asked_.actor), asked_.ip, asked_.request_id}, event);
}

void Change::reduced(const Reduction& reduction) {
  for (const auto& consequence : context_.consequences) consequence(*this, reduction);
}

Result<void> Change::debit(const std::string& bucket, const Rate& rate, std::int64_t amount) {
  auto taken = change::debit(tx_, bucket, rate, amount);
  if (taken) debits_.push_back({bucket, rate, amount});
  return taken;
}

Result<void> Change::debit_sent(const std::string& bucket, const Rate& rate, std::int64_t amount) {
  return change::debit(tx_, bucket, rate, amount);  // rolled back with the rest of a dry run
}

Result<void> Change::enter_created(const AccountId& id) {
  account_ = access::find_account(tx_, context_.catalogue, id);
  if (!account_) throw database::DatabaseError("the account that was just created is not there");
  if (const auto* user = access::user_of(asked_.actor))
    standing_ = access::find_standing(tx_, context_.catalogue, *account_, user->user);
  return {};
}

void Change::reload() { account_ = access::find_account(tx_, context_.catalogue, account_->id); }

Result<Answer> look(const Context& context, const Asked& asked, const std::function<Result<Answer>(View&)>& body) {
  auto answer = context.database.read([&](database::Transaction& tx) -> Result<Answer> {
    View view(context, asked, tx);
    if (auto entered = view.enter(); !entered) return refuse(entered);
    if (view.standing() != nullptr) context.note_activity(view.account().id, view.standing()->user, tx.now());
    return body(view);
  });
  return answer;
}

Result<Answer> perform(const Context& context, const Asked& asked, const std::function<Result<Answer>(Change&)>& body) {
  if (auto weighed = debit_rows(context, asked); !weighed) return refuse(weighed);
  std::vector<Change::Debit> debits;
  Result<Answer> answer = context.database.write(
      [&](database::Transaction& tx) -> Result<Answer> {
        if (asked.account)
          tx.lock("accounts", {asked.account->text()});
        else if (const auto* user = access::user_of(asked.actor))
          tx.lock("users", {user->user.text()});
        Change change(context, asked, tx);
        if (auto entered = change.enter(); !entered) return refuse(entered);
        if (asked.idempotency_key && !asked.dry_run) {
          auto kept = find_kept(tx, asked);
          if (!kept) return refuse(kept);
          if (*kept) return std::move(**kept);
        }
        // What a preview notes is rolled back: its answer holds for the journal as it is.
        const auto seen =
            asked.account && asked.dry_run ? std::optional{journal::last_seq(tx, asked.account->text())} : std::nullopt;
        auto made = body(change);
        debits = change.debits();
        if (!made) return made;
        if (asked.dry_run) return dry_run_answer(change, std::move(made->rows), seen);
        if (asked.plan_digest && *asked.plan_digest != digest_of(change.effects())) return refuse(reasons::plan_stale);
        if (asked.account) made->revision = journal::last_seq(tx, asked.account->text());
        if (asked.idempotency_key) {
          write_body(*made);
          keep(tx, asked, *made);
        }
        if (change.standing() != nullptr) context.note_activity(change.account().id, change.standing()->user, tx.now());
        return made;
      },
      {.dry_run = asked.dry_run});
  if (asked.dry_run && !debits.empty()) {
    // Trying costs as much as doing: the limits stay taken although the rest was rolled back.
    static_cast<void>(context.database.write([&](database::Transaction& tx) -> Result<int> {
      for (const auto& d : debits) static_cast<void>(debit(tx, d.bucket, d.rate, d.amount));
      return 0;
    }));
  }
  if (answer) write_body(*answer);
  return answer;
}

}  // namespace roster::change
