#include "base/language.h"

#include <gtest/gtest.h>

namespace roster {
namespace {

TEST(Language, IsReadFromATag) {
  EXPECT_EQ(parse_language("en"), Language::en);
  EXPECT_EQ(parse_language("fr-CA"), Language::fr);
  EXPECT_EQ(parse_language("FR"), Language::fr);
  EXPECT_EQ(parse_language("ko_KR"), Language::ko);
  for (const auto* other : {"", "f", "de", "fra", "korean", "*", "e n", " en"})
    EXPECT_EQ(parse_language(other), std::nullopt) << other;
}

TEST(Language, HasTheCodeThatItIsReadFrom) {
  for (const auto language : {Language::en, Language::fr, Language::ko}) EXPECT_EQ(parse_language(code_of(language)), language);
}

struct Preference {
  std::string_view header;
  std::optional<Language> best;
};

TEST(PreferredLanguage, IsTheBestThatWeHave) {
  for (const auto& [header, best] :
       {Preference{"fr", Language::fr}, Preference{"fr-CA,fr;q=0.9,en;q=0.8", Language::fr},
        Preference{"en;q=0.5, ko;q=0.9, fr;q=0.7", Language::ko}, Preference{"de, fr;q=0.3", Language::fr},
        Preference{"en,fr", Language::en}, Preference{"en;q=0, fr;q=0.1", Language::fr},
        Preference{"en ; q=0.2 , ko ; q=0.4", Language::ko}, Preference{"*", std::nullopt}, Preference{"de", std::nullopt},
        Preference{"en;q=0", std::nullopt}, Preference{"", std::nullopt}})
    EXPECT_EQ(preferred_language(header), best) << header;
}

TEST(PreferredLanguage, IsNotUpsetByNonsense) {
  for (const auto* header : {",,,", ";;;", "q=1", "en;q=", "en;q=x", "en;q=-1", "en;q=nan", "=;=;=", "\xff\xfe"})
    (void)preferred_language(header);
  EXPECT_EQ(preferred_language("en;q=nan, fr;q=0.1"), Language::fr);
}

}  // namespace
}  // namespace roster
