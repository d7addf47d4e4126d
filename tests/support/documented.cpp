#include "support/documented.h"

#include <filesystem>
#include <stdexcept>

#include "support/programs.h"

namespace roster::testing {

std::string documented(const std::string& heading, const std::string& language, const std::string& document) {
  const auto text = read_whole_file(std::filesystem::path{ROSTER_SOURCE_DIR} / document);
  const auto section = text.find("\n### " + heading + "\n");
  const auto next = text.find("\n##", section + 1);
  const auto fence = "\n```" + language + "\n";
  const auto begin = text.find(fence, section);
  if (section == std::string::npos || begin > next)
    throw std::runtime_error(document + " shows no " + language + " under " + heading);
  const auto code = begin + fence.size();
  return text.substr(code, text.find("\n```\n", code) + 1 - code);
}

std::string with(std::string text, const std::map<std::string, std::string>& replacements) {
  for (const auto& [key, value] : replacements) {
    auto at = text.find(key);
    if (at == std::string::npos) throw std::runtime_error("there is no " + key + " in:\n" + text);
    for (; at != std::string::npos; at = text.find(key, at + value.size())) text.replace(at, key.size(), value);
  }
  return text;
}

}  // namespace roster::testing
