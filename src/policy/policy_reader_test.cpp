#include "policy/policy_reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "policy/arrangement_keys.h"
#include "policy/own_permissions.h"
#include "policy/text_keys.h"

namespace roster::policy {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;

// The files to read.

constexpr std::string_view modules_text = R"([modules.payments]
title = { en = "Payments", fr = "Paiements", ko = "결제" }
permissions.read = { en = "See payments", fr = "Consulter", ko = "보기" }
permissions.write = { en = "Make payments", fr = "Effectuer", ko = "실행" }
)";

constexpr std::string_view policy_head = R"(id = "club"
title = { en = "Club", fr = "Club", ko = "클럽" }
description = { en = "A club.", fr = "Un club.", ko = "클럽입니다." }
owner_title = { en = "Chair", fr = "Présidence", ko = "회장" }
default_role = "member"
more_seats_contact = { en = "Ask us.", fr = "Écrivez-nous.", ko = "문의하십시오." }
reserved_to_owner = ["api_keys:manage"]
[invitations]
lifetime_hours = 48
[custom_roles]
never = ["payments:*"]
[transfer]
to_roles = ["board"]
former_owner_role = "board"
former_owner_role_choices = ["member"]
former_owner_keeps_snapshot = false
[roles.board]
title = { en = "Board", fr = "Bureau", ko = "이사" }
description = { en = "Runs it.", fr = "Le gère.", ko = "운영합니다." }
invitation_sentence = { en = "You will run it.", fr = "Vous le gérerez.", ko = "운영하게 됩니다." }
administrator = true
permissions = ["all"]
[roles.member]
title = { en = "Member", fr = "Membre", ko = "회원" }
choice_label = { en = "Only some", fr = "Certaines", ko = "일부" }
description = { en = "Takes part.", fr = "Participe.", ko = "참여합니다." }
invitation_sentence = { en = "You will take part.", fr = "Vous participerez.", ko = "참여하게 됩니다." }
permissions = ["account:read"]
pickable = ["@product", "contacts:*"]
never = ["payments:write"]
[limits.seats]
title = { en = "Seats", fr = "Places", ko = "자리" }
reached = { en = "All {max} are taken.", fr = "Les {max} sont prises.", ko = "{max}개가 모두 찼습니다." }
roles = ["member"]
[plans.small]
title = { en = "Small", fr = "Petite", ko = "소형" }
limits.seats = 10
[plans.large]
title = { en = "Large", fr = "Grande", ko = "대형" }
)";

/// A policy with everything in it; the words are of no matter.
std::string a_policy() {
  std::string text{policy_head};
  text += "[arrangement]\n";
  for (const auto& known : arrangement_keys)
    text += fmt::format("{} = \"{}\"\n", known.key, known.values.substr(0, known.values.find(' ')));
  text += "[texts]\n";
  for (const auto& known : text_keys) text += fmt::format("{} = {{ en = \"Words\", fr = \"Mots\", ko = \"말\" }}\n", known.key);
  return text;
}

/// The first `what` of `text` replaced; the test is wrong when there is none.
std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << "there is no " << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

std::size_t line_of(std::string_view text, std::string_view what) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string_view::npos) << "there is no " << what;
  return 1 + static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(at, text.size())), '\n'));
}

Modules the_modules() { return read_modules({"modules.toml", std::string{modules_text}}).value(); }

std::vector<Fault> faults_of(const std::string& text) {
  const auto policy = read_policy({"club.toml", text}, the_modules());
  return policy ? std::vector<Fault>{} : policy.error();
}

std::string listed(const std::vector<Fault>& faults) {
  std::string text;
  for (const auto& fault : faults) text += fault.text() + "\n";
  return text;
}

std::string text_of_file(const std::string& path) {
  std::ifstream in(std::string{ROSTER_SOURCE_DIR} + "/" + path);
  EXPECT_TRUE(in) << path;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

const std::vector<std::string> shipped_ids{"stage", "platform", "creator", "portal", "master"};

const Catalogue& shipped() {
  static const Catalogue catalogue = [] {
    std::vector<SourceFile> files;
    for (const auto& id : shipped_ids) files.push_back({id + ".toml", text_of_file("policies/" + id + ".toml")});
    auto read = read_catalogue({"modules.toml", text_of_file("policies/modules.toml")}, files);
    if (!read) throw std::runtime_error(listed(read.error()));
    return std::move(*read);
  }();
  return catalogue;
}

// A good file.

TEST(PolicyReader, ReadsEveryKey) {
  const auto modules = the_modules();
  const auto read = read_policy({"club.toml", a_policy()}, modules);
  ASSERT_TRUE(read) << listed(read.error());
  const auto& policy = *read;
  EXPECT_EQ(policy.id, "club");
  EXPECT_EQ(policy.owner_title.in(Language::fr), "Présidence");
  EXPECT_EQ(policy.default_role, "member");
  EXPECT_EQ(policy.invitation_lifetime, std::chrono::hours{48});
  EXPECT_FALSE(policy.invitations_refuse_disposable);
  EXPECT_FALSE(policy.sub_accounts);
  EXPECT_THAT(modules.names(policy.reserved_to_owner), ElementsAre("api_keys:manage"));
  EXPECT_TRUE(policy.custom_roles.allowed);
  EXPECT_THAT(modules.names(policy.custom_roles.never), ElementsAre("payments:read", "payments:write"));
  EXPECT_THAT(policy.transfer.to_roles, ElementsAre("board"));
  EXPECT_EQ(policy.transfer.former_owner_role, "board");
  EXPECT_THAT(policy.transfer.former_owner_role_choices, ElementsAre("member"));
  EXPECT_EQ(policy.more_seats_contact.in(Language::en), "Ask us.");
  ASSERT_EQ(policy.limits.size(), 1U);
  EXPECT_THAT(policy.limits[0].roles, ElementsAre("member"));
  EXPECT_FALSE(policy.limits[0].counts_owner);
  EXPECT_TRUE(policy.limits[0].counts_pending);
  EXPECT_EQ(policy.limits[0].reached.in(Language::en), "All {max} are taken.");
  EXPECT_EQ(policy.texts.size(), text_keys.size());
  EXPECT_EQ(policy.text("owner.make").in(Language::ko), "말");
  EXPECT_EQ(policy.arrangement.at("users_page.place"), "navigation");
}

TEST(PolicyReader, ReadsADynamicRoleAndAPickedOne) {
  const auto modules = the_modules();
  const auto policy = read_policy({"club.toml", a_policy()}, modules).value();
  const auto& board = *policy.find_role("board");
  EXPECT_TRUE(board.all);
  EXPECT_TRUE(board.is_administrator);
  EXPECT_TRUE(board.permissions.none());
  EXPECT_TRUE(board.pickable.none());
  EXPECT_EQ(board.choice_label.in(Language::en), "Board") << "the title, where nothing else is said";
  const auto& member = *policy.find_role("member");
  EXPECT_FALSE(member.all);
  EXPECT_THAT(modules.names(member.permissions), ElementsAre("account:read"));
  EXPECT_THAT(modules.names(member.pickable), ElementsAre("contacts:manage", "contacts:read", "payments:read"));
  EXPECT_THAT(modules.names(member.never), ElementsAre("payments:write"));
  EXPECT_EQ(member.choice_label.in(Language::en), "Only some");
  EXPECT_EQ(policy.find_role("owner"), nullptr);
}

TEST(PolicyReader, KeepsRolesAndPlansInTheOrderOfTheFile) {
  const auto policy = read_policy({"club.toml", a_policy()}, the_modules()).value();
  EXPECT_EQ(policy.roles[0].id, "board");
  EXPECT_EQ(policy.roles[1].id, "member");
  EXPECT_EQ(policy.plans[0].id, "small");
  EXPECT_EQ(policy.plans[1].id, "large");
  EXPECT_EQ(policy.plans[0].limits.at("seats"), 10);
  EXPECT_FALSE(policy.plans[1].limits.contains("seats"));
}

TEST(PolicyReader, PatternsPassOverWhatIsTheOwners) {
  const auto text =
      replaced(a_policy(), R"(["@product", "contacts:*"])", R"(["account:*", "ownership:*", "api_keys:*", "payments:*"])");
  const auto modules = the_modules();
  const auto read = read_policy({"club.toml", text}, modules);
  ASSERT_TRUE(read) << listed(read.error());
  EXPECT_THAT(modules.names(read->find_role("member")->pickable), ElementsAre("account:update", "payments:read"));
}

TEST(PolicyReader, ExceptTakesOutOfAList) {
  const auto text =
      replaced(a_policy(), R"(["@product", "contacts:*"])", R"({ list = ["all"], except = ["members:*", "payments:read"] })");
  const auto modules = the_modules();
  const auto policy = read_policy({"club.toml", text}, modules).value();
  const auto& pickable = policy.find_role("member")->pickable;
  EXPECT_FALSE(pickable.test(*modules.find("members:read")));
  EXPECT_FALSE(pickable.test(*modules.find("payments:read")));
  EXPECT_FALSE(pickable.test(*modules.find("payments:write"))) << "never";
  EXPECT_FALSE(pickable.test(*modules.find("api_keys:manage"))) << "reserved";
  EXPECT_FALSE(pickable.test(*modules.find("account:delete"))) << "the owner's";
  EXPECT_TRUE(pickable.test(*modules.find("events:read")));
}

TEST(PolicyReader, WhatIsTakenOutOfADynamicRoleItNeverHas) {
  const auto text =
      replaced(a_policy(), R"(permissions = ["all"])", R"(permissions = { list = ["all"], except = ["payments:write"] })");
  const auto modules = the_modules();
  const auto policy = read_policy({"club.toml", text}, modules).value();
  EXPECT_TRUE(policy.find_role("board")->all);
  EXPECT_THAT(modules.names(policy.find_role("board")->never), ElementsAre("payments:write"));
}

TEST(PolicyReader, TakesTextsInGroupsOrOneByOne) {
  auto text = replaced(a_policy(), "owner.make = { en = \"Words\", fr = \"Mots\", ko = \"말\" }",
                       "\"owner.make\".en = \"Crown\"\n\"owner.make\".fr = \"Couronner\"\n\"owner.make\".ko = \"왕관\"");
  const auto read = read_policy({"club.toml", text}, the_modules());
  ASSERT_TRUE(read) << listed(read.error());
  EXPECT_EQ(read->text("owner.make").in(Language::fr), "Couronner");
}

TEST(Policy, ATextThatNoPolicyHasIsAMistakeOfTheProgram) {
  const auto policy = read_policy({"club.toml", a_policy()}, the_modules()).value();
  EXPECT_THROW((void)policy.text("owner.crown"), std::logic_error);
}

// Bad files: one fault each, at the line of the text `at`.

struct BadFile {
  std::string fact;
  std::string_view what, with;
  std::string key;
  std::string_view at;
  std::string remedy;
};

std::ostream& operator<<(std::ostream& out, const BadFile& file) { return out << file.fact; }

class BadPolicy : public testing::TestWithParam<BadFile> {};

TEST_P(BadPolicy, IsRefusedWithLineKeyAndRemedy) {
  const auto& bad = GetParam();
  const auto text = replaced(a_policy(), bad.what, bad.with);
  const auto faults = faults_of(text);
  ASSERT_EQ(faults.size(), 1U) << listed(faults);
  EXPECT_EQ(faults[0].file, "club.toml");
  EXPECT_EQ(faults[0].key, bad.key);
  EXPECT_EQ(faults[0].line, line_of(text, bad.at));
  EXPECT_THAT(faults[0].text(), HasSubstr(bad.remedy));
  EXPECT_FALSE(faults[0].problem.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadPolicy,
    testing::Values(
        BadFile{"NoToml", "id = \"club\"", "id = club", "", "id = club", "toml.io"},
        BadFile{"AKeyTwice", "default_role = \"member\"", "default_role = \"member\"\ndefault_role = \"board\"", "",
                "default_role = \"board\"", "toml.io"},
        BadFile{"ARoleTwice", "[limits.seats]", "[roles.member]\n[limits.seats]", "", "[roles.member]\n[limits", "toml.io"},
        BadFile{"UnknownKey", "default_role", "sub_acounts = true\ndefault_role", "sub_acounts", "sub_acounts",
                "did you mean \"sub_accounts\"?"},
        BadFile{"UnknownKeyOfASection", "lifetime_hours = 48", "lifetime_hours = 48\nlifetime_days = 2",
                "invitations.lifetime_days", "lifetime_days", "allowed: lifetime_hours, refuse_disposable"},
        BadFile{"UnknownKeyOfARole", "administrator = true", "admin = true", "roles.board.admin", "admin = true",
                "allowed: administrator"},
        BadFile{"NoId", "id = \"club\"\n", "", "id", "title", "add id"},
        BadFile{"BadId", "id = \"club\"", "id = \"The Club\"", "id", "The Club", "lower-case"},
        BadFile{"TextOfAnotherKind", "id = \"club\"", "id = 7", "id", "id = 7", "write a text"},
        BadFile{"NoOwnerTitle", "owner_title = {", "#", "owner_title", "id =", "in en, fr and ko"},
        BadFile{"MissingLanguage", ", ko = \"회장\" }", " }", "owner_title", "owner_title", "add owner_title.ko"},
        BadFile{"UnknownLanguage", ", ko = \"회장\" }", ", ko = \"회장\", de = \"Vorsitz\" }", "owner_title.de", "owner_title",
                "allowed: en, fr, ko"},
        BadFile{"TextWithoutLanguages", "owner_title = { en = \"Chair\", fr = \"Présidence\", ko = \"회장\" }",
                "owner_title = \"Chair\"", "owner_title", "owner_title", "{ en ="},
        BadFile{"EmptyText", "en = \"Chair\"", "en = \" \"", "owner_title.en", "owner_title", "visible"},
        BadFile{"ControlCharacterInText", "en = \"Chair\"", "en = \"Ch\\nair\"", "owner_title.en", "owner_title", "one line"},
        BadFile{"NumberForText", "en = \"Chair\"", "en = 1", "owner_title.en", "owner_title", "in quotes"},
        BadFile{"PlaceholderInATitle", "en = \"Chair\"", "en = \"Chair of {account}\"", "owner_title.en", "owner_title",
                "no placeholder"},
        BadFile{"PlaceholderOfAnotherText", "en = \"All {max} are taken.\"", "en = \"All {max} of {count} are taken.\"",
                "limits.seats.reached.en", "reached", "allowed: {max}, {plan}"},
        BadFile{"PlaceholderMissingInALanguage", "fr = \"Les {max} sont prises.\"", "fr = \"Tout est pris.\"",
                "limits.seats.reached.fr", "reached", "every language"},
        BadFile{"BraceWithoutEnd", "en = \"Ask us.\"", "en = \"Ask {us.\"", "more_seats_contact.en", "more_seats", "{name}"},
        BadFile{"BraceWithoutBeginning", "en = \"Ask us.\"", "en = \"Ask us}.\"", "more_seats_contact.en", "more_seats",
                "{name}"},
        BadFile{"DefaultRoleThatIsNone", "default_role = \"member\"", "default_role = \"membre\"", "default_role", "default_role",
                "did you mean \"member\"?"},
        BadFile{"LifetimeTooShort", "lifetime_hours = 48", "lifetime_hours = 0", "invitations.lifetime_hours", "lifetime",
                "allowed: 1 to 720"},
        BadFile{"LifetimeTooLong", "lifetime_hours = 48", "lifetime_hours = 721", "invitations.lifetime_hours", "lifetime",
                "allowed: 1 to 720"},
        BadFile{"LifetimeInWords", "lifetime_hours = 48", "lifetime_hours = \"2 days\"", "invitations.lifetime_hours", "lifetime",
                "a whole number"},
        BadFile{"LifetimeInParts", "lifetime_hours = 48", "lifetime_hours = 1.5", "invitations.lifetime_hours", "lifetime",
                "a whole number"},
        BadFile{"NoLifetime", "lifetime_hours = 48", "refuse_disposable = true", "invitations.lifetime_hours", "[invitations]",
                "add invitations.lifetime_hours"},
        BadFile{"UnknownPermission", "[\"account:read\"]", "[\"acount:read\"]", "roles.member.permissions", "acount:read",
                "did you mean \"account:read\"?"},
        BadFile{"UnknownModule", "\"contacts:*\"", "\"contact:*\"", "roles.member.pickable", "contact:*",
                "did you mean \"contacts:*\"?"},
        BadFile{"UnknownPermissionAmongExceptions", "[\"@product\", \"contacts:*\"]",
                "{ list = [\"@product\"], except = [\"payments:reed\"] }", "roles.member.pickable.except", "payments:reed",
                "payments:read"},
        BadFile{"PermissionTwice", "[\"account:read\"]", "[\"account:read\", \"account:read\"]", "roles.member.permissions",
                "\"account:read\", \"account:read\"", "once"},
        BadFile{"PermissionsThatAreNoList", "[\"account:read\"]", "\"account:read\"", "roles.member.permissions",
                "permissions = \"account", "a list"},
        BadFile{"PermissionThatIsNoText", "[\"account:read\"]", "[1]", "roles.member.permissions", "permissions = [1]",
                "in quotes"},
        BadFile{"OwnersPermissionInARole", "[\"account:read\"]", "[\"ownership:transfer\"]", "roles.member.permissions",
                "ownership:transfer", "the owner's alone"},
        BadFile{"OwnersPermissionToPick", "\"contacts:*\"", "\"account:delete\"", "roles.member.pickable", "account:delete",
                "the owner's alone"},
        BadFile{"ReservedPermissionInARole", "[\"account:read\"]", "[\"api_keys:manage\"]", "roles.member.permissions",
                "[\"api_keys:manage\"]\npick", "reserved to the owner"},
        BadFile{"PermissionThatTheRoleNeverHas", "[\"account:read\"]", "[\"payments:write\"]", "roles.member.permissions",
                "[\"payments:write\"]\npick", "`never`"},
        BadFile{"EverythingReserved", "[\"api_keys:manage\"]", "[\"all\"]", "reserved_to_owner", "reserved_to_owner",
                "leaves nothing"},
        BadFile{"SomethingToPickBesidesAll", "permissions = [\"all\"]", "permissions = [\"all\"]\npickable = [\"events:read\"]",
                "roles.board.pickable", "events:read", "nothing left"},
        BadFile{"RoleThatPermitsNothing", "permissions = [\"account:read\"]\npickable = [\"@product\", \"contacts:*\"]", "",
                "roles.member.permissions", "[roles.member]", "list `permissions`"},
        BadFile{"RoleNamedOwner", "[plans.small]",
                "[roles.owner]\ntitle = { en = \"O\", fr = \"O\", ko = \"O\" }\ndescription = { en = \"O\", fr = \"O\", ko = "
                "\"O\" }\n"
                "invitation_sentence = { en = \"O\", fr = \"O\", ko = \"O\" }\npermissions = [\"all\"]\n[plans.small]",
                "roles.owner", "[roles.owner]", "owner_title"},
        BadFile{"RoleNamedLikeACustomOne", "[plans.small]",
                "[roles.rol_x]\ntitle = { en = \"O\", fr = \"O\", ko = \"O\" }\ndescription = { en = \"O\", fr = \"O\", ko = "
                "\"O\" }\n"
                "invitation_sentence = { en = \"O\", fr = \"O\", ko = \"O\" }\npermissions = [\"all\"]\n[plans.small]",
                "roles.rol_x", "[roles.rol_x]", "rol_"},
        BadFile{"TransferToAnUnknownRole", "to_roles = [\"board\"]", "to_roles = [\"bord\"]", "transfer.to_roles", "to_roles",
                "did you mean \"board\"?"},
        BadFile{"UnknownFormerOwnerRole", "former_owner_role = \"board\"", "former_owner_role = \"chair\"",
                "transfer.former_owner_role", "former_owner_role =", "allowed: board, member"},
        BadFile{"NoFormerOwnerRole", "former_owner_role = \"board\"\n", "", "transfer.former_owner_role", "[transfer]",
                "the role that the former owner gets"},
        BadFile{"UnknownFormerOwnerChoice", "choices = [\"member\"]", "choices = [\"guest\"]",
                "transfer.former_owner_role_choices", "choices", "allowed: board, member"},
        BadFile{"FormerOwnerChoiceThatIsNone", "choices = [\"member\"]", "choices = [\"board\"]",
                "transfer.former_owner_role_choices", "choices", "other roles"},
        BadFile{"SnapshotOfNothing", "snapshot = false", "snapshot = true", "transfer.former_owner_keeps_snapshot", "snapshot",
                "`pickable`"},
        BadFile{"LimitOfAnUnknownRole", "roles = [\"member\"]", "roles = [\"members\"]", "limits.seats.roles",
                "roles = [\"members\"]", "did you mean \"member\"?"},
        BadFile{"LimitThatNoPlanSets", "limits.seats = 10", "", "plans", "[plans.small]", "limits.seats"},
        BadFile{"LimitsWithoutAContact", "more_seats_contact = {", "#", "more_seats_contact", "id =", "whom to ask"},
        BadFile{"PlanWithAnUnknownLimit", "limits.seats = 10", "limits.seats = 10\nlimits.seets = 10", "plans.small.limits.seets",
                "limits.seets", "did you mean \"seats\"?"},
        BadFile{"PlanWithANegativeLimit", "limits.seats = 10", "limits.seats = -1", "plans.small.limits.seats",
                "limits.seats =", "allowed: 0 to 1000000"},
        BadFile{"PlanWithAnAbsurdLimit", "limits.seats = 10", "limits.seats = 99999999999", "plans.small.limits.seats",
                "limits.seats =", "allowed: 0 to 1000000"},
        BadFile{"PlanWithALimitInWords", "limits.seats = 10", "limits.seats = \"ten\"", "plans.small.limits.seats",
                "limits.seats =", "a whole number"},
        BadFile{"UnknownText", "[texts]", "[texts]\nowner.mak = { en = \"M\", fr = \"M\", ko = \"M\" }", "texts.owner.mak",
                "owner.mak =", "did you mean \"owner.make\"?"},
        BadFile{"UnknownGroupOfTexts", "[texts]", "[texts]\nowners.make = { en = \"M\", fr = \"M\", ko = \"M\" }", "texts.owners",
                "owners.make", "owner.make"},
        BadFile{"MissingText", "owner.who_may =", "#", "texts.owner.who_may", "[texts]", "add it: for who may look"},
        BadFile{"PlaceholderNotOfThatText", "letters.invitation_subject = { en = \"Words\"",
                "letters.invitation_subject = { en = \"{inviter}\"", "texts.letters.invitation_subject.en",
                "letters.invitation_subject", "allowed: {account}"},
        BadFile{"UnknownArrangement", "[arrangement]", "[arrangement]\nusers_page.colour = \"green\"",
                "arrangement.users_page.colour", "users_page.colour", "users_page.place"},
        BadFile{"UnknownPlace", "users_page.place = \"navigation\"", "users_page.place = \"navigaton\"",
                "arrangement.users_page.place", "users_page.place",
                "did you mean \"navigation\"? allowed: navigation, profile_menu, settings, configuration"},
        BadFile{"MissingArrangement", "invite.place = \"dialog\"\n", "", "arrangement.invite.place", "[arrangement]",
                "foot of the page"}),
    [](const auto& test) { return test.param.fact; });

TEST(BadPolicyFile, TellsEachFaultNotOnlyTheFirst) {
  auto text = replaced(a_policy(), "lifetime_hours = 48", "lifetime_hours = 9000");
  text = replaced(text, "default_role = \"member\"", "default_role = \"guest\"");
  text = replaced(text, "limits.seats = 10", "limits.seats = -3");
  const auto faults = faults_of(text);
  ASSERT_EQ(faults.size(), 3U) << listed(faults);
  EXPECT_EQ(faults[0].key, "default_role") << "in the order of the file";
  EXPECT_EQ(faults[1].key, "invitations.lifetime_hours");
  EXPECT_EQ(faults[2].key, "plans.small.limits.seats");
}

TEST(BadPolicyFile, WithALetterBeyondAsciiOutsideOfATextIsRefusedByLine) {
  const auto faults = faults_of("# é\nid = \"é\"\nrôle = 1\n");
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().line, 3U);
  EXPECT_THAT(faults.front().problem, HasSubstr("beyond ASCII"));
}

TEST(BadPolicyFile, ThatIsEmptyIsToldWhatItLacks) {
  const auto faults = faults_of("");
  std::set<std::string> keys;
  for (const auto& fault : faults) keys.insert(fault.key);
  EXPECT_THAT(keys, IsSupersetOf({"id", "title", "owner_title", "default_role", "invitations", "roles", "transfer", "plans",
                                  "texts", "arrangement"}));
}

TEST(BadPolicyFile, WithoutAnyRoleOrPlanIsRefused) {
  auto text = a_policy();
  text = text.substr(0, text.find("[roles.board]")) + "[roles]\n[plans]\n" + text.substr(text.find("[arrangement]"));
  const auto faults = faults_of(text);
  std::set<std::string> keys;
  for (const auto& fault : faults) keys.insert(fault.key);
  EXPECT_THAT(keys, IsSupersetOf({"roles", "plans"}));
}

TEST(Fault, IsOneLineWithEverythingInIt) {
  EXPECT_EQ((Fault{"club.toml", 12, "roles.user.title", "the text is missing", "add it"}.text()),
            "club.toml:12: roles.user.title: the text is missing — add it");
  EXPECT_EQ((Fault{"club.toml", 0, "", "this is no TOML", "mend it"}.text()), "club.toml: this is no TOML — mend it");
}

TEST(Catalogue, RefusesTwoPoliciesOfOneName) {
  const auto catalogue =
      read_catalogue({"modules.toml", std::string{modules_text}}, {{"a.toml", a_policy()}, {"b.toml", a_policy()}});
  ASSERT_FALSE(catalogue);
  ASSERT_EQ(catalogue.error().size(), 1U);
  EXPECT_EQ(catalogue.error()[0].file, "b.toml");
  EXPECT_EQ(catalogue.error()[0].key, "id");
}

TEST(Catalogue, TellsTheFaultsOfEveryFile) {
  const auto bad = replaced(a_policy(), "lifetime_hours = 48", "lifetime_hours = 0");
  const auto catalogue = read_catalogue({"modules.toml", std::string{modules_text}}, {{"a.toml", bad}, {"b.toml", bad}});
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().size(), 2U);
}

TEST(Catalogue, RefusesToBeEmpty) { EXPECT_FALSE(read_catalogue({"modules.toml", std::string{modules_text}}, {})); }

// Modules.

class BadModules : public testing::TestWithParam<BadFile> {};

TEST_P(BadModules, AreRefusedWithLineKeyAndRemedy) {
  const auto& bad = GetParam();
  const auto text = replaced(std::string{modules_text}, bad.what, bad.with);
  const auto modules = read_modules({"modules.toml", text});
  ASSERT_FALSE(modules);
  ASSERT_EQ(modules.error().size(), 1U) << listed(modules.error());
  EXPECT_EQ(modules.error()[0].key, bad.key);
  EXPECT_EQ(modules.error()[0].line, line_of(text, bad.at));
  EXPECT_THAT(modules.error()[0].text(), HasSubstr(bad.remedy));
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadModules,
    testing::Values(BadFile{"NamedLikeOneOfRosters", "[modules.payments]", "[modules.members]", "modules.members", "[modules",
                            "another name"},
                    BadFile{"WithABadName", "[modules.payments]", "[modules.Payments]", "modules.Payments", "[modules",
                            "lower-case"},
                    BadFile{"WithABadAction", "permissions.write", "permissions.\"*\"", "modules.payments.permissions.*",
                            "permissions.\"*\"", "lower-case"},
                    BadFile{"WithoutATitle", "title =", "#", "modules.payments.title", "[modules", "the module's title"},
                    BadFile{"WithoutALabelInALanguage", ", ko = \"실행\"", "", "modules.payments.permissions.write",
                            "permissions.write", "permissions.write.ko"},
                    BadFile{"WithAnUnknownKey", "title =", "tytle = 1\ntitle =", "modules.payments.tytle", "tytle",
                            "did you mean \"title\"?"},
                    BadFile{"WithAnUnknownSection", "[modules.payments]", "[moduls.x]\n[modules.payments]", "moduls",
                            "[moduls.x]", "did you mean \"modules\"?"},
                    BadFile{"Twice", "[modules.payments]", "[modules.payments]\n[modules.payments]", "",
                            "[modules.payments]\ntitle", "toml.io"}),
    [](const auto& test) { return test.param.fact; });

TEST(ModulesFile, OfAProductWithoutPermissionsIsEmpty) {
  const auto modules = read_modules({"modules.toml", ""});
  ASSERT_TRUE(modules);
  EXPECT_TRUE(modules->product().none());
  EXPECT_EQ(modules->all().count(), own_permissions.size());
}

TEST(ModulesFile, HoldsAtMost256PermissionsWithRostersOwn) {
  std::string text = "[modules.many]\ntitle = { en = \"M\", fr = \"M\", ko = \"M\" }\n";
  for (std::size_t i = own_permissions.size(); i < permissions_max; ++i)
    text += fmt::format("permissions.a{} = {{ en = \"A\", fr = \"A\", ko = \"A\" }}\n", i);
  EXPECT_TRUE(read_modules({"modules.toml", text}));
  const auto modules = read_modules({"modules.toml", text + "permissions.last = { en = \"A\", fr = \"A\", ko = \"A\" }\n"});
  ASSERT_FALSE(modules);
  EXPECT_THAT(modules.error()[0].text(), HasSubstr("allowed: 256"));
}

TEST(OwnPermissions, BelongToOneOfRostersModulesAndHaveALabelInEachLanguage) {
  std::set<std::string_view> modules;
  for (const auto& module : own_modules) {
    modules.insert(module.id);
    for (const auto title : module.title) EXPECT_FALSE(title.empty()) << module.id;
  }
  for (const auto& permission : own_permissions) {
    EXPECT_TRUE(modules.contains(permission.name.substr(0, permission.name.find(':')))) << permission.name;
    for (const auto label : permission.label) EXPECT_FALSE(label.empty()) << permission.name;
  }
}

// The shipped files.

TEST(ShippedPolicies, AllLoad) {
  for (const auto& id : shipped_ids) EXPECT_NE(shipped().find(id), nullptr) << id;
  EXPECT_THAT(shipped().modules.names(shipped().modules.product()),
              ElementsAre("content:publish", "messages:send", "payments:read", "payments:write", "pricing:read", "pricing:write",
                          "products:manage", "products:read", "reports:read", "support:open"));
}

std::multiset<std::string> placeholders(const std::string& text) {
  std::multiset<std::string> found;
  for (std::size_t at = 0; (at = text.find('{', at)) != std::string::npos; ++at)
    found.insert(text.substr(at, text.find('}', at) - at + 1));
  return found;
}

/// Every text of a policy, with its key.
std::map<std::string, LocalText> every_text(const Policy& policy) {
  auto texts = policy.texts;
  texts["title"] = policy.title;
  texts["description"] = policy.description;
  texts["owner_title"] = policy.owner_title;
  if (!policy.limits.empty()) texts["more_seats_contact"] = policy.more_seats_contact;
  for (const auto& limit : policy.limits) texts["limits." + limit.id] = limit.reached;
  for (const auto& role : policy.roles) {
    texts["roles." + role.id + ".title"] = role.title;
    texts["roles." + role.id + ".choice_label"] = role.choice_label;
    texts["roles." + role.id + ".description"] = role.description;
    texts["roles." + role.id + ".invitation_sentence"] = role.invitation_sentence;
  }
  return texts;
}

TEST(ShippedTexts, ExistInEachLanguageWithTheSamePlaceholders) {
  for (const auto& [id, policy] : shipped().policies) {
    for (const auto& [key, text] : every_text(policy)) {
      for (const auto language : {Language::en, Language::fr, Language::ko}) {
        EXPECT_FALSE(text.in(language).empty()) << id << ' ' << key;
        for (const auto& name : placeholders(text.in(Language::en)))
          EXPECT_THAT(text.in(language), HasSubstr(name)) << id << ' ' << key << ' ' << code_of(language);
      }
    }
  }
}

TEST(ShippedTexts, SayInEachLanguageSomethingElse) {
  for (const auto& [id, policy] : shipped().policies)
    for (const auto& [key, text] : policy.texts) EXPECT_NE(text.in(Language::en), text.in(Language::ko)) << id << ' ' << key;
}

TEST(ShippedTexts, InFrenchHaveNarrowSpacesAndTypographicApostrophes) {
  for (const auto& [id, policy] : shipped().policies) {
    for (const auto& [key, text] : every_text(policy)) {
      const auto& french = text.in(Language::fr);
      for (const auto* wrong : {"'", " :", " ;", " ?", " !", "« ", " »"})
        EXPECT_EQ(french.find(wrong), std::string::npos) << id << ' ' << key << ": " << french;
    }
  }
}

TEST(ShippedTexts, InFrenchPutNoNameAfterAWordThatMayElide) {
  for (const auto& [id, policy] : shipped().policies)
    for (const auto& [key, text] : every_text(policy))
      for (const auto* wrong : {" de {", " que {", " le {", " la {", " du {", " au {"})
        EXPECT_EQ(text.in(Language::fr).find(wrong), std::string::npos) << id << ' ' << key;
}

TEST(ShippedTexts, InKoreanNeedNoParticleThatDependsOnTheName) {
  for (const auto& [id, policy] : shipped().policies)
    for (const auto& [key, text] : every_text(policy))
      for (const auto* particle : {"은", "는", "이", "가", "을", "를", "와", "과", "로", "으로"})
        for (const auto* end : {" ", "."})
          EXPECT_EQ(text.in(Language::ko).find(std::string{"}"} + particle + end), std::string::npos) << id << ' ' << key;
}

struct Word {
  std::string policy, key, english;
};

std::ostream& operator<<(std::ostream& out, const Word& word) { return out << word.policy << ' ' << word.key; }

class WordOfThePage : public testing::TestWithParam<Word> {};

TEST_P(WordOfThePage, IsThePolicysOwn) {
  const auto& [id, key, english] = GetParam();
  EXPECT_EQ(shipped().find(id)->text(key).in(Language::en), english);
}

INSTANTIATE_TEST_SUITE_P(
    Words, WordOfThePage,
    testing::Values(
        Word{"stage", "users_page.title", "Admin Account"}, Word{"stage", "invite.button", "Invite"},
        Word{"stage", "invite.send", "Invite"}, Word{"stage", "invitation.resend", "Resend invitation email"},
        Word{"stage", "member.remove", "Remove from administrator"},
        Word{"stage", "invitation.cancel", "Remove from administrator"},
        Word{"stage", "users_page.column_last_seen", "Last Active"}, Word{"stage", "owner.make", "Appoint as head administrator"},
        Word{"platform", "users_page.title", "User Management"}, Word{"platform", "users_page.column_person", "Email Address"},
        Word{"platform", "users_page.column_last_seen", "Last Login Time"},
        Word{"platform", "users_page.column_role", "Account Role"}, Word{"platform", "member.manage", "Manage Permissions"},
        Word{"platform", "member.remove", "Remove Access"}, Word{"platform", "invite.title", "Invite New User"},
        Word{"platform", "invite.send", "Send Invite"}, Word{"creator", "users_page.title", "Administrators"},
        Word{"creator", "users_page.navigation_group", "Settings"}, Word{"creator", "invite.button", "Add New Administrator"},
        Word{"creator", "invite.send", "Confirm"}, Word{"creator", "member.remove", "Remove"},
        Word{"creator", "member.remove_confirm", "Confirm"}, Word{"creator", "owner.make", "Make Owner"},
        Word{"creator", "owner.make_confirm", "Confirm"}, Word{"portal", "users_page.navigation_group", "Configuration"},
        Word{"portal", "users_page.navigation", "User Management"}, Word{"portal", "invite.button", "Invite users"},
        Word{"portal", "invite.permissions_button", "Set Permission"}, Word{"portal", "invite.send", "Send Invites"},
        Word{"portal", "users_page.tab_pending", "Pending Invitations"}, Word{"portal", "users_page.tab_active", "Active users"},
        Word{"portal", "users_page.tab_deactivated", "Deactivated users"}, Word{"portal", "member.deactivate", "Deactivate"},
        Word{"portal", "member.remove", "Remove user"}, Word{"master", "owner.make", "Promote"},
        Word{"master", "owner.make_confirm", "Promote"}));

TEST(ShippedPolicies, NameTheChoicesOfAnInvitationAsThePageDoes) {
  const auto& platform = *shipped().find("platform");
  EXPECT_EQ(platform.find_role("all")->choice_label.in(Language::en), "All Permissions");
  EXPECT_EQ(platform.find_role("chosen")->choice_label.in(Language::en), "Choose Permissions");
}

TEST(ShippedPolicies, NameTheOwner) {
  const std::map<std::string, std::string> titles{{"stage", "Head administrator"},
                                                  {"platform", "Owner"},
                                                  {"creator", "Owner"},
                                                  {"portal", "Owner"},
                                                  {"master", "Master user"}};
  for (const auto& [id, title] : titles) EXPECT_EQ(shipped().find(id)->owner_title.in(Language::en), title) << id;
  EXPECT_EQ(shipped().find("master")->owner_title.in(Language::fr), "Utilisateur principal");
  EXPECT_EQ(shipped().find("master")->text("owner.make").in(Language::fr), "Promouvoir");
}

TEST(StagePolicy, HasTwoAdministratorsOnEssentialAndFiveOnStandard) {
  const auto& stage = *shipped().find("stage");
  EXPECT_EQ(stage.find_plan("essential")->limits.at("administrators"), 2);
  EXPECT_EQ(stage.find_plan("standard")->limits.at("administrators"), 5);
  ASSERT_EQ(stage.limits.size(), 1U);
  EXPECT_THAT(stage.limits[0].roles, ElementsAre("administrator"));
  EXPECT_FALSE(stage.limits[0].counts_owner);
  EXPECT_TRUE(stage.limits[0].counts_pending);
  EXPECT_THAT(stage.more_seats_contact.in(Language::en), HasSubstr("customer service"));
}

TEST(StagePolicy, LetsAnOperatorNeitherInviteNorChangeSettings) {
  const auto& modules = shipped().modules;
  const auto& role = *shipped().find("stage")->find_role("operator");
  EXPECT_THAT(modules.names(role.permissions & modules.own()), ElementsAre("account:read", "members:read"));
  EXPECT_EQ(role.permissions & modules.product(), modules.product());
  EXPECT_TRUE(role.pickable.none());
}

TEST(StagePolicy, HasNoCustomRoleThatIsAnAdministratorByAnotherName) {
  const auto& modules = shipped().modules;
  const auto& never = shipped().find("stage")->custom_roles.never;
  for (const auto* name : {"members:invite", "members:manage", "members:remove", "account:update", "roles:manage"})
    EXPECT_TRUE(is_subset(modules.only(name), never)) << name;
}

TEST(StagePolicy, MakesTheFormerHeadAnAdministratorOrAnOperatorWhereAsked) {
  const auto& transfer = shipped().find("stage")->transfer;
  EXPECT_THAT(transfer.to_roles, IsEmpty());
  EXPECT_EQ(transfer.former_owner_role, "administrator");
  EXPECT_THAT(transfer.former_owner_role_choices, ElementsAre("operator"));
}

TEST(PlatformPolicy, HasAllPermissionsOrChosenOnes) {
  const auto& platform = *shipped().find("platform");
  EXPECT_TRUE(platform.find_role("all")->all);
  EXPECT_EQ(platform.find_role("chosen")->pickable, platform.grantable(shipped().modules));
  EXPECT_TRUE(platform.find_role("chosen")->permissions.none());
  EXPECT_EQ(platform.transfer.former_owner_role, "all");
  EXPECT_EQ(platform.arrangement.at("users_page.place"), "profile_menu");
  EXPECT_EQ(platform.arrangement.at("invite.place"), "page_bottom");
}

TEST(CreatorPolicy, ReservesTheAdministratorsToTheOwner) {
  const auto& creator = *shipped().find("creator");
  EXPECT_THAT(shipped().modules.names(creator.reserved_to_owner),
              ElementsAre("members:invite", "members:manage", "members:remove"));
  EXPECT_THAT(creator.transfer.to_roles, ElementsAre("administrator"));
  EXPECT_EQ(creator.invitation_lifetime, std::chrono::days{30});
  EXPECT_EQ(creator.arrangement.at("users_page.place"), "settings");
}

TEST(PortalPolicy, NeverGivesAUserPricingPaymentsAndUserManagement) {
  const auto& modules = shipped().modules;
  const auto& portal = *shipped().find("portal");
  const auto& user = *portal.find_role("user");
  for (const auto& permission : modules.permissions()) {
    if (permission.module != "pricing" && permission.module != "payments" && permission.module != "members") continue;
    const auto one = modules.only(permission.name);
    EXPECT_TRUE(is_subset(one, user.never)) << permission.name;
    EXPECT_FALSE(is_subset(one, user.pickable)) << permission.name;
    EXPECT_TRUE(is_subset(one, portal.custom_roles.never)) << permission.name;
  }
  EXPECT_TRUE(portal.find_role("admin")->all);
  EXPECT_EQ(portal.default_role, "user");
}

TEST(PortalPolicy, HasSubAccountsAndRefusesDisposableAddresses) {
  for (const auto& [id, policy] : shipped().policies) {
    EXPECT_EQ(policy.sub_accounts, id == "portal") << id;
    EXPECT_EQ(policy.invitations_refuse_disposable, id == "portal") << id;
  }
  EXPECT_EQ(shipped().find("portal")->invitation_lifetime, std::chrono::days{7});
  EXPECT_EQ(shipped().find("portal")->arrangement.at("users_page.people"), "tabs");
}

TEST(MasterPolicy, LeavesTheFormerMasterUserEverythingThatCanBePicked) {
  const auto& master = *shipped().find("master");
  EXPECT_EQ(master.transfer.former_owner_role, "user");
  EXPECT_TRUE(master.transfer.former_owner_keeps_snapshot);
  EXPECT_EQ(master.find_role("user")->pickable, master.grantable(shipped().modules));
}

TEST(PoliciesPage, ExplainsEveryKeyAndPermission) {
  const auto page = text_of_file("docs/policies.md");
  for (const auto& known : text_keys) EXPECT_THAT(page, HasSubstr(fmt::format("`{}`", known.key)));
  for (const auto& known : arrangement_keys) EXPECT_THAT(page, HasSubstr(fmt::format("`{}`", known.key)));
  for (const auto& permission : own_permissions) EXPECT_THAT(page, HasSubstr(fmt::format("`{}`", permission.name)));
}

}  // namespace
}  // namespace roster::policy
