#include "invitations/disposable_domains.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace roster::invitations {
namespace {

TEST(DisposableDomains, MatchesWholeLabelsOnly) {
  const DisposableDomains domains("# a comment\nMailinator.com\r\n\nexample.org");
  EXPECT_EQ(domains.size(), 2u);
  EXPECT_TRUE(domains.contains("mailinator.com"));
  EXPECT_TRUE(domains.contains("eu.mailinator.com"));
  EXPECT_TRUE(domains.contains("a.b.example.org"));
  EXPECT_FALSE(domains.contains("notmailinator.com"));
  EXPECT_FALSE(domains.contains("mailinator.com.example.net"));
  EXPECT_FALSE(domains.contains("mailinator"));
  EXPECT_FALSE(domains.contains("com"));
  EXPECT_FALSE(domains.contains(""));
}

TEST(DisposableDomains, TheListInTheBinaryHasTheWellKnownAndNoMailProvider) {
  std::ifstream file(ROSTER_SOURCE_DIR "/locales/disposable_domains.txt");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const DisposableDomains domains(text);
  EXPECT_GT(domains.size(), 50'000u);
  for (const auto* domain : {"mailinator.com", "yopmail.com", "guerrillamail.com"})
    EXPECT_TRUE(domains.contains(domain)) << domain;
  for (const auto* domain : {"gmail.com", "naver.com", "hanmail.net", "orange.fr", "outlook.com", "example.com"})
    EXPECT_FALSE(domains.contains(domain)) << domain;
}

}  // namespace
}  // namespace roster::invitations
