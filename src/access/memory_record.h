#pragma once
// A key or a value of a MemoryTable: what it says, one after the other, in words of eight bytes.

#include <array>
#include <bit>
#include <cstring>

#include "access/memory_table.h"
#include "base/id.h"
#include "policy/permission.h"

namespace roster::access {

/// Written in an order, and read in the same one.
template <std::size_t size>
class MemoryRecord {
 public:
  void add(std::uint64_t word) { words_[end_++] = word; }
  void add(std::int64_t word) { add(std::bit_cast<std::uint64_t>(word)); }
  void add(const Uuid& uuid) { add_bytes(uuid.bytes.data(), uuid.bytes.size()); }
  void add_bytes(const void* bytes, std::size_t count) {
    std::memcpy(&words_[end_], bytes, count);
    end_ += (count + 7) / 8;
  }
  void add_set(const policy::PermissionSet& set, std::size_t set_words) {
    constexpr auto word = policy::PermissionSet{~std::uint64_t{0}};
    for (std::size_t i = 0; i < set_words; ++i) add(std::uint64_t{((set >> (64 * i)) & word).to_ullong()});
  }
  [[nodiscard]] MemoryTable::Words words() const { return {words_.data(), end_}; }

  [[nodiscard]] std::span<std::uint64_t> room() { return words_; }
  std::uint64_t next() { return words_[at_++]; }
  std::int64_t next_signed() { return std::bit_cast<std::int64_t>(next()); }
  Uuid next_uuid() {
    Uuid uuid;
    next_bytes(uuid.bytes.data(), uuid.bytes.size());
    return uuid;
  }
  void next_bytes(void* bytes, std::size_t count) {
    std::memcpy(bytes, &words_[at_], count);
    at_ += (count + 7) / 8;
  }
  policy::PermissionSet next_set(std::size_t set_words) {
    policy::PermissionSet set{next()};
    for (std::size_t i = 1; i < set_words; ++i) set |= policy::PermissionSet{next()} << (64 * i);
    return set;
  }

 private:
  std::array<std::uint64_t, size> words_{};
  std::size_t end_ = 0, at_ = 0;
};

}  // namespace roster::access
