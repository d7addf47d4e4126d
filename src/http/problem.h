#pragma once
// A refusal as the client sees it: RFC 9457 problem+json, in the reader's language.

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "http/message.h"

namespace roster::http {

/// The one table from kind to status.
int status_of(ErrorKind kind);

/// The sentences of locales/problems.toml, read once at start.
class ProblemTexts {
 public:
  /// Throws std::runtime_error with the line when the text is no valid TOML or a sentence is missing.
  explicit ProblemTexts(std::string_view toml);

  struct Sentences {
    std::string title, detail, remedy;
  };
  /// With the placeholders filled. An unknown code gets the sentences of internal_error.
  [[nodiscard]] Sentences sentences(std::string_view code, Language language,
                                    const std::map<std::string, std::string>& params) const;
  [[nodiscard]] std::vector<std::string> codes() const;

 private:
  struct Entry {
    std::array<Sentences, 3> by_language;
  };
  std::map<std::string, Entry, std::less<>> entries_;
};

/// `docs_url`: public_url + "/docs"; the problem's type is its anchor "#error-CODE".
Response write_problem(const Error& error, const Request& request, Language language, const ProblemTexts& texts,
                       std::string_view docs_url);

}  // namespace roster::http
