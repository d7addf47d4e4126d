#include "access/memory_table.h"

#include <algorithm>
#include <array>
#include <bit>

namespace roster::access {

namespace {

constexpr std::size_t buckets_at_first = 64;
constexpr std::uint64_t position_mask = 0xffff'ffff;

std::uint64_t entry_of(std::uint32_t hash, std::size_t position) { return (std::uint64_t{hash} << 32) | (position + 1); }
std::uint32_t hash_of_entry(std::uint64_t entry) { return static_cast<std::uint32_t>(entry >> 32); }
std::size_t position_of_entry(std::uint64_t entry) { return static_cast<std::size_t>((entry & position_mask) - 1); }

}  // namespace

MemoryTable::MemoryTable(const Shape& shape)
    : shape_(shape),
      record_words_(1 + shape.key_words + shape.value_words),
      // At most half full, so that a bucket is rarely too small.
      buckets_max_(std::max(std::bit_ceil(shape.records_max * 2) / bucket_size, buckets_at_first)),
      records_(shape.records_max * record_words_),
      index_(buckets_max_ * bucket_size),
      bucket_mask_(static_cast<std::uint32_t>(buckets_at_first - 1)) {}

std::uint32_t MemoryTable::hash_of(Words key) {
  std::uint64_t hash = 0;
  for (const auto word : key) hash = (std::rotl(hash, 23) ^ word) * 0x9e3779b97f4a7c15U;
  return static_cast<std::uint32_t>(hash >> 32);
}

bool MemoryTable::has_key(const Word* record, Words key) const {
  for (std::size_t i = 0; i < key.size(); ++i)
    if (record[1 + i].load(std::memory_order_acquire) != key[i]) return false;
  return true;
}

bool MemoryTable::find(Words key, std::span<std::uint64_t> value) const {
  const auto hash = hash_of(key);
  const auto* const bucket = &index_[(hash & bucket_mask_.load(std::memory_order_acquire)) * bucket_size];
  for (std::size_t i = 0; i < bucket_size; ++i) {
    const auto entry = bucket[i].load(std::memory_order_acquire);
    if (entry == 0 || hash_of_entry(entry) != hash) continue;
    const auto* const found = record(position_of_entry(entry));
    const auto before = found[0].load(std::memory_order_acquire);
    if (before % 2 != 0 || !has_key(found, key)) continue;
    for (std::size_t w = 0; w < shape_.value_words; ++w)
      value[w] = found[1 + shape_.key_words + w].load(std::memory_order_acquire);
    if (found[0].load(std::memory_order_relaxed) == before) return true;
  }
  return false;
}

void MemoryTable::put_if(Words key, Words value, const std::function<bool()>& still) {
  const std::lock_guard lock{mutex_};
  if (!still()) return;
  if (const auto position = position_of(key)) return write(*position, key, value);
  const auto position = take_position();
  write(position, key, value);
  enter(hash_of(key), position);
}

void MemoryTable::raise(Words key, std::size_t word, std::uint64_t least) {
  const std::lock_guard lock{mutex_};
  const auto position = position_of(key);
  if (!position) return;
  auto& at = record(*position)[1 + shape_.key_words + word];
  // One word is never half written: readers need no warning.
  if (at.load(std::memory_order_relaxed) < least) at.store(least, std::memory_order_release);
}

std::optional<std::size_t> MemoryTable::position_of(Words key) const {
  const auto hash = hash_of(key);
  const auto* const bucket = &index_[(hash & bucket_mask_.load(std::memory_order_relaxed)) * bucket_size];
  for (std::size_t i = 0; i < bucket_size; ++i) {
    const auto entry = bucket[i].load(std::memory_order_relaxed);
    if (entry != 0 && hash_of_entry(entry) == hash && has_key(record(position_of_entry(entry)), key))
      return position_of_entry(entry);
  }
  return std::nullopt;
}

std::uint32_t MemoryTable::hash_at(std::size_t position) const {
  std::array<std::uint64_t, key_words_max> key{};
  for (std::size_t i = 0; i < shape_.key_words; ++i) key[i] = record(position)[1 + i].load(std::memory_order_relaxed);
  return hash_of({key.data(), shape_.key_words});
}

/// A new one, or that of the oldest record, which is forgotten.
std::size_t MemoryTable::take_position() {
  const auto position = next_;
  next_ = (next_ + 1) % shape_.records_max;
  if (used_ < shape_.records_max) {
    ++used_;
    return position;
  }
  const auto entry = entry_of(hash_at(position), position);
  auto* const bucket = &index_[(hash_of_entry(entry) & bucket_mask_.load(std::memory_order_relaxed)) * bucket_size];
  for (std::size_t i = 0; i < bucket_size; ++i)
    if (bucket[i].load(std::memory_order_relaxed) == entry) bucket[i].store(0, std::memory_order_release);
  return position;
}

void MemoryTable::write(std::size_t position, Words key, Words value) {
  auto* const words = record(position);
  const auto count = words[0].load(std::memory_order_relaxed);
  words[0].store(count + 1, std::memory_order_relaxed);
  // Each store lets none before it come after it: who sees a new word sees the odd count too.
  for (std::size_t i = 0; i < key.size(); ++i) words[1 + i].store(key[i], std::memory_order_release);
  for (std::size_t i = 0; i < value.size(); ++i) words[1 + key.size() + i].store(value[i], std::memory_order_release);
  words[0].store(count + 2, std::memory_order_release);
}

void MemoryTable::enter(std::uint32_t hash, std::size_t position) {
  if (used_ * 2 > (std::size_t{bucket_mask_.load(std::memory_order_relaxed)} + 1) * bucket_size) grow();
  auto* const bucket = &index_[(hash & bucket_mask_.load(std::memory_order_relaxed)) * bucket_size];
  for (std::size_t i = 0; i < bucket_size; ++i)
    if (bucket[i].load(std::memory_order_relaxed) == 0)
      return bucket[i].store(entry_of(hash, position), std::memory_order_release);
  // Full: one of them is forgotten. Its record stays unused until its turn comes.
  bucket[position % bucket_size].store(entry_of(hash, position), std::memory_order_release);
}

/// Each bucket is split in two. Readers find what stays where it was, and what moves first in both places, then in the new one.
void MemoryTable::grow() {
  const std::size_t buckets = std::size_t{bucket_mask_.load(std::memory_order_relaxed)} + 1;
  if (buckets >= buckets_max_) return;
  const auto moves = [&](std::uint64_t entry) { return entry != 0 && (hash_of_entry(entry) & buckets) != 0; };
  const auto old_entries = buckets * bucket_size;
  for (std::size_t i = 0; i < old_entries; ++i)
    if (const auto entry = index_[i].load(std::memory_order_relaxed); moves(entry))
      index_[old_entries + i].store(entry, std::memory_order_release);
  bucket_mask_.store(static_cast<std::uint32_t>(buckets * 2 - 1), std::memory_order_release);
  for (std::size_t i = 0; i < old_entries; ++i)
    if (moves(index_[i].load(std::memory_order_relaxed))) index_[i].store(0, std::memory_order_release);
}

}  // namespace roster::access
