#pragma once
// Asks a Roster server what people may do.
//
//   roster::Checker checker({.url = "https://accounts.example.com", .key = std::getenv("ROSTER_KEY")});
//   if (!checker.may({.user = user, .account = account, .permission = "payments:write"})) return forbidden();
//
// Questions that are asked at the same time travel together in one call. Connections are kept. What is not answered with a yes
// within the deadline is a no: a server that is down, an answer that cannot be read, a question that makes no sense.
// Answers are not kept here: the server's are never older than a change that it acknowledged, and stay so only if nobody keeps
// them.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace roster {

struct Question {
  std::string user;           ///< "usr_…", or an email address
  std::string account;        ///< "acc_…"
  std::string permission;     ///< "payments:write"
  std::string sub_account{};  ///< "sub_…"; empty: the account as a whole
};

enum class Answer {
  yes,
  no,
  unknown,  ///< none came in time, or none that can be read: for whoever tells it apart from a no
};

struct CheckerOptions {
  std::string url;                           ///< with the path prefix of public_url, if there is one
  std::string key;                           ///< a service key
  std::chrono::milliseconds deadline{1000};  ///< from the call of may() to its return
  unsigned connections = 2;                  ///< calls under way at the same time; each has a thread
  std::size_t questions_per_call = 100;      ///< at most 1,000
  std::size_t waiting_max = 10'000;          ///< questions beyond it are unknown at once
};

/// Thread-safe.
class Checker {
 public:
  explicit Checker(CheckerOptions options);
  /// Who still waits is told unknown.
  ~Checker();
  Checker(const Checker&) = delete;
  Checker& operator=(const Checker&) = delete;

  [[nodiscard]] bool may(const Question& question) { return ask(question) == Answer::yes; }
  [[nodiscard]] Answer ask(const Question& question);
  /// Answers in the order of the questions.
  [[nodiscard]] std::vector<Answer> ask(const std::vector<Question>& questions);

 private:
  class Calls;
  std::unique_ptr<Calls> calls_;
};

}  // namespace roster
