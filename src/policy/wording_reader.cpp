#include "policy/wording_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "policy/arrangement_keys.h"
#include "policy/text_keys.h"

namespace roster::policy {

namespace {

template <class Keys>
const auto* find_key(const Keys& keys, std::string_view key) {
  const auto at = std::find_if(keys.begin(), keys.end(), [&](const auto& known) { return known.key == key; });
  return at == keys.end() ? nullptr : &*at;
}

template <class Keys>
bool is_group(const Keys& keys, const std::string& path) {
  return std::any_of(keys.begin(), keys.end(), [&](const auto& known) { return known.key.starts_with(path + "."); });
}

template <class Keys>
std::vector<std::string> names_of(const Keys& keys) {
  std::vector<std::string> names;
  names.reserve(keys.size());
  for (const auto& known : keys) names.emplace_back(known.key);
  return names;
}

/// Calls `read(known key, node)` for each key of the section, in groups or not; reports the unknown and the missing.
template <class Keys, class Read>
class Walk {
 public:
  Walk(const Keys& keys, std::string section, FaultList& faults, Read read)
      : keys_(keys), section_(std::move(section)), faults_(faults), read_(std::move(read)) {}

  void run(const Node& node) {
    visit(node, "");
    for (const auto& known : keys_) {
      if (found_.contains(known.key)) continue;
      const auto path = section_ + "." + std::string{known.key};
      faults_.add(node.line, path, "the key is missing", fmt::format("add it: {}", known.meaning));
    }
  }

 private:
  void visit(const Node& node, const std::string& prefix) {
    for (const auto& [key, value] : node.members) {
      const auto path = prefix.empty() ? key : prefix + "." + key;
      if (const auto* known = find_key(keys_, path)) {
        found_.insert(known->key);
        read_(*known, value);
      } else if (value.kind == Node::Kind::table && is_group(keys_, path)) {
        visit(value, path);
      } else {
        faults_.add(value.line, section_ + "." + path, "this key is unknown", allowed(siblings(prefix), path));
      }
    }
  }

  /// The keys of the same group; all of them where there is no such group.
  [[nodiscard]] std::vector<std::string> siblings(const std::string& prefix) const {
    auto names = names_of(keys_);
    if (!prefix.empty()) std::erase_if(names, [&](const std::string& name) { return !name.starts_with(prefix + "."); });
    return names;
  }

  const Keys& keys_;
  std::string section_;
  FaultList& faults_;
  Read read_;
  std::set<std::string_view> found_;
};

}  // namespace

std::map<std::string, LocalText> read_texts(TableReader& top, FaultList& faults) {
  std::map<std::string, LocalText> texts;
  const auto* section = top.required("texts", Node::Kind::table, "what the console and the letters say");
  if (section == nullptr) return texts;
  Walk(text_keys, "texts", faults, [&](const TextKey& known, const Node& node) {
    const std::string key{known.key};
    texts[key] = read_local_text(node, "texts." + key, known.placeholders, faults);
  }).run(*section);
  return texts;
}

std::map<std::string, std::string> read_arrangement(TableReader& top, FaultList& faults) {
  std::map<std::string, std::string> arrangement;
  const auto* section = top.required("arrangement", Node::Kind::table, "where the console puts things");
  if (section == nullptr) return arrangement;
  Walk(arrangement_keys, "arrangement", faults, [&](const ArrangementKey& known, const Node& node) {
    const std::string path = "arrangement." + std::string{known.key};
    const auto values = split_words(known.values);
    if (std::find(values.begin(), values.end(), node.text) == values.end())
      faults.add(node.line, path,
                 node.kind == Node::Kind::text ? fmt::format("\"{}\" is no value of this key", node.text)
                                               : fmt::format("this is {}, not a text", name_of(node.kind)),
                 allowed(values, node.text));
    arrangement[std::string{known.key}] = node.text;
  }).run(*section);
  return arrangement;
}

}  // namespace roster::policy
