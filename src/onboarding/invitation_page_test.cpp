#include "onboarding/invitation_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace roster::onboarding {
namespace {

using testing::HasSubstr;
using testing::Not;

const Sentences& texts() {
  static const Sentences sentences = [] {
    std::ifstream file(ROSTER_SOURCE_DIR "/locales/pages.toml");
    return Sentences{std::string{std::istreambuf_iterator<char>(file), {}}};
  }();
  return sentences;
}

invitations::Offer an_offer(const std::string& account_name) {
  return {.invitation = {.id = {}, .account = {}, .email = *EmailAddress::parse("mina@example.org"), .role = "user"},
          .account = {.id = {}, .name = account_name, .policy = nullptr, .plan = nullptr, .owner = {}, .created_at = {}},
          .role = {},
          .inviter = "Jo"};
}

TEST(InvitationPage, EscapesWhatPeopleWrote) {
  const auto response = write_invitation_page(texts(), Language::en, an_offer("<script>alert('x')</script>"), "https://x.test");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, Not(HasSubstr("<script")));
  EXPECT_THAT(response.body, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)"));
}

TEST(InvitationPage, IsA404WithTheSameWordsWhenDead) {
  for (const auto language : {Language::en, Language::fr, Language::ko}) {
    const auto response = write_invitation_page(texts(), language, std::nullopt, "https://x.test");
    EXPECT_EQ(response.status, 404);
    EXPECT_THAT(response.body, HasSubstr(texts().text("dead_title", language)));
  }
}

TEST(InvitationPage, AllowsNoScriptAndNoForm) {
  const auto response = write_invitation_page(texts(), Language::ko, an_offer("Acme"), "https://x.test");
  const auto policy = response.headers.find("Content-Security-Policy");
  ASSERT_TRUE(policy);
  EXPECT_THAT(std::string{*policy}, HasSubstr("default-src 'none'"));
  EXPECT_THAT(std::string{*policy}, Not(HasSubstr("unsafe-inline")));
}

}  // namespace
}  // namespace roster::onboarding
