#include "base/sentences.h"

#include <stdexcept>

#include "base/toml.h"

namespace roster {

std::string fill(std::string_view sentence, const std::map<std::string, std::string>& values) {
  std::string out;
  out.reserve(sentence.size());
  while (!sentence.empty()) {
    const auto open = sentence.find('{');
    const auto close = open == std::string_view::npos ? open : sentence.find('}', open);
    if (close == std::string_view::npos) break;
    out += sentence.substr(0, open);
    const auto at = values.find(std::string{sentence.substr(open + 1, close - open - 1)});
    if (at == values.end())
      out += sentence.substr(open, close - open + 1);
    else
      out += at->second;
    sentence.remove_prefix(close + 1);
  }
  out += sentence;
  return out;
}

Sentences::Sentences(std::string_view text) {
  const auto table = toml::parse(text);
  for (const auto& [key, node] : table) {
    const auto* languages = node.as_table();
    auto& entry = texts_[std::string{key.str()}];
    for (std::size_t i = 0; i < language_codes.size(); ++i) {
      const auto* value = languages == nullptr ? nullptr : languages->get_as<std::string>(language_codes[i]);
      if (value == nullptr || value->get().empty())
        throw std::runtime_error("the text '" + std::string{key.str()} + "' has no " + std::string{language_codes[i]});
      entry[i] = value->get();
    }
  }
}

std::string Sentences::text(std::string_view key, Language language, const std::map<std::string, std::string>& values) const {
  const auto at = texts_.find(key);
  if (at == texts_.end()) return std::string{key};
  return fill(at->second[static_cast<std::size_t>(language)], values);
}

}  // namespace roster
