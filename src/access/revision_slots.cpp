#include "access/revision_slots.h"

#include <algorithm>
#include <cstring>

namespace roster::access {

RevisionSlots::Slot RevisionSlots::place(const Uuid& uuid, std::uint64_t kind) {
  // The last eight bytes are random; a multiplication tells the kinds apart.
  std::uint64_t hash = 0;
  std::memcpy(&hash, &uuid.bytes[8], sizeof hash);
  hash = (hash ^ kind) * 0x9e3779b97f4a7c15U;
  return static_cast<Slot>(hash >> (64 - index_bits));
}

void RevisionSlots::count_out(Slot slot, std::uint64_t commit) {
  auto word = slots_[slot].load();
  while (!slots_[slot].compare_exchange_weak(
      word, (std::max(word >> under_way_bits, commit) << under_way_bits) | ((word & under_way_mask) - 1))) {
  }
}

}  // namespace roster::access
