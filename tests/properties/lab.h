#pragma once
// What all sequences of a test share: one server, people who are registered already, and their letters.

#include <map>
#include <string>
#include <vector>

#include "support/world.h"

namespace roster::testing {

/// Somebody of the pool. Sessions are renewed when a transfer or the clock has ended them.
struct Actor {
  Person person;
  std::int64_t signed_in_at_ms = 0;  ///< by the lab's clock: acts that need a recent sign-in look at it
};

class Lab {
 public:
  static constexpr std::size_t people_count = 7;

  Lab();

  World world;
  std::vector<Actor> people;
  /// Addresses that nobody ever answers from.
  std::vector<std::string> silent{"silent-1@nobody.test", "silent-2@nobody.test"};
  int sequences = 0;
  /// How often each kind of request was made, and how often it was refused: what the sequences really tried.
  std::map<std::string, std::pair<int, int>> tally;

  [[nodiscard]] Actor* find(const std::string& user);
  void sign_in(Actor& actor);
  void reauthenticate(Actor& actor);
  void advance(std::chrono::hours by);
  [[nodiscard]] bool signed_in_recently(const Actor& actor) const;
  /// How far the server's clock was moved, and what has passed since.
  [[nodiscard]] std::int64_t now_ms() const;

  /// Tokens of invitation letters to `email` that speak of the account of this name, as they have come so far.
  const std::vector<std::string>& tokens_of(const std::string& email, const std::string& account_name);

 private:
  void read_letters();
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::int64_t advanced_ms_ = 0;
  std::vector<Letter> unclaimed_;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> tokens_;
};

}  // namespace roster::testing
