#include "base/email_address.h"

#include <gtest/gtest.h>

#include <string>

namespace roster {
namespace {

struct Accepted {
  std::string fact, given, text, key;
};

std::ostream& operator<<(std::ostream& out, const Accepted& c) { return out << c.fact; }

class AcceptedAddress : public testing::TestWithParam<Accepted> {};

TEST_P(AcceptedAddress, KeepsItsTextAndHasAKey) {
  const auto address = EmailAddress::parse(GetParam().given);
  ASSERT_TRUE(address);
  EXPECT_EQ(address->text(), GetParam().text);
  EXPECT_EQ(address->key(), GetParam().key);
}

const std::string local_of_64(64, 'a');
/// 254 characters with one letter before the @.
const std::string longest =
    "a@" + std::string(63, 'b') + "." + std::string(63, 'c') + "." + std::string(63, 'd') + "." + std::string(55, 'e') + ".test";

INSTANTIATE_TEST_SUITE_P(
    Corpus, AcceptedAddress,
    testing::Values(
        Accepted{"Plain", "ana@example.com", "ana@example.com", "ana@example.com"},
        Accepted{"UpperCase", "Ana.Ruiz@Example.COM", "Ana.Ruiz@example.com", "ana.ruiz@example.com"},
        Accepted{"PlusTag", "ana+shop@example.com", "ana+shop@example.com", "ana+shop@example.com"},
        Accepted{"Dots", "a.n.a@example.com", "a.n.a@example.com", "a.n.a@example.com"},
        Accepted{"Digits", "007@example.com", "007@example.com", "007@example.com"},
        Accepted{"Apostrophe", "o'neil@example.com", "o'neil@example.com", "o'neil@example.com"},
        Accepted{"EveryOtherSign", "#$&*-/=?^_`{|}~@example.com", "#$&*-/=?^_`{|}~@example.com", "#$&*-/=?^_`{|}~@example.com"},
        Accepted{"HyphenInTheDomain", "ana@my-host.example.com", "ana@my-host.example.com", "ana@my-host.example.com"},
        Accepted{"DigitsInTheDomain", "ana@3com.example", "ana@3com.example", "ana@3com.example"},
        Accepted{"OtherScript", "ana@ü.example", "ana@xn--tda.example", "ana@xn--tda.example"},
        Accepted{"OtherScriptUpperCase", "ana@Ü.example", "ana@xn--tda.example", "ana@xn--tda.example"},
        Accepted{"SharpSIsNoDoubleS", "ana@straße.example", "ana@xn--strae-oqa.example", "ana@xn--strae-oqa.example"},
        Accepted{"AnALabel", "ana@xn--tda.example", "ana@xn--tda.example", "ana@xn--tda.example"},
        Accepted{"Korean", "ana@한국.example", "ana@xn--3e0b707e.example", "ana@xn--3e0b707e.example"},
        Accepted{"FullWidthDomain", "ana@ｅｘample.com", "ana@example.com", "ana@example.com"},
        Accepted{"SpaceAround", " \tana@example.com\r\n", "ana@example.com", "ana@example.com"},
        Accepted{"LongestLocalPart", local_of_64 + "@example.com", local_of_64 + "@example.com", local_of_64 + "@example.com"},
        Accepted{"Longest", longest, longest, longest}),
    [](const auto& test) { return test.param.fact; });

struct Refused {
  std::string fact, given;
};

std::ostream& operator<<(std::ostream& out, const Refused& c) { return out << c.fact; }

class RefusedAddress : public testing::TestWithParam<Refused> {};

TEST_P(RefusedAddress, IsNoAddress) { EXPECT_FALSE(EmailAddress::parse(GetParam().given)); }

INSTANTIATE_TEST_SUITE_P(
    Corpus, RefusedAddress,
    testing::Values(Refused{"Empty", ""}, Refused{"OnlySpace", "  "}, Refused{"OnlyAt", "@"}, Refused{"NoAt", "ana.example.com"},
                    Refused{"NoLocalPart", "@example.com"}, Refused{"NoDomain", "ana@"}, Refused{"OneLabel", "ana@localhost"},
                    Refused{"TwoAts", "ana@home@example.com"}, Refused{"DotFirst", ".ana@example.com"},
                    Refused{"DotLast", "ana.@example.com"}, Refused{"TwoDots", "a..na@example.com"},
                    Refused{"Quoted", "\"ana\"@example.com"}, Refused{"QuotedSpace", "\"a na\"@example.com"},
                    Refused{"Comment", "ana(me)@example.com"}, Refused{"Space", "a na@example.com"},
                    Refused{"SpaceBeforeAt", "ana @example.com"}, Refused{"SpaceInTheDomain", "ana@exa mple.com"},
                    Refused{"SpaceAfterAt", "ana@ example.com"}, Refused{"Percent", "ana%home@example.com"},
                    Refused{"Bang", "home!ana@example.com"}, Refused{"Comma", "ana,ben@example.com"},
                    Refused{"Semicolon", "ana@example.com;ben@example.com"}, Refused{"Two", "ana@example.com, ben@example.com"},
                    Refused{"WithAName", "Ana <ana@example.com>"}, Refused{"InAngles", "<ana@example.com>"},
                    Refused{"Scheme", "mailto:ana@example.com"}, Refused{"Backslash", "ana\\@example.com"},
                    Refused{"HeaderAfterIt", "ana@example.com\r\nBcc: ben@example.com"},
                    Refused{"NewLineInIt", "ana\n@example.com"}, Refused{"Nul", std::string("an\0a@example.com", 16)},
                    Refused{"NulAtTheEnd", std::string("ana@example.com\0", 16)},
                    Refused{"OtherScriptBeforeTheAt", "aña@example.com"}, Refused{"BadUtf8BeforeTheAt", "an\xff@example.com"},
                    Refused{"BadUtf8InTheDomain", "ana@ex\xff.com"}, Refused{"RightToLeftOverride", "ana@exam\u202Eple.com"},
                    Refused{"Address", "ana@[192.0.2.1]"}, Refused{"AddressOfSix", "ana@[IPv6:2001:db8::1]"},
                    Refused{"BareAddress", "ana@192.0.2.1"}, Refused{"DotAtTheEnd", "ana@example.com."},
                    Refused{"DotAtTheBeginning", "ana@.example.com"}, Refused{"TwoDotsInTheDomain", "ana@example..com"},
                    Refused{"HyphenFirst", "ana@-example.com"}, Refused{"HyphenLast", "ana@example-.com"},
                    Refused{"UnderscoreInTheDomain", "ana@my_host.com"}, Refused{"TopOfOneLetter", "ana@example.c"},
                    Refused{"TopOfDigits", "ana@example.12"}, Refused{"BrokenALabel", "ana@xn--a.example"},
                    Refused{"MixedDirections", "ana@aא.example"}, Refused{"LabelOf64", "ana@" + std::string(64, 'b') + ".com"},
                    Refused{"LocalPartOf65", local_of_64 + "a@example.com"}, Refused{"Of255", "a" + longest},
                    Refused{"Endless", std::string(64 * 1024, '@')},
                    Refused{"EndlessDots", "ana@" + std::string(64 * 1024, '.')}),
    [](const auto& test) { return test.param.fact; });

TEST(EmailAddress, OfTheSameMailboxAreEqual) {
  EXPECT_EQ(EmailAddress::parse("Ana@X.test"), EmailAddress::parse("ana@x.TEST"));
  EXPECT_EQ(EmailAddress::parse("ana@Ü.example"), EmailAddress::parse("ana@xn--tda.example"));
}

TEST(EmailAddress, WithATagOrOtherDotsIsAnother) {
  EXPECT_NE(EmailAddress::parse("ana+a@x.test"), EmailAddress::parse("ana@x.test"));
  EXPECT_NE(EmailAddress::parse("a.na@x.test"), EmailAddress::parse("ana@x.test"));
}

TEST(EmailAddress, HasTheKeyOfItsKey) {
  for (const auto* text : {"Ana@X.test", "ana@ü.example", "A.B+c@Straße.example"}) {
    const auto key = EmailAddress::parse(text)->key();
    EXPECT_EQ(EmailAddress::parse(key)->key(), key);
  }
}

TEST(EmailAddress, HasADomainThatIsComparedWhole) {
  EXPECT_EQ(EmailAddress::parse("ana@EXAMPLE.com")->domain(), "example.com");
  EXPECT_EQ(EmailAddress::parse("ana@attacker-example.com")->domain(), "attacker-example.com");
  EXPECT_EQ(EmailAddress::parse("ana@example.com.evil.test")->domain(), "example.com.evil.test");
}

TEST(EmailAddress, IsFoldedToOneMailbox) {
  for (const auto* text : {"ana@x.test", "An.A@X.test", "ana+a@x.test", "a.n.a+b+c@x.test"})
    EXPECT_EQ(EmailAddress::parse(text)->folded(), "ana@x.test") << text;
  EXPECT_EQ(EmailAddress::parse("ana@a.b.test")->folded(), "ana@a.b.test");
}

TEST(EmailAddress, IsMaskedForStrangers) {
  EXPECT_EQ(EmailAddress::parse("nadia@x.test")->masked(), "n***@x.test");
  EXPECT_EQ(EmailAddress::parse("n@x.test")->masked(), "n***@x.test") << "its length does not show";
}

}  // namespace
}  // namespace roster
