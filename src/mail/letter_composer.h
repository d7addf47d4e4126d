#pragma once
// From a queued letter to its words: kind and fields to subject, text and HTML in the recipient's language. The words are
// in templates/letters.toml and, where they depend on how the account is run, in its policy. Pure: same letter, same words.
// Links are derived from the server's key here, so no table ever holds one that works (docs/security.md, Secrets).

#include <span>
#include <string>

#include <tl/expected.hpp>

#include "base/embedded.h"
#include "base/sentences.h"
#include "crypto/token.h"
#include "mail/fault.h"
#include "mail/letter_kinds.h"
#include "mail/letter_layout.h"
#include "outbox/outbox.h"
#include "policy/policy.h"

namespace roster::mail {

/// Longest account name in a subject, in code points; longer ones are cut.
inline constexpr std::size_t subject_name_max = 60;

struct ComposedLetter {
  std::string subject, text, html;
};

struct Templates {
  std::string layout;   ///< layout.html
  std::string letters;  ///< letters.toml
  /// From the binary. Throws std::runtime_error when one is missing.
  static Templates from(std::span<const embedded::EmbeddedFile> files);
};

struct ComposerSettings {
  std::string public_url;    ///< what every link begins with; a path prefix may be in it
  std::string service_name;  ///< what people know this server as
};

class LetterComposer {
 public:
  /// `policies` and `key` must outlive this. Throws std::runtime_error when a text or the layout is missing or wrong.
  LetterComposer(const policy::Catalogue& policies, const crypto::ServerKey& key, ComposerSettings settings,
                 const Templates& templates);

  /// Thread-safe. Faults: `policy_missing` (temporary: it may be loaded again), `unknown_kind`, `incomplete_fields`.
  [[nodiscard]] tl::expected<ComposedLetter, Fault> compose(const outbox::QueuedLetter& queued) const;

 private:
  [[nodiscard]] tl::expected<Letter, Fault> draft(const outbox::QueuedLetter& queued) const;
  [[nodiscard]] std::string link_of(const LetterKind& kind, const outbox::Letter& letter) const;

  const policy::Catalogue& policies_;
  const crypto::ServerKey& key_;
  ComposerSettings settings_;
  Sentences sentences_;
  HtmlLayout layout_;
};

/// "28 November 2026, 23:09 UTC" as the language writes it.
std::string write_moment(Instant instant, Language language);

}  // namespace roster::mail
