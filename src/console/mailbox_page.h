#pragma once
// The pages of /dev/mailbox: the letters that the folder transport has kept, as plain HTML without a script.

#include <string>
#include <string_view>

#include "base/sentences.h"
#include "http/message.h"
#include "mail/kept_letters.h"

namespace roster::console {

/// What these pages are written with.
struct MailboxSetting {
  const Sentences& texts;  ///< locales/pages.toml
  Language language = Language::en;
  std::string base;  ///< of every path: "" or "/roster"
};

/// `to`: what was searched for.
http::Response write_mailbox(const MailboxSetting& setting, std::string_view to, const mail::KeptLetters& found);
http::Response write_letter(const MailboxSetting& setting, const mail::KeptLetter& letter);
/// The letter's HTML part alone, for the frame in which write_letter shows it: nothing in it runs, and its links lead the
/// whole window on.
http::Response write_letter_frame(const mail::KeptLetter& letter);

}  // namespace roster::console
