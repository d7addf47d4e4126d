#include "access/memory_table.h"

#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <vector>

namespace roster::access {
namespace {

using Key = std::array<std::uint64_t, 2>;

/// As ids are: random in the last word.
Key key_of(std::uint64_t n) { return {1, n * 0x9e3779b97f4a7c15U}; }

std::optional<std::array<std::uint64_t, 3>> find(const MemoryTable& table, std::uint64_t n) {
  std::array<std::uint64_t, 3> value{};
  if (!table.find(key_of(n), value)) return std::nullopt;
  return value;
}

void put(MemoryTable& table, std::uint64_t n, std::uint64_t value) {
  table.put(key_of(n), std::array<std::uint64_t, 3>{value, value + 1, value + 2});
}

TEST(AMemoryTable, FindsWhatWasPutLast) {
  MemoryTable table({2, 3, 100});
  EXPECT_FALSE(find(table, 1));
  put(table, 1, 10);
  put(table, 1, 20);
  EXPECT_EQ(find(table, 1), (std::array<std::uint64_t, 3>{20, 21, 22}));
  EXPECT_FALSE(find(table, 2));
}

TEST(AMemoryTable, GrowsToItsBoundAndThenForgetsTheOldest) {
  constexpr std::uint64_t bound = 20'000;
  MemoryTable table({2, 3, bound});
  const auto count = [&](std::uint64_t from, std::uint64_t to) {
    std::uint64_t found = 0;
    for (auto n = from; n < to; ++n)
      if (const auto value = find(table, n)) found += (*value)[0] == n ? 1 : 0;
    return found;
  };
  for (std::uint64_t n = 0; n < bound; ++n) put(table, n, n);
  EXPECT_GT(count(0, bound), bound * 95 / 100) << "a full bucket may lose one";
  for (std::uint64_t n = bound; n < 2 * bound; ++n) put(table, n, n);
  EXPECT_EQ(count(0, bound), 0U);
  EXPECT_GT(count(bound, 2 * bound), bound * 95 / 100);
}

TEST(AMemoryTable, RaisesOneWordOfWhatItHas) {
  MemoryTable table({2, 3, 100});
  table.raise(key_of(1), 1, 50);
  EXPECT_FALSE(find(table, 1));
  put(table, 1, 10);
  table.raise(key_of(1), 1, 50);
  table.raise(key_of(1), 1, 40);
  EXPECT_EQ(find(table, 1), (std::array<std::uint64_t, 3>{10, 50, 12}));
}

TEST(AMemoryTable, PutsNothingThatIsNotTrueAnyMore) {
  MemoryTable table({2, 3, 100});
  table.put_if(key_of(1), std::array<std::uint64_t, 3>{1, 2, 3}, [] { return false; });
  EXPECT_FALSE(find(table, 1));
}

TEST(AMemoryTable, NeverShowsAReaderHalfOfARecord) {
  MemoryTable table({2, 3, 64});
  std::atomic<bool> over = false;
  std::vector<std::thread> readers;
  std::atomic<std::uint64_t> torn = 0, seen = 0;
  for (int t = 0; t < 3; ++t) {
    readers.emplace_back([&] {
      for (std::uint64_t n = 0; !over; ++n) {
        const auto value = find(table, n % 100);
        if (!value) continue;
        ++seen;
        if ((*value)[1] != (*value)[0] + 1 || (*value)[2] != (*value)[0] + 2 || (*value)[0] % 100 != n % 100) ++torn;
      }
    });
  }
  for (std::uint64_t n = 0; n < 300'000 || seen < 1000; ++n) put(table, n % 100, n);
  over = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(torn, 0U);
}

}  // namespace
}  // namespace roster::access
