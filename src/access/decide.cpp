#include "access/decide.h"

namespace roster::access {

namespace {

bool is_in_scope(const Standing& standing, const Where& where, bool sub_account_exists) {
  if (std::holds_alternative<WholeAccount>(where)) return standing.scope.all;
  if (std::holds_alternative<AnySubAccount>(where)) return standing.scope.all || !standing.scope.sub_accounts.empty();
  return sub_account_exists && standing.scope.covers(std::get<SubAccountId>(where));
}

}  // namespace

Powers powers_of(const Standing& standing, const policy::Modules& modules) {
  return {.status = standing.status,
          .whole_account = standing.scope.all,
          .any_sub_account = is_in_scope(standing, AnySubAccount{}, true),
          .never = standing.role.never,
          .effective = standing.effective,
          .unscoped = effective_permissions(standing.role, standing.picked, Scope{}, modules)};
}

Decision decide(const Powers* powers, std::size_t permission, bool is_in_scope) {
  if (powers == nullptr) return {false, Step::membership};
  if (powers->status != MemberStatus::active) return {false, Step::status};
  if (powers->never.test(permission)) return {false, Step::role_never};
  // Held by role or pick, but one of Roster's own in a limited scope: it is the scope that lacks.
  if (!powers->effective.test(permission)) return {false, powers->unscoped.test(permission) ? Step::scope : Step::permission};
  if (!is_in_scope) return {false, Step::scope};
  return {true, Step::allowed};
}

Decision decide(const Standing* standing, const Question& question, bool sub_account_exists, const policy::Modules& modules) {
  if (standing == nullptr) return decide(nullptr, question.permission, false);
  const auto powers = powers_of(*standing, modules);
  return decide(&powers, question.permission, is_in_scope(*standing, question.where, sub_account_exists));
}

}  // namespace roster::access
