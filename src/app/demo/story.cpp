#include "app/demo/story.h"

#include <algorithm>
#include <array>

#include "accounts/account_creation.h"
#include "accounts/contact_actions.h"
#include "app/demo/crowd.h"
#include "app/schedule.h"
#include "invitations/invitation_actions.h"
#include "invitations/invitation_letter.h"
#include "invitations/invite_actions.h"
#include "invitations/token_actions.h"
#include "members/member_actions.h"
#include "members/member_store.h"
#include "onboarding/acceptance_actions.h"
#include "outbox/outbox.h"
#include "ownership/transfer_actions.h"
#include "roles/role_actions.h"
#include "sub_accounts/sub_account_actions.h"
#include "users/registration_actions.h"
#include "users/retention.h"
#include "users/sessions.h"

namespace roster::app::demo {

namespace {

using std::chrono::hours;

constexpr std::string_view request_id = "demo";
/// Between an invitation and who accepts it.
constexpr Ago hesitation = hours{3};

std::vector<std::string_view> split(std::string_view text, std::string_view at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(at), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + at.size(), text.size()));
  }
  return parts;
}

/// Where somebody signs in from: mostly the same place, now and then another. The addresses are those of documentation.
users::SessionOrigin origin_of(std::string_view email, std::uint64_t time) {
  constexpr std::array devices{"Firefox on Windows", "Chrome on macOS",  "Safari on iOS",   "Chrome on Android",
                               "Edge on Windows",    "Firefox on Linux", "Safari on macOS", "Chrome on Windows"};
  constexpr std::array networks{"203.0.113.", "198.51.100.", "192.0.2.", "2001:db8:4f0a:"};
  const auto person = dice(email);
  const std::uint64_t place = dice(person + time) % 4 == 0 ? 1 : 0;
  const auto home = dice(person + place);
  const auto host = std::to_string(home / 7 % 250 + 2);
  return {.ip = networks[home % networks.size()] + (home % networks.size() == 3 ? "1c::" + host : host),
          .device = devices[home / 3 % devices.size()]};
}

const users::SessionOrigin guesser{.ip = "198.51.100.23", .device = "Firefox on Linux"};

}  // namespace

Story::Story(database::Transaction& tx, const change::Context& context, const crypto::PasswordHasher& hasher,
             std::string password_hash)
    : past_(tx),
      now_(tx.now()),
      context_{.database = past_,
               .memory = context.memory,
               .catalogue = context.catalogue,
               .server_key = context.server_key,
               .effect_texts = context.effect_texts,
               .rates = {},
               .public_url = context.public_url,
               .consequences = context.consequences},
      hashing_{context_, hasher, {}},
      password_hash_(std::move(password_hash)) {
  context_.note_activity = [this](const AccountId& account, const UserId& user, Instant seen) {
    activity_.note(account, user, seen);
  };
}

// --- what is going to happen ---------------------------------------------------------------------------------------------

void Story::at(Ago ago, std::function<void()> happening) { happenings_.push_back({now_ - ago, std::move(happening)}); }

void Story::plan(const Account& account, std::int64_t crowd) {
  const auto* policy = context_.catalogue.find(account.policy);
  if (policy == nullptr) return;
  auto& scene = scenes_.emplace_back(Scene{account, *policy});
  const auto& founder = account.members.front();
  at(account.founded, [this, &scene] { found(scene); });
  at(account.founded - hours{1}, [this, &scene] { furnish(scene); });
  plan_visits(scene, founder.person.email, account.founded, founder.seen, 24);
  plan_guesses(founder.person.email);
  for (const auto& member : account.members.subspan(1)) plan_member(scene, member);
  for (const auto& offer : account.offers) plan_offer(scene, offer);
  for (const auto& deed : account.deeds) {
    at(deed.ago, [this, &scene, &deed] { do_deed(scene, deed); });
    plan_delivery(deed.ago);
  }
  if (!account.crowd_domain.empty()) plan_crowd(scene, crowd);
}

void Story::plan_member(Scene& scene, const Member& member) {
  at(member.joined + hesitation, [this, &scene, &member] {
    invite(scene, member.invited_by, member.person.email, {member.role, member.permissions, member.sub_accounts}, "");
  });
  at(member.joined, [this, &scene, &member] { join(scene, member.person); });
  plan_visits(scene, member.person.email, member.joined, member.seen, 9);
}

void Story::plan_offer(Scene& scene, const Offer& offer) {
  if (offer.fate == Offer::Fate::undeliverable) undeliverable_.push_back(offer.email);
  at(offer.sent, [this, &scene, &offer] {
    invite(scene, offer.by, offer.email, {offer.role, offer.permissions, offer.sub_accounts}, offer.message);
  });
  plan_delivery(offer.sent);
  at(offer.sent - offer.sent / 8, [this, &scene, &offer] { end_offer(scene, offer); });
}

void Story::plan_delivery(Ago after) {
  if (after > hours{1}) at(after - Ago{1}, [this] { deliver_letters(); });
}

void Story::plan_crowd(Scene& scene, std::int64_t count) {
  for (std::int64_t number = 0; number < count; ++number) {
    const auto member = crowd_member(static_cast<std::uint64_t>(number), scene.data.crowd_domain, scene.data.founded);
    at(member.joined, [this, &scene, member] { join_crowd(scene, member); });
    plan_visits(scene, member.email, member.joined, member.seen, 2);
    if (member.deactivated == Ago{}) continue;
    at(member.deactivated, [this, &scene, email = member.email] {
      act(scene, "", [&](change::Change& change) { return members::deactivate_member(change, people_.at(email)); });
    });
  }
}

/// Signed in when last seen, and before that every few days as far back as the log is kept.
void Story::plan_visits(Scene& scene, std::string_view email, Ago joined, Ago seen, int most) {
  const auto habit = dice(email);
  const std::string who{email};
  for (auto ago = seen; most > 0 && ago < std::min<Ago>(joined, users::sign_ins_kept); --most) {
    at(ago, [this, &scene, who] { visit(scene, who); });
    const auto chance = dice(habit + static_cast<std::uint64_t>(most));
    if (chance % 7 == 0) at(ago + Ago{1}, [this, who] { fail(who, users::SignInResult::failed, origin_of(who, 0)); });
    ago += Ago{400 + chance % 5000};
  }
}

/// Somebody who does not know the password.
void Story::plan_guesses(std::string_view email) {
  const auto begun = hours{40 + dice(email) % 20};
  for (int i = 0; i < 7; ++i)
    at(begun - Ago{i},
       [this, email, i] { fail(email, i < 5 ? users::SignInResult::failed : users::SignInResult::rate_limited, guesser); });
}

void Story::tell() {
  std::stable_sort(happenings_.begin(), happenings_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  for (const auto& happening : happenings_) {
    past_.turn_to(happening.at);
    happening.happens();
  }
  past_.turn_to(now_);
  activity_.flush_all(past_);
  const auto forget_some = [&] {
    return *past_.write(
        [&](database::Transaction& tx) -> Result<std::int64_t> { return forget_old(tx, hashing_.lifetimes.idle); });
  };
  while (forget_some() > 0) {
  }
}

// --- what happens --------------------------------------------------------------------------------------------------------

void Story::act(const Scene& scene, std::string_view by, const std::function<Result<void>(change::Change&)>& body) {
  change::Asked asked{.actor = access::OperatorActor{}, .account = scene.id, .request_id = std::string{request_id}};
  if (!by.empty()) {
    asked.actor = sign_in(by);
    asked.ip = origin_of(by, 0).ip;
  }
  static_cast<void>(change::perform(context_, asked, [&](change::Change& change) -> Result<change::Answer> {
    if (auto done = body(change); !done) return refuse(done);
    return change::Answer{};
  }));
}

UserId Story::create_user(std::string_view email, std::string_view name, Language language) {
  const auto id = UserId::make(past_.now());
  const auto made = past_.write([&](database::Transaction& tx) {
    return users::create_user(tx, {id, *EmailAddress::parse(email), std::string{name}, language, password_hash_},
                              {id.text(), origin_of(email, 0).ip, std::string{request_id}});
  });
  if (!made) throw std::logic_error("the demo has two people with the address " + std::string{email});
  people_.emplace(email, id);
  return id;
}

UserId Story::user_of(const Person& person) {
  const auto known = people_.find(person.email);
  return known != people_.end() ? known->second : create_user(person.email, person.name, person.language);
}

access::UserActor Story::sign_in(std::string_view email) {
  const auto last = present_.find(email);
  if (last != present_.end() && last->second.authenticated_at + change::recent_sign_in > past_.now()) return last->second;
  const auto& user = people_.find(email)->second;
  const auto session = users::make_session(past_.now());
  const auto origin = origin_of(email, static_cast<std::uint64_t>(past_.now().ms));
  static_cast<void>(past_.write([&](database::Transaction& tx) -> Result<Instant> {
    return users::start_session(tx, session, user, origin, hashing_.lifetimes, {user.text(), origin.ip, std::string{request_id}},
                                users::sign_in_method::password);
  }));
  return present_.insert_or_assign(std::string{email}, access::UserActor{user, session.id, past_.now()}).first->second;
}

void Story::found(Scene& scene) {
  const auto owner = user_of(scene.data.members.front().person);
  const auto* plan = scene.policy.find_plan(scene.data.plan);
  scene.id = AccountId::make(past_.now());
  static_cast<void>(past_.write([&](database::Transaction& tx) -> Result<int> {
    accounts::create_account(
        tx, context_.catalogue.modules,
        {scene.id, std::string{scene.data.name}, &scene.policy, plan == nullptr ? &scene.policy.plans.front() : plan, owner},
        {owner.text(), origin_of(scene.data.members.front().person.email, 0).ip, std::string{request_id}});
    return 0;
  }));
}

/// What a founder sets up first: sub-accounts, roles, contacts.
void Story::furnish(Scene& scene) {
  const auto founder = scene.data.members.front().person.email;
  for (const auto name : scene.data.sub_accounts)
    act(scene, founder, [&](change::Change& change) -> Result<void> {
      const auto made = sub_accounts::add_sub_account(change, std::string{name});
      if (!made) return refuse(made);
      scene.sub_accounts.emplace(name, made->id);
      return {};
    });
  for (const auto& role : scene.data.roles)
    act(scene, founder, [&](change::Change& change) -> Result<void> {
      const auto made = roles::define_role(change, {std::string{role.title}, known_names(role.permissions)});
      if (!made) return refuse(made);
      scene.roles.emplace(role.title, made->id.text());
      return {};
    });
  for (const auto& contact : scene.data.contacts)
    act(scene, founder, [&](change::Change& change) -> Result<void> {
      const auto topics = split(contact.topics, " ");
      const auto made = accounts::add_contact(change, {std::string{contact.name},
                                                       *EmailAddress::parse(contact.email),
                                                       std::string{contact.phone},
                                                       {topics.begin(), topics.end()}});
      return made ? Result<void>{} : refuse(made);
    });
}

std::vector<std::string> Story::known_names(std::string_view permissions) const {
  std::vector<std::string> names;
  for (const auto name : split(permissions, " "))
    if (context_.catalogue.modules.find(name)) names.emplace_back(name);
  return names;
}

invitations::GrantRequest Story::grant_of(const Scene& scene, const Wish& wish) const {
  const auto own = scene.roles.find(wish.role);
  invitations::GrantRequest grant{.role = own == scene.roles.end() ? std::string{wish.role} : own->second};
  if (auto names = known_names(wish.permissions); !names.empty()) grant.permissions = std::move(names);
  if (wish.sub_accounts.empty() || scene.sub_accounts.empty()) return grant;
  grant.scope = members::ScopeRequest{.all = false};
  for (const auto name : split(wish.sub_accounts, ", "))
    if (const auto known = scene.sub_accounts.find(name); known != scene.sub_accounts.end())
      grant.scope->sub_accounts.push_back(known->second.text());
  return grant;
}

void Story::invite(Scene& scene, std::string_view by, std::string_view email, const Wish& wish, std::string_view message) {
  const invitations::DisposableDomains none{""};
  const invitations::InviteRequest request{.invitees = {{.text = std::string{email}, .email = EmailAddress::parse(email)}},
                                           .shared = grant_of(scene, wish),
                                           .language = scene.data.members.front().person.language,
                                           .message = std::string{message}};
  const auto inviter = by.empty() ? scene.data.members.front().person.email : by;
  if (!people_.contains(inviter)) return;
  act(scene, inviter, [&](change::Change& change) -> Result<void> {
    const auto rows = invitations::invite(change, request, none);
    if (!rows) return refuse(rows);
    if (rows->front().invitation) scene.invitations.emplace(email, *rows->front().invitation);
    return {};
  });
}

void Story::join(Scene& scene, const Person& person) {
  user_of(person);
  const auto offered = scene.invitations.find(person.email);
  if (offered == scene.invitations.end()) return;
  const auto actor = sign_in(person.email);
  onboarding::AcceptRequest request{.token = invitations::token_of(context_.server_key, offered->second).reveal()};
  request.actor = actor;
  request.origin = origin_of(person.email, 0);
  request.request_id = request_id;
  request.language = person.language;
  static_cast<void>(onboarding::accept_invitation(hashing_, request));
}

/// Brought in by the operator, with their data from elsewhere.
void Story::join_crowd(Scene& scene, const CrowdMember& member) {
  const auto user = create_user(member.email, member.name, member.language);
  const auto wish = grant_of(scene, {member.role, member.permissions, member.sub_accounts});
  act(scene, "", [&](change::Change& change) -> Result<void> {
    const auto grant = invitations::GrantDesk(change.tx(), change.context().catalogue, change.account())
                           .resolve(wish, {.role = change.policy().default_role});
    if (!grant) return refuse(grant);
    members::insert_member(change.tx(), change.modules(), scene.id, user, grant->role.id, grant->picked, grant->scope);
    change.note({.type = "member.joined",
                 .target = user.text(),
                 .after = {{"role", grant->role.id},
                           {"picked", members::write_names(change.modules(), grant->picked)},
                           {"sub_accounts", members::write_scope(grant->scope)},
                           {"status", "active"},
                           {"name", member.name},
                           {"email", member.email}}});
    return {};
  });
}

void Story::visit(const Scene& scene, std::string_view email) {
  const auto& user = people_.find(email)->second;
  context_.note_activity(scene.id, user, past_.now());
  // Sessions are of interest while they live.
  if (past_.now() > now_ - hashing_.lifetimes.idle) return static_cast<void>(sign_in(email));
  static_cast<void>(past_.write([&](database::Transaction& tx) -> Result<int> {
    users::save_last_sign_in(tx, user);
    users::note_sign_in(tx, EmailAddress::parse(email)->key(), users::SignInResult::succeeded, users::sign_in_method::password,
                        origin_of(email, static_cast<std::uint64_t>(past_.now().ms)));
    return 0;
  }));
}

void Story::fail(std::string_view email, users::SignInResult result, const users::SessionOrigin& origin) {
  static_cast<void>(past_.write([&](database::Transaction& tx) -> Result<int> {
    users::note_sign_in(tx, EmailAddress::parse(email)->key(), result, users::sign_in_method::password, origin);
    return 0;
  }));
}

void Story::end_offer(Scene& scene, const Offer& offer) {
  const auto offered = scene.invitations.find(offer.email);
  if (offered == scene.invitations.end()) return;
  const auto token = invitations::token_of(context_.server_key, offered->second).reveal();
  if (offer.fate == Offer::Fate::declined)
    static_cast<void>(invitations::decline(context_, token, {"anonymous", "192.0.2.77", std::string{request_id}}));
  if (offer.fate == Offer::Fate::cancelled)
    act(scene, scene.data.members.front().person.email,
        [&](change::Change& change) { return invitations::cancel(change, offered->second.id); });
}

void Story::do_deed(Scene& scene, const Deed& deed) {
  const auto whom = people_.find(deed.whom);
  if (whom == people_.end() || !people_.contains(deed.by)) return;
  act(scene, deed.by, [&](change::Change& change) -> Result<void> {
    switch (deed.kind) {
      case Deed::Kind::deactivate:
        return members::deactivate_member(change, whom->second);
      case Deed::Kind::remove:
        return members::remove_member_as_manager(change, whom->second);
      case Deed::Kind::pick:
        return members::update_member(change, whom->second, {.permissions = known_names(deed.permissions)});
      case Deed::Kind::hand_over:
        break;
    }
    const auto done = ownership::transfer_ownership(change, {.to = whom->second.text()});
    return done ? Result<void>{} : refuse(done);
  });
}

void Story::deliver_letters() {
  static_cast<void>(past_.write([&](database::Transaction& tx) -> Result<int> {
    constexpr std::size_t all = 100'000;
    for (const auto& letter : outbox::list_due(tx, all, all, {})) {
      const auto claimed_until = outbox::claim(tx, letter.id, std::chrono::minutes{1});
      if (!claimed_until) continue;
      const bool arrives =
          std::find(undeliverable_.begin(), undeliverable_.end(), letter.letter.recipient.text()) == undeliverable_.end();
      if (arrives)
        outbox::mark_sent(tx, letter.id);
      else
        outbox::mark_failed(tx, letter.id, *claimed_until, "recipient_refused");
    }
    return 0;
  }));
}

}  // namespace roster::app::demo
