#include "base/id.h"

#include <sodium.h>

namespace roster {

namespace {
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

constexpr int digit_of(char c) {
  const auto at = alphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
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

std::string uuid_to_base32(const Uuid& uuid) {
  // 128 bits are 26 digits of 5 bits, with two zero bits in front.
  std::string text(26, '0');
  __extension__ unsigned __int128 value = 0;
  for (auto b : uuid.bytes) value = (value << 8) | b;
  for (int i = 25; i >= 0; --i) {
    text[static_cast<std::size_t>(i)] = alphabet[static_cast<std::size_t>(value & 31)];
    value >>= 5;
  }
  return text;
}

std::optional<Uuid> uuid_from_base32(std::string_view text) {
  if (text.size() != 26 || text[0] > '7') return std::nullopt;
  __extension__ unsigned __int128 value = 0;
  for (char c : text) {
    const int d = digit_of(c);
    if (d < 0) return std::nullopt;
    value = (value << 5) | static_cast<unsigned>(d);
  }
  Uuid uuid;
  for (int i = 15; i >= 0; --i) {
    uuid.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value & 0xff);
    value >>= 8;
  }
  return uuid;
}

}  // namespace roster
