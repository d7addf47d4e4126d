#include "policy/toml_document.h"

#include <algorithm>
#include <array>

#include "base/toml.h"
#include "base/toml_text.h"

namespace roster::policy {

namespace {

Node convert(const toml::node& from, std::size_t line);

void convert_members(const toml::table& from, Node& to) {
  // toml++ sorts keys by name; people wrote them in an order that means something (plans: the first is the default).
  std::vector<std::pair<toml::source_position, std::pair<std::string, Node>>> found;
  for (const auto& [key, value] : from)
    found.push_back({key.source().begin, {std::string{key.str()}, convert(value, key.source().begin.line)}});
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [position, member] : found) to.members.push_back(std::move(member));
}

Node convert(const toml::node& from, std::size_t line) {
  Node to;
  to.line = line;
  if (const auto* text = from.as_string()) {
    to.kind = Node::Kind::text;
    to.text = text->get();
  } else if (const auto* integer = from.as_integer()) {
    to.kind = Node::Kind::integer;
    to.integer = integer->get();
  } else if (const auto* boolean = from.as_boolean()) {
    to.kind = Node::Kind::boolean;
    to.boolean = boolean->get();
  } else if (const auto* list = from.as_array()) {
    to.kind = Node::Kind::list;
    for (const auto& item : *list) to.items.push_back(convert(item, item.source().begin.line));
  } else if (const auto* table = from.as_table()) {
    to.kind = Node::Kind::table;
    convert_members(*table, to);
  }
  return to;
}

}  // namespace

Node::Node() = default;
Node::Node(const Node&) = default;
Node::Node(Node&&) noexcept = default;
Node& Node::operator=(const Node&) = default;
Node& Node::operator=(Node&&) noexcept = default;
Node::~Node() = default;

const Node* Node::find(std::string_view key) const {
  const auto at = std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.first == key; });
  return at == members.end() ? nullptr : &at->second;
}

std::string_view name_of(Node::Kind kind) {
  static constexpr std::array<std::string_view, 6> names{"a text", "a whole number", "true or false",
                                                         "a list", "a table",        "something else"};
  return names[static_cast<std::size_t>(kind)];
}

tl::expected<Node, Fault> read_document(const SourceFile& file) {
  if (const auto line = find_stray_letter(file.text))
    return tl::unexpected(Fault{file.name, *line, "",
                                "this is no TOML: a letter beyond ASCII, or a control character, stands outside of a text",
                                "put the text in quotes, or the remark behind #; the format is described at https://toml.io"});
  try {
    const auto table = toml::parse(file.text, file.name);
    return convert(table, 1);
  } catch (const toml::parse_error& error) {
    return tl::unexpected(Fault{file.name, error.source().begin.line, "", "this is no TOML: " + std::string{error.description()},
                                "mend the line; the format is described at https://toml.io"});
  }
}

}  // namespace roster::policy
