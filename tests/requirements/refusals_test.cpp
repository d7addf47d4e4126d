// A7 under each of the five policies: each error says what happened, in words and as a stable code, and what to do; in the
// caller's language; and nothing is changed, sent or lost.

#include "requirements/every_policy.h"

namespace roster::testing {
namespace {

struct Refusals : EveryPolicy {
  Person ana = powerful("Ana");
  Person ola = ordinary("Ola");
  Person stranger = world.person("Stranger");
  Person ben = world.person("Ben");
  std::string pending = invitation_id(world.invite(account, owner, ben.email));
  std::string token = world.invitation_token(ben.email);

  /// A request that is refused, by whom, and how.
  struct Refused {
    Client* by;
    std::string method, where;
    std::optional<std::string> body;
    int status;
    std::string code;  ///< "validation_failed /field code" where a field is at fault
    Client::HeaderList headers{};
  };
  static std::optional<std::string> body(const json::value& value) { return json::serialize(value); }

  /// All that the account holds, as the owner sees it, without what looking at it changes.
  std::string everything() {
    json::array all;
    for (const auto* part : {"", "/members", "/invitations", "/roles", "/contacts", "/seats"})
      all.push_back(owner.client.get(path(part)).json);
    for (auto& row : all.at(1).at("data").as_array()) row.as_object().erase("last_active_at");
    // Letters go out meanwhile.
    for (auto& row : all.at(2).at("data").as_array()) row.as_object().erase("delivery");
    for (const auto& event : events()) all.push_back(event.at("hash"));
    all.push_back(json::value(world.mailbox.all().size()));
    return json::serialize(all);
  }
  /// Whoever asks, and has a language of their own, has this one.
  static void speak(const std::vector<Refused>& list, const std::string& locale) {
    for (const auto& refused : list) refused.by->patch("/v1/me", {{"locale", locale}});
  }
  Reply ask(const Refused& refused, const std::string& locale) {
    auto headers = refused.headers;
    headers.emplace_back("Accept-Language", locale);
    return refused.by->send(refused.method, refused.where, refused.body, headers);
  }
  /// Each is refused in words, in three languages, with one code; and leaves everything as it was.
  void expect_told(const std::vector<Refused>& list) {
    std::map<std::string, Reply> english;
    for (const auto* locale : {"en", "fr", "ko"}) {
      speak(list, locale);
      const auto before = everything();
      for (const auto& refused : list) {
        const auto name = refused.method + " " + refused.where + " " + refused.code;
        const auto reply = ask(refused, locale);
        EXPECT_EQ(reply.status, refused.status) << name << reply.body;
        EXPECT_EQ(reply.code() + (reply.field().empty() ? "" : " " + reply.field()), refused.code) << reply.body;
        EXPECT_EQ(reply.header("content-type").find("application/problem+json"), 0U) << name;
        EXPECT_EQ(reply.text("/request_id"), reply.header("request-id")) << name;
        EXPECT_NE(reply.text("/type").find("#error-" + reply.code()), std::string::npos) << reply.body;
        const auto& first = english.try_emplace(name, reply).first->second;
        for (const auto* words : {"/title", "/detail", "/remedy"}) {
          EXPECT_FALSE(reply.text(words).empty()) << name << words;
          EXPECT_EQ(reply.text(words) == first.text(words), std::string_view{locale} == "en")
              << name << words << " in " << locale << reply.body;
        }
        EXPECT_EQ(reply.text("/errors/0/detail") == first.text("/errors/0/detail"),
                  std::string_view{locale} == "en" || reply.field().empty())
            << name;
        EXPECT_EQ((reply.text("/detail") + reply.text("/remedy")).find('{'), std::string::npos)
            << "a gap is left: " << reply.body;
      }
      EXPECT_EQ(everything(), before) << "something was changed, in " << locale;
    }
  }
};

INSTANTIATE_TEST_SUITE_P(, Refusals, ::testing::ValuesIn(policy_cases()), name_of_policy);

TEST_P(Refusals, A7_who_may_not) {
  auto nobody = world.server.client();
  const auto self = owner.me_path(account);
  std::vector<Refused> list{
      {&nobody, "GET", path(), {}, 401, "unauthenticated"},
      {&nobody, "GET", "/v1/me", {}, 401, "unauthenticated"},
      {&nobody, "POST", "/v1/session", body({{"email", owner.email}, {"password", "wrong"}}), 401, "sign_in_failed"},
      {&stranger.client, "GET", path(), {}, 404, "not_found"},
      {&stranger.client, "DELETE", ola.me_path(account), {}, 404, "not_found"},
      {&ola.client, "POST", path("/ownership-transfers"), body({{"to", ola.id}}), 403, "forbidden"},
      {&ola.client, "DELETE", ana.me_path(account), {}, 403, "forbidden"},
      {&owner.client, "PATCH", self, body({{"permissions", json::array{}}}), 403, "cannot_change_self"},
      {&owner.client, "DELETE", self, {}, 403, "cannot_change_self"},
      {&owner.client, "POST", path("/leave"), {}, 409, "owner_must_transfer"},
      {&owner.client, "PATCH", path(), body({{"plan", "gold"}}), 403, "service_key_required"},
      {&owner.client,
       "GET",
       "/v1/check?account=" + account + "&permission=payments:read&user=" + ola.id,
       {},
       403,
       "service_key_required"},
  };
  if (others_may_invite()) list.push_back({&ana.client, "DELETE", self, {}, 403, "owner_untouchable"});
  expect_told(list);
}

TEST_P(Refusals, A7_what_is_wrong_with_a_field_is_told_of_that_field) {
  const auto invite = path("/invitations");
  const json::array one{json::object{{"email", "x@team.test"}}};
  expect_told({
      {&owner.client, "POST", invite, body({{"invitees", one}, {"rolle", "operator"}}), 422,
       "validation_failed /rolle unknown_field"},
      {&owner.client, "POST", invite, body(json::object{}), 422, "validation_failed /invitees missing_field"},
      {&owner.client, "POST", invite, body({{"invitees", "x@team.test"}}), 422, "validation_failed /invitees wrong_type"},
      {&owner.client, "POST", invite, body({{"invitees", json::array{json::object{{"email", 7}}}}}), 422,
       "validation_failed /invitees/0/email wrong_type"},
      {&owner.client, "POST", invite, body({{"invitees", one}, {"role", "king"}}), 422, "validation_failed /role role_unknown"},
      {&owner.client, "POST", invite, body({{"invitees", one}, {"locale", "tlh"}}), 422,
       "validation_failed /locale invalid_value"},
      {&owner.client, "POST", path("/roles"), body({{"title", "R"}, {"permissions", json::array{"moon:walk"}}}), 422,
       "validation_failed /permissions/0 permission_unknown"},
      {&owner.client, "PATCH", path(), body({{"name", std::string(201, 'x')}}), 422, "validation_failed /name too_long"},
      {&owner.client, "POST", path("/contacts"), body({{"name", "D"}, {"email", "no address"}, {"topics", json::array{}}}), 422,
       "validation_failed /email invalid_address"},
      {&owner.client, "POST", path("/ownership-transfers"), body({{"to", owner.id}}), 422, "validation_failed /to self_transfer"},
      {&owner.client, "DELETE", path(), body({{"confirm_name", "Orbital bakery"}}), 422,
       "validation_failed /confirm_name name_mismatch"},
      {&owner.client, "POST", "/v1/me/password", body({{"current_password", "wrong"}, {"new_password", good_password}}), 422,
       "validation_failed /current_password wrong_password"},
      {&owner.client, "GET", path("/members?limit=0"), {}, 422, "validation_failed limit invalid_value"},
      {&owner.client, "GET", path("/members?colour=red"), {}, 422, "validation_failed colour unknown_field"},
      {&world.service(), "PATCH", path(), body({{"plan", "platinum"}}), 422, "validation_failed /plan plan_unknown"},
      {&world.service(), "PATCH", path(), body({{"policy", "anarchy"}}), 422, "validation_failed /policy policy_unknown"},
      {&world.service(), "POST", "/v1/accounts",
       body({{"name", "N"}, {"policy", "stage"}, {"owner", "usr_01jd0000000000000000000000"}}), 422,
       "validation_failed /owner user_unknown"},
  });
}

TEST_P(Refusals, A7_all_faults_of_a_request_are_told_at_once) {
  const auto reply = owner.client.post(path("/contacts"), {{"name", ""}, {"email", "no address"}, {"colour", "red"}});
  std::set<std::string> told;
  for (const auto& fault : reply.at("/errors").as_array())
    told.insert(std::string{fault.at("pointer").as_string()} + " " + std::string{fault.at("code").as_string()});
  EXPECT_TRUE(told.contains("/email invalid_address") && told.contains("/topics missing_field") &&
              told.contains("/colour unknown_field"))
      << reply.body;
  EXPECT_EQ(told.size(), 4U) << "and the empty name: " << reply.body;
}

TEST_P(Refusals, A7_what_the_state_does_not_allow) {
  const auto gone = invitation_id(world.invite(account, owner, "gone@team.test"));
  static_cast<void>(world.mailbox.wait("gone@team.test"));
  EXPECT_EQ(owner.client.del(path("/invitations/" + gone)).status, 204);
  auto dea = ordinary("Dea");
  EXPECT_EQ(owner.client.post(dea.me_path(account) + "/deactivate").status, 200);
  const auto role = custom_role("Reader", {"reports:read"});
  auto rex = world.member(account, owner, "Rex", {{"role", role}});
  EXPECT_EQ(owner.client.del(path("/roles/" + role)).text("/holders/0/id"), rex.id) << "who holds it is told";
  std::vector<Refused> list{
      {&owner.client, "POST", path("/ownership-transfers"), body({{"to", dea.id}}), 409, "target_not_active"},
      {&owner.client, "POST", path("/ownership-transfers"), body({{"to", stranger.id}}), 404, "not_found"},
      {&owner.client, "DELETE", path("/invitations/" + gone), {}, 409, "invitation_not_pending"},
      {&owner.client, "POST", path("/invitations/" + gone + "/resend"), {}, 409, "invitation_not_pending"},
      {&owner.client, "DELETE", path("/roles/" + role), {}, 409, "role_in_use"},
      {&owner.client, "DELETE", ola.me_path(account) + "?plan_digest=other", {}, 409, "plan_stale"},
      {&owner.client, "DELETE", ola.me_path(account), {}, 412, "precondition_failed", {{"If-Match", "\"0\""}}},
      {&owner.client, "POST", path("/invitations/" + pending + "/link"), {}, 409, "not_offered"},
      {&dea.client, "GET", path(), {}, 403, "membership_deactivated"},
  };
  if (!has_sub_accounts())
    list.push_back({&owner.client, "POST", path("/sub-accounts"), body({{"name", "S"}}), 409, "not_offered"});
  if (GetParam().policy == "creator")
    list.push_back({&owner.client, "POST", path("/ownership-transfers"), body({{"to", rex.id}}), 409, "target_not_eligible"});
  if (GetParam().policy == "stage") {
    world.invite(account, owner, "second@team.test", {{"role", "administrator"}});
    static_cast<void>(world.mailbox.wait("second@team.test"));
    list.push_back({&owner.client, "PATCH", ola.me_path(account), body({{"role", "administrator"}}), 409, "seat_limit_reached"});
    list.push_back({&owner.client, "POST", path("/ownership-transfers"), body({{"to", ola.id}}), 409, "seat_limit_reached"});
  }
  expect_told(list);
}

TEST_P(Refusals, A7_invitations_that_cannot_be_accepted_stay_as_they_are) {
  auto nobody = world.server.client();
  expect_told({
      {&nobody, "POST", "/v1/invitations/accept", body({{"token", "no-such-token"}}), 404, "not_found"},
      {&nobody, "POST", "/v1/invitations/lookup", body({{"token", "no-such-token"}}), 404, "not_found"},
      {&nobody, "POST", "/v1/invitations/accept", body({{"token", token}}), 401, "sign_in_required"},
      {&stranger.client, "POST", "/v1/invitations/accept", body({{"token", token}}), 403, "invitation_email_mismatch"},
  });
  EXPECT_EQ(ben.client.post("/v1/invitations/accept", {{"token", token}}).status, 200) << "nothing was lost";
}

TEST_P(Refusals, A7_requests_that_cannot_be_read) {
  expect_told({
      {&owner.client, "PATCH", path(), R"({"name": "Half)", 400, "malformed_json"},
      {&owner.client, "PATCH", path(), R"({"name": "One", "name": "Two"})", 400, "duplicate_key"},
      {&owner.client,
       "PATCH",
       path(),
       "name=One",
       415,
       "unsupported_media_type",
       {{"Content-Type", "application/x-www-form-urlencoded"}}},
      {&owner.client, "PUT", path(), R"({"name": "One"})", 405, "method_not_allowed"},
      {&owner.client, "GET", "/v1/nothing-here", {}, 404, "not_found"},
  });
}

TEST_P(Refusals, A7_rows_that_are_left_out_say_why_in_the_users_language) {
  std::set<std::string> details;
  for (const auto* locale : {"en", "fr", "ko"}) {
    EXPECT_EQ(owner.client.patch("/v1/me", {{"locale", locale}}).status, 200);
    const auto reply = world.invite(account, owner, ola.email);
    EXPECT_EQ(reply.text("/results/0/code"), "already_member");
    EXPECT_FALSE(reply.text("/results/0/remedy").empty());
    details.insert(reply.text("/results/0/detail"));
  }
  EXPECT_EQ(details.size(), 3U);
}

}  // namespace
}  // namespace roster::testing
