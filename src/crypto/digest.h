#pragma once
// SHA-256 and HMAC-SHA-256, as lower-case hex: the form that tables keep.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace roster::crypto {

std::array<std::uint8_t, 32> sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);
std::array<unsigned char, 32> hmac_sha256(std::string_view key, std::string_view message);
/// In constant time for equal lengths.
bool equal(std::string_view a, std::string_view b);
std::string to_hex(const unsigned char* bytes, std::size_t size);
/// URL-safe base 64 without padding (RFC 4648 5).
std::string to_base64url(const unsigned char* bytes, std::size_t size);

}  // namespace roster::crypto
