#include "crypto/digest.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <memory>
#include <stdexcept>

namespace roster::crypto {

namespace {

using Algorithm = std::unique_ptr<EVP_MD, decltype([](EVP_MD* md) { EVP_MD_free(md); })>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* context) { EVP_MD_CTX_free(context); })>;

Algorithm fetch_sha256() {
  Algorithm algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  if (algorithm == nullptr) throw std::runtime_error("there is no SHA-256");
  return algorithm;
}

}  // namespace

std::string to_hex(const unsigned char* bytes, std::size_t size) {
  std::string out(size * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes, size);
  out.pop_back();
  return out;
}

std::string to_base64url(const unsigned char* bytes, std::size_t size) {
  std::string out(sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  while (!out.empty() && out.back() == '\0') out.pop_back();
  return out;
}

std::array<std::uint8_t, 32> sha256(std::string_view bytes) {
  // OpenSSL's uses the processor's own instructions: a third of libsodium's time, and every check hashes a token.
  static const auto algorithm = fetch_sha256();
  thread_local const Context context{EVP_MD_CTX_new()};
  std::array<std::uint8_t, 32> hash{};
  if (context == nullptr || EVP_DigestInit_ex2(context.get(), algorithm.get(), nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) != 1)
    throw std::runtime_error("SHA-256 fails");
  return hash;
}

std::string sha256_hex(std::string_view bytes) {
  const auto hash = sha256(bytes);
  return to_hex(hash.data(), hash.size());
}

std::array<unsigned char, 32> hmac_sha256(std::string_view key, std::string_view message) {
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(message.data()), message.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  return mac;
}

bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace roster::crypto
