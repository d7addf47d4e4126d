#include "crypto/password.h"

#include <sodium.h>

#include <array>
#include <new>

namespace roster::crypto {

namespace {

/// One of the places to hash at, for as long as it lives.
template <class Turns>
class Turn {
 public:
  explicit Turn(Turns& turns) : turns_(turns) { turns_.acquire(); }
  ~Turn() { turns_.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Turns& turns_;
};

}  // namespace

PasswordHasher::PasswordHasher(PasswordCost cost, unsigned at_once)
    : cost_(cost),
      turns_(std::make_unique<std::counting_semaphore<at_once_max>>(static_cast<std::ptrdiff_t>(at_once))),
      nobody_(hash(Secret{"nobody has this password"})) {}

std::string PasswordHasher::hash(const Secret& password) const {
  const Turn turn(*turns_);
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.reveal().data(), password.reveal().size(), cost_.passes, cost_.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return out.data();
}

bool PasswordHasher::verify(const Secret& password, const std::string& hash) const {
  const Turn turn(*turns_);
  return crypto_pwhash_str_verify(hash.c_str(), password.reveal().data(), password.reveal().size()) == 0;
}

void PasswordHasher::verify_nobody(const Secret& password) const { static_cast<void>(verify(password, nobody_)); }

bool PasswordHasher::needs_rehash(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace roster::crypto
