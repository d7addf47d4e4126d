#include "base/id.h"

#include <endian.h>
#include <sodium.h>

#include <cstring>

namespace roster {

namespace {
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/// The value of each character.
constexpr std::uint8_t no_digit = 0x80;
constexpr auto digits = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  return values;
}();

/// What ten bits are written as.
constexpr auto digit_pairs = [] {
  std::array<std::array<char, 2>, 1024> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {alphabet[i >> 5], alphabet[i & 31]};
  return pairs;
}();

std::uint64_t read_big_endian(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return be64toh(word);
}
}  // namespace

Uuid make_uuid(Instant now) {
  Uuid uuid;
  randombytes_buf(uuid.bytes.data(), uuid.bytes.size());
  auto ms = static_cast<std::uint64_t>(now.ms);
  for (int i = 5; i >= 0; --i) {
    uuid.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(ms & 0xff);
    ms >>= 8;
  }
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0f) | 0x70);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
  return uuid;
}

void write_base32(const Uuid& uuid, std::string& out) {
  // 128 bits are 26 digits of 5 bits, with two zero bits in front: 2, 12 and 12 digits.
  const auto high = read_big_endian(uuid.bytes.data()), low = read_big_endian(uuid.bytes.data() + 8);
  const auto middle = (high << 4) | (low >> 60);
  std::array<char, 26> text;  // all of it is written
  const auto write = [&](std::size_t at, std::uint64_t ten_bits) {
    std::memcpy(&text[at], digit_pairs[ten_bits & 1023].data(), 2);
  };
  write(0, high >> 56);
  for (unsigned i = 0; i < 6; ++i) {
    write(2 + 2 * i, middle >> (50 - 10 * i));
    write(14 + 2 * i, low >> (50 - 10 * i));
  }
  out.append(text.data(), text.size());
}

std::string uuid_to_base32(const Uuid& uuid) {
  std::string text;
  write_base32(uuid, text);
  return text;
}

std::optional<Uuid> uuid_from_base32(std::string_view text) {
  if (text.size() != 26 || text[0] > '7') return std::nullopt;
  // 10, 60 and 60 bits: 128 with two zero bits in front.
  unsigned seen = 0;
  const auto read = [&](std::size_t begin, std::size_t end) {
    std::uint64_t bits = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const unsigned digit = digits[static_cast<unsigned char>(text[i])];
      seen |= digit;
      bits = (bits << 5) | (digit & 31);
    }
    return bits;
  };
  const auto first = read(0, 2), middle = read(2, 14), last = read(14, 26);
  if ((seen & no_digit) != 0) return std::nullopt;
  auto high = (first << 56) | (middle >> 4);
  auto low = (middle << 60) | last;
  Uuid uuid;
  for (std::size_t i = 8; i-- > 0; high >>= 8, low >>= 8) {
    uuid.bytes[i] = static_cast<std::uint8_t>(high & 0xff);
    uuid.bytes[i + 8] = static_cast<std::uint8_t>(low & 0xff);
  }
  return uuid;
}

}  // namespace roster
