#pragma once
// What an account is by docs/requirements.md, in plain maps: no database, no HTTP, none of the server's code. Tests ask it what
// must come of an act, let the server act, and hold what it then shows against this.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace roster::testing::model {

using Names = std::set<std::string>;
/// Sub-accounts; nothing: the whole account.
using Scope = std::optional<Names>;

struct Role {
  std::string id;
  bool all = false;  ///< whatever can be given
  Names fixed{}, pickable{}, never{};
};

/// One policy, as its file in policies/ has it.
struct Rules {
  std::string policy;
  std::vector<Role> roles;
  std::string default_role;
  Names reserved{};      ///< the owner's alone
  Names custom_never{};  ///< in no role of the account's own
  bool sub_accounts = false;
  int lifetime_hours = 168;
  Names to_roles{};  ///< who may become the owner; none: whoever is active
  std::string former_owner_role;
  Names former_owner_choices{};
  bool former_owner_keeps_snapshot = false;
  std::string limited_role{};                       ///< which role the plans limit
  std::map<std::string, std::optional<int>> plans;  ///< and to how many

  [[nodiscard]] const Role* find(const std::string& role) const;
  [[nodiscard]] Names grantable() const;
};

const std::vector<Rules>& policies();
const Rules& rules_of(const std::string& policy);
const Names& all_permissions();
const Names& product_permissions();

struct Grant {
  std::string role;
  Names picked{};
  Scope scope{};
  friend bool operator==(const Grant&, const Grant&) = default;
};

/// What a request asks for; absent: stays, or the default.
struct Wanted {
  std::optional<std::string> role{};
  std::optional<Names> permissions{};
  std::optional<Scope> scope{};
};

struct Member {
  Grant grant{};
  bool active = true;
  friend bool operator==(const Member&, const Member&) = default;
};

struct Invitation {
  std::string email{};
  Grant grant{};
  std::string inviter{};
  std::string status = "pending";  ///< as kept: what has expired is pending still
  std::int64_t sent_at_hour = 0;
  std::string accepted_by{};
  friend bool operator==(const Invitation&, const Invitation&) = default;
};

struct CustomRole {
  std::string title{};
  Names permissions{};
  friend bool operator==(const CustomRole&, const CustomRole&) = default;
};

/// What must come: success, or one of these refusals. Where the requirements leave it open, `open` says that either may.
struct Verdict {
  struct Refusal {
    int status;
    std::string code;
  };
  std::vector<Refusal> refusals{};
  bool open = false;

  [[nodiscard]] bool must_succeed() const { return refusals.empty(); }
  [[nodiscard]] bool allows(int status, const std::string& code) const;
  [[nodiscard]] std::string text() const;
};

/// One account. `judge_…` says what must come, `…` does it (call it only when the server did).
class Account {
 public:
  Account(const Rules& rules, std::string owner_id, std::string plan_name);

  const Rules* rules;
  std::string owner, plan;
  std::map<std::string, Member> members;          ///< by user id; the owner's grant is not looked at
  std::map<std::string, std::string> emails;      ///< of every person there is, by user id
  std::map<std::string, Invitation> invitations;  ///< by id
  std::map<std::string, CustomRole> roles;        ///< by id
  Names sub_accounts;
  std::int64_t hour = 0;

  [[nodiscard]] bool is_owner(const std::string& user) const { return user == owner; }
  [[nodiscard]] const Member* find(const std::string& user) const;
  /// What somebody may do, in the account as a whole or, with a limited scope, within it; empty for who is not active.
  [[nodiscard]] Names effective(const std::string& user) const;
  [[nodiscard]] bool may(const std::string& user, const std::string& permission, const std::string& sub_account = "") const;
  [[nodiscard]] Names effective(const Grant& grant) const;
  [[nodiscard]] std::string status_of(const Invitation& invitation) const;  ///< as shown
  [[nodiscard]] bool is_live(const Invitation& invitation) const { return status_of(invitation) == "pending"; }
  [[nodiscard]] const std::string* find_pending(const std::string& email) const;
  [[nodiscard]] int used_seats() const;
  [[nodiscard]] std::optional<int> max_seats() const;
  [[nodiscard]] bool may_still_give(const std::string& user, const Grant& grant) const;

  [[nodiscard]] Verdict judge_invite(const std::string& actor, const Wanted& wanted) const;
  /// The outcomes that the row may have; "invited" alone when it must go out. After judge_invite() allowed the call.
  [[nodiscard]] Names judge_row(const std::string& email, const Wanted& wanted) const;
  void invite(const std::string& actor, const std::string& id, const std::string& email, const Wanted& wanted);
  [[nodiscard]] Verdict judge_edit(const std::string& actor, const std::string& id, const Wanted& wanted) const;
  void edit(const std::string& actor, const std::string& id, const Wanted& wanted);
  [[nodiscard]] Verdict judge_resend(const std::string& actor, const std::string& id) const;
  void resend(const std::string& actor, const std::string& id);
  /// A link to hand over: a new token for a pending invitation.
  [[nodiscard]] Verdict judge_link(const std::string& actor, const std::string& id) const;
  void link(const std::string& actor, const std::string& id);
  [[nodiscard]] Verdict judge_cancel(const std::string& actor, const std::string& id) const;
  void cancel(const std::string& id);
  /// By the link that is the newest of that invitation.
  [[nodiscard]] Verdict judge_accept(const std::string& actor, const std::string& id) const;
  void accept(const std::string& actor, const std::string& id);
  /// Accepting what the inviter may not give any more ends it.
  void refuse_accept(const std::string& actor, const std::string& id);
  [[nodiscard]] Verdict judge_decline(const std::string& id) const;
  void decline(const std::string& id);

  [[nodiscard]] Verdict judge_patch(const std::string& actor, const std::string& target, const Wanted& wanted) const;
  void patch(const std::string& target, const Wanted& wanted);
  [[nodiscard]] Verdict judge_deactivate(const std::string& actor, const std::string& target) const;
  void deactivate(const std::string& target);
  [[nodiscard]] Verdict judge_reactivate(const std::string& actor, const std::string& target) const;
  void reactivate(const std::string& target);
  [[nodiscard]] Verdict judge_remove(const std::string& actor, const std::string& target) const;
  void remove(const std::string& target);
  [[nodiscard]] Verdict judge_leave(const std::string& actor) const;
  [[nodiscard]] Verdict judge_transfer(const std::string& actor, const std::string& target,
                                       const std::optional<std::string>& former_role, bool signed_in_recently) const;
  void transfer(const std::string& target, const std::optional<std::string>& former_role);

  [[nodiscard]] Verdict judge_create_role(const std::string& actor, const Names& permissions) const;
  void create_role(const std::string& id, const std::string& title, const Names& permissions);
  [[nodiscard]] Verdict judge_edit_role(const std::string& actor, const std::string& id, const Names& permissions) const;
  void edit_role(const std::string& id, const Names& permissions);
  [[nodiscard]] Verdict judge_delete_role(const std::string& actor, const std::string& id,
                                          const std::optional<std::string>& replacement) const;
  void delete_role(const std::string& actor, const std::string& id, const std::optional<std::string>& replacement);
  [[nodiscard]] Verdict judge_create_sub_account(const std::string& actor) const;
  void create_sub_account(const std::string& id) { sub_accounts.insert(id); }
  [[nodiscard]] Verdict judge_delete_sub_account(const std::string& actor, const std::string& id) const;
  void delete_sub_account(const std::string& id);

  friend bool operator==(const Account&, const Account&) = default;

 private:
  struct Resolved {
    Grant grant{};
    std::vector<Verdict::Refusal> faults{};
  };
  [[nodiscard]] std::optional<Role> role(const std::string& id) const;
  [[nodiscard]] Resolved resolve(const Wanted& wanted, const Grant& base, bool keeps_picks_of_same_role) const;
  [[nodiscard]] bool may_give(const std::string& user, const Grant& grant) const;
  /// The refusal of who is not in the account, or deactivated.
  [[nodiscard]] std::optional<Verdict> shut_out(const std::string& actor) const;
  [[nodiscard]] bool takes_seat(const std::string& role_id) const { return role_id == rules->limited_role; }
  [[nodiscard]] bool has_room(int more) const;
  [[nodiscard]] bool is_covered(const Grant& part, const Grant& whole) const;
  void judge_giving(const std::string& actor, const Grant& before, const Grant& after, Verdict& verdict) const;
  /// Invitations that `user` may not give any more are cancelled, or pass on.
  void reconsider(const std::string& user, const std::string& heir = "");
};

}  // namespace roster::testing::model
