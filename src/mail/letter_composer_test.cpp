#include "mail/letter_composer.h"

#include <gtest/gtest.h>

#include <regex>

#include "mail/letter_samples.h"
#include "mail/people_text.h"

namespace roster::mail {
namespace {

class Letters : public ::testing::Test {
 protected:
  ComposedLetter compose(const outbox::QueuedLetter& queued) const {
    auto composed = composer_.compose(queued);
    if (!composed) throw std::runtime_error(queued.letter.kind + ": " + composed.error().what);
    return *composed;
  }
  static std::vector<std::string> links_in(const std::string& text) {
    static const std::regex link{R"((https?://|www\.)[^\s<"]+)"};
    return {std::sregex_token_iterator{text.begin(), text.end(), link}, {}};
  }

  const policy::Catalogue policies_ = samples::read_policies(ROSTER_SOURCE_DIR);
  const crypto::ServerKey key_ = samples::server_key();
  const LetterComposer composer_{
      policies_, key_, {"https://id.example/roster/", "Roster"}, samples::read_templates(ROSTER_SOURCE_DIR)};
};

TEST_F(Letters, OfEveryKindAreWholeInEveryLanguageAndPolicy) {
  for (const auto& kind : letter_kinds) {
    for (const auto language : {Language::en, Language::fr, Language::ko}) {
      for (const auto& [policy, unused] : policies_.policies) {
        const auto letter = compose(samples::queued(std::string{kind.name}, language, policy));
        for (const auto& part : {letter.subject, letter.text, letter.html}) {
          EXPECT_FALSE(part.empty());
          EXPECT_EQ(part.find("{{"), std::string::npos) << part;
          EXPECT_FALSE(std::regex_search(part, std::regex{R"(\{[a-z_]+\})"})) << kind.name << ": " << part;
        }
        EXPECT_FALSE(has_controls(letter.subject));
        EXPECT_NE(letter.html.find("lang=\"" + std::string{code_of(language)} + "\""), std::string::npos);
      }
    }
  }
}

TEST_F(Letters, ShowTheirLinkFirst) {
  const std::map<std::string, std::string> expected{{"registration", "https://id.example/roster/register#token=reg_"},
                                                    {"registration_known", "https://id.example/roster/sign-in"},
                                                    {"password_reset", "https://id.example/roster/reset-password#token=rst_"},
                                                    {"password_changed", "https://id.example/roster/forgot-password"},
                                                    {"email_change", "https://id.example/roster/change-email#token=chg_"},
                                                    {"email_changed", "https://id.example/roster/undo-email-change#token=und_"},
                                                    {"email_restored", "https://id.example/roster/reset-password#token=rst_"},
                                                    {"set_password", "https://id.example/roster/reset-password#token=rst_"},
                                                    {"invitation", "https://id.example/roster/invitations/inv_"},
                                                    {"ownership_received", "https://id.example/roster/a/acc_"},
                                                    {"ownership_given", "https://id.example/roster/sign-in"}};
  for (const auto& kind : letter_kinds) {
    const auto letter = compose(samples::queued(std::string{kind.name}, Language::fr));
    const auto links = links_in(letter.text);
    const auto want = expected.find(std::string{kind.name});
    ASSERT_EQ(links.size(), want == expected.end() ? 0u : 1u) << letter.text;
    if (want == expected.end()) continue;
    EXPECT_TRUE(links.front().starts_with(want->second)) << links.front();
  }
}

TEST_F(Letters, HoldTheTokenThatTheTablesKnow) {
  auto queued = samples::queued("invitation", Language::en);
  queued.letter.generation = 3;
  const auto token = key_.derive_token(crypto::token_kind::invitation, queued.letter.about, 3).reveal();
  const auto letter = compose(queued);
  EXPECT_EQ(links_in(letter.text).front(), "https://id.example/roster/invitations/" + token);
  EXPECT_NE(letter.html.find("href=\"https://id.example/roster/invitations/" + token + "\""), std::string::npos);
}

TEST_F(Letters, SayWhatThePolicySays) {
  const auto stage = compose(samples::queued("invitation", Language::en, "stage"));
  EXPECT_NE(stage.text.find("Jin-woo Park invites you to help run Saint-Émilion Clinic."), std::string::npos) << stage.text;
  EXPECT_NE(stage.text.find("You will be an operator"), std::string::npos);
  EXPECT_NE(stage.text.find("until 28 November 2026, 23:43 UTC."), std::string::npos);
  EXPECT_NE(compose(samples::queued("ownership_received", Language::en, "master")).subject.find("Master user"),
            std::string::npos);
  EXPECT_NE(compose(samples::queued("plan_changed", Language::en, "stage")).text.find("was Essential, and is now Standard"),
            std::string::npos);
}

TEST_F(Letters, NameARoleThatTheAccountDefinedItself) {
  auto queued = samples::queued("invitation", Language::en, "stage");
  queued.letter.fields["role"] = "rol_01jd0000000000000000000000";
  queued.letter.fields["role_title"] = "Night shift";
  EXPECT_NE(compose(queued).text.find("Your role will be “Night shift”."), std::string::npos);
  queued.letter.fields.erase("role_title");
  EXPECT_EQ(compose(queued).text.find("{role}"), std::string::npos);
}

TEST_F(Letters, MakeNoLinkOfWhatPeopleAreCalled) {
  for (const std::string evil :
       {"https://evil.test Click to verify", "evil.test", "www.evil.test", "mail me@evil.test", "HTTPS://EVIL.TEST/x?y=z#w",
        "evil。test", "evil．test／x", "ftp://evil.test", "//evil.test", "<a href=\"https://evil.test\">x</a>",
        "{{7*7}} {account} ${x} %s%n", "</title><script>alert(1)</script>", "\r\nBcc: x@evil.test\r\n\r\nhttps://evil.test",
        "a\u202Eb"}) {
    samples::People people{
        .account = evil, .inviter = evil, .other = evil, .message = "see https://evil.test\nor evil.test\n\n" + evil};
    for (const auto& kind : letter_kinds) {
      const auto letter = compose(samples::queued(std::string{kind.name}, Language::en, "stage", people));
      for (const auto& link : links_in(letter.text)) EXPECT_TRUE(link.starts_with("https://id.example/roster/")) << link;
      for (const auto& link : links_in(letter.html)) EXPECT_TRUE(link.starts_with("https://id.example/roster/")) << link;
      const auto body = letter.html.substr(letter.html.find("<body"));
      EXPECT_EQ(body.find("evil.test"), std::string::npos) << body;
      EXPECT_EQ(letter.text.find("evil.test"), std::string::npos) << letter.text;
      EXPECT_EQ(letter.html.find("<script"), std::string::npos);
      EXPECT_EQ(letter.html.find("<a href"), std::string::npos);
      EXPECT_FALSE(has_controls(letter.subject));
    }
  }
}

TEST_F(Letters, CutLongAccountNamesInTheSubjectOnly) {
  std::string name;
  for (int i = 0; i < 200; ++i) name += "진";
  const auto letter = compose(samples::queued("access_removed", Language::ko, "portal", {.account = name}));
  EXPECT_EQ(letter.subject, name.substr(0, std::string{"진"}.size() * 59) + "… 계정에 대한 접근 권한이 종료되었습니다");
  EXPECT_NE(letter.text.find(name), std::string::npos);
}

TEST_F(Letters, WithoutWhatTheyNeedAreRefused) {
  EXPECT_EQ(composer_.compose(samples::queued("greeting", Language::en)).error().what, "unknown_kind");
  auto gone = samples::queued("invitation", Language::en);
  gone.letter.fields["policy"] = "gone";
  EXPECT_TRUE(composer_.compose(gone).error().temporary);
  auto nameless = samples::queued("access_removed", Language::en);
  nameless.letter.fields.clear();
  EXPECT_EQ(composer_.compose(nameless).error().what, "incomplete_fields");
}

TEST_F(Letters, OfAServiceNameTheService) {
  auto queued = samples::queued("invitation", Language::en);
  queued.letter.fields.erase("inviter_name");
  EXPECT_NE(compose(queued).text.find("Roster invites you to join"), std::string::npos);
}

TEST(Moment, IsWrittenAsTheLanguageDoes) {
  const auto first = *Instant::parse("2026-12-01T09:05:59Z");
  EXPECT_EQ(write_moment(first, Language::en), "1 December 2026, 09:05 UTC");
  EXPECT_EQ(write_moment(first, Language::fr), "1er décembre 2026 à 09:05 UTC");
  EXPECT_EQ(write_moment(first, Language::ko), "2026년 12월 1일 09:05(UTC)");
}

TEST(PeopleText, LooksTheSameAndIsInert) {
  EXPECT_EQ(make_inert("evil.test"), "evil\u200B.\u200Btest");
  EXPECT_EQ(make_inert("Acme Inc."), "Acme Inc.");
  EXPECT_EQ(make_inert("J. R. Smith: boss"), "J. R. Smith: boss");
  EXPECT_EQ(make_inert("https://x"), "https\u200B:\u200B/\u200B/\u200Bx");
  EXPECT_EQ(one_line("a\r\nb\u202Ec\xff"), "a  bc\uFFFD");
  EXPECT_EQ(shorten("가나다라", 3), "가나…");
  EXPECT_EQ(shorten("가나다", 3), "가나다");
}

}  // namespace
}  // namespace roster::mail
