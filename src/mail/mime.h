#pragma once
// Writes one letter as an Internet message (RFC 5322, 2045–2047): ASCII only, a text part and an HTML part, exactly one
// recipient. The same input gives the same bytes, so a repeat is the same message with the same Message-ID.

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "base/email_address.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/language.h"
#include "mail/fault.h"

namespace roster::mail {

struct Message {
  std::string from;  ///< the bare address of a Sender
  std::string from_name;
  EmailAddress to;
  std::string subject;
  std::string text;  ///< lines end with \n
  std::string html;
  Language language = Language::en;
  Instant date;
  LetterId id;
  std::string id_domain;  ///< right-hand side of the Message-ID: a host name
};

/// Refuses (permanently) a header value with control characters in it: nothing is ever cut out silently.
tl::expected<std::string, Fault> write_message(const Message& message);

/// "Sat, 21 Nov 2026 23:43:01 +0000"
std::string write_date(Instant instant);
/// The value of an unstructured header: as it is when it is plain ASCII, else RFC 2047 words; folded. `column`: how many
/// characters stand before it in its line.
std::string encode_header_text(std::string_view text, std::size_t column);
/// RFC 2045 6.7; lines of at most 76 characters, ended by CRLF.
std::string encode_quoted_printable(std::string_view text);

}  // namespace roster::mail
