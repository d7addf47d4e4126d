#pragma once
// Secrets that stand for something: sessions, links, keys. 256 bits, a prefix that says the kind, a checksum that lets a
// scanner of leaked secrets know them. Tables keep the digest only (SHA-256 is enough for 256 random bits; ASVS 11.4).

#include <cstdint>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace roster::crypto {

/// The kinds; each is accepted by its own consumer only.
namespace token_kind {
inline constexpr std::string_view session = "ses";
inline constexpr std::string_view api_key = "key";
inline constexpr std::string_view invitation = "inv";
inline constexpr std::string_view registration = "reg";
inline constexpr std::string_view password_reset = "rst";
inline constexpr std::string_view email_change = "chg";
inline constexpr std::string_view email_undo = "und";
inline constexpr std::string_view device = "dev";
}  // namespace token_kind

/// A new random token.
Secret make_token(std::string_view kind);
/// What the tables keep of it: SHA-256 in hex over the whole text.
std::string digest_of(std::string_view token);

/// The server's key: 32 random bytes in the data folder, shared by all nodes of a deployment.
class ServerKey {
 public:
  explicit ServerKey(Secret bytes) : bytes_(std::move(bytes)) {}
  /// Reads the file, or makes it (mode 0600). Throws std::runtime_error when it cannot or when its size is wrong.
  static ServerKey load_or_create(const std::string& path);

  /// The token of a letter: the same for the same kind, id and generation, so it need not be kept until the letter is
  /// sent. A new generation is a new token.
  [[nodiscard]] Secret derive_token(std::string_view kind, std::string_view id, std::int64_t generation) const;

 private:
  Secret bytes_;
};

}  // namespace roster::crypto
