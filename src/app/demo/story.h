#pragma once
// The demo's history, told in the order in which it happened, by the ordinary actions: invitations are sent and accepted,
// people sign in, are deactivated, hand over. What a deployment's own policies refuse just did not happen.

#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/demo/demo_accounts.h"
#include "app/demo/past.h"
#include "change/change.h"
#include "crypto/password.h"
#include "invitations/invitation.h"
#include "invitations/wanted_grant.h"
#include "members/activity.h"
#include "users/sign_in_actions.h"

namespace roster::app::demo {

struct CrowdMember;

class Story {
 public:
  /// `password_hash`: everybody's. Everything is written in `tx`.
  Story(database::Transaction& tx, const change::Context& context, const crypto::PasswordHasher& hasher,
        std::string password_hash);

  /// An account whose policy is loaded; others are left out. `crowd`: how many more members there are in one that has a crowd.
  void plan(const Account& account, std::int64_t crowd);
  void tell();

 private:
  /// An account as far as the story has come.
  struct Scene {
    const Account& data;
    const policy::Policy& policy;
    AccountId id{};
    std::map<std::string, std::string, std::less<>> roles{};  ///< ids of the account's own, by title
    std::map<std::string, SubAccountId, std::less<>> sub_accounts{};
    std::map<std::string, invitations::Invitation, std::less<>> invitations{};  ///< by address
  };
  /// What somebody is to get.
  struct Wish {
    std::string_view role, permissions, sub_accounts;
  };

  void at(Ago ago, std::function<void()> happening);
  void plan_member(Scene& scene, const Member& member);
  void plan_offer(Scene& scene, const Offer& offer);
  void plan_crowd(Scene& scene, std::int64_t count);
  void plan_visits(Scene& scene, std::string_view email, Ago joined, Ago seen, int most);
  void plan_guesses(std::string_view email);

  void found(Scene& scene);
  void furnish(Scene& scene);
  void invite(Scene& scene, std::string_view by, std::string_view email, const Wish& wish, std::string_view message);
  void join(Scene& scene, const Person& person);
  void join_crowd(Scene& scene, const CrowdMember& member);
  void visit(const Scene& scene, std::string_view email);
  void fail(std::string_view email, users::SignInResult result, const users::SessionOrigin& origin);
  void end_offer(Scene& scene, const Offer& offer);
  void do_deed(Scene& scene, const Deed& deed);
  /// What waits in the outbox reaches its recipients, or does not. What is of the last hour is left to the server, so that there
  /// are letters to open.
  void plan_delivery(Ago after);
  void deliver_letters();

  UserId user_of(const Person& person);
  UserId create_user(std::string_view email, std::string_view name, Language language);
  /// Anew, unless it was only just.
  access::UserActor sign_in(std::string_view email);
  invitations::GrantRequest grant_of(const Scene& scene, const Wish& wish) const;
  std::vector<std::string> known_names(std::string_view permissions) const;
  /// One change of an account by a person; by nobody: by the operator.
  void act(const Scene& scene, std::string_view by, const std::function<Result<void>(change::Change&)>& body);

  Past past_;
  const Instant now_;
  change::Context context_;
  const users::Hashing hashing_;
  const std::string password_hash_;
  members::ActivityLog activity_;
  std::list<Scene> scenes_;
  std::map<std::string, UserId, std::less<>> people_;
  std::map<std::string, access::UserActor, std::less<>> present_;  ///< who signed in last, and by what session
  std::vector<std::string_view> undeliverable_;
  struct Happening {
    Instant at;
    std::function<void()> happens;
  };
  std::vector<Happening> happenings_;
};

}  // namespace roster::app::demo
