#include "users/password_rules.h"

#include <gtest/gtest.h>

namespace roster::users {
namespace {

const std::vector<std::string> mina =
    password_words(*EmailAddress::parse("mina.park@northwind.example"), {"Mina Park", "Zephyrhill Ltd"});

std::string outcome(const std::string& password, const std::vector<std::string>& words = mina) {
  const auto checked = check_password(Secret{password}, words);
  if (checked) return "accepted";
  EXPECT_TRUE(checked.error().is(roster::reasons::validation_failed));
  EXPECT_EQ(checked.error().fields.size(), 1U);
  EXPECT_EQ(checked.error().fields.at(0).pointer, "/password");
  return std::string{checked.error().fields.at(0).reason.code};
}

std::string unguessable(std::size_t bytes) {
  std::string text;
  unsigned state = 7;
  while (text.size() < bytes) {
    state = state * 1103515245U + 12345U;
    text += static_cast<char>('!' + (state >> 16) % 90);
  }
  return text;
}

/// What a body with this password is read as.
std::string read(const std::string& password) {
  const json::value body = json::object{{"password", password}};
  Fields fields{body};
  auto secret = read_password(fields, "password");
  const auto error = fields.finish();
  return error ? std::string{error->fields.at(0).reason.code} : secret.reveal();
}

TEST(CheckPassword, AcceptsEightCharactersThatNobodyGuesses) {
  EXPECT_EQ(outcome("xK9$mQ2p"), "accepted");
  EXPECT_EQ(outcome(unguessable(8)), "accepted");
  EXPECT_EQ(outcome("correct horse battery staple"), "accepted");
}

TEST(CheckPassword, RefusesSevenCharacters) { EXPECT_EQ(outcome(unguessable(7)), "weak_password"); }

TEST(CheckPassword, CountsCharactersNotBytes) {
  EXPECT_EQ(outcome("수달등불초롱꽃"), "weak_password");
  EXPECT_EQ(outcome("수달등불초롱꽃🦦"), "accepted");
}

TEST(CheckPassword, RefusesWhatIsGuessedFirst) {
  for (const auto* password :
       {"password", "Password1!", "Summer2024!", "qwertyuiop", "iloveyou123", "aaaaaaaaaaaa", "abcdefgh12345678"})
    EXPECT_EQ(outcome(password), "weak_password") << password;
}

TEST(CheckPassword, RefusesThePersonsAndTheProductsWords) {
  for (const auto* password :
       {"mina.park@northwind.example", "MinaPark2024", "northwind1", "zephyrhill", "Zephyrhill99", "Roster-2026"})
    EXPECT_EQ(outcome(password), "weak_password") << password;
  EXPECT_EQ(outcome("zephyrhill-northwind", {}), "accepted");
}

TEST(CheckPassword, TakesAtMost256Bytes) {
  EXPECT_EQ(outcome(unguessable(256)), "accepted");
  EXPECT_EQ(outcome(unguessable(257)), "too_long");
}

TEST(CheckPassword, NamesTheFieldThatItIsAskedAbout) {
  const auto checked = check_password(Secret{"password"}, {}, "/new_password");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().fields.at(0).pointer, "/new_password");
}

TEST(PasswordWords, AreTheAddressTheNamesAndTheirParts) {
  for (const auto* word : {"mina.park@northwind.example", "mina", "park", "northwind", "Mina Park", "Zephyrhill", "roster"})
    EXPECT_NE(std::find(mina.begin(), mina.end(), word), mina.end()) << word;
}

TEST(PasswordWords, LeaveOutWhatIsTooShortToMeanAnything) {
  const auto words = password_words(*EmailAddress::parse("a.b@x.example"), {"Li Yu"});
  EXPECT_EQ(std::find(words.begin(), words.end(), "Li"), words.end());
  EXPECT_EQ(std::find(words.begin(), words.end(), "x"), words.end());
}

TEST(ReadPassword, KeepsEverythingAsTyped) {
  EXPECT_EQ(read("  two  spaces  "), "  two  spaces  ");
  EXPECT_EQ(read("CaSe 🔑\ttab"), "CaSe 🔑\ttab");
}

TEST(ReadPassword, TakesComposedAndDecomposedTextForTheSame) {
  EXPECT_EQ(read("cafe\xCC\x81"), read("caf\xC3\xA9"));
  EXPECT_EQ(read("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"), "한");
}

TEST(ReadPassword, IsBounded) { EXPECT_EQ(read(std::string(5000, 'x')), "too_long"); }

}  // namespace
}  // namespace roster::users
