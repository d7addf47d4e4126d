#pragma once
// Memory that is never out of date: sessions, keys and standings as the last reader of the database found them, each with the
// commit that it holds for. It is told of every commit by the database, so whatever a change was answered for is forgotten
// before that answer leaves. Bounded; read without a lock by every thread at once.
//
// To fill it: last_commit() first, then open the snapshot, then remember what it showed with that number. Whatever came in
// between makes the entry void from the start. Nothing found means: ask the database.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/credential_store.h"
#include "access/known.h"
#include "access/memory_table.h"
#include "access/revision_slots.h"
#include "database/watch.h"

namespace roster::access {

class Memory final : public database::CommitWatcher {
 public:
  /// How many of each are remembered at most.
  struct Bounds {
    std::size_t sessions = 262'144, keys = 1'024, standings = 1'048'576, reaches = 262'144, accounts = 262'144;
  };
  explicit Memory(const policy::Catalogue& catalogue) : Memory(catalogue, Bounds{}) {}
  Memory(const policy::Catalogue& catalogue, const Bounds& bounds);

  [[nodiscard]] std::uint64_t last_commit() const { return slots_.last_commit(); }

  [[nodiscard]] std::optional<KnownSession> find_session(const TokenDigest& digest) const;
  void remember(const TokenDigest& digest, const LiveSession& session, std::uint64_t as_of);
  [[nodiscard]] std::optional<KeyId> find_key(const TokenDigest& digest) const;
  void remember(const TokenDigest& digest, const KeyId& key, std::uint64_t as_of);

  /// `sub_account`: where it is asked about one; null otherwise.
  [[nodiscard]] std::optional<KnownStanding> find_standing(const AccountId& account, const UserId& user,
                                                           const SubAccountId* sub_account) const;
  /// `standing` is null for who is no member. `revision`: of the same snapshot.
  void remember(const AccountId& account, const UserId& user, const Standing* standing, std::int64_t revision,
                std::uint64_t as_of);
  /// Of a sub-account that there is in the account.
  void remember_reach(const AccountId& account, const UserId& user, const SubAccountId& sub_account, bool reaches,
                      std::uint64_t as_of);

  [[nodiscard]] std::span<const database::WatchedTable> tables() const override;
  void count_in(const database::ChangedRows& rows) noexcept override;
  void count_out(const database::ChangedRows& rows, database::Fate fate) noexcept override;
  void trust_until(database::BootTime until) noexcept override { trusted_until_ = until; }
  void forget() noexcept override { slots_.forget(); }

 private:
  /// To be asked once the question was read: who answers later than that may have been told too late.
  [[nodiscard]] bool is_trusted() const {
    const auto until = trusted_until_.load(std::memory_order_acquire);
    return until == database::BootTime::max() || database::boot_time() < until;
  }
  [[nodiscard]] std::optional<std::int64_t> find_revision(const AccountId& account) const;

  const policy::Modules& modules_;
  const std::size_t set_words_;     // of a set of permissions
  std::vector<std::string> roles_;  // of all policies, and the owner's
  std::atomic<database::BootTime> trusted_until_{database::BootTime{0}};
  RevisionSlots slots_;
  MemoryTable sessions_, keys_, standings_, reaches_, accounts_;
};

}  // namespace roster::access
