#pragma once
// Looking at an account, and changing one. Every route under /v1/accounts goes through `look` or `perform`, so that what
// holds for all is said once: the actor's session and standing are read again inside the transaction; dry run, plan digest,
// Idempotency-Key and If-Match; one event an object changed; letters and consequences in the same transaction.

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "access/credential_store.h"
#include "access/standing_store.h"
#include "change/context.h"
#include "change/rate_limit.h"
#include "journal/journal.h"
#include "outbox/outbox.h"

namespace roster::change {

namespace reasons {
using namespace roster::reasons;
inline constexpr Reason membership_deactivated{ErrorKind::forbidden, "membership_deactivated"};
inline constexpr Reason reauthentication_required{ErrorKind::forbidden, "reauthentication_required"};
inline constexpr Reason plan_stale{ErrorKind::conflict, "plan_stale"};
inline constexpr Reason idempotency_key_reused{ErrorKind::invalid, "idempotency_key_reused"};
inline constexpr Reason service_key_required{ErrorKind::forbidden, "service_key_required"};
inline constexpr Reason grant_exceeds_own{ErrorKind::forbidden, "grant_exceeds_own"};
}  // namespace reasons

/// How long ago the password may have been given for acts that need a recent sign-in.
inline constexpr std::chrono::minutes recent_sign_in{5};

/// Who asks, of which account, and how. Made at the door.
struct Asked {
  access::Actor actor;
  std::optional<AccountId> account{};  ///< nothing where the account does not exist yet
  std::string ip{};
  std::string request_id{};
  Language language = Language::en;
  bool dry_run = false;
  std::optional<std::string> plan_digest{};
  std::optional<std::string> if_match{};
  std::optional<std::string> idempotency_key{};
  std::string request_digest{};  ///< of method, path and body: what the key is bound to
  std::int64_t rows = 0;         ///< of a call about many things, how many it names
};

/// What a use case answers; the door makes it a response.
struct Answer {
  int status = 200;
  json::value body{};  ///< null: no body
  /// Writes the body, in place of `body`, where that needs no query: after the commit and on the thread that asked, so that
  /// no other write waits for it. (Before it where the answer is kept under an Idempotency-Key.)
  std::function<json::value()> write_body{};
  std::optional<std::int64_t> version{};   ///< becomes the ETag
  std::optional<std::int64_t> revision{};  ///< the account's journal seq: Roster-Revision
  bool clear_cookie = false;
  std::vector<std::pair<std::string, std::string>> headers{};
  /// Of a call about many things: how many it does and each that it leaves out, for its preview.
  std::optional<json::object> rows{};
};

/// One line of what a change does to people, for the one who is about to make it. `target` names only what existed before;
/// it and the type enter the plan digest, the sentence does not.
struct Effect {
  std::string type;
  json::object target{};
  std::map<std::string, std::string> values{};  ///< for the sentence in locales/effects.toml
  std::string sentence{};                       ///< the sentence's key, where it is not the type's: a line that sums up many
  std::string stands_for{};  ///< what such a line sums up: enters the plan digest in place of the lines that are not there
};

/// An account as the actor may see it, inside one transaction.
class View {
 public:
  View(const Context& context, const Asked& asked, database::Transaction& tx) : context_(context), asked_(asked), tx_(tx) {}

  [[nodiscard]] const Context& context() const { return context_; }
  [[nodiscard]] const Asked& asked() const { return asked_; }
  [[nodiscard]] database::Transaction& tx() const { return tx_; }
  [[nodiscard]] Instant now() const { return tx_.now(); }
  [[nodiscard]] Language language() const { return asked_.language; }
  [[nodiscard]] const policy::Modules& modules() const { return context_.catalogue.modules; }

  /// The account asked about. Only where Asked names one.
  [[nodiscard]] const access::Account& account() const { return *account_; }
  [[nodiscard]] const policy::Policy& policy() const { return *account_->policy; }
  /// The acting member's standing; null for service keys and the operator.
  [[nodiscard]] const access::Standing* standing() const { return standing_ ? &*standing_ : nullptr; }
  [[nodiscard]] const access::UserActor* user() const { return access::user_of(asked_.actor); }
  [[nodiscard]] bool is_trusted() const { return access::is_trusted(asked_.actor); }

  [[nodiscard]] bool may(std::string_view permission) const;
  /// Refusal: forbidden, naming the permission.
  [[nodiscard]] Result<void> require(std::string_view permission) const;
  /// Refusal: service_key_required.
  [[nodiscard]] Result<void> require_trusted() const;
  /// The session is a user's and the password was given in the last 5 minutes. Trusted actors pass.
  [[nodiscard]] Result<void> require_recent_sign_in() const;
  /// The grant ceiling for this actor: trusted actors may give whatever the policy lets anybody have.
  [[nodiscard]] bool may_give(const access::Grant& grant) const;
  [[nodiscard]] bool may_give(const policy::PermissionSet& permissions) const;

  /// Reads actor and account; run by look() and perform() before anything else. Refusals: unauthenticated, not_found,
  /// membership_deactivated.
  [[nodiscard]] Result<void> enter();

 protected:
  const Context& context_;
  const Asked& asked_;
  database::Transaction& tx_;
  std::optional<access::Account> account_;
  std::optional<access::Standing> standing_;
};

/// An account being changed.
class Change : public View {
 public:
  using View::View;

  /// If-Match: absent is accepted, `"version"` or `*` is; else precondition_failed.
  [[nodiscard]] Result<void> match(std::int64_t version) const;

  /// Writes the event, on the account's history (or `subject`'s).
  void note(const journal::Event& event) { note(account().id.text(), event); }
  void note(std::string_view subject, const journal::Event& event);
  /// Whether somebody will see the effects: it is a dry run, or is held to one.
  [[nodiscard]] bool is_planned() const { return asked_.dry_run || asked_.plan_digest; }
  void effect(Effect effect) { effects_.push_back(std::move(effect)); }
  void send(const outbox::Letter& letter) { outbox::enqueue(tx_, letter); }
  /// Runs every consequence of a standing that was taken away or reduced. Call it after the member's row was changed.
  void reduced(const Reduction& reduction);
  /// A rate limit; what a dry run takes of it stays taken.
  [[nodiscard]] Result<void> debit(const std::string& bucket, const Rate& rate, std::int64_t amount = 1);
  /// The limit of what is sent or made: refuses alike, but a dry run does neither and takes nothing.
  [[nodiscard]] Result<void> debit_sent(const std::string& bucket, const Rate& rate, std::int64_t amount = 1);
  /// The account that this change created: from here on account() is it.
  [[nodiscard]] Result<void> enter_created(const AccountId& id);
  /// The account's name, plan or owner were changed: read it again.
  void reload();

  [[nodiscard]] const std::vector<Effect>& effects() const { return effects_; }
  struct Debit {
    std::string bucket;
    Rate rate;
    std::int64_t amount;
  };
  [[nodiscard]] const std::vector<Debit>& debits() const { return debits_; }

 private:
  std::vector<Effect> effects_;
  std::vector<Debit> debits_;
};

/// Reads: one snapshot, the actor judged inside it.
Result<Answer> look(const Context& context, const Asked& asked, const std::function<Result<Answer>(View&)>& body);
/// Writes: see the top. `body` may run more than once.
Result<Answer> perform(const Context& context, const Asked& asked, const std::function<Result<Answer>(Change&)>& body);

/// SHA-256 over the sorted effects' types and targets.
std::string digest_of(const std::vector<Effect>& effects);

}  // namespace roster::change
