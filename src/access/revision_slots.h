#pragma once
// Which commit last changed what: for each hash of an account, a membership, a user or a key a slot with the number of the last
// commit that changed it, and how many commits that may change it are under way. Whatever was read from a snapshot that was
// opened after commit N was done is still true as long as its slots name no commit after N and none is under way.
//
// Two things in one slot only make one of them be read again for nothing.

#include <atomic>
#include <bitset>
#include <cstdint>

#include "base/id.h"
#include "base/zero_pages.h"

namespace roster::access {

class RevisionSlots {
 public:
  using Slot = std::uint32_t;

  static Slot of(const AccountId& account) { return place(account.uuid(), 1); }
  static Slot of(const AccountId& account, const UserId& user) { return place(account.uuid(), 2) ^ place(user.uuid(), 3); }
  static Slot of(const UserId& user) { return place(user.uuid(), 4); }
  static Slot of(const KeyId& key) { return place(key.uuid(), 5); }
  /// Of an account's journal.
  static Slot of_journal(const AccountId& account) { return place(account.uuid(), 6); }

  /// The number of the last commit that is done. To be read before the snapshot is opened.
  [[nodiscard]] std::uint64_t last_commit() const { return last_commit_.load(std::memory_order_acquire); }
  /// Whether what a snapshot showed that was opened after commit `as_of` is still so.
  [[nodiscard]] bool holds(Slot slot, std::uint64_t as_of) const {
    const auto word = slots_[slot].load(std::memory_order_acquire);
    return (word & under_way_mask) == 0 && (word >> under_way_bits) <= as_of &&
           as_of >= forgotten_until_.load(std::memory_order_acquire);
  }

  /// Those of one commit, so that each is counted once.
  using Set = std::bitset<std::size_t{1} << 16>;
  /// Before a COMMIT that may change it.
  void count_in(Slot slot) { slots_[slot].fetch_add(1); }
  /// After a COMMIT: its number.
  std::uint64_t number_commit() { return last_commit_.fetch_add(1) + 1; }
  /// After it; 0: rolled back. A commit whose fate is not known is never counted out.
  void count_out(Slot slot, std::uint64_t commit);
  /// Nothing that was read before this holds any more.
  void forget() { forgotten_until_.store(last_commit_.fetch_add(1) + 1, std::memory_order_release); }

 private:
  static constexpr int under_way_bits = 16;
  static constexpr std::uint64_t under_way_mask = (1U << under_way_bits) - 1;
  static constexpr int index_bits = 16;
  static_assert(Set{}.size() == std::size_t{1} << index_bits);

  static Slot place(const Uuid& uuid, std::uint64_t kind);

  ZeroPages<std::atomic<std::uint64_t>> slots_{std::size_t{1} << index_bits};
  std::atomic<std::uint64_t> last_commit_ = 0;
  std::atomic<std::uint64_t> forgotten_until_ = 0;
};

}  // namespace roster::access
