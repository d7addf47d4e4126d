#pragma once
// A TOML file as plain values that know their lines, in the order of the file.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/policy_reader.h"

namespace roster::policy {

struct Node {
  enum class Kind { text, integer, boolean, list, table, other };

  // Defined where the type is complete: a pair of an incomplete type cannot be copied or destroyed.
  Node();
  Node(const Node&);
  Node(Node&&) noexcept;
  Node& operator=(const Node&);
  Node& operator=(Node&&) noexcept;
  ~Node();

  Kind kind = Kind::other;
  std::size_t line = 0;
  std::string text;
  std::int64_t integer = 0;
  bool boolean = false;
  std::vector<Node> items;
  std::vector<std::pair<std::string, Node>> members;

  [[nodiscard]] const Node* find(std::string_view key) const;
};

/// "a list", "a table": for messages.
std::string_view name_of(Node::Kind kind);

/// The fault, if there is one, is of the file's form: TOML stops at the first.
tl::expected<Node, Fault> read_document(const SourceFile& file);

}  // namespace roster::policy
