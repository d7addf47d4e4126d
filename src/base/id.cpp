#include "base/id.h"

#include <sodium.h>

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
  std::uint64_t high = 0, low = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    high = (high << 8) | uuid.bytes[i];
    low = (low << 8) | uuid.bytes[i + 8];
  }
  char text[26];
  const char* const letters = alphabet.data();
  const auto middle = (high << 4) | (low >> 60);
  text[0] = letters[high >> 61];
  text[1] = letters[(high >> 56) & 31];
  for (unsigned i = 0; i < 12; ++i) {
    text[2 + i] = letters[(middle >> (55 - 5 * i)) & 31];
    text[14 + i] = letters[(low >> (55 - 5 * i)) & 31];
  }
  out.append(text, sizeof text);
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
