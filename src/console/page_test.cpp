#include "console/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace roster::console {
namespace {

using testing::HasSubstr;

constexpr std::string_view html =
    "<html lang=\"{{lang}}\"><script>dark()</script><script src=\"./start.js\"></script><link href=\"/assets/a.css\"><a "
    "href=\"https://x.test/\">"
    "<!--{{head}}--><noscript>{{noscript}}</noscript><script type=\"application/json\">{{data}}</script>{{nonce}} {{other}}";

TEST(Page, PutsTheBaseBeforeItsOwnPathsOnly) {
  const auto body = Page{html, "/roster"}.write(200, {}).body;
  EXPECT_THAT(body, HasSubstr("src=\"/roster/start.js\""));
  EXPECT_THAT(body, HasSubstr("href=\"/roster/assets/a.css\""));
  EXPECT_THAT(body, HasSubstr("href=\"https://x.test/\""));
  EXPECT_THAT((Page{html, ""}.write(200, {}).body), HasSubstr("src=\"/start.js\""));
}

TEST(Page, FillsEachPlaceholderOnceWhateverTheValuesAre) {
  const auto response = Page{html, ""}.write(404, {.language = Language::fr,
                                                   .boot = {{"name", "{{nonce}}"}},
                                                   .preload = "assets/fr-1.js",
                                                   .noscript = "a < b & \"c\" {{nonce}}"});
  EXPECT_EQ(response.status, 404);
  EXPECT_THAT(response.body, HasSubstr("<html lang=\"fr\">"));
  EXPECT_THAT(response.body, HasSubstr("<noscript>a &lt; b &amp; &quot;c&quot; {{nonce}}</noscript>"));
  EXPECT_THAT(response.body, HasSubstr(R"(>{"name":"{{nonce}}"}</script>)"));
  EXPECT_THAT(response.body, HasSubstr("<link rel=\"modulepreload\" crossorigin href=\"/assets/fr-1.js\">"));
  EXPECT_THAT(response.body, HasSubstr("{{other}}"));
}

TEST(Page, AllowsTheScriptThatStandsInItByItsDigest) {
  const auto response = Page{html, ""}.write(200, {});
  // printf 'dark()' | openssl dgst -sha256 -binary | base64
  EXPECT_THAT(std::string{response.headers.find("Content-Security-Policy").value_or("")},
              HasSubstr("script-src 'self' 'sha256-fNefTR34fI4AKL70MFDWngBjZzPD/E9oLjTl18ee/nA=';"));
}

TEST(WriteForHtml, KeepsAScriptElementWhole) {
  EXPECT_EQ(write_for_html(json::value("</script><!--&\u2028\u2029")), R"("\u003c/script\u003e\u003c!--\u0026\u2028\u2029")");
}

}  // namespace
}  // namespace roster::console
