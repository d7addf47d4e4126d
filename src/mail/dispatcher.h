#pragma once
// Sends what waits in the outbox. A few sender threads take due letters, oldest first, so that no slow recipient holds the
// others: a domain never has more than `per_domain_max` of them, and letters that failed before never more than half.
// Each letter is claimed in the database right before it is sent, so several nodes may run a dispatcher each; after a crash a
// letter that was being sent is due again when its claim ends, and goes out as the same message.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "database/database.h"
#include "mail/letter_composer.h"
#include "mail/mail_settings.h"
#include "mail/transport.h"
#include "outbox/outbox.h"

namespace roster::mail {

struct DispatcherOptions {
  std::size_t senders = 8;
  std::size_t per_domain_max = 2;
  /// How long a claim lasts: longer than a transport may take for one message.
  std::chrono::seconds claim{90};
  /// How often it looks for letters that nobody told it of: another node's, and those whose time has come.
  std::chrono::milliseconds look_interval{1000};
};

class Dispatcher {
 public:
  /// All references must outlive this. `public_url`: its host is the right-hand side of each Message-ID.
  Dispatcher(database::Database& database, const LetterComposer& composer, Transport& transport, Sender sender,
             const std::string& public_url, DispatcherOptions options = {});
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  void start();
  /// There may be new letters: call it after a commit. Cheap, thread-safe.
  void notify();
  /// Takes no more letters; waits until those in flight are done, past `grace` interrupts them. Idempotent.
  void stop(std::chrono::milliseconds grace);

  struct Counters {
    std::uint64_t sent = 0, failed = 0, retried = 0;
  };
  [[nodiscard]] Counters counters() const { return {sent_.load(), failed_.load(), retried_.load()}; }

 private:
  using Queued = outbox::QueuedLetter;
  using SteadyTime = std::chrono::steady_clock::time_point;

  void run();
  /// The first listed letter that may be sent beside those in flight.
  [[nodiscard]] std::deque<Queued>::iterator find_ready();
  std::optional<Queued> take_ready();
  void release(const Queued& letter);
  [[nodiscard]] SteadyTime next_look() const;
  void look(std::unique_lock<std::mutex>& lock);
  /// Keeps those of domains that have enough listed to go on with, and names these domains; the others are listed anew.
  std::vector<std::string> drop_all_but_stock();
  std::vector<Queued> list_letters(const std::vector<std::string>& stocked, std::chrono::milliseconds& next_look);

  void process(const Queued& letter);
  std::optional<Instant> claim(const Queued& letter);
  /// Nothing where the claim would end while it is sent: it is left to whoever has the next one.
  std::optional<Delivery> hand_over(const Queued& letter, Instant claimed_until);
  void settle(const Queued& letter, Instant claimed_until, const Delivery& delivery);
  void save(const Queued& letter, const std::function<void(database::Transaction&)>& mark);

  database::Database& database_;
  const LetterComposer& composer_;
  Transport& transport_;
  const Sender sender_;
  const std::string id_domain_;
  const DispatcherOptions options_;
  std::atomic<std::uint64_t> sent_ = 0, failed_ = 0, retried_ = 0;

  std::mutex mutex_;                // guards all below
  std::condition_variable watch_;   ///< where the one waits who watches for the next time to look
  std::condition_variable idle_;    ///< where the other idle senders wait
  std::condition_variable ending_;  ///< where it is waited for letters in flight, or for being stopped
  std::vector<std::thread> senders_;
  std::deque<Queued> ready_;                                   ///< listed as due; may be claimed or settled elsewhere by now
  std::map<std::string, std::size_t, std::less<>> in_flight_;  ///< by domain
  std::set<LetterId> letters_in_flight_;
  std::size_t retrying_count_ = 0;
  bool looking_ = false;   ///< one sender reads the table
  bool watching_ = false;  ///< one idle sender waits for the next time to look
  bool stopping_ = false;
  SteadyTime looked_at_{};
  SteadyTime next_due_{};  ///< when to look although nobody told of a letter
  std::atomic<bool> notified_ = true;
};

}  // namespace roster::mail
