#include "roles/role_rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <sstream>

#include "policy/policy_reader.h"

namespace roster::roles {
namespace {

policy::SourceFile read_file(const std::string& name) {
  std::ifstream file(std::string{ROSTER_SOURCE_DIR} + "/policies/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return {name, text.str()};
}

const policy::Catalogue& shipped() {
  static const auto catalogue = policy::read_catalogue(
      read_file("modules.toml"), {read_file("stage.toml"), read_file("platform.toml"), read_file("creator.toml"),
                                  read_file("portal.toml"), read_file("master.toml")});
  return *catalogue;
}

const std::vector<std::string> policy_ids{"stage", "platform", "creator", "portal", "master"};

Result<policy::PermissionSet> decide(std::string_view policy, const std::vector<std::string>& names) {
  return decide_permissions(names, *shipped().find(policy), shipped().modules);
}

/// The only fault's code.
std::string fault_of(const Result<policy::PermissionSet>& result) {
  if (result || result.error().fields.size() != 1) return "";
  return std::string{result.error().fields[0].reason.code};
}

TEST(CustomRole, CarriesWhatThePolicyLetsItCarry) {
  const auto set = decide("portal", {"reports:read", "products:read"});
  ASSERT_TRUE(set);
  EXPECT_EQ(*set, shipped().modules.read({"reports:read", "products:read"}));
  EXPECT_TRUE(decide("portal", {})->none());
}

TEST(CustomRole, NeverCarriesWhatIsTheOwnersAlone) {
  for (const auto& policy : policy_ids) {
    EXPECT_EQ(fault_of(decide(policy, {"ownership:transfer"})), "permission_not_grantable") << policy;
    EXPECT_EQ(fault_of(decide(policy, {"account:delete"})), "permission_not_grantable") << policy;
  }
}

TEST(CustomRole, NeverCarriesWhatThePolicyReserves) {
  EXPECT_EQ(fault_of(decide("creator", {"members:invite"})), "permission_not_grantable");
  EXPECT_EQ(fault_of(decide("portal", {"payments:read"})), "permission_not_grantable");
  EXPECT_EQ(fault_of(decide("stage", {"members:remove"})), "permission_not_grantable");
}

TEST(CustomRole, NamesEachFaultAtItsPlace) {
  const auto result = decide("portal", {"reports:read", "reports:fly", "payments:read", "reports:read"});
  ASSERT_FALSE(result);
  const auto& fields = result.error().fields;
  ASSERT_EQ(fields.size(), 3U);
  EXPECT_EQ(fields[0].pointer, "/permissions/1");
  EXPECT_EQ(fields[0].reason, reasons::permission_unknown);
  EXPECT_EQ(fields[1].pointer, "/permissions/2");
  EXPECT_EQ(fields[1].reason, reasons::permission_not_grantable);
  EXPECT_EQ(fields[2].pointer, "/permissions/3");
  EXPECT_EQ(fields[2].reason, reasons::invalid_value);
}

RC_GTEST_PROP(CustomRoleAlways, CarriesOnlyWhatIsGrantable, ()) {
  const auto& policy = *shipped().find(*rc::gen::elementOf(policy_ids));
  const auto& modules = shipped().modules;
  policy::PermissionSet asked;
  for (std::size_t i = 0; i < modules.permissions().size(); ++i) asked.set(i, *rc::gen::arbitrary<bool>());
  const auto result = decide_permissions(modules.names(asked), policy, modules);
  RC_ASSERT(result.has_value() == policy::is_subset(asked, policy.carriable(modules)));
  if (result) RC_ASSERT(*result == asked);
}

RC_GTEST_PROP(RoleEditAlways, IsTheDifferenceOfBoth, ()) {
  const auto& modules = shipped().modules;
  access::RoleDefinition before, after;
  for (std::size_t i = 0; i < modules.permissions().size(); ++i) {
    before.permissions.set(i, *rc::gen::arbitrary<bool>());
    after.permissions.set(i, *rc::gen::arbitrary<bool>());
  }
  const auto edit = decide_edit(before, after);
  RC_ASSERT((edit.gained & edit.lost).none());
  RC_ASSERT(((before.permissions | edit.gained) & ~edit.lost) == after.permissions);
}

}  // namespace
}  // namespace roster::roles
