#include <fmt/format.h>

#include <algorithm>

#include "policy/own_permissions.h"
#include "policy/policy_reader.h"
#include "policy/table_reader.h"

namespace roster::policy {

namespace {

LocalText local_text(const std::array<std::string_view, 3>& words) {
  LocalText text;
  std::copy(words.begin(), words.end(), text.by_language.begin());
  return text;
}

struct Contents {
  std::vector<Module> modules;
  std::vector<Permission> permissions;
};

Contents own_contents() {
  Contents own;
  for (const auto& module : own_modules) own.modules.push_back({std::string{module.id}, local_text(module.title), false});
  for (const auto& permission : own_permissions) {
    const auto module = permission.name.substr(0, permission.name.find(':'));
    own.permissions.push_back({std::string{permission.name}, std::string{module}, local_text(permission.label)});
  }
  return own;
}

void read_permissions(const std::string& module, const Node& node, const std::string& path, Contents& contents,
                      FaultList& faults) {
  if (node.members.empty()) faults.add(node.line, path, "the module has no permission", "add one, for example read");
  for (const auto& [action, label] : node.members) {
    const auto at = path + "." + action;
    if (!is_identifier(action))
      faults.add(label.line, at, fmt::format("\"{}\" cannot be an action's name", action),
                 "use lower-case letters, digits and _, a letter first, at most 32");
    contents.permissions.push_back({module + ":" + action, module, read_local_text(label, at, "", faults)});
  }
}

void read_module(const std::string& id, const Node& node, Contents& contents, FaultList& faults) {
  const auto path = "modules." + id;
  if (!is_identifier(id))
    faults.add(node.line, path, fmt::format("\"{}\" cannot be a module's name", id),
               "use lower-case letters, digits and _, a letter first, at most 32");
  if (std::any_of(own_modules.begin(), own_modules.end(), [&](const OwnModule& own) { return own.id == id; }))
    faults.add(node.line, path, fmt::format("\"{}\" is a module of Roster's own", id), "choose another name");
  if (node.kind != Node::Kind::table) {
    faults.add(node.line, path, fmt::format("this is {}, not a table", name_of(node.kind)), "write [modules." + id + "]");
    return;
  }
  TableReader table(node, path, faults);
  contents.modules.push_back({id, table.text("title", "the module's title"), true});
  if (const auto* permissions = table.required("permissions", Node::Kind::table, "the module's permissions and their labels"))
    read_permissions(id, *permissions, path + ".permissions", contents, faults);
  table.finish();
}

}  // namespace

tl::expected<Modules, std::vector<Fault>> read_modules(const SourceFile& file) {
  const auto document = read_document(file);
  if (!document) return tl::unexpected(std::vector<Fault>{document.error()});
  FaultList faults(file.name);
  TableReader top(*document, "", faults);
  auto contents = own_contents();
  // A product without permissions of its own has an empty file.
  if (const auto* modules = top.optional("modules", Node::Kind::table))
    for (const auto& [id, node] : modules->members) read_module(id, node, contents, faults);
  top.finish();
  if (contents.permissions.size() > permissions_max)
    faults.add(
        1, "modules",
        fmt::format("there are {} permissions, {} of them Roster's own", contents.permissions.size(), own_permissions.size()),
        fmt::format("allowed: {} in all; join some", permissions_max));
  if (!faults.empty()) return tl::unexpected(faults.take());
  return Modules{std::move(contents.modules), std::move(contents.permissions)};
}

}  // namespace roster::policy
