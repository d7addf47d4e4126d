#pragma once
// Runs commands against the server and the model side by side, in a new account, and holds each answer and all that is
// then shown against the model. Throws Difference at the first that is not as it must be.

#include <stdexcept>
#include <string>
#include <vector>

#include "properties/command.h"
#include "properties/lab.h"
#include "support/model.h"

namespace roster::testing {

struct Difference : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Sequence {
 public:
  Sequence(Lab& lab, const model::Rules& rules);

  /// What was done and answered so far goes into the message of a Difference.
  void run(const std::vector<Command>& commands);
  /// The account's events, replayed from the first, come to what the account is.
  void expect_replay();

 private:
  struct Asked {
    Reply reply;
    bool succeeded = false;
  };

  // The people of a command.
  Actor& actor_of(const Command& command);
  Actor& anyone(int number) { return lab_.people[static_cast<std::size_t>(number) % lab_.people.size()]; }
  [[nodiscard]] std::string member_of(int number) const;
  [[nodiscard]] std::string email_of(int number);
  [[nodiscard]] model::Wanted powerful_grant() const;
  [[nodiscard]] std::string invitation_of(int number) const;
  [[nodiscard]] std::string custom_role_of(int number) const;
  [[nodiscard]] model::Wanted wanted_of(const Command& command, bool partly) const;
  [[nodiscard]] model::Names permissions_of(int number) const;
  [[nodiscard]] static json::object write(const model::Wanted& wanted);

  /// Asks, previewed first where the command says so, and compares with the verdict.
  Asked ask(const Command& command, Client& client, const std::string& method, const std::string& rest,
            const std::optional<json::value>& body, const model::Verdict& verdict);
  Reply tell(Client& client, const std::string& method, const std::string& path, const std::optional<json::value>& body);

  void step(const Command& command);
  void invite(const Command& command);
  void invite(const Command& command, Actor& actor, const std::string& email, const model::Wanted& wanted);
  void change_invitation(const Command& command);
  void accept(const Command& command);
  void accept_dead(const Command& command);
  void decline(const Command& command);
  void change_member(const Command& command);
  void leave(const Command& command);
  void transfer(const Command& command);
  void change_plan(const Command& command);
  void change_role(const Command& command);
  void change_sub_account(const Command& command);
  void look(const Command& command);
  void settle();

  /// The live token of a pending invitation: known from a link, or read from the letter.
  std::string token_of(const std::string& invitation);
  void forget_token(const std::string& invitation);

  // What the server shows, against the model.
  void compare();
  void compare_members(Client& owner);
  void compare_invitations(Client& owner);
  void compare_seats(Client& owner);
  void compare_roles(Client& owner);
  void compare_decisions();
  void compare_searches();
  /// The ids, or names, of all pages of a search.
  std::vector<std::string> found(const std::string& sought, json::object question, int limit);
  std::int64_t revision();
  std::vector<json::value> events();

  void expect(bool holds, const std::string& what) const;
  [[noreturn]] void differ(const std::string& what) const;
  [[nodiscard]] std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account_ + rest; }

  Lab& lab_;
  std::string name_, account_;
  model::Account model_;
  std::map<std::string, std::string> tokens_;                     ///< the live ones that are known, by invitation
  std::vector<std::pair<std::string, std::string>> dead_tokens_;  ///< token, invitation
  std::int64_t revision_ = 0;
  int transfers_ = 0;
  std::size_t searches_ = 0;
  std::string log_;
};

}  // namespace roster::testing
