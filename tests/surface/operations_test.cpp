// Every operation of the contract refuses what it must: generated from api/dist/openapi.json, so that a new operation is
// tried without anybody thinking of it.

#include <gtest/gtest.h>

#include <algorithm>

#include "surface/scene.h"

namespace roster::testing {
namespace {

/// More than the route takes: invitations and evaluations come by the thousand.
std::size_t too_many_bytes(const Operation& operation) {
  if (operation.id == "invite") return 2u * 1024 * 1024 + 1;
  return operation.id == "evaluate_many" ? 1024u * 1024 + 1 : 256u * 1024 + 1;
}

struct Surface : ::testing::Test {
  Scene scene;
  const Contract& contract = Contract::get();

  /// Every operation, in the contract's order, told in the trace of what fails.
  void each(const std::function<void(const Operation&)>& act, const std::function<bool(const Operation&)>& which = {}) const {
    int tried = 0;
    for (const auto& operation : contract.operations()) {
      if (which && !which(operation)) continue;
      SCOPED_TRACE(operation.id);
      act(operation);
      ++tried;
    }
    EXPECT_GT(tried, 0) << "nothing was tried";
  }
  Client& owner() { return scene.a.owner.client; }
  Client service_or_owner(const Operation& operation) {
    return operation.takes_session || operation.is_public ? owner().with_token(owner().token)
                                                          : scene.world.service().with_token(scene.world.service().token);
  }
  [[nodiscard]] std::string path(const Operation& operation) const { return scene.path_of(operation, scene.a); }
  [[nodiscard]] json::value body(const Operation& operation) const {
    return scene.body_of(operation, scene.a).value_or(json::object{});
  }
  static Reply send(Client& client, const Operation& operation, const std::string& path, const json::value& body) {
    return client.send(operation.method, path, json::serialize(body), {});
  }
  static bool takes_strict_body(const Operation& operation) { return operation.body != nullptr && !operation.is_authzen(); }
};

void expect_unauthenticated(const Reply& reply) {
  EXPECT_EQ(reply.status, 401) << reply.body;
  EXPECT_EQ(reply.code(), "unauthenticated");
  EXPECT_FALSE(reply.header("www-authenticate").empty());
}

TEST_F(Surface, WithoutACredentialOnlyWhatIsDocumentedAsPublicAnswers) {
  auto nobody = scene.world.server.client();
  each([&](const Operation& operation) {
    const auto reply = scene.ask(nobody, operation, scene.a);
    if (operation.is_public)
      EXPECT_NE(reply.code(), "unauthenticated") << reply.body;
    else
      expect_unauthenticated(reply);
  });
}

TEST_F(Surface, ADeadCredentialIsAsNone) {
  auto signed_out = scene.world.sign_in(scene.a.owner);
  ASSERT_EQ(signed_out.del("/v1/session").status, 204);
  auto shut = scene.world.server.operator_client().post("/v1/keys", {{"name", "shut"}});
  ASSERT_EQ(scene.world.server.operator_client().del("/v1/keys/" + shut.text("/id")).status, 204);
  auto nobody = scene.world.server.client();
  const auto truncated = owner().token.substr(0, owner().token.size() - 1);
  std::string upper = owner().token;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  each([&](const Operation& operation) {
    const auto with_none = scene.ask(nobody, operation, scene.a);
    for (const auto& dead :
         {signed_out.token, shut.text("/token"), truncated, upper, owner().token + "=", std::string{"ses_x"}, std::string{"Ω"}}) {
      SCOPED_TRACE(dead);
      auto by_bearer = nobody.with_token(dead);
      const auto reply = scene.ask(by_bearer, operation, scene.a);
      auto by_cookie = nobody.with_cookie("roster=" + dead);
      const auto by_cookie_reply = scene.ask(by_cookie, operation, scene.a);
      if (operation.is_public) {
        if (operation.id == "sign_in") continue;  // throttled by now
        EXPECT_EQ(reply.status, with_none.status);
        EXPECT_EQ(by_cookie_reply.status, with_none.status);
        continue;
      }
      expect_same_answer(reply, with_none);
      expect_same_answer(by_cookie_reply, with_none);
    }
  });
}

TEST_F(Surface, OtherSchemesAndBrokenCredentialsAreNoCredential) {
  auto nobody = scene.world.server.client();
  for (const auto* value : {"Basic YW5uYTphbm5h", "Bearer", "Bearer ", "bearer", "Digest x", "ses_", "Bearer a b", "Bearer\t"}) {
    SCOPED_TRACE(value);
    const auto reply = nobody.get("/v1/me", {{"Authorization", value}});
    EXPECT_TRUE(reply.status == 401 || reply.status == 400) << reply.body;
  }
  EXPECT_EQ(
      nobody.get("/v1/me", {{"Authorization", "Bearer " + owner().token}, {"Authorization", "Bearer " + owner().token}}).status,
      400);
  EXPECT_EQ(nobody.get("/v1/me", {{"Authorization", "Bearer " + owner().token}, {"Cookie", "roster=" + owner().token}}).code(),
            "malformed_request");
  EXPECT_EQ(nobody.get("/v1/me", {{"Cookie", "roster=" + owner().token + "; roster=" + scene.b.owner.client.token}}).status, 401);
  EXPECT_EQ(nobody.get("/v1/me?token=" + owner().token).status, 401);
  EXPECT_EQ(nobody.get("/v1/me?access_token=" + owner().token).status, 401);
}

TEST_F(Surface, AnAccountIsNotThereForWhoIsNotInIt) {
  const auto before = scene.state_of(scene.b);
  each(
      [&](const Operation& operation) {
        for (auto* outsider : {&owner(), &scene.stranger.client}) {
          const auto there = scene.ask(*outsider, operation, scene.b);
          EXPECT_EQ(there.status, 404) << there.body;
          // Nor does the answer tell that there is such an account.
          auto nowhere = scene.path_of(operation, scene.b);
          nowhere.replace(nowhere.find(scene.b.account), scene.b.account.size(), unknown_id("acc"));
          const auto body = scene.body_of(operation, scene.b);
          expect_same_answer(
              there, outsider->send(operation.method, nowhere, body ? std::optional{json::serialize(*body)} : std::nullopt, {}));
        }
      },
      &Operation::is_in_account);
  EXPECT_EQ(scene.state_of(scene.b), before);
}

TEST_F(Surface, IdsOfAnotherAccountInThePathNameNothing) {
  const auto before = scene.state_of(scene.b);
  each(
      [&](const Operation& operation) {
        for (const auto* name : {"usr", "inv", "rol", "sub", "con", "ses"}) {
          if (!operation.has(name, "path")) continue;
          auto foreign = scene.path_of(operation, scene.a);
          foreign.replace(foreign.find(scene.a.id_of(name)), scene.a.id_of(name).size(), scene.b.id_of(name));
          auto unknown = scene.path_of(operation, scene.a);
          unknown.replace(unknown.find(scene.a.id_of(name)), scene.a.id_of(name).size(), unknown_id(name));
          const auto body = scene.body_of(operation, scene.a);
          const auto text = body ? std::optional{json::serialize(*body)} : std::nullopt;
          const auto reply = owner().send(operation.method, foreign, text, {});
          EXPECT_EQ(reply.status, 404) << reply.body;
          expect_same_answer(reply, owner().send(operation.method, unknown, text, {}));
        }
      },
      [](const Operation& operation) { return operation.path.find('{') != std::string::npos; });
  EXPECT_EQ(scene.state_of(scene.b), before);
}

TEST_F(Surface, IdsOfAnotherAccountInTheQueryFindNothing) {
  const auto before = scene.state_of(scene.b);
  const auto mine = "/v1/accounts/" + scene.a.account;
  const auto is_empty = [&](const Reply& reply) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.at("/data"), json::value(json::array{})) << reply.body;
  };
  is_empty(owner().get(mine + "/sign-ins?user=" + scene.b.member.id));
  is_empty(owner().get(mine + "/events?actor=" + scene.b.owner.id));
  is_empty(owner().get(mine + "/events?target=" + scene.b.invitation));
  is_empty(owner().get(mine + "/members?role=" + scene.b.role));
  is_empty(owner().get(mine + "/members?q=Ben"));
  is_empty(owner().get(mine + "/invitations?role=" + scene.b.role));
  is_empty(owner().get(mine + "/invitations?q=" + scene.b.invited_email));
  const auto replaced = owner().del(mine + "/roles/" + scene.a.role + "?replace_with=" + scene.b.role);
  EXPECT_EQ(replaced.status, 422) << replaced.body;
  EXPECT_TRUE(names_field(replaced, "replace_with", "role_unknown")) << replaced.body;

  const auto check = "/v1/check?permission=products:read&account=";
  const auto there = owner().get(check + scene.b.account);
  EXPECT_EQ(there.at("/allowed"), json::value(false)) << there.body;
  EXPECT_EQ(there.at("/revision"), json::value(0)) << there.body;
  expect_same_answer(there, owner().get(check + unknown_id("acc")));
  expect_same_answer(owner().get(check + scene.b.account + "&explain=true"),
                     owner().get(check + unknown_id("acc") + "&explain=true"));
  expect_same_answer(owner().get(check + scene.b.account + "&at_least=1"),
                     owner().get(check + unknown_id("acc") + "&at_least=1"));
  const auto foreign_sub = owner().get(check + scene.a.account + "&sub_account=" + scene.b.sub_account);
  EXPECT_EQ(foreign_sub.at("/allowed"), json::value(false)) << foreign_sub.body;
  EXPECT_EQ(owner().get(check + scene.a.account + "&user=" + scene.b.owner.id).code(), "service_key_required");
  EXPECT_EQ(owner().get("/forward-auth?account=" + scene.b.account + "&permission=products:read").status, 403);

  auto& service = scene.world.service();
  const auto crossed = service.get(check + scene.a.account + "&user=" + scene.b.owner.id);
  EXPECT_EQ(crossed.at("/allowed"), json::value(false)) << crossed.body;
  const auto crossed_sub =
      service.get(check + scene.a.account + "&user=" + scene.a.owner.id + "&sub_account=" + scene.b.sub_account);
  EXPECT_EQ(crossed_sub.at("/allowed"), json::value(false)) << crossed_sub.body;
  EXPECT_EQ(scene.state_of(scene.b), before);
}

TEST_F(Surface, IdsOfAnotherAccountInTheBodyNameNothing) {
  const auto before = scene.state_of(scene.b);
  const auto before_own = scene.state_of(scene.a);
  const auto mine = "/v1/accounts/" + scene.a.account;
  const auto refused = [&](const Reply& reply, const std::string& pointer, const std::string& code) {
    EXPECT_EQ(reply.status, 422) << reply.body;
    EXPECT_TRUE(names_field(reply, pointer, code)) << reply.body;
  };
  const json::array invitees{json::object{{"email", "someone@team.test"}}};
  refused(owner().post(mine + "/invitations", {{"invitees", invitees}, {"role", scene.b.role}}), "/role", "role_unknown");
  refused(owner().post(mine + "/invitations", {{"invitees", invitees}, {"sub_accounts", json::array{scene.b.sub_account}}}),
          "/sub_accounts/0", "sub_account_unknown");
  refused(owner().patch(mine + "/invitations/" + scene.a.invitation, {{"role", scene.b.role}}), "/role", "role_unknown");
  refused(owner().patch(mine + "/invitations/" + scene.a.invitation,
                        {{"sub_accounts", json::array{scene.a.sub_account, scene.b.sub_account}}}),
          "/sub_accounts/1", "sub_account_unknown");
  refused(owner().patch(scene.a.member.me_path(scene.a.account), {{"role", scene.b.role}}), "/role", "role_unknown");
  refused(owner().patch(scene.a.member.me_path(scene.a.account), {{"sub_accounts", json::array{scene.b.sub_account}}}),
          "/sub_accounts/0", "sub_account_unknown");
  const auto transfer = owner().post(mine + "/ownership-transfers", {{"to", scene.b.member.id}});
  EXPECT_EQ(transfer.status, 404) << transfer.body;
  expect_same_answer(transfer, owner().post(mine + "/ownership-transfers", {{"to", unknown_id("usr")}}));
  EXPECT_EQ(owner().post("/v1/accounts", {{"name", "Mine"}, {"policy", "portal"}, {"owner", scene.b.owner.id}}).code(),
            "service_key_required");

  for (const auto* action : {"deactivate", "reactivate", "remove", "resend", "cancel"}) {
    const bool of_invitations = std::string_view{action} == "resend" || std::string_view{action} == "cancel";
    const auto& theirs = of_invitations ? scene.b.invitation : scene.b.member.id;
    const auto reply =
        owner().post(mine + "/members/bulk",
                     {{"action", action}, {"ids", json::array{theirs, scene.b.account, "nothing", unknown_id("usr")}}});
    EXPECT_EQ(reply.status, 200) << reply.body;
    for (const auto* row : {"/results/0/outcome", "/results/1/outcome", "/results/2/outcome", "/results/3/outcome"})
      EXPECT_EQ(reply.text(row), "not_found") << action << reply.body;
  }

  for (const auto& [subject, resource] :
       {std::pair{scene.a.owner.id, scene.b.account}, std::pair{scene.b.owner.id, scene.a.account}}) {
    const auto reply =
        scene.world.service().post("/access/v1/evaluation", {{"subject", {{"type", "user"}, {"id", subject}}},
                                                             {"action", {{"name", "products:read"}}},
                                                             {"resource", {{"type", "account"}, {"id", resource}}}});
    EXPECT_EQ(reply.at("/decision"), json::value(false)) << reply.body;
  }
  EXPECT_EQ(scene.state_of(scene.b), before);
  EXPECT_EQ(scene.state_of(scene.a), before_own);
}

TEST_F(Surface, ADeactivatedMemberIsToldSoAndServedNothing) {
  each(
      [&](const Operation& operation) {
        const auto reply = scene.ask(scene.a.deactivated.client, operation, scene.a);
        EXPECT_EQ(reply.status, 403) << reply.body;
        EXPECT_EQ(reply.code(), "membership_deactivated");
      },
      &Operation::is_in_account);
}

TEST_F(Surface, AnOrdinaryMemberOfThePortalActsOnNothingButTheOwnMembership) {
  // products:read is all that this member holds, which is none of Roster's own.
  auto ordinary = scene.world.member(scene.a.account, scene.a.owner, "Ordinary",
                                     {{"role", "user"}, {"permissions", json::array{"products:read"}}});
  const std::set<std::string> for_every_member{"read_account", "list_permissions"};
  const auto before = scene.state_of(scene.a);
  each(
      [&](const Operation& operation) {
        const auto reply = scene.ask(ordinary.client, operation, scene.a);
        EXPECT_EQ(reply.status, for_every_member.contains(operation.id) ? 200 : 403) << reply.body;
        EXPECT_TRUE(reply.status == 200 || reply.code() == "forbidden" || reply.code() == "service_key_required") << reply.body;
      },
      [](const Operation& operation) { return operation.is_in_account() && operation.id != "leave_account"; });
  EXPECT_EQ(scene.state_of(scene.a), before);
  EXPECT_EQ(ordinary.client.post("/v1/accounts/" + scene.a.account + "/leave").status, 204);
}

TEST_F(Surface, AServiceKeyIsTakenWhereTheContractSaysSoAndNowhereElse) {
  const auto before = scene.state_of(scene.a);
  each(
      [&](const Operation& operation) {
        const auto reply = scene.ask(scene.world.service(), operation, scene.a);
        EXPECT_EQ(reply.status, 403) << reply.body;
        EXPECT_EQ(reply.code(), "session_required");
      },
      [](const Operation& operation) {
        return !operation.is_public && !operation.takes_service && !operation.is_forward_auth();
      });
  EXPECT_EQ(scene.state_of(scene.a), before);
  each(
      [&](const Operation& operation) {
        const auto reply = scene.ask(scene.world.service(), operation, scene.a);
        EXPECT_NE(reply.code(), "session_required") << reply.body;
        EXPECT_LT(reply.status, 500) << reply.body;
      },
      [](const Operation& operation) { return operation.takes_service; });
}

TEST_F(Surface, AnUnknownFieldIsRefusedByName) {
  const auto before = scene.state_of(scene.a);
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        for (const std::string field : {"surprise", "a/b~c", ""}) {
          auto wrong = body(operation);
          wrong.as_object()[field] = "x";
          const auto reply = send(client, operation, path(operation), wrong);
          EXPECT_EQ(reply.status, 422) << reply.body;
          EXPECT_EQ(reply.code(), "validation_failed");
          const auto pointer = field == "a/b~c" ? std::string{"/a~1b~0c"} : "/" + field;
          EXPECT_TRUE(names_field(reply, pointer, "unknown_field")) << field << reply.body;
        }
      },
      takes_strict_body);
  EXPECT_EQ(scene.state_of(scene.a), before);
}

TEST_F(Surface, WhatOnlyTheServerDecidesCannotBeAssigned) {
  constexpr std::array<std::string_view, 31> names{
      "is_owner",  "account_id", "acct_id",   "email_verified", "verified",       "status",           "version", "id",
      "owner_id",  "user_id",    "user",      "created_at",     "joined_at",      "expires_at",       "sent_at", "invited_by",
      "seat_free", "title_text", "picked",    "delivery",       "token_digest",   "password_hash",    "admin",   "is_admin",
      "superuser", "scope",      "__proto__", "constructor",    "last_active_at", "authenticated_at", "revision"};
  const auto before = scene.state_of(scene.a);
  const auto me = scene.a.owner.client.get("/v1/me").body;
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        std::set<std::string> own;
        for (const auto& [name, schema] : contract.properties(*operation.body)) own.insert(name);
        for (const auto name : names) {
          if (own.contains(std::string{name})) continue;
          auto wrong = body(operation);
          wrong.as_object()[name] = true;
          const auto reply = send(client, operation, path(operation), wrong);
          EXPECT_EQ(reply.status, 422) << name << reply.body;
          EXPECT_TRUE(names_field(reply, "/" + std::string{name}, "unknown_field")) << name << reply.body;
        }
      },
      takes_strict_body);
  const json::array invitee{json::object{{"email", "x@team.test"}, {"is_owner", true}}};
  const auto invited = owner().post("/v1/accounts/" + scene.a.account + "/invitations", {{"invitees", invitee}});
  EXPECT_EQ(invited.status, 422);
  EXPECT_TRUE(names_field(invited, "/invitees/0/is_owner", "unknown_field")) << invited.body;
  const json::object filter{{"status", "active"}, {"account", scene.b.account}};
  const auto bulk =
      owner().post("/v1/accounts/" + scene.a.account + "/members/bulk", {{"action", "deactivate"}, {"filter", filter}});
  EXPECT_EQ(bulk.status, 422);
  EXPECT_TRUE(names_field(bulk, "/filter/account", "unknown_field")) << bulk.body;
  EXPECT_EQ(scene.state_of(scene.a), before);
  EXPECT_EQ(scene.a.owner.client.get("/v1/me").body, me);
}

TEST_F(Surface, EachFieldOfEachBodyRefusesWrongTypesByName) {
  const auto before = scene.state_of(scene.a);
  const auto try_fields = [&](const Operation& operation, Client& client, const json::object& schema, const std::string& within,
                              const std::function<json::value(const std::string&, json::value)>& make) {
    for (const auto& [name, property] : contract.properties(schema))
      for (const auto& value : contract.values_of_wrong_type(*property)) {
        const auto reply = send(client, operation, path(operation), make(name, value));
        const auto what = name + " = " + json::serialize(value) + " " + reply.body;
        EXPECT_EQ(reply.status, 422) << what;
        const auto* errors = reply.at("/errors").if_array();
        const auto pointer = within + "/" + name;
        EXPECT_TRUE(errors != nullptr &&
                    std::any_of(errors->begin(), errors->end(),
                                [&](const json::value& error) {
                                  return std::string_view{error.at("pointer").get_string()}.starts_with(pointer) &&
                                         error.at("code") == json::value("wrong_type");
                                }))
            << what;
      }
  };
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        try_fields(operation, client, *operation.body, "", [&](const std::string& name, json::value value) {
          auto wrong = body(operation);
          if (name == "filter") wrong.as_object().erase("ids");  // one or the other
          wrong.as_object()[name] = std::move(value);
          return wrong;
        });
      },
      takes_strict_body);
  const auto& invite = contract.operation("invite");
  try_fields(invite, owner(), contract.resolve(contract.properties(*invite.body)[0].second->at("items")).get_object(),
             "/invitees/0", [&](const std::string& name, json::value value) {
               json::object row{{"email", "x@team.test"}};
               row[name] = std::move(value);
               return json::object{{"invitees", json::array{row}}};
             });
  EXPECT_EQ(scene.state_of(scene.a), before);
}

TEST_F(Surface, ABodyThatIsNoObjectOrIsNotThereIsRefused) {
  const auto before = scene.state_of(scene.a);
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        for (const std::string text : {"[]", "\"text\"", "7", "true", "null", "[{}]"}) {
          const auto reply = client.send(operation.method, path(operation), text, {});
          EXPECT_EQ(reply.status, 422) << text << reply.body;
        }
        if (!operation.body_required) return;
        const auto none = client.send(operation.method, path(operation), std::nullopt, {});
        EXPECT_TRUE(none.status == 422 || none.status == 400) << none.body;
      },
      takes_strict_body);
  EXPECT_EQ(scene.state_of(scene.a), before);
}

TEST_F(Surface, WhatMustBeThereIsAskedForByName) {
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        const auto* required = operation.body->if_contains("required");
        if (required == nullptr) return;
        for (const auto& name : required->get_array()) {
          auto wrong = body(operation);
          wrong.as_object().erase(name.get_string());
          const auto reply = send(client, operation, path(operation), wrong);
          EXPECT_EQ(reply.status, 422) << name << reply.body;
          EXPECT_TRUE(names_field(reply, "/" + std::string{name.get_string()}, "missing_field")) << name << reply.body;
        }
      },
      takes_strict_body);
}

TEST_F(Surface, TextsThatAreTooLongAreRefusedByName) {
  const auto before = scene.state_of(scene.a);
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        for (const auto& [name, schema] : contract.properties(*operation.body)) {
          if (contract.types_of(*schema) != std::set<std::string>{"string"} || schema->get_object().contains("enum")) continue;
          if (!schema->get_object().contains("maxLength") && !schema->get_object().contains("pattern")) continue;
          auto wrong = body(operation);
          wrong.as_object()[name] = std::string(60'000, 'a');
          const auto reply = send(client, operation, path(operation), wrong);
          EXPECT_EQ(reply.status, 422) << name << reply.body;
          const auto pointer = "/" + name;
          EXPECT_TRUE(names_field(reply, pointer)) << name << reply.body;
        }
      },
      takes_strict_body);
  EXPECT_EQ(scene.state_of(scene.a), before);
}

TEST_F(Surface, AnUnknownQueryParameterIsRefusedByName) {
  const auto before = scene.state_of(scene.a);
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        const auto there = path(operation);
        for (const std::string name : {"surprise", "dryrun", "account_id"}) {
          if (operation.has(name, "query")) continue;
          const auto body = scene.body_of(operation, scene.a);
          const auto reply =
              client.send(operation.method, there + (there.find('?') == std::string::npos ? "?" : "&") + name + "=true",
                          body ? std::optional{json::serialize(*body)} : std::nullopt, {});
          EXPECT_EQ(reply.status, 422) << name << reply.body;
          EXPECT_TRUE(names_field(reply, name, "unknown_field")) << name << reply.body;
        }
      },
      // What the server says of itself, links and what follows AuthZEN or a proxy's configuration have no such rule.
      [](const Operation& operation) { return operation.codes.contains("unknown_field"); });
  EXPECT_EQ(scene.state_of(scene.a), before);
}

TEST_F(Surface, AQueryParameterIsGivenOnceAndHasAValueThatItMayHave) {
  const std::map<std::string, std::vector<std::string>> wrong_values{
      {"limit", {"0", "-1", "201", "1e1", "x", "", "99999999999999999999", "5.0", "+5", "%205"}},
      {"cursor", {"x", "!!!!", "AAAA", "_____w", "Y3Vyc29yAA", "%00", "%F0%9F%98%80", std::string(513, 'A')}},
      {"status", {"x", "ACTIVE", "", "active,deactivated"}},
      {"sort", {"x", "id;--", "password_hash", "name%20desc"}},
      {"dry_run", {"1", "yes", "TRUE", ""}},
      {"explain", {"1", "yes"}},
      {"at_least", {"-1", "x", "1.5", "99999999999999999999"}},
      {"since", {"x", "yesterday", "2026-13-01T00:00:00Z", "2026-01-01"}},
      {"until", {"x", "0", "2026-01-01T25:00:00Z"}},
  };
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        const auto body = scene.body_of(operation, scene.a);
        const auto text = body ? std::optional{json::serialize(*body)} : std::nullopt;
        for (const auto& parameter : operation.parameters) {
          if (parameter.in != "query") continue;
          const auto there =
              path(operation) + (path(operation).find('?') == std::string::npos ? "?" : "&") + parameter.name + "=";
          const auto twice = client.send(operation.method, there + "5&" + parameter.name + "=5", text, {});
          EXPECT_EQ(twice.status, 422) << parameter.name << twice.body;
          const auto at = wrong_values.find(parameter.name);
          if (at == wrong_values.end()) continue;
          for (const auto& value : at->second) {
            const auto reply = client.send(operation.method, there + value, text, {});
            EXPECT_TRUE(reply.status == 422 || (reply.status == 400 && value == "%00"))
                << parameter.name << "=" << value << " " << reply.body;
            EXPECT_TRUE(reply.status != 422 || names_field(reply, parameter.name))
                << parameter.name << "=" << value << reply.body;
          }
        }
      },
      [](const Operation& operation) {
        return operation.codes.contains("unknown_field") && std::any_of(operation.parameters.begin(), operation.parameters.end(),
                                                                        [](const Parameter& p) { return p.in == "query"; });
      });
}

TEST_F(Surface, ABodyThatIsTooLargeIs413) {
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        const auto reply =
            client.send(operation.method, path(operation), "\"" + std::string(too_many_bytes(operation) - 2, 'a') + "\"", {});
        EXPECT_EQ(reply.status, 413) << reply.body;
        EXPECT_EQ(reply.code(), "body_too_large");
      },
      [](const Operation& operation) { return operation.is_unsafe() && !operation.is_forward_auth(); });
}

TEST_F(Surface, ABodyThatIsNotOneJsonDocumentIs400) {
  const auto before = scene.state_of(scene.a);
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        const auto good = json::serialize(body(operation));
        const std::string doubled =
            good == "{}" ? R"({"name":"a","name":"a"})" : good.substr(0, good.size() - 1) + "," + good.substr(1);
        const auto twice = client.send(operation.method, path(operation), doubled, {});
        EXPECT_EQ(twice.status, 400) << twice.body;
        EXPECT_TRUE(operation.is_authzen() || twice.code() == "duplicate_key") << doubled << twice.body;
        for (const auto& text : {good.substr(0, good.size() - 1), good + "x", good + good, "\xEF\xBB\xBF" + good,
                                 std::string{"{'a':1}"}, std::string{"{,}"}, std::string{"{\"a\":\"\xFF\"}"},
                                 std::string{"{\"a\":\"\\u0000\"}"}, std::string{"{\"a\":1} // note"}}) {
          const auto reply = client.send(operation.method, path(operation), text, {});
          EXPECT_EQ(reply.status, 400) << text << reply.body;
          EXPECT_TRUE(operation.is_authzen() || reply.code() == "malformed_json") << text << reply.body;
        }
      },
      [](const Operation& operation) { return operation.body != nullptr; });
  EXPECT_EQ(scene.state_of(scene.a), before);
}

TEST_F(Surface, ABodyOfAnotherMediaTypeIs415) {
  const auto before = scene.state_of(scene.a);
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        const auto good = json::serialize(body(operation));
        for (const auto* type :
             {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml",
              "text/json", "application/json; charset=iso-8859-1", "application/jsonx", "*/*", ""}) {
          const auto reply = client.send(operation.method, path(operation), good, {{"Content-Type", type}});
          EXPECT_EQ(reply.status, 415) << type << reply.body;
        }
      },
      [](const Operation& operation) { return operation.body != nullptr; });
  EXPECT_EQ(scene.state_of(scene.a), before);
}

TEST_F(Surface, ACookieActsOnlyFromThisServersOwnPages) {
  const auto before = scene.state_of(scene.a);
  auto by_cookie = scene.world.server.client().with_cookie("roster=" + owner().token);
  each(
      [&](const Operation& operation) {
        const auto body = scene.body_of(operation, scene.a);
        const auto text = body ? std::optional{json::serialize(*body)} : std::nullopt;
        const std::vector<Client::HeaderList> foreign{
            {{"Origin", ""}},  // curl sends none then
            {{"Origin", "https://evil.test"}},
            {{"Origin", "null"}},
            {{"Origin", scene.world.server.url() + ".evil.test"}},
            {{"Origin", "http://127.0.0.1"}},
            {{"Origin", ""}, {"Sec-Fetch-Site", "cross-site"}},
            {{"Origin", ""}, {"Sec-Fetch-Site", "same-site"}},
            {{"Origin", ""}, {"Sec-Fetch-Site", "none"}},
            {{"Origin", "https://evil.test"}, {"Sec-Fetch-Site", "same-origin"}},
            {{"Origin", ""}, {"Referer", scene.world.server.url() + "/"}},
        };
        for (const auto& headers : foreign) {
          const auto reply = by_cookie.send(operation.method, path(operation), text, headers);
          EXPECT_EQ(reply.status, 403) << headers.front().second << headers.back().second << reply.body;
          EXPECT_EQ(reply.code(), "csrf_refused") << reply.body;
        }
        if (!body) return;
        // The same by a form, which needs no leave of a browser.
        for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
          const auto reply =
              by_cookie.send(operation.method, path(operation), text, {{"Content-Type", type}, {"Origin", "https://evil.test"}});
          EXPECT_TRUE(reply.status == 403 || reply.status == 415) << type << reply.body;
        }
      },
      [](const Operation& operation) {
        return operation.is_unsafe() && operation.takes_session && !operation.is_forward_auth();
      });
  EXPECT_EQ(scene.state_of(scene.a), before);
  EXPECT_EQ(by_cookie.send("POST", "/v1/invitations/lookup", R"({"token":"x"})", {{"Origin", "https://evil.test"}}).code(),
            "csrf_refused");
  EXPECT_EQ(by_cookie.send("PATCH", "/v1/me", R"({"name":"Anna"})", {{"Origin", ""}, {"Sec-Fetch-Site", "same-origin"}}).status,
            200);
  EXPECT_EQ(by_cookie.patch("/v1/me", {{"name", "Anna"}}).status, 200) << "from its own origin it acts";
}

TEST_F(Surface, AMethodThatAPathDoesNotHaveIs405AndAllowTellsThose) {
  std::set<std::string> seen;
  each([&](const Operation& operation) {
    if (!seen.insert(operation.path).second || operation.is_forward_auth()) return;
    auto there = operation.path;
    const auto methods = contract.methods_of(operation.path);
    for (const std::string method : {"GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "get"}) {
      if (methods.contains(method) || (method == "HEAD" && methods.contains("GET"))) continue;
      const auto reply = owner().send(method, path(operation), std::nullopt, {});
      EXPECT_EQ(reply.status, 405) << method << " " << there << reply.body;
      for (const auto& known : methods)
        EXPECT_NE(reply.header("allow").find(known), std::string::npos) << method << " " << there << reply.header("allow");
      EXPECT_EQ(reply.header("allow").find(method == "get" ? "get" : method), std::string::npos) << reply.header("allow");
    }
  });
  EXPECT_EQ(
      owner()
          .send("OPTIONS", "/v1/me", std::nullopt, {{"Origin", "https://evil.test"}, {"Access-Control-Request-Method", "GET"}})
          .header("access-control-allow-origin"),
      "");
}

TEST_F(Surface, HeadIsGetWithoutTheBody) {
  each(
      [&](const Operation& operation) {
        auto client = service_or_owner(operation);
        const auto got = client.send("GET", path(operation), std::nullopt, {});
        const auto head = client.send("HEAD", path(operation), std::nullopt, {});
        EXPECT_EQ(head.status, got.status) << got.body;
        EXPECT_TRUE(head.body.empty());
        EXPECT_EQ(head.header("content-type"), got.header("content-type"));
        for (const auto& [name, value] : got.headers) EXPECT_TRUE(head.headers.contains(name)) << name << ": " << value;
      },
      [](const Operation& operation) { return operation.method == "GET"; });
}

TEST_F(Surface, EveryResponseHasTheHeadersOfTheHouse) {
  auto nobody = scene.world.server.client();
  each([&](const Operation& operation) {
    expect_hygiene(scene.ask(nobody, operation, scene.a));
    expect_hygiene(scene.ask(scene.stranger.client, operation, scene.a));
    expect_hygiene(nobody.send(operation.method, path(operation), "{", {}));
    expect_hygiene(nobody.send("BREW", path(operation), std::nullopt, {}));
    if (operation.method != "GET") return;
    const auto own = scene.ask(owner(), operation, scene.a);
    expect_hygiene(own);
    EXPECT_TRUE(operation.is_public || own.header("cache-control") == "no-store") << own.header("cache-control");
  });
  for (const auto* there : {"/nothing", "/v1", "/v1/", "/v1/nothing", "/v1/me/", "//v1/me", "/v1//me", "/v1/me/../me", "/V1/me",
                            "/.env", "/robots.txt", "/v1/accounts/x", "/v1/accounts/%00", "/v1/accounts/%2e%2e",
                            "/v1/accounts/acc_%2F", "/invitations/", "/invitations/a/b", "/%"}) {
    SCOPED_TRACE(there);
    const auto reply = nobody.get(there);
    expect_hygiene(reply);
    EXPECT_GE(reply.status, 400) << there;
    EXPECT_LT(reply.status, 500) << there;
  }
}

}  // namespace
}  // namespace roster::testing
