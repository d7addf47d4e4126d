// A4 under each of the five policies: each change has one event that says who, what, on whom, before and after, when and
// from where; what is refused leaves none.

#include "requirements/every_policy.h"

namespace roster::testing {
namespace {

struct Journal : EveryPolicy {
  /// Does it, and expects one event of that type, made by `actor`, with all that an event has to say. `others`: the types of
  /// what else the same request changed.
  json::value changes(const std::string& type, const std::string& actor, const std::function<Reply()>& act,
                      std::vector<std::string> others = {}) {
    const auto before = events();
    const auto reply = act();
    EXPECT_TRUE(reply.status >= 200 && reply.status < 300) << type << ": " << reply.body;
    const auto after = events();
    std::multiset<std::string> types;
    json::value found;
    for (auto i = before.size(); i < after.size(); ++i) {
      const auto& event = after[i].as_object();
      types.emplace(event.at("type").as_string());
      EXPECT_EQ(event.at("seq").to_number<std::size_t>(), i + 1) << "no gap";
      EXPECT_EQ(event.at("request_id"), json::value(reply.header("request-id"))) << type;
      EXPECT_EQ(event.at("ip"), json::value("127.0.0.1")) << type;
      EXPECT_TRUE(actor.empty() || event.at("actor").at("id") == json::value(actor)) << type;
      EXPECT_EQ(event.at("at").as_string().size(), std::string_view{"2026-03-01T09:30:00.000Z"}.size());
      if (event.at("type") == json::value(type)) found = event;
    }
    others.push_back(type);
    EXPECT_EQ(types, std::multiset<std::string>(others.begin(), others.end()));
    return found;
  }
  static std::string target_of(const json::value& event) {
    return event.is_object() ? std::string{event.at("target").at("id").as_string()} : "no event";
  }
  static bool has(const json::value& event, const char* side) {
    return event.is_object() && event.at(side).is_object() && !event.at(side).as_object().empty();
  }

  ~Journal() override {
    const auto verdict = world.server.run({"verify"});
    EXPECT_EQ(verdict.exit_code, 0) << "the chain holds: " << verdict.output << verdict.errors;
  }
  Journal() = default;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
};

INSTANTIATE_TEST_SUITE_P(, Journal, ::testing::ValuesIn(policy_cases()), name_of_policy);

TEST_P(Journal, A4_creating_and_changing_the_account) {
  const auto first = events();
  EXPECT_EQ(first.front().at("type"), json::value("account.created"));
  EXPECT_EQ(first.front().at("seq"), json::value(1));
  EXPECT_EQ(target_of(first.front()), account);
  const auto renamed =
      changes("account.updated", owner.id, [&] { return owner.client.patch(path(), {{"name", "Lunar Bakery"}}); });
  EXPECT_EQ(renamed.at("before").at("name"), json::value("Orbital Bakery"));
  EXPECT_EQ(renamed.at("after").at("name"), json::value("Lunar Bakery"));
}

TEST_P(Journal, A4_invitations) {
  const auto reader = custom_role("Reader", {"reports:read"});
  Reply invited;
  auto event = changes("invitation.created", owner.id,
                       [&] { return invited = world.invite(account, owner, "x@team.test", GetParam().ordinary); });
  const auto id = invitation_id(invited);
  EXPECT_EQ(target_of(event), id);
  EXPECT_TRUE(has(event, "after") && !has(event, "before"));
  event =
      changes("invitation.updated", owner.id, [&] { return owner.client.patch(path("/invitations/" + id), {{"role", reader}}); });
  EXPECT_TRUE(has(event, "before") && has(event, "after"));
  changes("invitation.resent", owner.id, [&] { return owner.client.post(path("/invitations/" + id + "/resend")); });
  event = changes("invitation.cancelled", owner.id, [&] { return owner.client.del(path("/invitations/" + id)); });
  EXPECT_EQ(target_of(event), id);
  world.invite(account, owner, "no@team.test");
  const auto token = world.invitation_token("no@team.test");
  event = changes("invitation.declined", "",
                  [&] { return world.server.client().post("/v1/invitations/decline", {{"token", token}}); });
  EXPECT_TRUE(has(event, "after"));
}

TEST_P(Journal, A4_inviting_many_has_an_event_for_each_that_went_out) {
  const json::array rows{json::object{{"email", "a@team.test"}}, json::object{{"email", "no address"}},
                         json::object{{"email", "b@team.test"}}};
  changes("invitation.created", owner.id, [&] { return owner.client.post(path("/invitations"), {{"invitees", rows}}); },
          {"invitation.created"});
}

TEST_P(Journal, A4_joining) {
  const auto invited = world.invite(account, owner, "new@team.test", GetParam().ordinary);
  const auto token = world.invitation_token("new@team.test");
  Reply joined;
  const auto event =
      changes("member.joined", "", [&] { return joined = world.accept_as_new(token, "Newt"); }, {"invitation.accepted"});
  EXPECT_EQ(target_of(event), joined.text("/user/id"));
  EXPECT_EQ(event.at("actor").at("id"), json::value(joined.text("/user/id")));
  EXPECT_TRUE(has(event, "after") && !has(event, "before"));
}

TEST_P(Journal, A4_members) {
  auto ana = ordinary("Ana");
  const auto reader = custom_role("Reader", {"reports:read"});
  auto event = changes("member.updated", owner.id, [&] { return owner.client.patch(ana.me_path(account), {{"role", reader}}); });
  EXPECT_EQ(target_of(event), ana.id);
  EXPECT_EQ(event.at("after").at("role"), json::value(reader));
  EXPECT_NE(event.at("before").at("role"), json::value(reader));
  event = changes("member.deactivated", owner.id, [&] { return owner.client.post(ana.me_path(account) + "/deactivate"); });
  EXPECT_EQ(event.at("before").at("status"), json::value("active"));
  EXPECT_EQ(event.at("after").at("status"), json::value("deactivated"));
  changes("member.reactivated", owner.id, [&] { return owner.client.post(ana.me_path(account) + "/reactivate"); });
  event = changes("member.removed", owner.id, [&] { return owner.client.del(ana.me_path(account)); });
  EXPECT_TRUE(has(event, "before") && !has(event, "after"));
  auto ben = ordinary("Ben");
  event = changes("member.left", ben.id, [&] { return ben.client.post(path("/leave")); });
  EXPECT_EQ(target_of(event), ben.id);
}

TEST_P(Journal, A4_a_change_in_bulk_has_an_event_for_each) {
  auto ana = ordinary("Ana");
  auto ben = ordinary("Ben");
  changes("member.deactivated", owner.id,
          [&] {
            return owner.client.post(path("/members/bulk"),
                                     {{"action", "deactivate"},
                                      {"ids", json::array{json::value(ana.id), json::value(owner.id), json::value(ben.id)}}});
          },
          {"member.deactivated"});
}

TEST_P(Journal, A4_the_owner) {
  auto ana = powerful("Ana");
  const auto event = changes("ownership.transferred", owner.id, [&] { return transfer(owner, ana); });
  EXPECT_EQ(event.at("before").at("owner"), json::value(owner.id)) << json::serialize(event);
  EXPECT_EQ(event.at("after").at("owner"), json::value(ana.id));
}

TEST_P(Journal, A4_roles_and_contacts) {
  Reply made;
  changes("role.created", owner.id, [&] {
    return made = owner.client.post(path("/roles"), {{"title", "Reader"}, {"permissions", json::array{"reports:read"}}});
  });
  const auto role = path("/roles/" + made.text("/id"));
  auto event =
      changes("role.updated", owner.id, [&] { return owner.client.patch(role, {{"permissions", json::array{"support:open"}}}); });
  EXPECT_EQ(event.at("before").at("permissions"), json::value(json::array{"reports:read"}));
  EXPECT_EQ(event.at("after").at("permissions"), json::value(json::array{"support:open"}));
  changes("role.removed", owner.id, [&] { return owner.client.del(role); });
  changes("contact.created", owner.id, [&] {
    return made = owner.client.post(path("/contacts"),
                                    {{"name", "Desk"}, {"email", "desk@team.test"}, {"topics", json::array{"billing"}}});
  });
  const auto contact = path("/contacts/" + made.text("/id"));
  changes("contact.updated", owner.id, [&] { return owner.client.patch(contact, {{"name", "Front desk"}}); });
  event = changes("contact.removed", owner.id, [&] { return owner.client.del(contact); });
  EXPECT_EQ(event.at("before").at("name"), json::value("Front desk"));
}

TEST_P(Journal, A4_sub_accounts_and_plans_where_there_are_any) {
  if (has_sub_accounts()) {
    Reply made;
    changes("sub_account.created", owner.id,
            [&] { return made = owner.client.post(path("/sub-accounts"), {{"name", "Seoul"}}); });
    const auto seoul = path("/sub-accounts/" + made.text("/id"));
    changes("sub_account.updated", owner.id, [&] { return owner.client.patch(seoul, {{"name", "Busan"}}); });
    changes("sub_account.removed", owner.id, [&] { return owner.client.del(seoul); });
  }
  if (GetParam().policy == "stage") {
    const auto event = changes("plan.changed", "", [&] { return world.service().patch(path(), {{"plan", "standard"}}); });
    EXPECT_EQ(event.at("before").at("plan"), json::value("essential"));
    EXPECT_EQ(event.at("after").at("plan"), json::value("standard"));
    EXPECT_EQ(event.at("actor").at("type"), json::value("service")) << json::serialize(event);
  }
}

TEST_P(Journal, A4_what_is_refused_looked_at_or_only_previewed_leaves_none) {
  auto ana = ordinary("Ana");
  const auto before = events().size();
  EXPECT_EQ(transfer(ana, ana).status, 403);
  EXPECT_EQ(owner.client.del(owner.me_path(account)).status, 403);
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"role", "owner"}}).status, 422);
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"role", "owner"}}, {{"If-Match", "\"999\""}}).status / 100, 4);
  EXPECT_EQ(owner.client.post(path("/leave")).status, 409);
  EXPECT_EQ(world.invite(account, owner, "no address").status, 200);
  EXPECT_EQ(world.invite(account, owner, ana.email).status, 200);
  EXPECT_EQ(world.accept_as_new("no-such-token").status, 404);
  EXPECT_EQ(owner.client.del(ana.me_path(account) + "?dry_run=true").status, 200);
  EXPECT_EQ(owner.client.patch(path(), {{"name", "Orbital Bakery"}}).status, 200) << "nothing changes: it is called that";
  EXPECT_EQ(owner.client.get(path("/members")).status, 200);
  EXPECT_EQ(events().size(), before);
}

TEST_P(Journal, A4_events_are_found_by_actor_target_and_type) {
  auto ana = ordinary("Ana");
  EXPECT_EQ(owner.client.post(ana.me_path(account) + "/deactivate").status, 200);
  const auto one = owner.client.get(path("/events?type=member.deactivated&target=" + ana.id + "&actor=" + owner.id));
  EXPECT_EQ(one.at("/data").as_array().size(), 1U) << one.body;
  EXPECT_EQ(one.text("/data/0/actor/name"), "Olive");
  EXPECT_EQ(one.text("/data/0/target/name"), "Ana");
  EXPECT_EQ(owner.client.get(path("/events?type=member")).at("/data").as_array().size(), 2U) << "joined and deactivated";
  EXPECT_EQ(owner.client.get(path("/events?target=" + owner.id + "&type=member.removed")).at("/data").as_array().size(), 0U);
}

}  // namespace
}  // namespace roster::testing
