#pragma once
// Builders: people with a proved mailbox, accounts under a policy, members who joined by a real invitation. Each says only
// what matters to the test; everything goes over HTTP and by real letters.

#include <string>
#include <vector>

#include "support/client.h"
#include "support/mailbox.h"
#include "support/test_server.h"

namespace roster::testing {

/// Somebody with a user, signed in.
struct Person {
  std::string email, name, password, id;
  Client client;
  [[nodiscard]] std::string me_path(const std::string& account) const { return "/v1/accounts/" + account + "/members/" + id; }
};

inline const std::string good_password = "correct horse battery staple";

class World {
 public:
  explicit World(ServerOptions options = {});

  TestServer server;
  /// Further nodes on the same database: as many as ROSTER_TEST_NODES says there are in all.
  std::vector<std::unique_ptr<TestServer>> others;
  Mailbox mailbox;

  /// A client of the node whose turn it is.
  [[nodiscard]] Client client_of(std::size_t turn) const;

  /// A new address nobody has: "ana-17@team.test".
  std::string address(const std::string& name);
  /// Registers by letter and signs in.
  Person person(const std::string& name, const std::string& email = "");
  /// A fresh sign-in of the same person.
  Client sign_in(const Person& person) const;
  /// The product's own backend: a service key.
  Client& service();

  /// An account under `policy` owned by `owner`; its id.
  std::string account(const Person& owner, const std::string& policy, const std::string& plan = "",
                      const std::string& name = "Orbital Bakery");
  /// Invited by `by` with the fields of `grant` ({"role": …, "permissions": …}), accepted as a new user.
  Person member(const std::string& account, Person& by, const std::string& name, json::object grant = {});
  /// The same for somebody who has a user.
  void join(const std::string& account, Person& by, Person& who, json::object grant = {});

  /// Invites and returns the reply.
  Reply invite(const std::string& account, Person& by, const std::string& email, json::object grant = {});
  /// The token of the newest invitation letter to that address that is not `not_token`.
  [[nodiscard]] std::string invitation_token(const std::string& email, const std::string& not_token = "") const;
  Reply accept_as_new(const std::string& token, const std::string& name = "New Person",
                      const std::string& password = good_password);

  /// May `who` do `permission` there, as the product asks?
  bool may(const std::string& account, const Person& who, const std::string& permission, const std::string& sub_account = "");
  /// Types of the account's events, oldest first.
  std::vector<std::string> event_types(const std::string& account, Person& reader);

 private:
  int counter_ = 0;
  std::optional<Client> service_;
};

/// A policy's id, its ordinary role's grant, its most powerful invitable role, used by tests that run under all five.
struct PolicyCase {
  std::string policy;
  json::object ordinary;  ///< an ordinary member's grant
  json::object powerful;  ///< the most powerful grant there is below the owner
  std::string former_owner_role;
};
const std::vector<PolicyCase>& policy_cases();

}  // namespace roster::testing
