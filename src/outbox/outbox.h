#pragma once
// Letters that a transaction promises. They are rows of that transaction, sent after it: nothing is sent for what was
// rolled back. What they say is composed when they are sent, in mail/.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/email_address.h"
#include "base/id.h"
#include "base/json.h"
#include "base/language.h"
#include "database/database.h"

namespace roster::outbox {

struct Letter {
  std::string kind;  ///< "invitation", "registration", … one template each
  EmailAddress recipient;
  Language language = Language::en;
  std::optional<AccountId> account{};
  /// What it is about ("inv_…", "usr_…:reset"): a newer letter about the same supersedes one that still waits.
  std::string about;
  std::int64_t generation = 1;
  bool is_first = false;  ///< what it is about has just been made: there is nothing to supersede, and nobody looks
  /// What the template needs besides; never a secret.
  json::object fields{};
  /// Past this moment it is not sent any more.
  std::optional<Instant> useful_until{};
};

void enqueue(database::Transaction& tx, const Letter& letter);
/// What still waits about this is not sent.
void supersede(database::Transaction& tx, std::string_view about);

/// What of that kind still waits for the people of an account is not sent.
void supersede_of_account(database::Transaction& tx, const AccountId& account, std::string_view kind);

enum class Delivery { none, queued, sent, failed };
constexpr std::string_view text_of(Delivery delivery) {
  switch (delivery) {
    // Its letter is not kept any more: it went out, or failed so long ago that what it was about is over.
    case Delivery::none:
      return "sent";
    case Delivery::queued:
      return "queued";
    case Delivery::sent:
      return "sent";
    case Delivery::failed:
      return "failed";
  }
  return "";
}
/// What became of the newest letter about this.
Delivery delivery_of(database::Transaction& tx, std::string_view about);

/// A letter as the dispatcher takes it.
struct QueuedLetter {
  LetterId id;
  Letter letter;
  std::int64_t attempts = 0;
  Instant created_at;
};

/// Due letters, the oldest first, at most `per_domain` of one domain, none of the domains in `passed_over`.
/// What it costs depends on `limit` and on how many domains are waited for, not on how many letters wait.
std::vector<QueuedLetter> list_due(database::Transaction& tx, std::size_t limit, std::size_t per_domain,
                                   const std::vector<std::string>& passed_over);
/// When the next letter is due; nothing when none waits.
std::optional<Instant> next_due(database::Transaction& tx);
/// Takes a due letter that is still wanted for `lease`, as long as sending it may last: no other sender, of this or another node,
/// takes it until then, and after a crash it is due again. Returns the end of that time, by which what became of it is told;
/// nothing when it is not to be sent (now). One that would mislead by now is superseded with that.
std::optional<Instant> claim(database::Transaction& tx, const LetterId& id, std::chrono::milliseconds lease);
/// It went out, whoever has it by now.
void mark_sent(database::Transaction& tx, const LetterId& id);
/// It did not. Nothing changes where another sender has claimed it since.
void mark_failed(database::Transaction& tx, const LetterId& id, Instant claimed_until, std::string_view failure);
void mark_to_retry(database::Transaction& tx, const LetterId& id, Instant claimed_until, Instant next_attempt,
                   std::string_view failure);
/// For metrics: how many wait, and since when the oldest.
struct Backlog {
  std::int64_t queued = 0, failed = 0;
  std::optional<Instant> oldest;
};
Backlog measure_backlog(database::Transaction& tx);

/// Deletes letters that went out, were superseded or failed 30 days ago, a part of them. Returns how many, 0 once none is left.
std::int64_t forget_finished(database::Transaction& tx);

}  // namespace roster::outbox
