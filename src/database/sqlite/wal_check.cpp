#include "database/sqlite/wal_check.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <span>
#include <vector>

namespace roster::database {

namespace {

// https://www.sqlite.org/fileformat2.html#the_write_ahead_log
constexpr std::size_t header_size = 32, frame_header_size = 24;
constexpr std::uint32_t magic = 0x377f0682;  // its last bit: checksums are of big-endian words

std::uint32_t big_endian(const unsigned char* at) {
  return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | at[3];
}

struct Checksum {
  std::uint32_t first = 0, second = 0;
  friend bool operator==(const Checksum&, const Checksum&) = default;
};

Checksum read_checksum(const unsigned char* at) { return {big_endian(at), big_endian(at + 4)}; }

Checksum extend(Checksum sum, std::span<const unsigned char> bytes, bool words_are_big_endian) {
  const bool swap = words_are_big_endian != (std::endian::native == std::endian::big);
  for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
    std::array<std::uint32_t, 2> words{};
    std::memcpy(words.data(), bytes.data() + i, 8);
    if (swap)
      for (auto& word : words) word = __builtin_bswap32(word);
    sum.first += words[0] + sum.second;
    sum.second += words[1] + sum.first;
  }
  return sum;
}

bool read(std::ifstream& file, std::vector<unsigned char>& into) {
  return static_cast<bool>(file.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size())));
}

}  // namespace

std::optional<std::string> find_wal_damage(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<unsigned char> header(header_size);
  if (!file || !read(file, header)) return std::nullopt;
  const bool big = (big_endian(header.data()) & 1U) != 0;
  const auto page_size = big_endian(header.data() + 8);
  const bool header_is_good = (big_endian(header.data()) & ~1U) == magic && page_size >= 512 && page_size <= 65'536 &&
                              extend({}, std::span{header}.first(24), big) == read_checksum(header.data() + 24);
  // A log's header is synchronized before its first frame is written.
  if (!header_is_good)
    return file.peek() == std::ifstream::traits_type::eof() ? std::nullopt
                                                            : std::optional<std::string>{"its header does not check"};

  std::vector<unsigned char> frame(frame_header_size + page_size);
  auto previous = read_checksum(header.data() + 24);
  std::optional<std::size_t> first_bad;
  // Each commit is synchronized before the next is written. So behind a torn transaction there is no whole one.
  int commits_behind = 0;
  for (std::size_t number = 1; read(file, frame); ++number) {
    const bool is_of_this_log = std::memcmp(frame.data() + 8, header.data() + 16, 8) == 0;
    const bool is_commit = is_of_this_log && big_endian(frame.data() + 4) != 0;
    const auto sum = extend(extend(previous, std::span{frame}.first(8), big), std::span{frame}.subspan(frame_header_size), big);
    previous = read_checksum(frame.data() + 16);
    const bool is_good = is_of_this_log && sum == previous;
    if (!first_bad && !is_good) {
      first_bad = number;
      commits_behind = is_commit ? 1 : 0;
    } else if (first_bad && !is_good) {
      commits_behind = 0;
    } else if (first_bad && is_commit && ++commits_behind == 2) {
      return "frame " + std::to_string(*first_bad) + " does not check, and whole transactions are behind it";
    }
  }
  return std::nullopt;
}

}  // namespace roster::database
