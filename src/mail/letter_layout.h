#pragma once
// One letter as a person reads it, and how it looks: as plain text and as HTML (templates/layout.html). Pure.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"

namespace roster::mail {

/// A piece of a sentence. Names and other values are set a little stronger than the words around them.
struct Run {
  std::string text;
  bool is_value = false;
};
using Paragraph = std::vector<Run>;

/// Cuts a sentence at its {placeholders}. Nothing when one has no value: a letter never shows a hole.
std::optional<Paragraph> fill_runs(std::string_view sentence, const std::map<std::string, std::string>& values);
std::string text_of(const Paragraph& paragraph);

struct Letter {
  Language language = Language::en;
  std::string service;
  std::string subject;
  std::string heading;
  std::vector<Paragraph> paragraphs;
  Paragraph quote_intro;           ///< who says what is quoted
  std::vector<std::string> quote;  ///< its lines
  std::string button, link;        ///< no link, no button
  std::string link_hint;           ///< above the link as text, for who cannot use the button
  std::vector<Paragraph> notes;    ///< after the button
  Paragraph footer;
};

/// The link comes before everything else that could be taken for one.
std::string write_text(const Letter& letter);

class HtmlLayout {
 public:
  /// `mustache`: templates/layout.html. Throws std::runtime_error when it is no valid template.
  explicit HtmlLayout(std::string mustache);
  /// Every value is escaped.
  [[nodiscard]] std::string write(const Letter& letter) const;

 private:
  std::string mustache_;
};

}  // namespace roster::mail
