#pragma once
// A bounded table of records that any number of threads read without a lock while others write. A record is words of eight
// bytes, a key and a value. Past the bound the oldest record makes room; it takes memory as it fills.
//
// A reader never waits: a record that is being written right now is as none. So what is not found is not known to be absent.

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>

#include "base/zero_pages.h"

namespace roster::access {

class MemoryTable {
 public:
  static constexpr std::size_t key_words_max = 8;
  struct Shape {
    std::size_t key_words, value_words, records_max;
  };
  /// Keys are random somewhere in their last word: ids and digests are.
  explicit MemoryTable(const Shape& shape);

  using Words = std::span<const std::uint64_t>;
  /// Copies the value of `key`. False when there is none to be had now.
  bool find(Words key, std::span<std::uint64_t> value) const;
  /// In the place of what there was of that key.
  void put(Words key, Words value) {
    put_if(key, value, [] { return true; });
  }
  /// As put, unless `still` says no; no other put or change comes between.
  void put_if(Words key, Words value, const std::function<bool()>& still);
  /// Sets one word of the value to at least `least`, if there is such a record.
  void raise(Words key, std::size_t word, std::uint64_t least);

 private:
  using Word = std::atomic<std::uint64_t>;
  static constexpr std::size_t bucket_size = 16;

  static std::uint32_t hash_of(Words key);
  [[nodiscard]] Word* record(std::size_t position) const { return &records_[position * record_words_]; }
  [[nodiscard]] bool has_key(const Word* record, Words key) const;
  // Only under the mutex.
  [[nodiscard]] std::optional<std::size_t> position_of(Words key) const;
  [[nodiscard]] std::uint32_t hash_at(std::size_t position) const;
  std::size_t take_position();
  void write(std::size_t position, Words key, Words value);
  void enter(std::uint32_t hash, std::size_t position);
  void grow();

  const Shape shape_;
  const std::size_t record_words_;  // a count of writings, odd while one is under way; the key; the value
  const std::size_t buckets_max_;
  ZeroPages<Word> records_;
  ZeroPages<Word> index_;  // buckets of entries: the hash, and the record's position plus one; 0: none
  std::atomic<std::uint32_t> bucket_mask_;
  std::mutex mutex_;
  std::size_t next_ = 0;  // where the next record goes
  std::size_t used_ = 0;
};

}  // namespace roster::access
