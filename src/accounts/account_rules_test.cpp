#include "accounts/account_rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <sstream>

#include "policy/policy_reader.h"

namespace roster::accounts {
namespace {

policy::SourceFile read_file(const std::string& name) {
  std::ifstream file(std::string{ROSTER_SOURCE_DIR} + "/policies/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return {name, text.str()};
}

/// The five policies and the demo's modules, as shipped.
const policy::Catalogue& shipped() {
  static const auto catalogue = policy::read_catalogue(
      read_file("modules.toml"), {read_file("stage.toml"), read_file("platform.toml"), read_file("creator.toml"),
                                  read_file("portal.toml"), read_file("master.toml")});
  return *catalogue;
}

const policy::Policy& policy_of(std::string_view id) { return *shipped().find(id); }

policy::PermissionSet set_of(const std::vector<std::string>& names) { return shipped().modules.read(names); }

HeldGrant held(std::string_view policy, std::string_view role, const std::vector<std::string>& picks = {}) {
  HeldGrant grant{*access::find_policy_role(policy_of(policy), shipped().modules, role), set_of(picks), {}};
  grant.effective = access::effective_permissions(grant.role, grant.picked, {}, shipped().modules);
  return grant;
}

HeldGrant held_custom(std::string_view policy, const std::vector<std::string>& permissions) {
  HeldGrant grant{access::custom_role(policy_of(policy), shipped().modules, "rol_1", "Accounting", set_of(permissions)), {}, {}};
  grant.effective = grant.role.permissions;
  return grant;
}

NewGrant under(std::string_view policy, const HeldGrant& grant) {
  return decide_grant_under(policy_of(policy), shipped().modules, grant);
}

TEST(GrantUnderAnotherPolicy, LeavesTheOwnerTheOwner) { EXPECT_EQ(under("portal", held("stage", "owner")).role, "owner"); }

TEST(GrantUnderAnotherPolicy, KeepsTheRoleOfTheSameId) {
  EXPECT_EQ(under("creator", held("stage", "administrator")).role, "administrator");
  EXPECT_EQ(under("master", held("portal", "user", {"reports:read"})), (NewGrant{"user", set_of({"reports:read"})}));
}

TEST(GrantUnderAnotherPolicy, DropsPicksThatTheRoleDoesNotHaveThere) {
  EXPECT_EQ(under("portal", held("master", "user", {"payments:read", "reports:read"})),
            (NewGrant{"user", set_of({"reports:read"})}));
}

TEST(GrantUnderAnotherPolicy, IsTheDefaultRoleWhereTheRoleIsUnknown) {
  const auto grant = under("portal", held("stage", "operator"));
  EXPECT_EQ(grant.role, "user");
  EXPECT_TRUE(policy::is_subset(set_of({"reports:read", "products:read"}), grant.picked)) << "what was in effect stays as picks";
  EXPECT_TRUE((grant.picked & set_of({"payments:read", "pricing:read", "members:read"})).none())
      << "a portal's user never has these";
}

TEST(GrantUnderAnotherPolicy, KeepsACustomRoleWhereTheyAreAllowed) {
  auto strict = policy_of("portal");
  EXPECT_EQ(decide_grant_under(strict, shipped().modules, held_custom("stage", {"reports:read"})).role, "rol_1");
  strict.custom_roles.allowed = false;
  EXPECT_EQ(decide_grant_under(strict, shipped().modules, held_custom("stage", {"reports:read"})),
            (NewGrant{"user", set_of({"reports:read"})}));
}

RC_GTEST_PROP(GrantUnderAnotherPolicyAlways, IsARoleOfItWithPicksThatItHas, ()) {
  const std::vector<std::string> ids{"stage", "platform", "creator", "portal", "master"};
  const auto& from = policy_of(*rc::gen::elementOf(ids));
  const auto& to = policy_of(*rc::gen::elementOf(ids));
  HeldGrant grant{*access::find_policy_role(from, shipped().modules, (*rc::gen::elementOf(from.roles)).id), {}, {}};
  for (std::size_t i = 0; i < shipped().modules.permissions().size(); ++i) grant.picked.set(i, *rc::gen::arbitrary<bool>());
  grant.effective = access::effective_permissions(grant.role, grant.picked, {}, shipped().modules);
  const auto next = decide_grant_under(to, shipped().modules, grant);
  const auto role = access::find_policy_role(to, shipped().modules, next.role);
  RC_ASSERT(role.has_value());
  RC_ASSERT(!role->is_owner);
  RC_ASSERT(policy::is_subset(next.picked, role->pickable));
  // Beyond what the role itself gives, nobody holds more than before.
  RC_ASSERT(policy::is_subset(next.picked, grant.effective));
}

TEST(PlanUnderAnotherPolicy, IsTheOneOfTheSameIdElseTheFirst) {
  EXPECT_EQ(decide_plan_under(policy_of("stage"), "standard").id, "standard");
  EXPECT_EQ(decide_plan_under(policy_of("stage"), "no-such-plan").id, policy_of("stage").plans.front().id);
}

}  // namespace
}  // namespace roster::accounts
