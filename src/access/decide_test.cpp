#include "access/decide.h"

#include <gtest/gtest.h>

#include <charconv>

#include "access/policy_fixture.h"

namespace roster::access {
namespace {

SubAccountId numbered(std::uint8_t n) {
  Uuid uuid;
  uuid.bytes.back() = n;
  return SubAccountId{uuid};
}

std::uint8_t number_of(std::string_view text) {
  std::uint8_t n = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (ec != std::errc{} || end != text.data() + text.size()) throw std::runtime_error("no number: " + std::string{text});
  return n;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
  return parts;
}

/// One line of policy_cases.txt.
struct Case {
  std::size_t line = 0;
  std::string text, policy, role, picked, scope, permission, where, answer;
};

std::vector<Case> read_cases() {
  const auto file = read_source(std::filesystem::path{ROSTER_SOURCE_DIR} / "src/access/policy_cases.txt");
  std::vector<Case> cases;
  std::istringstream in(file.text);
  std::size_t line = 0;
  for (std::string text; std::getline(in, text);) {
    ++line;
    if (text.empty() || text.front() == '#') continue;
    Case c;
    c.line = line;
    c.text = text;
    std::string arrow, rest;
    std::istringstream words(text);
    words >> c.policy >> c.role >> c.picked >> c.scope >> c.permission >> c.where >> arrow >> c.answer;
    if (arrow != "->" || (c.answer != "yes" && c.answer != "no") || words >> rest)
      throw std::runtime_error("policy_cases.txt:" + std::to_string(line) + " is no case");
    cases.push_back(std::move(c));
  }
  return cases;
}

policy::PermissionSet picks_of(const Case& c, const policy::Modules& modules) {
  if (c.picked == "-") return {};
  if (c.picked == "all") return modules.all();
  for (const auto& name : split(c.picked))
    if (!modules.find(name)) throw std::runtime_error("no permission " + name);
  return modules.read(split(c.picked));
}

Standing standing_of(const Case& c, const policy::Catalogue& catalogue) {
  const auto* policy = catalogue.find(c.policy);
  if (policy == nullptr) throw std::runtime_error("no policy " + c.policy);
  Standing standing;
  const auto picks = picks_of(c, catalogue.modules);
  if (c.role == "custom")
    standing.role = custom_role(*policy, catalogue.modules, "rol_x", "A role", picks);
  else
    standing.role = find_policy_role(*policy, catalogue.modules, c.role).value();
  if (c.role != "custom") standing.picked = picks;
  standing.scope.all = c.scope == "all";
  if (!standing.scope.all)
    for (const auto& n : split(c.scope)) standing.scope.sub_accounts.push_back(numbered(number_of(n)));
  standing.effective = effective_permissions(standing.role, standing.picked, standing.scope, catalogue.modules);
  return standing;
}

Where where_of(const Case& c) {
  if (c.where == "account") return WholeAccount{};
  if (c.where == "any") return AnySubAccount{};
  return numbered(number_of(c.where));
}

TEST(Decide, AnswersAsTheTableOfPoliciesSays) {
  const auto& catalogue = shipped_policies();
  const auto cases = read_cases();
  ASSERT_GT(cases.size(), 100U);
  for (const auto& c : cases) {
    const auto permission = catalogue.modules.find(c.permission);
    ASSERT_TRUE(permission.has_value()) << "policy_cases.txt:" << c.line << ": no permission " << c.permission;
    const auto standing = standing_of(c, catalogue);
    const auto decision = decide(&standing, {*permission, where_of(c)}, c.where != "9", catalogue.modules);
    EXPECT_EQ(decision.allowed, c.answer == "yes")
        << "policy_cases.txt:" << c.line << ": " << c.text << " — decided by " << text_of(decision.decided_by);
  }
}

/// A standing that is permitted everything, to take away from.
Standing an_owner() {
  const auto& catalogue = shipped_policies();
  Standing standing;
  standing.role = find_policy_role(*catalogue.find("portal"), catalogue.modules, owner_role).value();
  standing.effective = catalogue.modules.all();
  return standing;
}

Step decided_by(const Standing* standing, std::string_view permission, Where where = WholeAccount{}, bool exists = true) {
  const auto& modules = shipped_policies().modules;
  const auto decision = decide(standing, {*modules.find(permission), where}, exists, modules);
  EXPECT_EQ(decision.allowed, decision.decided_by == Step::allowed);
  return decision.decided_by;
}

TEST(Decide, SaysWhichStepDecided) {
  const auto& catalogue = shipped_policies();
  EXPECT_EQ(decided_by(nullptr, "payments:read"), Step::membership);

  auto owner = an_owner();
  EXPECT_EQ(decided_by(&owner, "ownership:transfer"), Step::allowed);
  EXPECT_EQ(decided_by(&owner, "payments:read", numbered(9), false), Step::scope);
  owner.status = MemberStatus::deactivated;
  EXPECT_EQ(decided_by(&owner, "ownership:transfer"), Step::status);

  Standing user;
  user.role = find_policy_role(*catalogue.find("portal"), catalogue.modules, "user").value();
  user.picked = catalogue.modules.all();
  user.effective = effective_permissions(user.role, user.picked, user.scope, catalogue.modules);
  EXPECT_EQ(decided_by(&user, "payments:read"), Step::role_never);
  EXPECT_EQ(decided_by(&user, "ownership:transfer"), Step::permission);
  EXPECT_EQ(decided_by(&user, "account:read"), Step::allowed);

  user.scope = {.all = false, .sub_accounts = {numbered(1)}};
  user.effective = effective_permissions(user.role, user.picked, user.scope, catalogue.modules);
  EXPECT_EQ(decided_by(&user, "account:read"), Step::scope) << "Roster's own need the whole account";
  EXPECT_EQ(decided_by(&user, "products:read", numbered(1)), Step::allowed);
  EXPECT_EQ(decided_by(&user, "products:read", numbered(2)), Step::scope);
}

TEST(Decide, PermitsNothingInAScopeThatHasRunEmpty) {
  const auto& catalogue = shipped_policies();
  Standing user;
  user.role = find_policy_role(*catalogue.find("portal"), catalogue.modules, "user").value();
  user.picked = catalogue.modules.all();
  user.scope = {.all = false, .sub_accounts = {}};
  user.effective = effective_permissions(user.role, user.picked, user.scope, catalogue.modules);
  EXPECT_EQ(decided_by(&user, "products:read"), Step::scope);
  EXPECT_EQ(decided_by(&user, "products:read", AnySubAccount{}), Step::scope);
  EXPECT_EQ(decided_by(&user, "products:read", numbered(1)), Step::scope);
}

}  // namespace
}  // namespace roster::access
