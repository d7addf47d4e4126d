#include "http/problem.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "base/json.h"
#include "http/refusals.h"

namespace roster::http {
namespace {

constexpr std::string_view texts_toml = R"(
[seat_limit_reached]
params = ["limit", "plan"]
title.en = "No seat left"
title.fr = "Plus de place"
title.ko = "좌석 없음"
detail.en = "The plan {plan} has {limit} seats."
detail.fr = "L'offre {plan} a {limit} places."
detail.ko = "{plan} {limit}"
remedy.en = "Ask {nobody}."
remedy.fr = "Demandez."
remedy.ko = "문의"
[invalid_value]
title = {en = "Invalid", fr = "Invalide", ko = "잘못"}
detail = {en = "Not a {what}.", fr = "Pas un {what}.", ko = "{what}"}
remedy = {en = "Correct it.", fr = "Corrigez.", ko = "수정"}
)";

constexpr Reason seat_limit_reached{ErrorKind::conflict, "seat_limit_reached"};

TEST(ProblemTexts, FillsThePlaceholdersInEachLanguage) {
  const ProblemTexts texts{texts_toml};
  const auto french = texts.sentences("seat_limit_reached", Language::fr, {{"limit", "5"}, {"plan", "Pro"}});
  EXPECT_EQ(french.title, "Plus de place");
  EXPECT_EQ(french.detail, "L'offre Pro a 5 places.");
  EXPECT_EQ(texts.sentences("seat_limit_reached", Language::en, {}).remedy, "Ask {nobody}.");
  EXPECT_THAT(texts.codes(), ::testing::UnorderedElementsAre("seat_limit_reached", "invalid_value"));
}

TEST(ProblemTexts, DoesNotFillInsideAValue) {
  const ProblemTexts texts{texts_toml};
  EXPECT_EQ(texts.sentences("seat_limit_reached", Language::ko, {{"plan", "{limit}"}, {"limit", "5"}}).detail, "{limit} 5");
}

TEST(ProblemTexts, SaysWhereASentenceIsMissing) {
  try {
    const ProblemTexts texts{"\n\n[a]\ntitle.en = \"x\"\n"};
    FAIL();
  } catch (const std::runtime_error& fault) {
    EXPECT_THAT(fault.what(), ::testing::HasSubstr("line 3"));
    EXPECT_THAT(fault.what(), ::testing::HasSubstr("detail.en"));
  }
  EXPECT_THROW(ProblemTexts{"[a"}, std::runtime_error);
}

TEST(Problem, IsWrittenAsRfc9457) {
  const ProblemTexts texts{texts_toml};
  Request request;
  request.request_id = "req_1";
  auto error = field_error("/name", reasons::invalid_value, {{"what", "name"}});
  error.reason = seat_limit_reached;
  error.params = {{"limit", "5"}, {"plan", "Pro"}};
  const auto response = write_problem(error, request, Language::en, texts, "https://r.test/docs");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.headers.find("Content-Language"), "en");
  EXPECT_EQ(response.headers.find("Vary"), "Accept-Language");
  EXPECT_EQ(response.headers.find("Retry-After"), std::nullopt);
  const auto expected =
      json::value{{"type", "https://r.test/docs#error-seat_limit_reached"},
                  {"title", "No seat left"},
                  {"status", 409},
                  // Of a single field's fault its own words.
                  {"detail", "Not a name."},
                  {"code", "seat_limit_reached"},
                  {"request_id", "req_1"},
                  {"remedy", "Correct it."},
                  {"errors", json::array{{{"pointer", "/name"}, {"code", "invalid_value"}, {"detail", "Not a name."}}}},
                  {"params", json::object{{"limit", "5"}, {"plan", "Pro"}}}};
  EXPECT_EQ(parse_json(response.body).value(), expected);
}

TEST(Problem, SaysWhenToComeBackAndHowToSignIn) {
  const ProblemTexts texts{texts_toml};
  const auto header = [&](const Error& error, std::string_view name) {
    const auto response = write_problem(error, {}, Language::en, texts, "");
    return std::string{response.headers.find(name).value_or("")};
  };
  EXPECT_EQ(header(reasons::unavailable, "Retry-After"), "1");
  Error limited{reasons::rate_limited};
  limited.retry_after = std::chrono::seconds{90};
  EXPECT_EQ(header(limited, "Retry-After"), "90");
  EXPECT_EQ(header(reasons::unauthenticated, "WWW-Authenticate"), "Bearer");
  EXPECT_EQ(header(reasons::not_found, "WWW-Authenticate"), "");
}

TEST(Problem, HasSentencesForEveryRefusalOfTheServer) {
  const std::ifstream file{ROSTER_SOURCE_DIR "/locales/problems.toml"};
  ASSERT_TRUE(file);
  std::ostringstream content;
  content << file.rdbuf();
  const ProblemTexts texts{content.str()};
  const auto codes = texts.codes();
  for (const auto& reason : {reasons::malformed_request, reasons::not_found, reasons::method_not_allowed, reasons::body_too_large,
                             reasons::uri_too_long, reasons::unsupported_media_type, reasons::misdirected_request,
                             reasons::headers_too_large, reasons::internal_error, reasons::overloaded, reasons::unavailable})
    EXPECT_THAT(codes, ::testing::Contains(std::string{reason.code}));
}

}  // namespace
}  // namespace roster::http
