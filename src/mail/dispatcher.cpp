#include "mail/dispatcher.h"

#include <algorithm>

#include "base/log.h"
#include "mail/mime.h"
#include "mail/retry_rules.h"

namespace roster::mail {

namespace {

constexpr std::size_t letters_listed_max = 128;
constexpr std::size_t letters_listed_per_domain = 64;
/// The table is not read more often than this: whatever is promised meanwhile is found together.
constexpr std::chrono::milliseconds look_pause{10};
/// Nor more often than this while listed letters wait for their domain's turn.
constexpr std::chrono::milliseconds look_pause_with_letters{100};
constexpr int save_attempts_max = 10;

bool is_retry(const outbox::QueuedLetter& letter) { return letter.attempts > 0; }

/// An IPv6 address stands there in brackets (RFC 5322 3.4.1).
std::string message_id_domain(const std::string& host) {
  if (host.empty()) return "localhost";
  return host.find(':') == std::string::npos ? host : "[IPv6:" + host + "]";
}

}  // namespace

Dispatcher::Dispatcher(database::Database& database, const LetterComposer& composer, Transport& transport, Sender sender,
                       const std::string& public_url, DispatcherOptions options)
    : database_(database),
      composer_(composer),
      transport_(transport),
      sender_(std::move(sender)),
      id_domain_(message_id_domain(host_of_url(public_url))),
      options_(options) {}

Dispatcher::~Dispatcher() { stop(std::chrono::milliseconds{0}); }

void Dispatcher::start() {
  const std::lock_guard lock{mutex_};
  for (std::size_t i = 0; i < options_.senders; ++i) senders_.emplace_back([this] { run(); });
}

void Dispatcher::notify() {
  // Told already, and not looked since: under load nearly every call.
  if (notified_.exchange(true)) return;
  {
    const std::lock_guard lock{mutex_};
  }  // who is about to wait has seen it, or waits by now
  watch_.notify_one();
}

void Dispatcher::stop(std::chrono::milliseconds grace) {
  std::vector<std::thread> senders;
  {
    std::unique_lock lock{mutex_};
    stopping_ = true;
    senders.swap(senders_);
    watch_.notify_all();
    idle_.notify_all();
    ending_.notify_all();
    if (!ending_.wait_for(lock, grace, [this] { return letters_in_flight_.empty(); })) transport_.interrupt();
  }
  for (auto& sender : senders) sender.join();
}

void Dispatcher::run() {
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    if (const auto letter = take_ready()) {
      if (!watching_ || find_ready() != ready_.end()) idle_.notify_one();
      lock.unlock();
      process(*letter);
      lock.lock();
      release(*letter);
    } else if (!looking_ && std::chrono::steady_clock::now() >= next_look()) {
      look(lock);
    } else if (!watching_ && !looking_) {
      watching_ = true;
      watch_.wait_until(lock, next_look());
      watching_ = false;
    } else {
      if (notified_) watch_.notify_one();
      idle_.wait(lock);
    }
  }
}

std::deque<Dispatcher::Queued>::iterator Dispatcher::find_ready() {
  const auto retrying_max = std::max<std::size_t>(1, options_.senders / 2);
  const auto fits = [&](const Queued& letter) {
    if (is_retry(letter) && retrying_count_ >= retrying_max) return false;
    const auto busy = in_flight_.find(letter.letter.recipient.domain());
    return busy == in_flight_.end() || busy->second < options_.per_domain_max;
  };
  return std::find_if(ready_.begin(), ready_.end(), fits);
}

std::optional<Dispatcher::Queued> Dispatcher::take_ready() {
  const auto at = find_ready();
  if (at == ready_.end()) return std::nullopt;
  auto taken = std::move(*at);
  ready_.erase(at);
  ++in_flight_[std::string{taken.letter.recipient.domain()}];
  letters_in_flight_.insert(taken.id);
  if (is_retry(taken)) ++retrying_count_;
  return taken;
}

void Dispatcher::release(const Queued& letter) {
  const auto at = in_flight_.find(letter.letter.recipient.domain());
  if (--at->second == 0) in_flight_.erase(at);
  letters_in_flight_.erase(letter.id);
  if (is_retry(letter)) --retrying_count_;
  // More to the same domain may have been left out of what was listed.
  notified_ = true;
  if (stopping_) ending_.notify_all();
}

Dispatcher::SteadyTime Dispatcher::next_look() const {
  const auto earliest = looked_at_ + (ready_.empty() ? look_pause : look_pause_with_letters);
  return notified_ ? earliest : std::max(earliest, next_due_);
}

void Dispatcher::look(std::unique_lock<std::mutex>& lock) {
  looking_ = true;
  notified_ = false;
  const auto stocked = drop_all_but_stock();

  lock.unlock();
  auto wait = options_.look_interval;
  auto found = list_letters(stocked, wait);
  lock.lock();

  looking_ = false;
  looked_at_ = std::chrono::steady_clock::now();
  next_due_ = looked_at_ + wait;
  for (auto& letter : found)
    if (!letters_in_flight_.contains(letter.id)) ready_.push_back(std::move(letter));
  watch_.notify_one();  // the next time to look has changed
}

std::vector<std::string> Dispatcher::drop_all_but_stock() {
  std::map<std::string, std::size_t, std::less<>> count;
  for (const auto& letter : ready_) ++count[std::string{letter.letter.recipient.domain()}];
  std::erase_if(count, [this](const auto& entry) { return entry.second < options_.per_domain_max; });
  std::erase_if(ready_, [&](const Queued& letter) { return !count.contains(letter.letter.recipient.domain()); });
  std::vector<std::string> domains;
  domains.reserve(count.size());
  for (const auto& [domain, letters] : count) domains.push_back(domain);
  return domains;
}

std::vector<Dispatcher::Queued> Dispatcher::list_letters(const std::vector<std::string>& stocked,
                                                         std::chrono::milliseconds& next_look) try {
  std::optional<Instant> due, now;
  auto letters = database_.read([&](database::Transaction& tx) -> std::vector<Queued> {
    now = tx.now();
    due = outbox::next_due(tx);
    if (!due || *due > *now) return {};
    return outbox::list_due(tx, letters_listed_max, letters_listed_per_domain, stocked);
  });
  if (!due) return {};
  if (*due > *now) {
    next_look = std::min(next_look, *due - *now);
    return {};
  }
  return letters;
} catch (const std::exception& e) {
  log::error("outbox_not_read", {{"what", e.what()}});
  return {};
}

void Dispatcher::process(const Queued& letter) {
  const auto claimed_until = claim(letter);
  if (!claimed_until) return;
  std::optional<Delivery> delivery;
  try {
    delivery = hand_over(letter, *claimed_until);
  } catch (const std::exception& e) {
    delivery = {Outcome::temporary, "not_composed", e.what()};
  }
  if (delivery) settle(letter, *claimed_until, *delivery);
}

std::optional<Instant> Dispatcher::claim(const Queued& letter) try {
  return *database_.write(
      [&](database::Transaction& tx) -> Result<std::optional<Instant>> { return outbox::claim(tx, letter.id, options_.claim); });
} catch (const std::exception& e) {
  log::error("letter_not_claimed", {{"letter", letter.id.text()}, {"what", e.what()}});
  return std::nullopt;
}

std::optional<Delivery> Dispatcher::hand_over(const Queued& letter, Instant claimed_until) {
  const auto refused = [](const Fault& fault) {
    return Delivery{fault.temporary ? Outcome::temporary : Outcome::permanent, fault.what};
  };
  auto composed = composer_.compose(letter);
  if (!composed) return refused(composed.error());
  const auto message = write_message({.from = sender_.address,
                                      .from_name = sender_.name,
                                      .to = letter.letter.recipient,
                                      .subject = std::move(composed->subject),
                                      .text = std::move(composed->text),
                                      .html = std::move(composed->html),
                                      .language = letter.letter.language,
                                      .date = letter.created_at,
                                      .id = letter.id,
                                      .id_domain = id_domain_});
  if (!message) return refused(message.error());
  // A process may have been paused since.
  if (claimed_until - database_.now() < options_.claim * 2 / 3) {
    log::warn("letter_claim_outrun", {{"letter", letter.id.text()}});
    return std::nullopt;
  }
  return transport_.send({letter.id, sender_.address, letter.letter.recipient}, *message);
}

void Dispatcher::settle(const Queued& letter, Instant claimed_until, const Delivery& delivery) {
  const auto line = [&](log::Level level, std::string_view event) {
    log::write(level, event,
               {{"letter", letter.id.text()},
                {"kind", letter.letter.kind},
                {"recipient", log::pseudonym(letter.letter.recipient.key())},
                {"attempt", std::to_string(letter.attempts + 1)},
                {"reason", delivery.reason},
                {"detail", delivery.detail}});
  };
  if (delivery.outcome == Outcome::sent) {
    save(letter, [&](database::Transaction& tx) { outbox::mark_sent(tx, letter.id); });
    ++sent_;
    return line(log::Level::info, "letter_sent");
  }
  const auto pause = delivery.outcome == Outcome::temporary ? decide_retry(letter.attempts) : std::nullopt;
  if (pause) {
    save(letter, [&](database::Transaction& tx) {
      outbox::mark_to_retry(tx, letter.id, claimed_until, tx.now() + *pause, delivery.reason);
    });
    ++retried_;
    return line(log::Level::warn, "letter_delayed");
  }
  save(letter, [&](database::Transaction& tx) { outbox::mark_failed(tx, letter.id, claimed_until, delivery.reason); });
  ++failed_;
  line(log::Level::error, "letter_failed");
}

void Dispatcher::save(const Queued& letter, const std::function<void(database::Transaction&)>& mark) {
  // What was sent is sent: forgetting it would send it twice, so a database that is busy or full is asked again for a while.
  for (int attempt = 1; attempt <= save_attempts_max; ++attempt) {
    try {
      static_cast<void>(database_.write([&](database::Transaction& tx) -> Result<bool> {
        mark(tx);
        return true;
      }));
      return;
    } catch (const std::exception& e) {
      log::error("letter_not_marked", {{"letter", letter.id.text()}, {"attempt", std::to_string(attempt)}, {"what", e.what()}});
    }
    std::unique_lock lock{mutex_};
    if (ending_.wait_for(lock, std::chrono::seconds{1}, [this] { return stopping_; }) && attempt > 1) return;
  }
}

}  // namespace roster::mail
