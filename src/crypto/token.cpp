#include "crypto/token.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include "crypto/digest.h"

namespace roster::crypto {

namespace {

constexpr std::size_t secret_bytes = 32;

Secret write_token(std::string_view kind, const std::array<unsigned char, secret_bytes>& bytes) {
  std::string text = std::string{kind} + "_" + to_base64url(bytes.data(), bytes.size());
  text += sha256_hex(text).substr(0, 6);
  return Secret{std::move(text)};
}

}  // namespace

Secret make_token(std::string_view kind) {
  std::array<unsigned char, secret_bytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  auto token = write_token(kind, bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return token;
}

std::string digest_of(std::string_view token) { return sha256_hex(token); }

ServerKey ServerKey::load_or_create(const std::string& path) {
  std::string bytes(secret_bytes, '\0');
  // O_EXCL: of two that start at once one makes the key, and the other reads it.
  const int made = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (made >= 0) {
    randombytes_buf(bytes.data(), bytes.size());
    const bool ok = ::write(made, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(made) == 0;
    ::close(made);
    if (!ok) throw std::runtime_error("cannot write the server's key to " + path);
    return ServerKey{Secret{std::move(bytes)}};
  }
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw std::runtime_error("cannot read the server's key from " + path);
  struct stat status{};
  const bool private_to_us = ::fstat(file, &status) == 0 && (status.st_mode & 077) == 0;
  const auto got = ::read(file, bytes.data(), bytes.size());
  char more = 0;
  const bool whole = got == static_cast<ssize_t>(bytes.size()) && ::read(file, &more, 1) == 0;
  ::close(file);
  if (!private_to_us) throw std::runtime_error("the server's key " + path + " can be read by others: chmod 600 it");
  if (!whole) throw std::runtime_error("the server's key " + path + " is not 32 bytes long: restore it from your backup");
  return ServerKey{Secret{std::move(bytes)}};
}

Secret ServerKey::derive_token(std::string_view kind, std::string_view id, std::int64_t generation) const {
  std::string message = std::string{kind} + '\0' + std::string{id} + '\0' + std::to_string(generation);
  return write_token(kind, hmac_sha256(bytes_.reveal(), message));
}

}  // namespace roster::crypto
