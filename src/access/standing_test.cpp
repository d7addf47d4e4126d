#include "access/standing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "access/decide.h"
#include "access/policy_fixture.h"

namespace roster::access {
namespace {

const policy::Modules& modules() { return shipped_policies().modules; }

const policy::Policy& any_policy() {
  const auto& policies = shipped_policies().policies;
  return std::next(policies.begin(), *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(policies.size())))->second;
}

policy::PermissionSet any_permissions() {
  policy::PermissionSet set;
  for (std::size_t i = 0; i < modules().permissions().size(); ++i) set.set(i, *rc::gen::arbitrary<bool>());
  return set;
}

SubAccountId numbered(std::uint8_t n) {
  Uuid uuid;
  uuid.bytes.back() = n;
  return SubAccountId{uuid};
}

Scope any_scope() {
  Scope scope{.all = *rc::gen::arbitrary<bool>()};
  if (scope.all) return scope;
  for (std::uint8_t n = 1; n <= 3; ++n)
    if (*rc::gen::arbitrary<bool>()) scope.sub_accounts.push_back(numbered(n));
  return scope;
}

/// A role that a request can name: one of the policy's or a custom one.
RoleDefinition any_role(const policy::Policy& policy) {
  const auto at = *rc::gen::inRange<std::size_t>(0, policy.roles.size() + 1);
  if (at == policy.roles.size()) return custom_role(policy, modules(), "rol_x", "A role", any_permissions());
  return find_policy_role(policy, modules(), policy.roles[at].id).value();
}

Grant any_grant(const policy::Policy& policy) { return {any_role(policy), any_permissions(), any_scope()}; }

policy::PermissionSet effect_of(const Grant& grant) {
  return effective_permissions(grant.role, grant.picked, grant.scope, modules());
}

Standing standing_with(const Grant& grant) {
  Standing standing;
  standing.role = grant.role;
  standing.picked = grant.picked;
  standing.scope = grant.scope;
  standing.effective = effect_of(grant);
  return standing;
}

Standing owner_of(const policy::Policy& policy) {
  return standing_with({find_policy_role(policy, modules(), owner_role).value(), {}, {}});
}

RC_GTEST_PROP(EffectivePermissions, NeverHoldWhatIsTheOwnersOrRuledOut, ()) {
  const auto& policy = any_policy();
  const auto grant = any_grant(policy);
  const auto effective = effect_of(grant);
  RC_ASSERT(policy::is_subset(effective, policy.grantable(modules())));
  RC_ASSERT((effective & grant.role.never).none());
  RC_ASSERT(grant.scope.all || policy::is_subset(effective, modules().product()));
}

RC_GTEST_PROP(EffectivePermissions, GrowWithWhatIsPicked, ()) {
  const auto& policy = any_policy();
  auto less = any_grant(policy);
  auto more = less;
  more.picked |= any_permissions();
  RC_ASSERT(policy::is_subset(effect_of(less), effect_of(more)));
}

RC_GTEST_PROP(DecideGrant, GivesNobodyMoreThanTheGiverHolds, ()) {
  const auto& policy = any_policy();
  const auto giver = standing_with(any_grant(policy));
  const auto grant = any_grant(policy);
  if (!decide_grant(giver, grant, modules())) return;
  const auto receiver = standing_with(grant);
  // Not in any one place either: what the receiver may do somewhere, the giver may do there.
  for (std::size_t permission = 0; permission < modules().permissions().size(); ++permission) {
    for (const Where where :
         {Where{WholeAccount{}}, Where{AnySubAccount{}}, Where{numbered(1)}, Where{numbered(2)}, Where{numbered(3)}}) {
      if (decide(&receiver, {permission, where}, true, modules()).allowed)
        RC_ASSERT(decide(&giver, {permission, where}, true, modules()).allowed);
    }
  }
  RC_ASSERT(!grant.role.all || giver.role.all);
}

RC_GTEST_PROP(DecideGrant, NeverGivesTheOwnersRole, ()) {
  const auto& policy = any_policy();
  const Grant ownership{find_policy_role(policy, modules(), owner_role).value(), any_permissions(), any_scope()};
  RC_ASSERT(!decide_grant(owner_of(policy), ownership, modules()));
  RC_ASSERT(!decide_grant(standing_with(any_grant(policy)), ownership, modules()));
}

RC_GTEST_PROP(DecideGrant, LetsTheOwnerGiveWhateverThePolicyHas, ()) {
  const auto& policy = any_policy();
  RC_ASSERT(decide_grant(owner_of(policy), any_grant(policy), modules()));
}

RC_GTEST_PROP(DecideGrant, GivesNothingOfWhoIsDeactivated, ()) {
  const auto& policy = any_policy();
  auto giver = owner_of(policy);
  giver.status = MemberStatus::deactivated;
  RC_ASSERT(!decide_grant(giver, any_grant(policy), modules()));
  RC_ASSERT(!decide_grant_of(giver, any_permissions()));
}

RC_GTEST_PROP(DecideGrant, AllowsLessWhereItAllowsMore, ()) {
  const auto& policy = any_policy();
  const auto giver = standing_with(any_grant(policy));
  const auto grant = any_grant(policy);
  if (!decide_grant(giver, grant, modules())) return;
  auto fewer_picks = grant;
  fewer_picks.picked &= any_permissions();
  RC_ASSERT(decide_grant(giver, fewer_picks, modules()));
  auto fewer_places = grant;
  fewer_places.scope = {.all = false, .sub_accounts = grant.scope.all ? giver.scope.sub_accounts : grant.scope.sub_accounts};
  if (!fewer_places.scope.sub_accounts.empty()) fewer_places.scope.sub_accounts.pop_back();
  RC_ASSERT(decide_grant(giver, fewer_places, modules()));
}

RC_GTEST_PROP(DecideGrant, AllowsMoreToWhoHoldsMore, ()) {
  const auto& policy = any_policy();
  auto held = any_grant(policy);
  const auto giver = standing_with(held);
  const auto grant = any_grant(policy);
  if (!decide_grant(giver, grant, modules())) return;
  held.picked |= any_permissions();
  held.scope = {};
  RC_ASSERT(decide_grant(standing_with(held), grant, modules()));
}

RC_GTEST_PROP(DecideGrantOf, IsHeldAndOfTheWholeAccount, ()) {
  const auto& policy = any_policy();
  const auto giver = standing_with(any_grant(policy));
  const auto permissions = any_permissions();
  RC_ASSERT(decide_grant_of(giver, permissions) == (giver.scope.all && policy::is_subset(permissions, giver.effective)));
}

TEST(CustomRole, IsCutDownToWhatThePolicyAllowsAny) {
  const auto& portal = *shipped_policies().find("portal");
  const auto role = custom_role(portal, modules(), "rol_x", "Everything", modules().all());
  for (const auto* name :
       {"pricing:read", "payments:write", "members:read", "roles:manage", "ownership:transfer", "account:delete"})
    EXPECT_FALSE(role.permissions.test(*modules().find(name))) << name;
  EXPECT_TRUE(role.permissions.test(*modules().find("reports:read")));
  EXPECT_TRUE(role.pickable.none());
  EXPECT_FALSE(role.all);
}

TEST(FindPolicyRole, KnowsTheOwnersAndThePolicysOnly) {
  const auto& stage = *shipped_policies().find("stage");
  EXPECT_TRUE(find_policy_role(stage, modules(), "owner")->is_owner);
  EXPECT_TRUE(find_policy_role(stage, modules(), "administrator")->all);
  EXPECT_FALSE(find_policy_role(stage, modules(), "admin").has_value());
  EXPECT_FALSE(find_policy_role(stage, modules(), "").has_value());
}

}  // namespace
}  // namespace roster::access
