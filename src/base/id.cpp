#include "base/id.h"

#include <sodium.h>

namespace roster {

namespace {
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/// The value of each character; -1 of those that are no digit.
constexpr auto digits = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
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
  // 128 bits are 26 digits of 5 bits, with two zero bits in front.
  std::array<char, 26> text{};
  __extension__ unsigned __int128 value = 0;
  for (auto b : uuid.bytes) value = (value << 8) | b;
  for (std::size_t i = text.size(); i-- > 0; value >>= 5) text[i] = alphabet[static_cast<std::size_t>(value & 31)];
  out.append(text.data(), text.size());
}

std::string uuid_to_base32(const Uuid& uuid) {
  std::string text;
  write_base32(uuid, text);
  return text;
}

std::optional<Uuid> uuid_from_base32(std::string_view text) {
  if (text.size() != 26 || text[0] > '7') return std::nullopt;
  __extension__ unsigned __int128 value = 0;
  for (char c : text) {
    const int d = digits[static_cast<unsigned char>(c)];
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
