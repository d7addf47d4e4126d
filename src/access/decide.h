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

/// `standing` is null for who is no member of a live account. `sub_account_exists`: whether the asked one is of this account.
Decision decide(const Standing* standing, const Question& question, bool sub_account_exists, const policy::Modules& modules);

}  // namespace roster::access
