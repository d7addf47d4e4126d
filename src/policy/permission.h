#pragma once
// Permissions and the modules that group them. A deployment has at most 256; each is "module:action".
// A permission's number is its place in this deployment's list: tables keep the names, never the numbers.

#include <array>
#include <bitset>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"

namespace roster::policy {

/// A text in every language that we have.
struct LocalText {
  std::array<std::string, language_codes.size()> by_language;
  [[nodiscard]] const std::string& in(Language language) const { return by_language[static_cast<std::size_t>(language)]; }
};

inline constexpr std::size_t permissions_max = 256;
using PermissionSet = std::bitset<permissions_max>;

inline bool is_subset(const PermissionSet& part, const PermissionSet& whole) { return (part & ~whole).none(); }

struct Permission {
  std::string name;    ///< "payments:read"
  std::string module;  ///< "payments"
  LocalText label;
};

struct Module {
  std::string id;
  LocalText title;
  bool is_product = false;  ///< the product's, not Roster's own
};

/// What a deployment can permit: Roster's own permissions and the product's (modules.toml). Immutable; shared by reference.
class Modules {
 public:
  Modules(std::vector<Module> modules, std::vector<Permission> permissions);

  [[nodiscard]] const std::vector<Module>& modules() const { return modules_; }
  [[nodiscard]] const std::vector<Permission>& permissions() const { return permissions_; }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  /// The set of one permission that must exist (Roster's own).
  [[nodiscard]] PermissionSet only(std::string_view name) const;
  [[nodiscard]] PermissionSet all() const { return all_; }
  [[nodiscard]] PermissionSet product() const { return product_; }
  /// `ownership:transfer` and `account:delete`: nobody but the owner has them, nobody gives them.
  [[nodiscard]] PermissionSet owner_only() const { return owner_only_; }
  /// Roster's own: they hold only with sub-account scope "all".
  [[nodiscard]] PermissionSet own() const { return all_ & ~product_; }

  /// Sorted names.
  [[nodiscard]] std::vector<std::string> names(const PermissionSet& set) const;
  /// Appends names(), separated by commas.
  void append_names(const PermissionSet& set, std::string& to) const;
  /// Names that this deployment does not know are dropped: a permission that is gone permits nothing.
  [[nodiscard]] PermissionSet read(const std::vector<std::string>& names) const;
  /// As kept in tables: names separated by one space.
  [[nodiscard]] std::string to_column(const PermissionSet& set) const;
  [[nodiscard]] PermissionSet from_column(std::string_view column) const;

 private:
  std::vector<Module> modules_;
  std::vector<Permission> permissions_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
  std::vector<std::size_t> in_order_;  // of their names
  PermissionSet all_, product_, owner_only_;
};

}  // namespace roster::policy
