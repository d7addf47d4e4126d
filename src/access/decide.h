#pragma once
// May this person do this here? One pure function, with the chain that decided.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "access/standing.h"

namespace roster::access {

/// Where: the account as a whole, any one sub-account, or this one.
struct WholeAccount {};
struct AnySubAccount {};
using Where = std::variant<WholeAccount, AnySubAccount, SubAccountId>;

struct Question {
  std::size_t permission = 0;  ///< its number in Modules
  Where where = WholeAccount{};
};

/// The first step that said no, or that all said yes.
enum class Step { membership, status, role_never, permission, scope, allowed };
constexpr std::string_view text_of(Step step) {
  switch (step) {
    case Step::membership:
      return "membership";
    case Step::status:
      return "status";
    case Step::role_never:
      return "role_never";
    case Step::permission:
      return "permission";
    case Step::scope:
      return "scope";
    case Step::allowed:
      return "allowed";
  }
  return "";
}

struct Decision {
  bool allowed = false;
  Step decided_by = Step::membership;
};

/// What of a standing decides, and nothing else of it.
struct Powers {
  MemberStatus status = MemberStatus::active;
  bool whole_account = false;    ///< the scope is "all"
  bool any_sub_account = false;  ///< it is, or there is a sub-account in it
  policy::PermissionSet never;
  policy::PermissionSet effective;
  policy::PermissionSet unscoped;  ///< what would be in effect if the scope were "all"
};
Powers powers_of(const Standing& standing, const policy::Modules& modules);

/// `powers` is null for who is no member of a live account. `is_in_scope`: whether the standing reaches the place asked about.
Decision decide(const Powers* powers, std::size_t permission, bool is_in_scope);
/// The same for a standing. `sub_account_exists`: whether the asked one is of this account.
Decision decide(const Standing* standing, const Question& question, bool sub_account_exists, const policy::Modules& modules);

}  // namespace roster::access
