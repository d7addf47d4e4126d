#pragma once
// An account policy: one way to run an account, as data (policies/*.toml). Code never asks which policy it runs; it asks
// the policy's values. Immutable after loading; shared by reference for the life of the process.

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/permission.h"

namespace roster::policy {

/// What is grantable at all is `Modules::all() - owner_only - reserved_to_owner - the role's never`.
struct Role {
  std::string id;
  LocalText title;
  LocalText choice_label;  ///< the same role where one is chosen ("All Permissions"); the title where the file says nothing
  LocalText description;
  LocalText invitation_sentence;  ///< tells the invited what they will be; a whole sentence, no placeholders
  bool all = false;               ///< dynamic: every grantable permission, later ones too
  PermissionSet permissions;      ///< fixed ones (empty when `all`)
  PermissionSet pickable;         ///< what may be picked for a member beyond them; none: `permissions` in a request is 422
  PermissionSet never;            ///< never in effect with this role, wherever it comes from
  bool is_administrator = false;  ///< shown with an administrator's badge
};

struct Limit {
  std::string id;  ///< "administrators"
  LocalText title;
  LocalText reached;               ///< tells that none is left; placeholders {max}, {plan} (the plan's title)
  std::vector<std::string> roles;  ///< role ids that take one; empty: every member
  bool counts_owner = false;
  bool counts_pending = true;
};

struct Plan {
  std::string id;
  LocalText title;
  std::map<std::string, std::int64_t> limits;  ///< by the limit's id; absent: unlimited
};

struct Transfer {
  std::vector<std::string> to_roles;                   ///< whom to; empty: any active member
  std::string former_owner_role;                       ///< what the former owner becomes
  std::vector<std::string> former_owner_role_choices;  ///< what `former_owner_role` in a request may be besides
  bool former_owner_keeps_snapshot = false;            ///< every pickable permission of that role is picked for the former owner
};

struct CustomRoles {
  bool allowed = true;
  PermissionSet never;  ///< no custom role carries these
};

struct Policy {
  std::string id;
  LocalText title;
  LocalText description;
  LocalText owner_title;
  std::vector<Role> roles;
  std::string default_role;
  std::chrono::hours invitation_lifetime{};
  bool invitations_refuse_disposable = false;
  bool sub_accounts = false;
  PermissionSet reserved_to_owner;
  CustomRoles custom_roles;
  Transfer transfer;
  std::vector<Limit> limits;
  std::vector<Plan> plans;                         ///< at least one; a new account gets the first
  LocalText more_seats_contact;                    ///< whom to ask for more, as a whole sentence
  std::map<std::string, LocalText> texts;          ///< whole sentences for the console and the letters, by key
  std::map<std::string, std::string> arrangement;  ///< where the console puts things ("users_page.place" = "settings")

  [[nodiscard]] const Role* find_role(std::string_view role_id) const;
  [[nodiscard]] const Plan* find_plan(std::string_view plan_id) const;
  /// One of the keys of text_keys.h: the reader sees to it that every policy has all of them.
  [[nodiscard]] const LocalText& text(std::string_view key) const;
  /// What a member can hold at all in this policy, owner excepted.
  [[nodiscard]] PermissionSet grantable(const Modules& modules) const {
    return modules.all() & ~modules.owner_only() & ~reserved_to_owner;
  }
  /// What a role of the account's own can carry at all.
  [[nodiscard]] PermissionSet carriable(const Modules& modules) const { return grantable(modules) & ~custom_roles.never; }
};

/// All policies and modules that this server can run.
struct Catalogue {
  Modules modules;
  std::map<std::string, Policy, std::less<>> policies;
  [[nodiscard]] const Policy* find(std::string_view id) const {
    const auto at = policies.find(id);
    return at == policies.end() ? nullptr : &at->second;
  }
};

}  // namespace roster::policy
