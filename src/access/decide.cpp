#include "access/decide.h"

namespace roster::access {

namespace {

bool is_in_scope(const Standing& standing, const Where& where, bool sub_account_exists) {
  if (std::holds_alternative<WholeAccount>(where)) return standing.scope.all;
  if (std::holds_alternative<AnySubAccount>(where)) return standing.scope.all || !standing.scope.sub_accounts.empty();
  return sub_account_exists && standing.scope.covers(std::get<SubAccountId>(where));
}

}  // namespace

Decision decide(const Standing* standing, const Question& question, bool sub_account_exists, const policy::Modules& modules) {
  if (standing == nullptr) return {false, Step::membership};
  if (standing->status != MemberStatus::active) return {false, Step::status};
  if (standing->role.never.test(question.permission)) return {false, Step::role_never};
  if (!standing->effective.test(question.permission)) {
    // Held by role or pick, but one of Roster's own in a limited scope: it is the scope that lacks.
    const auto without_scope = effective_permissions(standing->role, standing->picked, Scope{}, modules);
    return {false, without_scope.test(question.permission) ? Step::scope : Step::permission};
  }
  if (!is_in_scope(*standing, question.where, sub_account_exists)) return {false, Step::scope};
  return {true, Step::allowed};
}

}  // namespace roster::access
