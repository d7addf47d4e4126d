#include "users/sign_in_actions.h"

#include <algorithm>

#include "base/log.h"
#include "crypto/digest.h"
#include "crypto/token.h"
#include "users/device_cookie.h"
#include "users/proof_store.h"
#include "users/session_store.h"

namespace roster::users {

namespace {

enum class Check { not_made, wrong, right };

/// What is known before the password is hashed.
struct Knock {
  std::optional<User> user{};
  std::optional<std::string> device{};  ///< the bucket of a browser that knows the user: it stands for network and address
  std::optional<Error> exhausted{};     ///< of the network its failures, of the user the sign-ins: nothing is tried
  std::optional<Error> throttled{};
  Instant at{};
};

/// What a write that is committed in any case answers.
struct Outcome {
  std::optional<Error> refusal{};
  json::object body{};
};

std::string key_of(std::string_view address) {
  const auto email = EmailAddress::parse(address);
  return email ? email->key() : std::string{address};
}

std::string network_bucket(std::string_view ip) { return "sign_in_failures:" + network_of(ip); }

std::string device_bucket(std::string_view device, const UserId& user) {
  return "sign_in_failures:" + crypto::sha256_hex(std::string{device} + " " + user.text());
}

/// Of correct passwords: each costs a hash and a write. Who does not know the password takes nothing of it.
std::string success_bucket(const UserId& user) { return "sign_ins:" + user.text(); }

std::optional<Error> refused_by_bucket(database::Transaction& tx, const std::string& bucket, const change::Rate& rate) {
  if (change::left_of(tx, bucket, rate) > 0) return std::nullopt;
  auto refusal = change::debit(tx, bucket, rate);
  return refusal ? Error{reasons::rate_limited} : refusal.error();
}

std::optional<Error> refused_by_failures(const Failures& failures, Instant now) {
  const auto wait = next_allowed_try(failures) - now;
  if (wait <= std::chrono::milliseconds{0}) return std::nullopt;
  Error error{reasons::rate_limited};
  error.retry_after = std::chrono::ceil<std::chrono::seconds>(wait);
  return error;
}

void log_refusal(const Error& error, std::string_view email_key, const SessionOrigin& origin, std::string_view request_id) {
  log::warn(error.is(reasons::rate_limited) ? "sign_in_throttled" : "sign_in_failed",
            {{"address", log::pseudonym(email_key)}, {"ip", origin.ip}, {"request_id", request_id}});
}

/// One attempt to sign in, from the knock to the session or the refusal.
class Entrance {
 public:
  Entrance(const Hashing& hashing, const SignInAttempt& attempt)
      : hashing_(hashing), attempt_(attempt), key_(key_of(attempt.address)), failures_name_(failures_of_address(key_)) {}

  Result<SignedInSession> enter() {
    knock_ = hashing_.context.database.read([&](database::Transaction& tx) { return knock(tx); });
    if (knock_.exhausted) return turn_away(*knock_.exhausted);
    if (!knock_.throttled) check_password();
    session_ = make_session(knock_.at);
    auto outcome = hashing_.context.database.write([&](database::Transaction& tx) -> Result<Outcome> { return settle(tx); });
    if (!outcome) return refuse(outcome);
    if (outcome->refusal) return turn_away(*outcome->refusal);
    log::info("signed_in", {{"user", knock_.user->id.text()}, {"ip", attempt_.origin.ip}, {"request_id", attempt_.request_id}});
    return SignedInSession{session_.token, std::move(outcome->body), knock_.user->id, knock_.at};
  }

 private:
  Result<SignedInSession> turn_away(const Error& error) {
    log_refusal(error, key_, attempt_.origin, attempt_.request_id);
    return refuse(error);
  }

  Knock knock(database::Transaction& tx) {
    Knock found{.user = find_user_by_key(tx, key_), .at = tx.now()};
    const auto& key = hashing_.context.server_key;
    const auto user = found.user ? std::optional{found.user->id} : std::nullopt;
    if (const auto device = find_known_device(key, attempt_.device_cookie, user, tx.now()))
      found.device = device_bucket(*device, *user);
    else
      found.exhausted = refused_by_network(tx);
    if (user && !found.exhausted)
      found.exhausted = refused_by_bucket(tx, success_bucket(*user), hashing_.context.rates.sign_ins_per_user);
    found.throttled = throttled_now(tx, found.device);
    return found;
  }

  std::optional<Error> refused_by_network(database::Transaction& tx) const {
    return refused_by_bucket(tx, network_bucket(attempt_.origin.ip), hashing_.context.rates.sign_in_failures_per_ip);
  }

  std::optional<Error> throttled_now(database::Transaction& tx, const std::optional<std::string>& device) const {
    if (device) return refused_by_bucket(tx, *device, hashing_.context.rates.sign_in_failures_per_device);
    return refused_by_failures(find_failures(tx, failures_name_), tx.now());
  }

  void check_password() {
    check_ = Check::wrong;
    if (!knock_.user || !knock_.user->password_hash) return hashing_.hasher.verify_nobody(attempt_.password);
    if (!hashing_.hasher.verify(attempt_.password, *knock_.user->password_hash)) return;
    check_ = Check::right;
    if (hashing_.hasher.needs_rehash(*knock_.user->password_hash)) rehashed_ = hashing_.hasher.hash(attempt_.password);
  }

  /// Judges everything again: of many tries at once no more are answered than one after the other would be.
  Outcome settle(database::Transaction& tx) {
    if (!knock_.device)
      if (auto exhausted = refused_by_network(tx)) return {.refusal = std::move(exhausted)};
    const auto user = find_user_by_key(tx, key_);
    auto throttled = check_ == Check::not_made ? knock_.throttled : throttled_now(tx, knock_.device);
    const bool proved =
        check_ == Check::right && user && user->id == knock_.user->id && user->password_hash == knock_.user->password_hash;
    if (!throttled && proved) {
      if (auto debited = change::debit(tx, success_bucket(user->id), hashing_.context.rates.sign_ins_per_user); !debited)
        return {.refusal = debited.error()};
      return {.body = let_in(tx, *user)};
    }
    note_sign_in(tx, key_, throttled ? SignInResult::rate_limited : SignInResult::failed, sign_in_method::password,
                 attempt_.origin);
    count_failure(tx, throttled.has_value());
    return {.refusal = throttled ? std::move(throttled) : Error{reasons::sign_in_failed}};
  }

  void count_failure(database::Transaction& tx, bool throttled) {
    const auto& rates = hashing_.context.rates;
    if (knock_.device) {
      static_cast<void>(change::debit(tx, *knock_.device, rates.sign_in_failures_per_device));
      return;
    }
    // Written when it was throttled too: both cost the same.
    const auto failures = find_failures(tx, failures_name_);
    save_failures(tx, failures_name_, throttled ? failures : add_failure(failures, tx.now()));
    static_cast<void>(change::debit(tx, network_bucket(attempt_.origin.ip), rates.sign_in_failures_per_ip));
  }

  json::object let_in(database::Transaction& tx, const User& user) {
    const journal::Circumstance circumstance{user.id.text(), attempt_.origin.ip, attempt_.request_id};
    // On a known device they were others'.
    if (!knock_.device) clear_failures(tx, failures_name_);
    if (rehashed_) save_rehashed_password(tx, user.id, *rehashed_);
    remove_password_reset(tx, user.email.key());
    if (attempt_.former) end_session(tx, attempt_.former->user, attempt_.former->session, circumstance);
    const auto expires_at =
        start_session(tx, session_, user.id, attempt_.origin, hashing_.lifetimes, circumstance, sign_in_method::password);
    return write_session(tx, hashing_.context.catalogue, user, expires_at);
  }

  const Hashing& hashing_;
  const SignInAttempt& attempt_;
  const std::string key_;
  const std::string failures_name_;
  Knock knock_{};
  Check check_ = Check::not_made;
  std::optional<std::string> rehashed_;
  NewSession session_{};
};

/// Writes down that the password was not proved, and why not: throttled by now, or wrong.
Error note_failure(const Hashing& hashing, const PasswordAttempt& attempt, const User& user, const Error& wrong, bool tried) {
  const auto name = failures_of_user(user.id);
  auto outcome = hashing.context.database.write([&](database::Transaction& tx) -> Result<Outcome> {
    const auto failures = find_failures(tx, name);
    auto throttled = refused_by_failures(failures, tx.now());
    // The wait may have ended just now: the try was not made all the same.
    if (!throttled && !tried) throttled = Error{reasons::rate_limited};
    note_sign_in(tx, user.email.key(), throttled ? SignInResult::rate_limited : SignInResult::failed,
                 sign_in_method::reauthentication, attempt.origin);
    if (!throttled) save_failures(tx, name, add_failure(failures, tx.now()));
    return Outcome{.refusal = throttled ? std::move(throttled) : wrong};
  });
  const auto error = outcome ? *outcome->refusal : outcome.error();
  log_refusal(error, user.email.key(), attempt.origin, attempt.request_id);
  return error;
}

}  // namespace

Result<SignedInSession> sign_in(const Hashing& hashing, const SignInAttempt& attempt) {
  return Entrance{hashing, attempt}.enter();
}

Result<User> prove_password(const Hashing& hashing, const PasswordAttempt& attempt, const Error& wrong) {
  const auto knock = hashing.context.database.read([&](database::Transaction& tx) {
    Knock found{.at = tx.now()};
    if (access::find_live_session(tx, attempt.actor.session)) found.user = find_user(tx, attempt.actor.user);
    found.throttled = refused_by_failures(find_failures(tx, failures_of_user(attempt.actor.user)), tx.now());
    found.exhausted = refused_by_bucket(tx, success_bucket(attempt.actor.user), hashing.context.rates.sign_ins_per_user);
    return found;
  });
  if (!knock.user) return refuse(reasons::unauthenticated);
  if (knock.exhausted) return refuse(*knock.exhausted);
  if (knock.throttled) return refuse(note_failure(hashing, attempt, *knock.user, wrong, false));
  if (!knock.user->password_hash || !hashing.hasher.verify(attempt.password, *knock.user->password_hash))
    return refuse(note_failure(hashing, attempt, *knock.user, wrong, true));
  // In a write of its own: whatever comes of the proof, it has cost a hash.
  auto debited = hashing.context.database.write([&](database::Transaction& tx) -> Result<void> {
    return change::debit(tx, success_bucket(knock.user->id), hashing.context.rates.sign_ins_per_user);
  });
  if (!debited) return refuse(debited);
  return *knock.user;
}

Result<void> confirm_proof(database::Transaction& tx, const access::UserActor& actor, const User& proved) {
  tx.lock("users", {actor.user.text()});
  const auto user = find_user(tx, actor.user);
  if (!access::find_live_session(tx, actor.session) || !user || user->password_hash != proved.password_hash)
    return refuse(reasons::unauthenticated);
  const auto name = failures_of_user(actor.user);
  if (auto throttled = refused_by_failures(find_failures(tx, name), tx.now())) return refuse(std::move(*throttled));
  clear_failures(tx, name);
  return {};
}

Result<SignedInSession> reauthenticate(const Hashing& hashing, const PasswordAttempt& attempt, std::string_view former_digest) {
  const auto proved = prove_password(hashing, attempt, reasons::sign_in_failed);
  if (!proved) return refuse(proved);
  const auto token = crypto::make_token(crypto::token_kind::session);
  const auto digest = crypto::digest_of(token.reveal());
  auto body = hashing.context.database.write([&](database::Transaction& tx) -> Result<std::pair<json::object, Instant>> {
    if (auto confirmed = confirm_proof(tx, attempt.actor, *proved); !confirmed) return refuse(confirmed);
    const auto expires_at = tx.now() + hashing.lifetimes.absolute;
    if (!renew_session(tx, attempt.actor.session, former_digest, digest, expires_at)) return refuse(reasons::unauthenticated);
    save_last_sign_in(tx, proved->id);
    note_sign_in(tx, proved->email.key(), SignInResult::succeeded, sign_in_method::reauthentication, attempt.origin);
    journal::append(tx, proved->id.text(), {proved->id.text(), attempt.origin.ip, attempt.request_id},
                    {.type = "session.renewed", .target = attempt.actor.session.text()});
    return std::pair{write_session(tx, hashing.context.catalogue, *find_user(tx, proved->id), expires_at), tx.now()};
  });
  if (!body) return refuse(body);
  return SignedInSession{token, std::move(body->first), proved->id, body->second};
}

}  // namespace roster::users
