#pragma once
// What every use case needs of the running server. Made once in app/, outlives all requests; everything in it is thread-safe.

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/sentences.h"
#include "crypto/token.h"
#include "database/database.h"
#include "policy/policy.h"

namespace roster::access {
class Memory;
}

namespace roster::change {

class Change;

/// How often something may be done: at most `max` in each window.
struct Rate {
  std::int64_t max = 0;
  std::chrono::milliseconds window{};
};

/// `[limits]` of the configuration; docs/operations.md says what each of them counts.
struct Rates {
  Rate invitations_per_account{10'000, std::chrono::hours{1}};
  Rate letters_per_recipient{20, std::chrono::hours{24}};
  Rate resends_per_invitation{10, std::chrono::hours{1}};
  Rate registrations_per_ip{1'000, std::chrono::hours{1}};
  Rate resets_per_address{3, std::chrono::hours{1}};
  Rate sign_in_failures_per_ip{20, std::chrono::minutes{5}};
  Rate sign_in_failures_per_device{10, std::chrono::minutes{5}};
  Rate sign_ins_per_user{30, std::chrono::minutes{5}};
  Rate letters_per_mailbox{60, std::chrono::hours{24}};
  Rate accounts_per_user{20, std::chrono::hours{24}};
  Rate bulk_rows_per_user{20'000, std::chrono::minutes{1}};
  std::int64_t accounts_owned_max = 100;  ///< no rate: that a person may own and still open another
};

/// A member's standing was taken away or reduced, in the transaction at hand.
struct Reduction {
  std::optional<UserId> user{};   ///< whose; nobody's in particular: the account's rules are others now, for everybody
  bool membership_ended = false;  ///< removed, left: nothing is left of it
  std::optional<UserId> heir{};   ///< on a transfer: who takes over what the former owner could no longer give
};
/// What follows of it in another room (invitations that can no longer be given, keys …); its effects go into the change.
using Consequence = std::function<void(Change&, const Reduction&)>;

struct Context {
  database::Database& database;
  access::Memory& memory;  ///< asked before the database, where it may know
  const policy::Catalogue& catalogue;
  const crypto::ServerKey& server_key;
  const Sentences& effect_texts;  ///< locales/effects.toml: one sentence an effect type
  Rates rates{};
  std::string public_url{};  ///< without a slash at the end
  std::vector<Consequence> consequences{};
  /// A member used the account: kept by members/, for "last active". Never blocks.
  std::function<void(const AccountId&, const UserId&, Instant)> note_activity = [](const AccountId&, const UserId&, Instant) {};
};

}  // namespace roster::change
