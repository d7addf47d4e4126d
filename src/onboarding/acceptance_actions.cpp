#include "onboarding/acceptance_actions.h"

#include "access/credential_store.h"
#include "invitations/invitation_body.h"
#include "invitations/invitation_rules.h"
#include "invitations/invitation_store.h"
#include "invitations/inviter.h"
#include "invitations/token_actions.h"
#include "members/member_store.h"
#include "members/seat_refusal.h"
#include "users/registration_actions.h"

namespace roster::onboarding {

namespace {

namespace reasons = invitations::reasons;
using invitations::Acceptance;

/// An invitation, and all that decides about its acceptance, as one transaction sees it.
struct Situation {
  invitations::Invitation invitation;
  access::Account account;
  std::optional<access::Grant> grant{};
  std::optional<policy::LimitReached> limit{};
  Acceptance verdict = Acceptance::not_given_any_more;
};

/// The session may have ended since the door: then it is as none.
std::optional<UserId> find_live_user(database::Transaction& tx, const std::optional<access::UserActor>& actor) {
  if (!actor || !access::find_live_session(tx, actor->session)) return std::nullopt;
  return actor->user;
}

/// The invited seat becomes a member's: that is more only where pending ones do not count.
std::optional<policy::LimitReached> find_limit(database::Transaction& tx, const access::Account& account,
                                               const std::string& role) {
  const auto before = access::count_limited_seats(tx, account);
  auto after = before;
  --after.pending_by_role[role];
  ++after.active_by_role[role];
  return invitations::decide_growth(*account.policy, *account.plan, before, after);
}

/// Nothing for a dead token.
std::optional<Situation> judge(database::Transaction& tx, const policy::Catalogue& catalogue, std::string_view digest,
                               const AcceptRequest& request) {
  const auto user = find_live_user(tx, request.actor);
  auto invitation = invitations::find_by_digest(tx, catalogue.modules, digest, user);
  if (!invitation) return std::nullopt;
  auto account = access::find_account(tx, catalogue, invitation->account);
  if (!account) return std::nullopt;
  Situation situation{.invitation = std::move(*invitation), .account = std::move(*account)};
  const auto& offered = situation.invitation;
  situation.grant = invitations::GrantDesk(tx, catalogue, situation.account).grant_of(offered);
  situation.limit = find_limit(tx, situation.account, offered.role);
  const auto member = members::find_member_by_email(tx, catalogue.modules, situation.account.id, offered.email);

  invitations::AcceptFacts facts;
  facts.is_joined_already = offered.kept_status == invitations::Status::accepted;
  facts.is_still_given =
      situation.grant && invitations::may_still_give(tx, catalogue, situation.account, offered.invited_by, *situation.grant);
  facts.session = invitations::session_of(tx, user, offered.email);
  facts.address_has_user = users::find_user_by_email(tx, offered.email).has_value();
  facts.has_details = request.name && request.password;
  if (member) facts.member = member->status;
  facts.scope_is_left = offered.scope.all || !offered.scope.sub_accounts.empty();
  facts.has_seat = !situation.limit;
  situation.verdict = invitations::decide_accept(facts);
  return situation;
}

Error missing_details(const AcceptRequest& request) {
  std::vector<FieldError> faults;
  if (!request.name) faults.push_back({"/name", reasons::missing_field, {}});
  if (!request.password) faults.push_back({"/password", reasons::missing_field, {}});
  return Error{reasons::validation_failed, std::move(faults)};
}

/// The refusal that leaves everything as it is; nothing when there is something to write, or to answer.
std::optional<Error> find_refusal(const Situation& situation, const AcceptRequest& request) {
  switch (situation.verdict) {
    case Acceptance::email_mismatch:
      return Error{reasons::invitation_email_mismatch, {{"email", situation.invitation.email.masked()}}};
    case Acceptance::sign_in_required:
      return Error{reasons::sign_in_required};
    case Acceptance::details_missing:
      return missing_details(request);
    case Acceptance::already_member:
      return Error{reasons::already_member};
    case Acceptance::member_deactivated:
      return Error{reasons::member_deactivated};
    case Acceptance::scope_gone:
      return Error{reasons::scope_gone};
    case Acceptance::no_seat:
      return members::seat_refusal(situation.account, *situation.limit, request.language);
    case Acceptance::joined_already:
    case Acceptance::not_given_any_more:
    case Acceptance::join:
    case Acceptance::register_and_join:
      break;
  }
  return std::nullopt;
}

/// What a new person needs that is made before the write.
struct NewPerson {
  UserId id;
  std::string password_hash;
  users::NewSession session;
};

/// One attempt, inside its write.
class Joining {
 public:
  Joining(database::Transaction& tx, const users::Hashing& hashing, const AcceptRequest& request, const Situation& situation)
      : tx_(tx), hashing_(hashing), request_(request), situation_(situation) {}

  /// The user joins, signed in already.
  Result<Accepted> join(const UserId& user) {
    const auto person = users::find_user(tx_, user);
    if (!person) return refuse(reasons::not_found);
    make_member(*person, circumstance_of(user.text()));
    return answer(user, request_.language);
  }

  /// The mailed token proves the address: the person becomes a user, a member, and is signed in.
  Result<Accepted> register_and_join(const NewPerson& person) {
    const auto circumstance = circumstance_of(person.id.text());
    const auto& offered = situation_.invitation;
    const auto user = users::create_user(tx_,
                                         {.id = person.id,
                                          .email = offered.email,
                                          .name = *request_.name,
                                          .language = offered.language,
                                          .password_hash = person.password_hash},
                                         circumstance);
    // Somebody proved the address in this very moment, by another invitation perhaps.
    if (!user) return refuse(reasons::sign_in_required);
    make_member(*user, circumstance);
    const auto expires_at = users::start_session(tx_, person.session, person.id, request_.origin, hashing_.lifetimes,
                                                 circumstance, users::sign_in_method::invitation);
    auto accepted = answer(person.id, offered.language);
    if (!accepted) return accepted;
    accepted->session = {person.session.token, users::write_session(tx_, catalogue(), *user, expires_at), person.id, tx_.now()};
    return accepted;
  }

  /// The membership as it is now. Refusal: not_found for who has left since.
  Result<Accepted> answer(const UserId& user, Language language) {
    const auto standing = access::find_standing(tx_, catalogue(), situation_.account, user);
    if (!standing) return refuse(reasons::not_found);
    return Accepted{.membership = users::write_standing(situation_.account, *standing, catalogue().modules, language),
                    .revision = journal::last_seq(tx_, situation_.account.id.text())};
  }

  /// Nobody stands behind it any more.
  void cancel() {
    const auto& offered = situation_.invitation;
    invitations::save_end(tx_, offered.id, invitations::Status::cancelled);
    outbox::supersede(tx_, offered.id.text());
    const auto actor = request_.actor ? access::text_of(*request_.actor) : access::text_of(access::Anonymous{});
    note(circumstance_of(actor), {.type = "invitation.cancelled",
                                  .target = offered.id.text(),
                                  .before = {{"status", "pending"}, {"email", offered.email.text()}},
                                  .after = {{"status", "cancelled"}}});
  }

 private:
  [[nodiscard]] const policy::Catalogue& catalogue() const { return hashing_.context.catalogue; }
  [[nodiscard]] journal::Circumstance circumstance_of(std::string actor) const {
    return {std::move(actor), request_.origin.ip, request_.request_id};
  }
  void note(const journal::Circumstance& circumstance, const journal::Event& event) {
    journal::append(tx_, situation_.account.id.text(), circumstance, event);
  }

  void make_member(const users::User& user, const journal::Circumstance& circumstance) {
    const auto& offered = situation_.invitation;
    const auto& grant = *situation_.grant;
    members::insert_member(tx_, catalogue().modules, situation_.account.id, user.id, grant.role.id, grant.picked, grant.scope);
    invitations::save_end(tx_, offered.id, invitations::Status::accepted, user.id);
    outbox::supersede(tx_, offered.id.text());
    note(circumstance, {.type = "invitation.accepted",
                        .target = offered.id.text(),
                        .before = {{"status", "pending"}},
                        .after = {{"status", "accepted"}, {"accepted_by", user.id.text()}, {"email", offered.email.text()}}});
    auto after = invitations::write_given(offered, catalogue().modules);
    after["status"] = "active";
    after["name"] = user.name;
    after["email"] = user.email.text();
    note(circumstance, {.type = "member.joined", .target = user.id.text(), .after = std::move(after)});
  }

  database::Transaction& tx_;
  const users::Hashing& hashing_;
  const AcceptRequest& request_;
  const Situation& situation_;
};

Result<NewPerson> prepare(const users::Hashing& hashing, const AcceptRequest& request, const Situation& situation, Instant now) {
  const auto words = users::password_words(situation.invitation.email, {*request.name, situation.account.name});
  if (auto checked = users::check_password(*request.password, words); !checked) return refuse(checked);
  return NewPerson{UserId::make(now), hashing.hasher.hash(*request.password), users::make_session(now)};
}

/// A write that ends an invitation commits, and is a refusal all the same.
struct Outcome {
  std::optional<Accepted> accepted{};
};

Result<Outcome> write_acceptance(database::Transaction& tx, const users::Hashing& hashing, const AcceptRequest& request,
                                 const Situation& situation, const std::optional<NewPerson>& person) {
  if (auto refusal = find_refusal(situation, request)) return refuse(std::move(*refusal));
  Joining joining(tx, hashing, request, situation);
  if (situation.verdict == Acceptance::not_given_any_more) {
    joining.cancel();
    return Outcome{};
  }
  if (situation.verdict == Acceptance::register_and_join && !person) return refuse(reasons::sign_in_required);
  auto accepted = situation.verdict == Acceptance::register_and_join ? joining.register_and_join(*person)
                  : situation.verdict == Acceptance::join            ? joining.join(request.actor->user)
                                                                     : joining.answer(request.actor->user, request.language);
  if (!accepted) return refuse(accepted);
  return Outcome{std::move(*accepted)};
}

}  // namespace

Result<Accepted> accept_invitation(const users::Hashing& hashing, const AcceptRequest& request) {
  const auto& context = hashing.context;
  const auto digest = crypto::digest_of(request.token);
  Instant now;
  const auto seen = context.database.read([&](database::Transaction& tx) {
    now = tx.now();
    return judge(tx, context.catalogue, digest, request);
  });
  if (!seen) return refuse(reasons::not_found);
  if (auto refusal = find_refusal(*seen, request)) return refuse(std::move(*refusal));
  std::optional<NewPerson> person;
  if (seen->verdict == Acceptance::register_and_join) {
    auto prepared = prepare(hashing, request, *seen, now);
    if (!prepared) return refuse(prepared);
    person = std::move(*prepared);
  }
  const auto outcome = context.database.write([&](database::Transaction& tx) -> Result<Outcome> {
    tx.lock("accounts", {seen->account.id.text()});
    if (request.actor) tx.lock("users", {request.actor->user.text()});
    const auto situation = judge(tx, context.catalogue, digest, request);
    if (!situation) return refuse(reasons::not_found);
    return write_acceptance(tx, hashing, request, *situation, person);
  });
  if (!outcome) return refuse(outcome);
  if (!outcome->accepted) return refuse(reasons::not_found);
  return *outcome->accepted;
}

}  // namespace roster::onboarding
