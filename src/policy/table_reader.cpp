#include "policy/table_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "base/json.h"

namespace roster::policy {

namespace {

constexpr TextLimits sentence_limits{.code_points_min = 1, .code_points_max = 500};

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
    }
  }
  return row[b.size()];
}

std::optional<std::string> nearest(const std::vector<std::string>& words, std::string_view word) {
  std::optional<std::string> best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const auto& candidate : words) {
    const auto d = distance(word, candidate);
    if (d >= best_distance) continue;
    best = candidate;
    best_distance = d;
  }
  return best;
}

bool is_placeholder_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

/// The names in braces; nothing when a brace has no partner or holds no name.
std::optional<std::set<std::string>> placeholders_in(std::string_view text) {
  std::set<std::string> names;
  for (std::size_t at = 0; (at = text.find_first_of("{}", at)) != std::string_view::npos;) {
    const auto end = text.find('}', at);
    if (text[at] == '}' || end == std::string_view::npos) return std::nullopt;
    const auto name = text.substr(at + 1, end - at - 1);
    if (!is_placeholder_name(name)) return std::nullopt;
    names.emplace(name);
    at = end + 1;
  }
  return names;
}

std::string braced(const std::vector<std::string>& names) {
  if (names.empty()) return "no placeholder is allowed here";
  return fmt::format("allowed: {{{}}}", fmt::join(names, "}, {"));
}

/// One language of a text; gives the allowed placeholders that it uses.
std::set<std::string> read_sentence(const Node& node, const std::string& path, const std::vector<std::string>& placeholders,
                                    std::string& out, FaultList& faults) {
  if (node.kind != Node::Kind::text) {
    faults.add(node.line, path, fmt::format("this is {}, not a text", name_of(node.kind)), "put the text in quotes");
    return {};
  }
  auto cleaned = clean_text(node.text, sentence_limits);
  if (!cleaned) {
    faults.add(node.line, path, "the text is empty, too long or holds control characters",
               fmt::format("write 1 to {} visible characters on one line", sentence_limits.code_points_max));
    return {};
  }
  out = *cleaned;
  auto used = placeholders_in(out);
  if (!used) {
    faults.add(node.line, path, "a brace opens or closes no placeholder",
               "write placeholders as {name}; " + braced(placeholders));
    return {};
  }
  std::erase_if(*used, [&](const std::string& name) {
    if (std::find(placeholders.begin(), placeholders.end(), name) != placeholders.end()) return false;
    faults.add(node.line, path, fmt::format("{{{}}} has no meaning here", name), braced(placeholders));
    return true;
  });
  return *used;
}

}  // namespace

void FaultList::add(std::size_t line, std::string key, std::string problem, std::string remedy) {
  faults_.push_back({file_, line, std::move(key), std::move(problem), std::move(remedy)});
}

std::vector<Fault> FaultList::take() {
  std::stable_sort(faults_.begin(), faults_.end(), [](const Fault& a, const Fault& b) { return a.line < b.line; });
  return std::move(faults_);
}

std::vector<std::string> split_words(std::string_view words) {
  std::vector<std::string> out;
  while (!words.empty()) {
    const auto space = words.find(' ');
    out.emplace_back(words.substr(0, space));
    words = space == std::string_view::npos ? std::string_view{} : words.substr(space + 1);
  }
  return out;
}

std::string allowed(const std::vector<std::string>& words, std::string_view word) {
  std::string text;
  if (const auto near = word.empty() ? std::nullopt : nearest(words, word)) text = fmt::format("did you mean \"{}\"? ", *near);
  return text + fmt::format("allowed: {}", fmt::join(words, ", "));
}

bool is_identifier(std::string_view text) {
  if (text.empty() || text.size() > 32 || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

LocalText read_local_text(const Node& node, const std::string& path, std::string_view placeholders, FaultList& faults) {
  LocalText text;
  const std::vector<std::string> languages(language_codes.begin(), language_codes.end());
  if (node.kind != Node::Kind::table) {
    faults.add(node.line, path, fmt::format("this is {}, not a text in each language", name_of(node.kind)),
               "write { en = \"…\", fr = \"…\", ko = \"…\" }");
    return text;
  }
  const auto names = split_words(placeholders);
  std::map<std::string, std::set<std::string>> used;
  std::set<std::string> used_anywhere;
  for (const auto& [language, sentence] : node.members) {
    const auto at = std::find(languages.begin(), languages.end(), language);
    if (at == languages.end()) {
      faults.add(sentence.line, path + "." + language, "this is no language of Roster", allowed(languages, language));
      continue;
    }
    auto& out = text.by_language[static_cast<std::size_t>(at - languages.begin())];
    used[language] = read_sentence(sentence, path + "." + language, names, out, faults);
    used_anywhere.insert(used[language].begin(), used[language].end());
  }
  for (const auto& language : languages) {
    if (!used.contains(language)) {
      faults.add(node.line, path, fmt::format("the text is missing in \"{}\"", language),
                 fmt::format("add {}.{}", path, language));
      continue;
    }
    for (const auto& name : used_anywhere)
      if (!used[language].contains(name) && !node.find(language)->text.empty())
        faults.add(node.find(language)->line, path + "." + language,
                   fmt::format("{{{}}} is missing, another language has it", name),
                   "use the same placeholders in every language");
  }
  return text;
}

TableReader::TableReader(const Node& table, std::string path, FaultList& faults)
    : table_(table), path_(std::move(path)), faults_(faults) {}

std::string TableReader::path_to(std::string_view key) const {
  return path_.empty() ? std::string{key} : path_ + "." + std::string{key};
}

void TableReader::fault(std::string_view key, std::string problem, std::string remedy) {
  const auto* at = table_.find(key);
  faults_.add(at == nullptr ? table_.line : at->line, path_to(key), std::move(problem), std::move(remedy));
}

const Node* TableReader::any(std::string_view key) {
  known_.emplace(key);
  return table_.find(key);
}

const Node* TableReader::optional(std::string_view key, Node::Kind kind) {
  const auto* node = any(key);
  if (node == nullptr || node->kind == kind) return node;
  fault(key, fmt::format("this is {}, not {}", name_of(node->kind), name_of(kind)), fmt::format("write {}", name_of(kind)));
  return nullptr;
}

const Node* TableReader::required(std::string_view key, Node::Kind kind, std::string_view meaning) {
  const auto* node = optional(key, kind);
  if (table_.find(key) == nullptr) fault(key, "the key is missing", fmt::format("add {}: {}", path_to(key), meaning));
  return node;
}

LocalText TableReader::text(std::string_view key, std::string_view meaning, std::string_view placeholders) {
  const auto* node = any(key);
  if (node != nullptr) return read_local_text(*node, path_to(key), placeholders, faults_);
  fault(key, "the text is missing", fmt::format("add {} in en, fr and ko: {}", path_to(key), meaning));
  return {};
}

std::optional<LocalText> TableReader::optional_text(std::string_view key, std::string_view placeholders) {
  const auto* node = any(key);
  if (node == nullptr) return std::nullopt;
  return read_local_text(*node, path_to(key), placeholders, faults_);
}

std::string TableReader::word(std::string_view key, std::string_view meaning) {
  const auto* node = required(key, Node::Kind::text, meaning);
  return node == nullptr ? std::string{} : node->text;
}

bool TableReader::boolean(std::string_view key, bool otherwise) {
  const auto* node = optional(key, Node::Kind::boolean);
  return node == nullptr ? otherwise : node->boolean;
}

std::int64_t TableReader::integer(std::string_view key, std::string_view meaning, std::int64_t min, std::int64_t max) {
  const auto* node = required(key, Node::Kind::integer, meaning);
  if (node == nullptr) return min;
  if (node->integer >= min && node->integer <= max) return node->integer;
  fault(key, fmt::format("{} is out of bounds", node->integer), fmt::format("allowed: {} to {}", min, max));
  return min;
}

std::vector<std::string> TableReader::words(std::string_view key) {
  std::vector<std::string> out;
  const auto* node = optional(key, Node::Kind::list);
  if (node == nullptr) return out;
  for (const auto& item : node->items) {
    if (item.kind != Node::Kind::text) {
      faults_.add(item.line, path_to(key), fmt::format("an item is {}, not a text", name_of(item.kind)),
                  "put each item in quotes");
    } else if (std::find(out.begin(), out.end(), item.text) != out.end()) {
      faults_.add(item.line, path_to(key), fmt::format("\"{}\" stands there twice", item.text), "name it once");
    } else {
      out.push_back(item.text);
    }
  }
  return out;
}

std::vector<std::string> TableReader::words_of(std::string_view key, const std::vector<std::string>& known,
                                               std::string_view what) {
  auto found = words(key);
  for (const auto& word : found)
    if (std::find(known.begin(), known.end(), word) == known.end())
      fault(key, fmt::format("\"{}\" is no {} of this policy", word, what), allowed(known, word));
  return found;
}

void TableReader::finish() {
  const std::vector<std::string> known(known_.begin(), known_.end());
  for (const auto& [key, node] : table_.members)
    if (!known_.contains(key)) faults_.add(node.line, path_to(key), "this key is unknown", allowed(known, key));
}

}  // namespace roster::policy
