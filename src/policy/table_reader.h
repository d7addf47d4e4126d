#pragma once
// Reads one table of a file key by key. Every fault is collected, none stops the reading; after one the getters return
// empty values, so what was read counts only when there are no faults at all.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "policy/toml_document.h"

namespace roster::policy {

class FaultList {
 public:
  explicit FaultList(std::string file) : file_(std::move(file)) {}

  void add(std::size_t line, std::string key, std::string problem, std::string remedy);
  [[nodiscard]] bool empty() const { return faults_.empty(); }
  /// In the order of the file.
  [[nodiscard]] std::vector<Fault> take();

 private:
  std::string file_;
  std::vector<Fault> faults_;
};

/// "allowed: a, b, c" and, when one of them is spelled nearly like `word`, "did you mean …?" before it.
std::string allowed(const std::vector<std::string>& words, std::string_view word = {});
std::vector<std::string> split_words(std::string_view words);

/// Lower-case letters, digits and _, a letter first, at most 32: ids of roles, plans, limits, modules, actions.
bool is_identifier(std::string_view text);

/// One text in every language, with no other placeholders than `placeholders` (separated by spaces).
LocalText read_local_text(const Node& node, const std::string& path, std::string_view placeholders, FaultList& faults);

class TableReader {
 public:
  /// `table` and `faults` must outlive this.
  TableReader(const Node& table, std::string path, FaultList& faults);

  /// Nothing when absent or of another kind (which is a fault). Marks the key as known.
  const Node* optional(std::string_view key, Node::Kind kind);
  /// As optional(), but absence is a fault too; `meaning` tells what the key is for.
  const Node* required(std::string_view key, Node::Kind kind, std::string_view meaning);
  /// Whatever kind it is.
  const Node* any(std::string_view key);

  LocalText text(std::string_view key, std::string_view meaning, std::string_view placeholders = {});
  std::optional<LocalText> optional_text(std::string_view key, std::string_view placeholders = {});
  std::string word(std::string_view key, std::string_view meaning);
  bool boolean(std::string_view key, bool otherwise);
  std::int64_t integer(std::string_view key, std::string_view meaning, std::int64_t min, std::int64_t max);
  /// A list of different words; absent: empty.
  std::vector<std::string> words(std::string_view key);
  /// Each of `words(key)` must be one of `known`.
  std::vector<std::string> words_of(std::string_view key, const std::vector<std::string>& known, std::string_view what);

  void fault(std::string_view key, std::string problem, std::string remedy);
  [[nodiscard]] std::string path_to(std::string_view key) const;
  [[nodiscard]] const Node& node() const { return table_; }
  /// Reports the keys that nobody asked for.
  void finish();

 private:
  const Node& table_;
  std::string path_;
  FaultList& faults_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace roster::policy
