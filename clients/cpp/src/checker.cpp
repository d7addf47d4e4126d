#include "roster/checker.h"

#include <curl/curl.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

#include "evaluations.h"

namespace roster {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t questions_per_call_max = 1000;

/// A question that waits, shared by who asked and the call that carries it: either may be done with it first.
struct Pending {
  Question question;
  Clock::time_point until;
  Answer answer = Answer::unknown;
  bool done = false;
};
using PendingList = std::vector<std::shared_ptr<Pending>>;

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(bytes, size * count);
  return size * count;
}

/// One kept connection.
class Connection {
 public:
  explicit Connection(const CheckerOptions& options) : curl_(curl_easy_init()) {
    if (curl_ == nullptr) throw std::runtime_error("libcurl cannot be used");
    headers_ = curl_slist_append(headers_, "Content-Type: application/json");
    headers_ = curl_slist_append(headers_, "Expect:");
    headers_ = curl_slist_append(headers_, ("Authorization: Bearer " + options.key).c_str());
    set(CURLOPT_URL, (options.url + "/access/v1/evaluations").c_str());
    set(CURLOPT_HTTPHEADER, headers_);
    set(CURLOPT_POST, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TCP_NODELAY, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_WRITEFUNCTION, append);
  }
  ~Connection() {
    curl_slist_free_all(headers_);
    curl_easy_cleanup(curl_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Nothing when no answer came in time that can be read.
  std::optional<std::vector<Answer>> ask(const PendingList& batch, std::chrono::milliseconds wait) {
    std::vector<const Question*> questions;
    for (const auto& pending : batch) questions.push_back(&pending->question);
    const auto body = write_evaluations(questions);
    std::string answer;
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    set(CURLOPT_POSTFIELDS, body.c_str());
    set(CURLOPT_WRITEDATA, &answer);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(wait.count(), 1)));
    long status = 0;
    if (curl_easy_perform(curl_) != CURLE_OK) return std::nullopt;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) return std::nullopt;
    return read_evaluations(answer, batch.size());
  }

 private:
  template <class T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(curl_, option, value);
  }
  CURL* curl_;
  curl_slist* headers_ = nullptr;
};

}  // namespace

class Checker::Calls {
 public:
  explicit Calls(CheckerOptions options) : options_(std::move(options)) {
    static const auto ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK) throw std::runtime_error("libcurl cannot be used");
    options_.questions_per_call = std::clamp<std::size_t>(options_.questions_per_call, 1, questions_per_call_max);
    for (unsigned i = 0; i < std::max(options_.connections, 1U); ++i) threads_.emplace_back([this] { carry(); });
  }
  ~Calls() {
    {
      const std::lock_guard lock{mutex_};
      stopping_ = true;
    }
    arrived_.notify_all();
    answered_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  Calls(const Calls&) = delete;
  Calls& operator=(const Calls&) = delete;

  std::vector<Answer> ask(const std::vector<Question>& questions) {
    const auto until = Clock::now() + options_.deadline;
    PendingList mine;
    std::unique_lock lock{mutex_};
    for (const auto& question : questions) {
      mine.push_back(std::make_shared<Pending>(Pending{question, until}));
      if (waiting_.size() < options_.waiting_max && !stopping_)
        waiting_.push_back(mine.back());
      else
        mine.back()->done = true;
    }
    arrived_.notify_all();
    answered_.wait_until(lock, until, [&] {
      return stopping_ || std::all_of(mine.begin(), mine.end(), [](const auto& pending) { return pending->done; });
    });
    std::vector<Answer> answers;
    for (const auto& pending : mine) answers.push_back(pending->done ? pending->answer : Answer::unknown);
    return answers;
  }

 private:
  /// One thread: whatever waits when it is free goes into its next call.
  void carry() {
    Connection connection(options_);
    std::unique_lock lock{mutex_};
    while (true) {
      arrived_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      const auto now = Clock::now();
      PendingList batch;
      for (; !waiting_.empty() && batch.size() < options_.questions_per_call; waiting_.pop_front())
        if (waiting_.front()->until > now) batch.push_back(std::move(waiting_.front()));
      if (batch.empty()) continue;
      // The last to come may wait the longest; who came before gives up on its own.
      const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(batch.back()->until - now);
      lock.unlock();
      const auto answers = connection.ask(batch, wait);
      lock.lock();
      for (std::size_t i = 0; i < batch.size(); ++i) {
        batch[i]->answer = answers ? (*answers)[i] : Answer::unknown;
        batch[i]->done = true;
      }
      answered_.notify_all();
    }
  }

  CheckerOptions options_;
  std::mutex mutex_;  // guards what follows, and each Pending's answer and done
  std::condition_variable arrived_, answered_;
  std::deque<std::shared_ptr<Pending>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

Checker::Checker(CheckerOptions options) : calls_(std::make_unique<Calls>(std::move(options))) {}
Checker::~Checker() = default;

Answer Checker::ask(const Question& question) { return ask(std::vector{question}).front(); }
std::vector<Answer> Checker::ask(const std::vector<Question>& questions) { return calls_->ask(questions); }

}  // namespace roster
