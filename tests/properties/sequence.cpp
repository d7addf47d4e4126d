#include "properties/sequence.h"

#include <algorithm>

#include "properties/replay.h"

namespace roster::testing {

namespace {

using model::Names;
using model::Verdict;

std::string text_of(const json::value& value) { return std::string{value.get_string()}; }

Names names_of(const json::value& list) {
  Names names;
  for (const auto& item : list.get_array()) names.insert(text_of(item));
  return names;
}

model::Scope scope_of(const json::value& value) { return value.is_string() ? model::Scope{} : model::Scope{names_of(value)}; }

json::array write_names(const Names& names) {
  json::array out;
  for (const auto& name : names) out.emplace_back(name);
  return out;
}

std::string join(const Names& names) {
  std::string out = "{";
  for (const auto& name : names) out += (out.size() > 1 ? " " : "") + name;
  return out + "}";
}

std::string join(const model::Scope& scope) { return scope ? join(*scope) : "all"; }

template <class Map>
std::string key_at(const Map& map, int number) {
  if (map.empty()) return "";
  return std::next(map.begin(), static_cast<std::ptrdiff_t>(static_cast<std::size_t>(number) % map.size()))->first;
}

/// Whether the verdict has this answer: its code, or where fields are at fault one of theirs.
bool is_allowed(const Verdict& verdict, const Reply& reply) {
  if (verdict.allows(reply.status, reply.code())) return true;
  const auto* errors = reply.at("/errors").if_array();
  return errors != nullptr && std::any_of(errors->begin(), errors->end(), [&](const json::value& error) {
           return verdict.allows(reply.status, text_of(error.at("code")));
         });
}

/// Permissions that matter to what this room does, and some of the product's.
const std::vector<std::string>& interesting() {
  static const std::vector<std::string> names{"members:invite",      "members:manage", "members:remove", "roles:manage",
                                              "sub_accounts:manage", "payments:read",  "payments:write", "products:read",
                                              "pricing:read",        "account:update", "members:read"};
  return names;
}

}  // namespace

Sequence::Sequence(Lab& lab, const model::Rules& rules)
    : lab_(lab),
      name_(rules.policy + " sequence " + std::to_string(++lab.sequences) + "."),
      model_(rules, lab.people.front().person.id, rules.plans.begin()->first) {
  for (const auto& actor : lab_.people) model_.emails[actor.person.id] = actor.person.email;
  account_ = lab_.world.account(lab_.people.front().person, rules.policy, rules.plans.begin()->first, name_);
  revision_ = revision();
}

void Sequence::differ(const std::string& what) const { throw Difference(what + "\n" + name_ + " so far:\n" + log_); }

void Sequence::expect(bool holds, const std::string& what) const {
  if (!holds) differ(what);
}

void Sequence::run(const std::vector<Command>& commands) {
  settle();
  for (const auto& command : commands) {
    if (command.act == Act::nothing) continue;
    step(command);
    compare();
  }
}

/// One who may do much and one who may do little join before anything else, and two more are asked, so that a short
/// sequence has people to act.
void Sequence::settle() {
  auto& owner = lab_.people.front();
  invite({}, owner, lab_.people[1].person.email, powerful_grant());
  invite({}, owner, lab_.people[2].person.email, {});
  for (const std::size_t who : {1U, 2U}) {
    auto& person = lab_.people[who].person;
    const auto id = *model_.find_pending(person.email);
    const auto token = token_of(id);
    const auto reply = tell(person.client, "POST", "/v1/invitations/accept", json::object{{"token", token}});
    expect(reply.status == 200, "a first member did not join: " + reply.body);
    forget_token(id);
    model_.accept(person.id, id);
  }
  for (const auto& email : lab_.silent) invite({}, owner, email, {});
  compare();
}

model::Wanted Sequence::powerful_grant() const {
  for (const auto& role : model_.rules->roles)
    if (role.all) return {.role = role.id};
  return {.role = model_.rules->default_role,
          .permissions = Names{"members:read", "members:invite", "members:manage", "members:remove", "roles:manage",
                               "payments:write", "products:read"}};
}

Actor& Sequence::actor_of(const Command& command) {
  // Mostly the owner, or who may act at all; now and then somebody who has no business here.
  if (command.who % 10 < 4) return *lab_.find(model_.owner);
  if (command.who % 10 == 9) return anyone(command.who);
  std::map<std::string, int> able;
  for (const auto& [user, member] : model_.members)
    if (const auto own = model_.effective(user);
        own.contains("members:invite") || own.contains("members:manage") || own.contains("roles:manage"))
      able[user] = 0;
  return *lab_.find(command.who % 10 < 7 ? key_at(able, command.who / 10) : key_at(model_.members, command.who / 10));
}

std::string Sequence::member_of(int number) const {
  if (number % 12 == 11) return lab_.people[static_cast<std::size_t>(number) % lab_.people.size()].person.id;
  return key_at(model_.members, number);
}

std::string Sequence::email_of(int number) {
  std::vector<std::string> all = lab_.silent;
  for (const auto& actor : lab_.people) all.push_back(actor.person.email);
  std::vector<std::string> outside;
  for (const auto& email : all) {
    const bool is_member = std::any_of(model_.members.begin(), model_.members.end(),
                                       [&](const auto& m) { return model_.emails.at(m.first) == email; });
    if (!is_member && model_.find_pending(email) == nullptr) outside.push_back(email);
  }
  const auto& from = number % 4 == 3 || outside.empty() ? all : outside;
  return from[static_cast<std::size_t>(number / 4) % from.size()];
}

std::string Sequence::invitation_of(int number) const {
  // Those that wait are what most acts are about.
  std::map<std::string, int> pending;
  for (const auto& [id, invitation] : model_.invitations)
    if (model_.is_live(invitation)) pending[id] = 0;
  if (number % 5 != 4 && !pending.empty()) return key_at(pending, number);
  if (model_.invitations.empty()) return "inv_01jd0000000000000000000000";
  return key_at(model_.invitations, number);
}

std::string Sequence::custom_role_of(int number) const {
  if (model_.roles.empty() || number % 9 == 8) return "rol_01jd0000000000000000000000";
  return key_at(model_.roles, number);
}

Names Sequence::permissions_of(int number) const {
  Names names;
  for (std::size_t i = 0; i < interesting().size(); ++i)
    if (((static_cast<unsigned>(number) * 2654435761U) >> (i + 7) & 1U) != 0) names.insert(interesting()[i]);
  if (number % 13 == 12) names = model_.rules->grantable();  // as much as there is, and yet no role that holds all
  if (number % 23 == 22) names.insert("ownership:transfer");
  if (number % 31 == 30) names.insert("no:such_thing");
  return names;
}

model::Wanted Sequence::wanted_of(const Command& command, bool partly) const {
  model::Wanted wanted;
  const auto& rules = *model_.rules;
  const auto policy_roles = static_cast<int>(rules.roles.size()), custom_roles = static_cast<int>(model_.roles.size());
  const int choice = command.role % (policy_roles + custom_roles + 2);
  if (choice < policy_roles)
    wanted.role = rules.roles[static_cast<std::size_t>(choice)].id;
  else if (choice < policy_roles + custom_roles)
    wanted.role = std::next(model_.roles.begin(), choice - policy_roles)->first;
  else if (command.role % 37 == 36)
    wanted.role = "owner";
  const auto* role = rules.find(wanted.role.value_or(rules.default_role));
  const bool has_picks = role != nullptr && !role->pickable.empty();
  if (has_picks ? command.permissions % 4 != 3 : command.permissions % 17 == 16) {
    auto names = permissions_of(command.permissions);
    // What cannot be picked at all is asked for only now and then.
    if (has_picks && command.permissions % 6 != 5)
      for (const auto& never : role->never) names.erase(never);
    wanted.permissions = names;
  }
  if (rules.sub_accounts ? command.scope % 3 == 0 && !model_.sub_accounts.empty() : command.scope % 41 == 40) {
    Names some;
    for (const auto& sub : model_.sub_accounts)
      if ((static_cast<std::size_t>(command.scope) + sub.size() + static_cast<std::size_t>(sub.back())) % 2 == 0)
        some.insert(sub);
    if (some.empty()) some.insert(model_.sub_accounts.empty() ? "sub_01jd0000000000000000000000" : *model_.sub_accounts.begin());
    wanted.scope = model::Scope{some};
  } else if (command.scope % 7 == 6) {
    wanted.scope = model::Scope{};
  }
  // In a limited scope Roster's own cannot be picked; ask for them only now and then.
  if (wanted.scope && *wanted.scope && wanted.permissions && command.permissions % 5 != 4)
    for (const auto& name : Names{*wanted.permissions})
      if (!model::product_permissions().contains(name)) wanted.permissions->erase(name);
  if (partly && !wanted.role && !wanted.permissions && !wanted.scope) wanted.role = rules.default_role;
  return wanted;
}

json::object Sequence::write(const model::Wanted& wanted) {
  json::object body;
  if (wanted.role) body["role"] = *wanted.role;
  if (wanted.permissions) body["permissions"] = write_names(*wanted.permissions);
  if (wanted.scope) body["sub_accounts"] = *wanted.scope ? json::value(write_names(**wanted.scope)) : json::value("all");
  return body;
}

Reply Sequence::tell(Client& client, const std::string& method, const std::string& there,
                     const std::optional<json::value>& body) {
  auto reply = client.send(method, there, body ? std::optional{json::serialize(*body)} : std::nullopt, {});
  auto kind = method + " " + there.substr(0, there.find('?'));
  for (auto at = kind.find('_'); at != std::string::npos; at = kind.find('_', at + 1))
    if (at >= 3 && kind[at - 4] == '/') kind.erase(at + 1, 26);  // ids are all alike
  auto& [made, refused] = lab_.tally[kind];
  ++made;
  refused += reply.status >= 300 ? 1 : 0;
  std::string who = "service";
  for (const auto& actor : lab_.people)
    if (&actor.person.client == &client) who = actor.person.name;
  log_ += who + ": " + method + " " + there + " " + (body ? json::serialize(*body) : "") + " -> " + std::to_string(reply.status) +
          " " + reply.code() + reply.text("/results/0/outcome") + "\n";
  expect(reply.status != 0, "no answer came");
  expect(reply.status != 500, "the server is at fault: " + reply.body);
  return reply;
}

Sequence::Asked Sequence::ask(const Command& command, Client& client, const std::string& method, const std::string& rest,
                              const std::optional<json::value>& body, const Verdict& verdict) {
  std::string digest;
  revision_ = revision();  // some acts (accepting, declining) are not asked of the account
  if (command.rehearsal == 3) {
    const auto preview = tell(client, method, path(rest) + "?dry_run=true", body);
    expect(is_allowed(verdict, preview), "the preview should have been " + verdict.text() + ": " + preview.body);
    if (preview.status == 200) {
      expect(preview.at("/dry_run") == json::value(true), "no preview: " + preview.body);
      digest = "?plan_digest=" + preview.text("/plan_digest");
    }
    expect(revision() == revision_, "a preview changed the account");
  }
  auto reply = tell(client, method, path(rest) + digest, body);
  expect(is_allowed(verdict, reply), "should have been " + verdict.text() + ": " + reply.body);
  const bool succeeded = reply.status < 300;
  return {std::move(reply), succeeded};
}

void Sequence::step(const Command& command) {
  const auto before = model_;
  const auto revision_before = revision_;
  switch (command.act) {
    case Act::nothing:
      break;
    case Act::invite:
      invite(command);
      break;
    case Act::edit:
    case Act::resend:
    case Act::link:
    case Act::cancel:
      change_invitation(command);
      break;
    case Act::accept:
      accept(command);
      break;
    case Act::accept_dead:
      accept_dead(command);
      break;
    case Act::decline:
      decline(command);
      break;
    case Act::patch:
    case Act::deactivate:
    case Act::reactivate:
    case Act::remove:
      change_member(command);
      break;
    case Act::leave:
      leave(command);
      break;
    case Act::transfer:
      transfer(command);
      break;
    case Act::plan:
      change_plan(command);
      break;
    case Act::create_role:
    case Act::edit_role:
    case Act::delete_role:
      change_role(command);
      break;
    case Act::create_sub_account:
    case Act::delete_sub_account:
      change_sub_account(command);
      break;
    case Act::wait: {
      const std::chrono::hours by{command.who % 3 == 0 ? 24 * 8 : command.who % 3 == 1 ? 24 * 31 : 24};
      lab_.advance(by);
      model_.hour += by.count();
      log_ += std::to_string(by.count()) + " hours pass\n";
      break;
    }
    case Act::look:
      look(command);
      break;
  }
  auto after = model_;
  after.hour = before.hour;
  revision_ = revision();
  expect(revision_ >= revision_before, "the revision went back");
  expect(after == before || revision_ > revision_before, "a change without an event");
}

void Sequence::invite(const Command& command) {
  invite(command, actor_of(command), email_of(command.whom), wanted_of(command, false));
}

void Sequence::invite(const Command& command, Actor& actor, const std::string& email, const model::Wanted& wanted) {
  auto body = write(wanted);
  body["invitees"] = json::array{json::object{{"email", email}}};
  const auto verdict = model_.judge_invite(actor.person.id, wanted);
  const auto asked = ask(command, actor.person.client, "POST", "/invitations", body, verdict);
  if (!asked.succeeded) return;
  const auto outcomes = model_.judge_row(email, wanted);
  const auto outcome = asked.reply.text("/results/0/outcome");
  expect(outcomes.contains(outcome), "the outcome should have been " + join(outcomes) + ": " + asked.reply.body);
  if (outcome == "invited") model_.invite(actor.person.id, asked.reply.text("/results/0/invitation/id"), email, wanted);
}

void Sequence::change_invitation(const Command& command) {
  auto& actor = actor_of(command);
  auto& client = actor.person.client;
  const auto& who = actor.person.id;
  const auto id = invitation_of(command.whom);
  const auto there = "/invitations/" + id;
  if (command.act == Act::edit) {
    const auto wanted = wanted_of(command, true);
    if (ask(command, client, "PATCH", there, write(wanted), model_.judge_edit(who, id, wanted)).succeeded)
      model_.edit(who, id, wanted);
  } else if (command.act == Act::resend) {
    if (!ask(command, client, "POST", there + "/resend", std::nullopt, model_.judge_resend(who, id)).succeeded) return;
    forget_token(id);
    model_.resend(who, id);
  } else if (command.act == Act::link) {
    const auto asked = ask(command, client, "POST", there + "/link", std::nullopt, model_.judge_link(who, id));
    if (!asked.succeeded) return;
    forget_token(id);
    const auto link = asked.reply.text("/link");
    tokens_[id] = link.substr(link.rfind('/') + 1);
    model_.link(who, id);
  } else if (ask(command, client, "DELETE", there, std::nullopt, model_.judge_cancel(who, id)).succeeded) {
    forget_token(id);
    model_.cancel(id);
  }
}

std::string Sequence::token_of(const std::string& invitation) {
  if (const auto at = tokens_.find(invitation); at != tokens_.end()) return at->second;
  const auto& email = model_.invitations.at(invitation).email;
  // Of several letters the newest is good; which one that is the server says.
  auto anyone_at_all = lab_.world.server.client();
  std::string live;
  std::set<std::string> looked_at;
  const bool came = wait_until([&] {
    for (const auto& token : lab_.tokens_of(email, name_)) {
      if (!looked_at.insert(token).second) continue;
      const auto offer = anyone_at_all.post("/v1/invitations/lookup", {{"token", token}});
      if (offer.status == 200) live = token;
    }
    return !live.empty();
  });
  expect(came, "no live letter came to " + email);
  tokens_[invitation] = live;
  return live;
}

void Sequence::forget_token(const std::string& invitation) {
  const auto at = tokens_.find(invitation);
  if (at == tokens_.end()) return;
  dead_tokens_.emplace_back(at->second, invitation);
  tokens_.erase(at);
}

void Sequence::accept(const Command& command) {
  const auto id = invitation_of(command.whom);
  const auto at = model_.invitations.find(id);
  if (at == model_.invitations.end()) return;
  const auto& invitation = at->second;
  const bool is_good = model_.is_live(invitation) && model_.may_still_give(invitation.inviter, invitation.grant);
  // A letter is waited for only where one must come to show what is asked.
  if (!tokens_.contains(id) && !is_good) return;
  Actor* actor = nullptr;
  for (auto& one : lab_.people)
    if (one.person.email == invitation.email) actor = &one;
  if (actor == nullptr || command.who % 8 == 7) actor = &anyone(command.who);
  const auto token = token_of(id);
  const auto verdict = model_.judge_accept(actor->person.id, id);
  const auto reply = tell(actor->person.client, "POST", "/v1/invitations/accept", json::object{{"token", token}});
  expect(is_allowed(verdict, reply), "should have been " + verdict.text() + ": " + reply.body);
  if (reply.status != 200) return model_.refuse_accept(actor->person.id, id);
  expect(reply.text("/membership/id") == account_, "joined elsewhere: " + reply.body);
  if (model_.is_live(invitation)) forget_token(id);
  model_.accept(actor->person.id, id);
}

void Sequence::accept_dead(const Command& command) {
  if (dead_tokens_.empty()) return;
  const auto& [token, id] = dead_tokens_[static_cast<std::size_t>(command.whom) % dead_tokens_.size()];
  auto& actor = anyone(command.who);
  const auto& invitation = model_.invitations.at(id);
  const bool is_used_by_them = invitation.status == "accepted" && invitation.accepted_by == actor.person.id;
  const auto reply = tell(actor.person.client, "POST", "/v1/invitations/accept", json::object{{"token", token}});
  // An earlier token of an invitation that was accepted by a later one is as dead as any.
  if (is_used_by_them && model_.find(actor.person.id) != nullptr)
    return expect(reply.status == 200 || reply.status == 404, "a used token: " + reply.body);
  expect(reply.status == 404, "a dead token: " + reply.body);
}

void Sequence::decline(const Command& command) {
  const auto id = invitation_of(command.whom);
  if (!model_.invitations.contains(id) || (!tokens_.contains(id) && command.who % 2 != 0)) return;
  const auto& invitation = model_.invitations.at(id);
  const bool is_good = model_.is_live(invitation) && model_.may_still_give(invitation.inviter, invitation.grant);
  if (!tokens_.contains(id) && !is_good) return;
  const auto token = token_of(id);
  const auto verdict = model_.judge_decline(id);
  const auto reply = tell(anyone(command.who).person.client, "POST", "/v1/invitations/decline", json::object{{"token", token}});
  expect(is_allowed(verdict, reply), "should have been " + verdict.text() + ": " + reply.body);
  if (reply.status != 200) return;
  forget_token(id);
  model_.decline(id);
}

void Sequence::change_member(const Command& command) {
  auto& actor = actor_of(command);
  auto& client = actor.person.client;
  const auto& who = actor.person.id;
  const auto target = member_of(command.whom);
  const auto there = "/members/" + target;
  if (command.act == Act::patch) {
    const auto wanted = wanted_of(command, true);
    if (ask(command, client, "PATCH", there, write(wanted), model_.judge_patch(who, target, wanted)).succeeded)
      model_.patch(target, wanted);
  } else if (command.act == Act::deactivate) {
    if (ask(command, client, "POST", there + "/deactivate", std::nullopt, model_.judge_deactivate(who, target)).succeeded)
      model_.deactivate(target);
  } else if (command.act == Act::reactivate) {
    if (ask(command, client, "POST", there + "/reactivate", std::nullopt, model_.judge_reactivate(who, target)).succeeded)
      model_.reactivate(target);
  } else if (ask(command, client, "DELETE", there, std::nullopt, model_.judge_remove(who, target)).succeeded) {
    model_.remove(target);
    expect(lab_.find(target)->person.client.get(path()).status == 404, "who was removed still sees the account");
  }
}

void Sequence::leave(const Command& command) {
  auto& actor = actor_of(command);
  if (ask(command, actor.person.client, "POST", "/leave", std::nullopt, model_.judge_leave(actor.person.id)).succeeded)
    model_.remove(actor.person.id);
}

void Sequence::transfer(const Command& command) {
  auto& actor = command.who % 5 == 4 ? actor_of(command) : *lab_.find(model_.owner);
  if (!lab_.signed_in_recently(actor) && command.scope % 6 != 0) lab_.reauthenticate(actor);
  const auto target = member_of(command.whom);
  std::optional<std::string> former_role;
  if (command.role % 3 == 0 && !model_.rules->former_owner_choices.empty())
    former_role = *model_.rules->former_owner_choices.begin();
  if (command.role % 19 == 18) former_role = "no_such_role";
  json::object body{{"to", target}};
  if (former_role) body["former_owner_role"] = *former_role;
  const auto verdict = model_.judge_transfer(actor.person.id, target, former_role, lab_.signed_in_recently(actor));
  if (!ask(command, actor.person.client, "POST", "/ownership-transfers", body, verdict).succeeded) return;
  model_.transfer(target, former_role);
  ++transfers_;
  expect(actor.person.client.get("/v1/session").status == 401, "the former owner is still signed in");
  lab_.sign_in(actor);
}

void Sequence::change_plan(const Command& command) {
  const auto plan = key_at(model_.rules->plans, command.whom);
  const Command plain{};
  if (ask(plain, lab_.world.service(), "PATCH", "", json::object{{"plan", plan}}, {}).succeeded) model_.plan = plan;
}

void Sequence::change_role(const Command& command) {
  auto& actor = actor_of(command);
  auto& client = actor.person.client;
  const auto& who = actor.person.id;
  auto permissions = permissions_of(command.permissions);
  if (command.permissions % 4 != 3)
    for (const auto& never : model_.rules->custom_never) permissions.erase(never);
  if (command.permissions % 4 != 3)
    for (const auto& reserved : model_.rules->reserved) permissions.erase(reserved);
  if (command.act == Act::create_role || (model_.roles.empty() && command.role % 4 != 0)) {
    if (model_.roles.size() >= 4) return;
    const auto title = "Role " + std::to_string(command.role);
    const auto asked =
        ask(command, client, "POST", "/roles", json::object{{"title", title}, {"permissions", write_names(permissions)}},
            model_.judge_create_role(who, permissions));
    if (asked.succeeded) model_.create_role(asked.reply.text("/id"), title, permissions);
    return;
  }
  const auto id = custom_role_of(command.whom);
  if (command.act == Act::edit_role) {
    const auto asked = ask(command, client, "PATCH", "/roles/" + id, json::object{{"permissions", write_names(permissions)}},
                           model_.judge_edit_role(who, id, permissions));
    if (asked.succeeded) model_.edit_role(id, permissions);
    return;
  }
  std::optional<std::string> replacement;
  if (command.role % 3 != 0)
    replacement = command.role % 3 == 1
                      ? model_.rules->roles[static_cast<std::size_t>(command.scope) % model_.rules->roles.size()].id
                      : custom_role_of(command.scope);
  auto plain = command;
  plain.rehearsal = 0;  // the query is taken
  const auto asked = ask(plain, client, "DELETE", "/roles/" + id + (replacement ? "?replace_with=" + *replacement : ""),
                         std::nullopt, model_.judge_delete_role(who, id, replacement));
  if (asked.succeeded) model_.delete_role(who, id, replacement);
}

void Sequence::change_sub_account(const Command& command) {
  auto& actor = actor_of(command);
  auto& client = actor.person.client;
  const auto& who = actor.person.id;
  if (command.act == Act::create_sub_account || (model_.sub_accounts.empty() && command.role % 4 != 0)) {
    if (model_.sub_accounts.size() >= 4) return;
    const auto asked = ask(command, client, "POST", "/sub-accounts",
                           json::object{{"name", "Shop " + std::to_string(command.role)}}, model_.judge_create_sub_account(who));
    if (asked.succeeded) model_.create_sub_account(asked.reply.text("/id"));
    return;
  }
  const auto id = model_.sub_accounts.empty()
                      ? std::string{"sub_01jd0000000000000000000000"}
                      : *std::next(model_.sub_accounts.begin(), command.whom % static_cast<int>(model_.sub_accounts.size()));
  if (ask(command, client, "DELETE", "/sub-accounts/" + id, std::nullopt, model_.judge_delete_sub_account(who, id)).succeeded)
    model_.delete_sub_account(id);
}

/// What somebody is told of the own standing.
void Sequence::look(const Command& command) {
  auto& actor = anyone(command.who);
  const auto reply = tell(actor.person.client, "GET", "/v1/session", std::nullopt);
  expect(reply.status == 200, "no session: " + reply.body);
  const auto* member = model_.find(actor.person.id);
  const json::object* standing = nullptr;
  for (const auto& row : reply.at("/accounts").get_array())
    if (row.at("id").get_string() == account_) standing = &row.get_object();
  expect((standing != nullptr) == (member != nullptr), "whether one is in the account: " + reply.body);
  if (standing == nullptr) return;
  expect(standing->at("is_owner").get_bool() == model_.is_owner(actor.person.id), "whose it is: " + reply.body);
  expect(text_of(standing->at("status")) == (member->active ? "active" : "deactivated"), "the own status: " + reply.body);
  expect(names_of(standing->at("permissions")) == model_.effective(actor.person.id),
         "the own permissions should be " + join(model_.effective(actor.person.id)) + ": " + reply.body);
}

std::int64_t Sequence::revision() {
  const auto reply = lab_.world.service().get("/v1/check?permission=account:read&account=" + account_ + "&user=" + model_.owner);
  expect(reply.status == 200, "no check: " + reply.body);
  expect(reply.at("/allowed") == json::value(true), "the owner may read the account: " + reply.body);
  return reply.at("/revision").to_number<std::int64_t>();
}

void Sequence::compare() {
  auto& owner = lab_.find(model_.owner)->person.client;
  const auto account = owner.get(path());
  expect(account.status == 200, "the owner sees the account: " + account.body);
  expect(account.text("/owner/id") == model_.owner, "the owner is another: " + account.body);
  expect(account.text("/plan") == model_.plan, "the plan is another: " + account.body);
  compare_members(owner);
  compare_invitations(owner);
  compare_seats(owner);
  compare_roles(owner);
  compare_decisions();
  compare_searches();
}

void Sequence::compare_members(Client& owner) {
  const auto reply = owner.get(path("/members?limit=200"));
  expect(reply.status == 200, "no members: " + reply.body);
  std::size_t active = 0, owners = 0;
  Names seen;
  for (const auto& row : reply.at("/data").get_array()) {
    const auto id = text_of(row.at("user").at("id"));
    seen.insert(id);
    const auto* member = model_.find(id);
    expect(member != nullptr, "should be no member: " + json::serialize(row));
    const auto wrong = [&](const std::string& what, const std::string& right) {
      differ(what + " of " + id + " should be " + right + ": " + json::serialize(row));
    };
    const bool is_owner = model_.is_owner(id);
    owners += row.at("is_owner").get_bool() ? 1 : 0;
    active += member->active ? 1 : 0;
    if (row.at("is_owner").get_bool() != is_owner) wrong("ownership", is_owner ? "theirs" : "another's");
    if (text_of(row.at("role")) != (is_owner ? "owner" : member->grant.role)) wrong("the role", member->grant.role);
    if (text_of(row.at("status")) != (member->active ? "active" : "deactivated"))
      wrong("the status", member->active ? "active" : "deactivated");
    const auto shown = names_of(row.at("permissions"));
    const auto held = is_owner ? model_.effective(id) : model_.effective(member->grant);
    if (shown != held && (member->active || !shown.empty())) wrong("the permissions", join(held));
    if (!is_owner && names_of(row.at("picked")) != member->grant.picked) wrong("the picks", join(member->grant.picked));
    if (!is_owner && scope_of(row.at("sub_accounts")) != member->grant.scope) wrong("the scope", join(member->grant.scope));
  }
  expect(owners == 1, "there is not exactly one owner: " + reply.body);
  expect(seen.size() == model_.members.size(), "a member is missing: " + reply.body);
  expect(
      reply.at("/counts/active") == json::value(active) && reply.at("/counts/deactivated") == json::value(seen.size() - active),
      "the counts: " + json::serialize(reply.at("/counts")));
}

void Sequence::compare_invitations(Client& owner) {
  const auto reply = owner.get(path("/invitations?limit=200"));
  expect(reply.status == 200, "no invitations: " + reply.body);
  Names seen, pending_addresses;
  for (const auto& row : reply.at("/data").get_array()) {
    const auto id = text_of(row.at("id"));
    seen.insert(id);
    const auto at = model_.invitations.find(id);
    expect(at != model_.invitations.end(), "nobody invited: " + json::serialize(row));
    const auto& invitation = at->second;
    const auto wrong = [&](const std::string& what, const std::string& right) {
      differ(what + " of " + id + " should be " + right + ": " + json::serialize(row));
    };
    const auto status = model_.status_of(invitation);
    if (text_of(row.at("status")) != status) wrong("the status", status);
    if (status == "pending")
      expect(pending_addresses.insert(invitation.email).second, "two pending of one address: " + reply.body);
    if (text_of(row.at("email")) != invitation.email) wrong("the address", invitation.email);
    if (status != "pending") continue;  // what is over gives nothing
    if (text_of(row.at("role")) != invitation.grant.role) wrong("the role", invitation.grant.role);
    if (names_of(row.at("permissions")) != invitation.grant.picked) wrong("the picks", join(invitation.grant.picked));
    if (scope_of(row.at("sub_accounts")) != invitation.grant.scope) wrong("the scope", join(invitation.grant.scope));
    if (text_of(row.at("invited_by").at("id")) != invitation.inviter) wrong("who stands behind it", invitation.inviter);
  }
  expect(seen.size() == model_.invitations.size(), "an invitation is missing: " + reply.body);
}

void Sequence::compare_seats(Client& owner) {
  const auto reply = owner.get(path("/seats?limit=200"));
  expect(reply.status == 200, "no seats: " + reply.body);
  const auto& limits = reply.at("/limits").get_array();
  const auto max = model_.max_seats();
  if (!max) return;
  expect(limits.size() == 1, "the limits: " + reply.body);
  expect(limits[0].at("used") == json::value(model_.used_seats()),
         "so many seats are used: " + std::to_string(model_.used_seats()) + ": " + reply.body);
  expect(limits[0].at("max") == json::value(*max), "so many there are: " + std::to_string(*max) + ": " + reply.body);
}

void Sequence::compare_roles(Client& owner) {
  const auto reply = owner.get(path("/roles?limit=200"));
  expect(reply.status == 200, "no roles: " + reply.body);
  std::size_t custom = 0;
  for (const auto& row : reply.at("/data").get_array()) {
    if (row.at("builtin").get_bool()) continue;
    ++custom;
    const auto at = model_.roles.find(text_of(row.at("id")));
    expect(at != model_.roles.end(), "there should be no such role: " + json::serialize(row));
    expect(names_of(row.at("permissions")) == at->second.permissions,
           "the role has others than " + join(at->second.permissions) + ": " + json::serialize(row));
  }
  expect(custom == model_.roles.size(), "a role is missing: " + reply.body);
}

/// Everybody, asked about some permissions in some places, as a product would.
void Sequence::compare_decisions() {
  const std::vector<std::string> asked{"ownership:transfer", "members:invite", "members:manage",
                                       "payments:write",     "products:read",  "pricing:read"};
  json::array evaluations;
  std::vector<bool> right;
  const auto add = [&](const std::string& user, const std::string& permission, const std::string& sub) {
    json::object resource{{"type", sub.empty() ? "account" : "sub_account"}, {"id", sub.empty() ? account_ : sub}};
    if (!sub.empty()) resource["properties"] = json::object{{"account", account_}};
    evaluations.push_back(json::object{{"subject", json::object{{"type", "user"}, {"id", user}}},
                                       {"action", json::object{{"name", permission}}},
                                       {"resource", resource}});
    right.push_back(model_.may(user, permission, sub));
  };
  for (const auto& actor : lab_.people)
    for (const auto& permission : asked) {
      add(actor.person.id, permission, "");
      for (const auto& sub : model_.sub_accounts) add(actor.person.id, permission, sub);
    }
  // First what the change has made void is read again; then all of it is known by heart.
  for (const auto* how : {"read", "remembered"}) {
    const auto reply = lab_.world.service().post("/access/v1/evaluations", {{"evaluations", evaluations}});
    expect(reply.status == 200, "no decisions: " + reply.body);
    const auto& decisions = reply.at("/evaluations").get_array();
    expect(decisions.size() == right.size(), "decisions are missing");
    for (std::size_t i = 0; i < right.size(); ++i)
      if (decisions[i].at("decision").get_bool() != right[i])
        differ(std::string{"the decision, "} + how + ", should be " + (right[i] ? "yes: " : "no: ") +
               json::serialize(evaluations[i]));
  }
}

std::vector<json::value> Sequence::events() {
  std::vector<json::value> all;
  std::string cursor;
  do {
    const auto reply = lab_.world.service().get(path("/events?limit=200") + (cursor.empty() ? "" : "&cursor=" + cursor));
    expect(reply.status == 200, "no events: " + reply.body);
    for (const auto& event : reply.at("/data").get_array()) all.push_back(event);
    cursor = reply.text("/next_cursor");
  } while (!cursor.empty());
  std::reverse(all.begin(), all.end());
  return all;
}

void Sequence::expect_replay() {
  const auto journal = events();
  Replay replay;
  for (std::size_t i = 0; i < journal.size(); ++i) {
    expect(journal[i].at("seq") == json::value(i + 1), "the journal has a gap: " + json::serialize(journal[i]));
    if (const auto fault = replay.apply(journal[i]); !fault.empty()) differ(fault + ": " + json::serialize(journal[i]));
  }
  expect(replay.transfers == transfers_, "so many transfers were noted: " + std::to_string(replay.transfers));
  expect(replay.owner == model_.owner, "the journal knows another owner");
  expect(replay.members.size() == model_.members.size(), "the journal knows other members");
  for (const auto& [id, member] : model_.members) {
    const auto at = replay.members.find(id);
    expect(at != replay.members.end(), "the journal does not know " + id);
    expect(at->second.active == member.active, "the journal has another status of " + id);
    if (model_.is_owner(id)) continue;
    expect(at->second.grant.role == member.grant.role, "the journal has another role of " + id + ": " + at->second.grant.role);
    expect(at->second.grant.picked == member.grant.picked,
           "the journal has other picks of " + id + ": " + join(at->second.grant.picked));
    expect(at->second.grant.scope == member.grant.scope,
           "the journal has another scope of " + id + ": " + join(at->second.grant.scope));
  }
  expect(replay.invitations.size() == model_.invitations.size(), "the journal knows other invitations");
  for (const auto& [id, invitation] : model_.invitations) {
    const auto at = replay.invitations.find(id);
    expect(at != replay.invitations.end(), "the journal does not know " + id);
    const auto status = model_.status_of(invitation) == "expired" ? "pending" : invitation.status;
    expect(at->second.status == status, "the journal has another status of " + id + ": " + at->second.status);
    if (!model_.is_live(invitation)) continue;
    expect(at->second.grant == invitation.grant, "the journal has another grant of " + id);
  }
}

}  // namespace roster::testing
