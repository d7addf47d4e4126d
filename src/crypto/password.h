#pragma once
// Argon2id (RFC 9106) by libsodium. A hash takes some 10 ms and 19 MiB: call these on the hashing lane only, which has more
// threads than may hash at once, so that one that waits for the disk does not keep another from hashing.

#include <memory>
#include <string>

#include "base/secret.h"

namespace roster::crypto {

struct PasswordCost {
  unsigned long long passes = 2;
  std::size_t memory_bytes = 19 * 1024 * 1024;
  /// Only for tests; the server says so at start.
  static PasswordCost cheap() { return {1, 8192}; }
};

class PasswordHasher {
 public:
  /// `at_once`: how many hashes may be made at the same time; others wait their turn.
  explicit PasswordHasher(PasswordCost cost, unsigned at_once = 1);
  ~PasswordHasher();
  /// A PHC string. Throws std::bad_alloc without memory.
  [[nodiscard]] std::string hash(const Secret& password) const;
  [[nodiscard]] bool verify(const Secret& password, const std::string& hash) const;
  /// Takes as long as verify(): for who does not exist, so that time tells nothing (ASVS 6.3.8).
  void verify_nobody(const Secret& password) const;
  [[nodiscard]] bool needs_rehash(const std::string& hash) const;

 private:
  class Threads;
  PasswordCost cost_;
  std::unique_ptr<Threads> threads_;
  std::string nobody_;
};

}  // namespace roster::crypto
