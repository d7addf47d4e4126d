#include "crypto/token.h"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <atomic>
#include <thread>
#include <vector>

#include <filesystem>
#include <fstream>

#include "crypto/digest.h"
#include "crypto/password.h"

namespace roster::crypto {
namespace {

namespace fs = std::filesystem;

TEST(Token, SaysItsKindAndIsNewEachTime) {
  const auto a = make_token(token_kind::session), b = make_token(token_kind::session);
  EXPECT_TRUE(a.reveal().starts_with("ses_"));
  EXPECT_NE(a.reveal(), b.reveal());
  EXPECT_GE(a.reveal().size(), 4U + 43U);
}

TEST(Token, OfALetterIsDerivedAnewAndChangesWithKindIdAndGeneration) {
  const ServerKey key{Secret{std::string(32, 'k')}};
  const auto token = key.derive_token("inv", "inv_1", 1).reveal();
  EXPECT_EQ(token, key.derive_token("inv", "inv_1", 1).reveal());
  EXPECT_NE(token, key.derive_token("inv", "inv_1", 2).reveal());
  EXPECT_NE(token, key.derive_token("inv", "inv_2", 1).reveal());
  EXPECT_NE(token.substr(4), key.derive_token("rst", "inv_1", 1).reveal().substr(4));
  const ServerKey other{Secret{std::string(32, 'o')}};
  EXPECT_NE(token, other.derive_token("inv", "inv_1", 1).reveal());
}

struct KeyFile : ::testing::Test {
  std::string path = (fs::temp_directory_path() / ("roster-key-" + std::to_string(::getpid()))).string();
  ~KeyFile() override { fs::remove(path); }
};

TEST_F(KeyFile, IsMadeOnceAndForUsOnly) {
  const auto first = ServerKey::load_or_create(path).derive_token("inv", "x", 1).reveal();
  EXPECT_EQ(ServerKey::load_or_create(path).derive_token("inv", "x", 1).reveal(), first);
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(KeyFile, IsRefusedWhenOthersCanReadItOrItIsCutShort) {
  static_cast<void>(ServerKey::load_or_create(path));
  ::chmod(path.c_str(), 0644);
  EXPECT_THROW(static_cast<void>(ServerKey::load_or_create(path)), std::runtime_error);
  ::chmod(path.c_str(), 0600);
  fs::resize_file(path, 16);
  EXPECT_THROW(static_cast<void>(ServerKey::load_or_create(path)), std::runtime_error);
}

TEST(Digest, IsSha256InHex) { EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); }

TEST(Password, VerifiesItsOwnAndNothingElse) {
  const PasswordHasher hasher{PasswordCost::cheap()};
  const auto hash = hasher.hash(Secret{"correct horse"});
  EXPECT_TRUE(hasher.verify(Secret{"correct horse"}, hash));
  EXPECT_FALSE(hasher.verify(Secret{"correct horsf"}, hash));
  EXPECT_FALSE(hasher.verify(Secret{""}, hash));
  EXPECT_NE(hash, hasher.hash(Secret{"correct horse"})) << "each hash has a salt of its own";
}

TEST(Password, IsHashedForManyAtOnce) {
  const PasswordHasher hasher{PasswordCost::cheap(), 2};
  const auto kept = hasher.hash(Secret{"correct horse"});
  std::atomic<int> right{0}, wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) ++(hasher.verify(Secret{t % 2 == 0 ? "correct horse" : "another"}, kept) ? right : wrong);
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 80);
  EXPECT_EQ(wrong, 80);
}

TEST(Password, OfAnotherCostIsToBeHashedAgain) {
  const PasswordHasher cheap{PasswordCost::cheap()};
  const PasswordHasher dearer{{.passes = 2, .memory_bytes = 65536}};
  const auto hash = cheap.hash(Secret{"x"});
  EXPECT_FALSE(cheap.needs_rehash(hash));
  EXPECT_TRUE(dearer.needs_rehash(hash));
  EXPECT_TRUE(dearer.verify(Secret{"x"}, hash));
}

}  // namespace
}  // namespace roster::crypto
