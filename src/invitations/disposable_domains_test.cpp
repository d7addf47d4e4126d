#include "invitations/disposable_domains.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace roster::invitations {
namespace {

TEST(DisposableDomains, MatchesWholeLabelsOnly) {
  const auto sorted = DisposableDomains::sort_lines("# a comment\nMailinator.com\r\n\nexample.org");
  EXPECT_EQ(sorted, "example.org\nmailinator.com\n");
  const DisposableDomains domains(sorted);
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
  const auto listed = text.substr(text.find("\n0") + 1);
  EXPECT_EQ(DisposableDomains::sort_lines(text), listed) << "the binary's list is searched as it is: it must be sorted";
  EXPECT_GT(std::count(listed.begin(), listed.end(), '\n'), 50'000);
  for (std::size_t at = 0; at + 4'001 < listed.size(); at += 4'001) {
    const auto begin = listed.find('\n', at) + 1;
    EXPECT_TRUE(domains.contains(listed.substr(begin, listed.find('\n', begin) - begin)));
  }
  for (const auto* domain : {"mailinator.com", "yopmail.com", "guerrillamail.com"})
    EXPECT_TRUE(domains.contains(domain)) << domain;
  for (const auto* domain : {"gmail.com", "naver.com", "hanmail.net", "orange.fr", "outlook.com", "example.com"})
    EXPECT_FALSE(domains.contains(domain)) << domain;
}

}  // namespace
}  // namespace roster::invitations
