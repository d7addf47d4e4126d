#include "base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace roster {
namespace {

using testing::ElementsAre;

struct Document {
  std::string fact, text;
  Reason reason = reasons::malformed_json;
};

std::ostream& operator<<(std::ostream& out, const Document& c) { return out << c.fact; }

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string many_keys(std::size_t count) {
  std::string out = "{";
  for (std::size_t i = 0; i < count; ++i) out += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":0";
  return out + "}";
}

class BadDocument : public testing::TestWithParam<Document> {};

TEST_P(BadDocument, IsRefused) {
  const auto value = parse_json(GetParam().text);
  ASSERT_FALSE(value);
  EXPECT_TRUE(value.error().is(GetParam().reason)) << value.error().reason.code;
}

INSTANTIATE_TEST_SUITE_P(
    Corpus, BadDocument,
    testing::Values(Document{"Empty", ""}, Document{"OnlySpace", "  "}, Document{"Word", "hello"}, Document{"NaN", "NaN"},
                    Document{"NaNInside", "{\"a\":NaN}"}, Document{"Infinity", "[Infinity]"}, Document{"HugeNumber", "[1e400]"},
                    Document{"LeadingZero", "[01]"}, Document{"PlusSign", "[+1]"}, Document{"BarePoint", "[.5]"},
                    Document{"Hexadecimal", "[0x1F]"}, Document{"SingleQuotes", "{'a':1}"}, Document{"BareKey", "{a:1}"},
                    Document{"CommaAtTheEndOfAList", "[1,]"}, Document{"CommaAtTheEndOfAnObject", "{\"a\":1,}"},
                    Document{"TrailingGarbage", "{} x"}, Document{"TwoDocuments", "{}{}"}, Document{"Unfinished", "{\"a\":"},
                    Document{"UnfinishedText", "\"abc"}, Document{"LineComment", "{} // done"},
                    Document{"BlockComment", "/* a */ {}"}, Document{"ByteOrderMark", "\xEF\xBB\xBF{}"},
                    Document{"Utf16", std::string("\0{\0}", 4)}, Document{"BadUtf8", "\"\xff\""},
                    Document{"OverlongUtf8", "\"\xC0\xAF\""}, Document{"SurrogateInUtf8", "\"\xED\xA0\x80\""},
                    Document{"CutUtf8", "\"\xE2\x82\""}, Document{"HighSurrogateAlone", "\"\\ud800\""},
                    Document{"LowSurrogateAlone", "\"\\udc00\""}, Document{"Nul", "\"\\u0000\""},
                    Document{"NulInAKey", "{\"a\\u0000\":1}"}, Document{"RawNul", std::string("\"a\0\"", 4)},
                    Document{"RawNewLine", "\"a\nb\""}, Document{"UnknownEscape", "\"\\x41\""},
                    Document{"DepthOf33", repeated("[", 33) + repeated("]", 33)},
                    Document{"AMegabyteOfBrackets", std::string(1'000'000, '[')},
                    Document{"AMegabyteOfBraces", repeated("{\"a\":", 200'000)}, Document{"TooManyKeys", many_keys(10'001)},
                    Document{"AMillionKeys", many_keys(1'000'000)}, Document{"TooManyItems", "[" + repeated("0,", 10'000) + "0]"},
                    Document{"TooLongText", "\"" + std::string(64 * 1024 + 1, 'a') + "\""},
                    Document{"TooLongEscapes", "\"" + repeated("\\u0061", 100'000) + "\""},
                    Document{"TooLongKey", "{\"" + std::string(64 * 1024 + 1, 'a') + "\":1}"},
                    Document{"DuplicateKey", R"({"role":"user","role":"admin"})", reasons::duplicate_key},
                    Document{"DuplicateKeyInside", R"({"a":[{"b":1,"c":2,"b":1}]})", reasons::duplicate_key},
                    Document{"DuplicateKeyByEscape", R"({"role":"user","\u0072ole":"admin"})", reasons::duplicate_key}),
    [](const auto& test) { return test.param.fact; });

class GoodDocument : public testing::TestWithParam<Document> {};

TEST_P(GoodDocument, IsRead) { EXPECT_TRUE(parse_json(GetParam().text)); }

INSTANTIATE_TEST_SUITE_P(Corpus, GoodDocument,
                         testing::Values(Document{"Object", "{}"}, Document{"List", "[]"}, Document{"Text", "\"a\""},
                                         Document{"Number", "-12.5e3"}, Document{"Null", "null"},
                                         Document{"SpaceAround", " \t\r\n{} \n"}, Document{"SurrogatePair", "\"\\ud83d\\ude00\""},
                                         Document{"Korean", "\"한국\""}, Document{"EmptyKey", "{\"\":1}"},
                                         Document{"SameKeyInTwoObjects", R"([{"a":1},{"a":1}])"},
                                         Document{"DepthOf32", repeated("[", 32) + repeated("]", 32)},
                                         Document{"AsManyKeysAsAllowed", many_keys(5'000)},
                                         Document{"LongestText", "\"" + std::string(64 * 1024, 'a') + "\""}),
                         [](const auto& test) { return test.param.fact; });

TEST(Json, KeepsTextsAsTheyAre) { EXPECT_EQ(parse_json(R"({"a":"\ud83d\ude00\n\""})")->at("a").as_string(), "😀\n\""); }

TEST(Json, CountsKeysAndItemsAllTogether) {
  EXPECT_TRUE(parse_json("[1,2,3]", {.elements = 3}));
  EXPECT_FALSE(parse_json("[1,2,3,4]", {.elements = 3}));
}

/// The pointers and codes of what finish() tells.
std::vector<std::string> told(Fields& fields) {
  const auto error = fields.finish();
  std::vector<std::string> out;
  if (!error) return out;
  EXPECT_TRUE(error->is(reasons::validation_failed));
  for (const auto& field : error->fields) out.push_back(field.pointer + " " + std::string{field.reason.code});
  return out;
}

json::value body(std::string_view text) { return parse_json(text).value(); }

TEST(Fields, GiveWhatIsThere) {
  const auto value = body(R"({"name":" Ana ","email":"Ana@X.test","age":7,"is_new":true,"roles":["a","b"],"note":null})");
  Fields fields{value};
  EXPECT_EQ(fields.text("name"), "Ana");
  EXPECT_EQ(fields.email("email")->key(), "ana@x.test");
  EXPECT_EQ(fields.optional_integer("age", 0, 10), 7);
  EXPECT_EQ(fields.optional_boolean("is_new"), true);
  EXPECT_THAT(fields.text_list("roles", 5), ElementsAre("a", "b"));
  EXPECT_TRUE(fields.is_null("note"));
  EXPECT_FALSE(fields.optional_text("nothing"));
  EXPECT_THAT(told(fields), ElementsAre());
}

TEST(Fields, TellEachFaultAtOnce) {
  const auto value = body(R"({"email":"nobody","age":"7","surplus":1,"roles":"admin"})");
  Fields fields{value};
  (void)fields.text("name");
  (void)fields.email("email");
  (void)fields.optional_integer("age", 0, 10);
  (void)fields.text_list("roles", 5);
  EXPECT_THAT(told(fields), ElementsAre("/name missing_field", "/email invalid_address", "/age wrong_type", "/roles wrong_type",
                                        "/surplus unknown_field"));
}

TEST(Fields, KnowOnlyWhatIsAskedFor) {
  const auto value = body(R"({"is_owner":true,"email_verified":true,"a/b~c":1})");
  Fields fields{value};
  EXPECT_THAT(told(fields), ElementsAre("/is_owner unknown_field", "/email_verified unknown_field", "/a~1b~0c unknown_field"));
}

TEST(Fields, NameTheirPlaceInTheDocument) {
  const auto value = body(R"({"email":5})");
  Fields fields{value, "/invitees/3"};
  (void)fields.email("email");
  EXPECT_THAT(told(fields), ElementsAre("/invitees/3/email wrong_type"));
}

TEST(Fields, OfWhatIsNoObjectAreOneFault) {
  for (const auto* text : {"[]", "\"a\"", "null", "7"}) {
    const auto value = body(text);
    Fields fields{value, "/x"};
    (void)fields.text("name");
    (void)fields.email("email");
    EXPECT_THAT(told(fields), ElementsAre("/x wrong_type")) << text;
  }
}

TEST(Fields, NullIsNoText) {
  const auto value = body(R"({"name":null,"email":null,"roles":null})");
  Fields fields{value};
  (void)fields.text("name");
  (void)fields.optional_email("email");
  (void)fields.optional_text_list("roles", 3);
  EXPECT_THAT(told(fields), ElementsAre("/name wrong_type", "/email wrong_type", "/roles wrong_type"));
}

TEST(Fields, RefuseNumbersThatAreNotWholeOrOutOfBounds) {
  for (const auto* number : {"-1", "11", "1.5", "1e1", "99999999999999999999", "true", "\"5\""}) {
    const auto value = body(std::string{R"({"n":)"} + number + "}");
    Fields fields{value};
    EXPECT_FALSE(fields.optional_integer("n", 0, 10)) << number;
    EXPECT_TRUE(fields.finish()) << number;
  }
}

TEST(Fields, NameTheItemThatIsWrong) {
  const auto value = body(R"({"roles":["a",7,"","\u202Eb"]})");
  Fields fields{value};
  (void)fields.text_list("roles", 9);
  EXPECT_THAT(told(fields), ElementsAre("/roles/1 wrong_type", "/roles/2 invalid_value", "/roles/3 invalid_value"));
}

TEST(Fields, RefuseAListThatIsTooLong) {
  const auto value = body(R"({"roles":["a","b","c"]})");
  Fields fields{value};
  (void)fields.text_list("roles", 2);
  EXPECT_THAT(told(fields), ElementsAre("/roles too_long"));
}

TEST(Fields, TakePasswordsByteByByte) {
  const auto value = body(R"({"password":"  e\u0301 \t","token":"abc"})");
  Fields fields{value};
  EXPECT_EQ(fields.verbatim("password", 256), "  e\xCC\x81 \t");
  (void)fields.verbatim("token", 2);
  EXPECT_THAT(told(fields), ElementsAre("/token too_long"));
}

TEST(Fields, TellOfManyFaultsTheFirst) {
  const auto value = body(many_keys(1000));
  Fields fields{value};
  EXPECT_EQ(fields.finish()->fields.size(), field_errors_max);
  const auto list = body("{\"roles\":[" + repeated("7,", 999) + "7]}");
  Fields of_list{list};
  (void)of_list.text_list("roles", 1000);
  (void)of_list.text("name");
  EXPECT_EQ(of_list.finish()->fields.size(), field_errors_max);
  EXPECT_EQ((Error{reasons::validation_failed, std::vector<FieldError>(51, FieldError{"", reasons::too_long, {}})}).fields.size(),
            50U);
}

TEST(Fields, RepeatNoLongNameWhole) {
  for (const auto& name : {repeated("a", 60'000), repeated("한", 20'000), "a" + repeated("한", 20'000)}) {
    const auto value = body("{\"" + name + "\":0}");
    Fields fields{value};
    const auto told = fields.finish()->fields.at(0).pointer;
    EXPECT_LE(told.size(), 110U);
    EXPECT_TRUE(told.ends_with("…"));
    EXPECT_TRUE(parse_json("\"" + told + "\"")) << "cut between letters";
  }
}

TEST(CleanText, IsTrimmedAndNormalised) {
  EXPECT_EQ(*clean_text("  Ana \t", {}), "Ana");
  EXPECT_EQ(*clean_text("e\xCC\x81", {}), "\xC3\xA9");
  EXPECT_EQ(*clean_text("<b>{{7*7}} ${x} %s%n =1+1</b>", {}), "<b>{{7*7}} ${x} %s%n =1+1</b>")
      << "kept as it is; made harmless where it is shown";
}

TEST(CleanText, RefusesWhatNobodyCouldRead) {
  for (const auto* bad : {"", "   ", "\u200B", "\u200D\u200D", " \u2060 ", "\u00AD", "a\u202Eb", "a\u2066b", "a\tb", "a\rb",
                          "a\x1B[31mb", "a\x7F", "a\u0085", "a\u2028b", "\xff"})
    EXPECT_FALSE(clean_text(bad, {})) << bad;
  EXPECT_FALSE(clean_text(std::string_view("a\0b", 3), {}));
}

TEST(CleanText, BreaksLinesOnlyWhereItMay) {
  EXPECT_FALSE(clean_text("a\nb", {}));
  EXPECT_EQ(*clean_text("a\nb", {.multi_line = true}), "a\nb");
  EXPECT_FALSE(clean_text("a\x01\nb", {.multi_line = true}));
}

TEST(CleanText, IsMeasuredInCodePoints) {
  const auto koreans = [](std::size_t count) { return repeated("한", count); };
  EXPECT_TRUE(clean_text(koreans(200), {}));
  EXPECT_EQ(clean_text(koreans(201), {}).error(), reasons::too_long);
  EXPECT_EQ(clean_text(std::string(10'000, 'a'), {}).error(), reasons::too_long);
  EXPECT_TRUE(clean_text("", {.code_points_min = 0}));
}

}  // namespace
}  // namespace roster
