#pragma once
// The one journal. Each change writes its event in its own transaction: gap-free seq per subject, chained by hash over the
// exact bytes kept. Personal fields enter the hash as a salted commitment, so that erasing them keeps the chain.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "database/database.h"

namespace roster::journal {

/// What an event is about the history of: "acc_…" or "usr_…"; "server" for what concerns neither.
inline constexpr std::string_view server_subject = "server";

struct Circumstance {
  std::string actor;  ///< access::text_of(actor)
  std::string ip;
  std::string request_id;
};

struct Event {
  std::string type;    ///< "member.removed"
  std::string target;  ///< the id of what was changed
  json::object before{};
  json::object after{};
};

/// Appends; returns the event's seq. The caller has the subject's lock (or is SQLite's one writer).
std::int64_t append(database::Transaction& tx, std::string_view subject, const Circumstance& circumstance, const Event& event);
/// The last seq of a subject; 0 when there is none.
std::int64_t last_seq(database::Transaction& tx, std::string_view subject);

struct Entry {
  std::int64_t seq = 0;
  std::string id, type, actor, target, ip, request_id, hash;
  Instant at;
  json::value before, after;  ///< personal fields put back unless erased
};

struct Filter {
  std::optional<std::string> actor{};
  std::optional<std::string> target{};
  std::optional<std::string> type{};  ///< "member.joined"; or a kind, "member"
  std::optional<Instant> since{};
  std::optional<Instant> until{};
  std::optional<std::int64_t> before_seq{};  ///< the cursor: older than this one
  std::size_t limit = 50;
};

/// Newest first.
std::vector<Entry> list(database::Transaction& tx, std::string_view subject, const Filter& filter);

struct Verdict {
  std::int64_t subjects = 0, events = 0;
  struct Fault {
    std::string subject;
    std::int64_t seq;
    std::string what;
  };
  std::vector<Fault> faults;  ///< the first bad seq of each subject
};

/// Walks every chain: seq gap-free, hashes, commitments, heads.
Verdict verify(database::Transaction& tx);

}  // namespace roster::journal
