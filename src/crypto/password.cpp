#include "crypto/password.h"

#include <sodium.h>

#include <array>
#include <new>

namespace roster::crypto {

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost), nobody_(hash(Secret{"nobody has this password"})) {}

std::string PasswordHasher::hash(const Secret& password) const {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.reveal().data(), password.reveal().size(), cost_.passes, cost_.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return out.data();
}

bool PasswordHasher::verify(const Secret& password, const std::string& hash) const {
  return crypto_pwhash_str_verify(hash.c_str(), password.reveal().data(), password.reveal().size()) == 0;
}

void PasswordHasher::verify_nobody(const Secret& password) const { static_cast<void>(verify(password, nobody_)); }

bool PasswordHasher::needs_rehash(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace roster::crypto
