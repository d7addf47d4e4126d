#include "mail/mime_reader.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "mail/mime.h"

namespace roster::mail {
namespace {

Message a_message() {
  return {
      .from = "noreply@id.example",
      .from_name = "Zoë \"Z\" Park",
      .to = *EmailAddress::parse("minji@clinic.example"),
      .subject = "Invitation à Saint-Émilion : un sujet plus long qu’une ligne, pour qu’il soit plié en plusieurs mots",
      .text = "Hello\n\n=20 is no blank.\nA line that is much longer than seventy-six characters, so that it has to be broken.\n",
      .html = "<p>안녕하세요</p>\n",
      .language = Language::fr,
      .date = {1'795'304'581'000},
      .id = LetterId::make({1'795'304'581'000}),
      .id_domain = "id.example"};
}

TEST(MimeReader, ReadsBackWhatWasWritten) {
  const auto message = a_message();
  const auto read = read_message(*write_message(message));
  EXPECT_EQ(read.header("subject"), message.subject);
  EXPECT_EQ(read.header("To"), "<minji@clinic.example>");
  EXPECT_EQ(read.header("From"), "Zoë \"Z\" Park <noreply@id.example>");
  EXPECT_EQ(read.header("Date"), "Sat, 21 Nov 2026 23:43:01 +0000");
  EXPECT_EQ(read.header("Nothing"), "");
  EXPECT_EQ(read.text, message.text);
  EXPECT_EQ(read.html, message.html);
}

TEST(MimeReader, ReadsTheHeadersOfABeginning) {
  const auto bytes = *write_message(a_message());
  EXPECT_EQ(read_message_head(bytes.substr(0, bytes.find("\r\n\r\n"))).header("Subject"), a_message().subject);
}

RC_GTEST_PROP(MimeReader, ReadsBackAnyText, ()) {
  auto message = a_message();
  const auto letters = rc::gen::elementOf(std::string{"ab =.\n\tF-_?<>\""});
  message.text = *rc::gen::container<std::string>(letters) + "\n";
  message.html = *rc::gen::container<std::string>(letters) + "\n";
  const auto read = read_message(*write_message(message));
  RC_ASSERT(read.text == message.text);
  RC_ASSERT(read.html == message.html);
}

RC_GTEST_PROP(MimeReader, TakesAnyBytes, (const std::string& bytes)) {
  static_cast<void>(read_message(bytes));
  static_cast<void>(read_message("Content-Type: multipart/alternative; boundary=\"" + bytes + "\"\n\n--" + bytes + "\n" + bytes));
}

}  // namespace
}  // namespace roster::mail
