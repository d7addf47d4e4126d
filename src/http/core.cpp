#include "http/core.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <utility>

#include "base/id.h"
#include "base/log.h"

namespace roster::http {

namespace {

/// Timeouts are judged on a coarse beat: an eighth late at most, and never a timer for each request.
std::chrono::milliseconds beat_of(const Limits& limits) {
  const auto shortest =
      std::min({limits.header_timeout, limits.body_timeout, limits.write_stall_timeout, limits.keep_alive_timeout,
                limits.hashing_wait, limits.body_rate_grace, limits.handler_timeout});
  return std::clamp(shortest / 8, std::chrono::milliseconds{5}, std::chrono::milliseconds{500});
}

std::mt19937_64 seeded_generator() {
  std::random_device device;
  std::seed_seq seed{device(), device(), device(), device(), device(), device()};
  return std::mt19937_64{seed};
}

}  // namespace

Core::Core(Service& service, bool keeps_lanes) : service_(service), keeps_lanes_(keeps_lanes), random_(seeded_generator()) {
  loop_.beat_every(beat_of(service_.config.limits));
}
Core::~Core() = default;

void Core::listen(FileDescriptor descriptor, bool over_socket) {
  listeners_.push_back(std::make_unique<Listener>(*this, std::move(descriptor), over_socket));
  listeners_.back()->start();
}

void Core::run() {
  while (!stopped_) {
    try {
      const auto why = loop_.wait(!unfinished_.empty());
      if (why.woken || why.beat) take_inbox();  // a beat: should what came with the wake-up have failed
      if (why.beat) beat();
      come_back();
      free_buried();
    } catch (const std::exception& fault) {
      log::error("io_thread_failed", {{"what", fault.what()}});
    }
  }
}

void Core::beat() {
  const auto now = std::chrono::steady_clock::now();
  for (auto& [id, connection] : connections_) connection->judge_pace(now);
  if (keeps_lanes_ && service_.hashers) service_.hashers->expire(now);
  for (auto& listener : listeners_) listener->resume(now);
}

void Core::reply(std::uint64_t connection, std::unique_ptr<Turn> turn, Response response) {
  put([&](Inbox& inbox) { inbox.answers.push_back({connection, std::move(turn), std::move(response)}); });
}

void Core::drain() {
  put([](Inbox& inbox) { inbox.drain = true; });
}

void Core::stop() {
  put([](Inbox& inbox) { inbox.stop = true; });
}

template <class F>
void Core::put(F&& change) {
  bool is_first = false;
  {
    const std::lock_guard lock{inbox_mutex_};
    change(inbox_);
    is_first = !std::exchange(inbox_.is_announced, true);
  }
  if (is_first) loop_.wake();
}

void Core::take_inbox() {
  Inbox inbox;
  {
    const std::lock_guard lock{inbox_mutex_};
    std::swap(inbox, inbox_);
  }
  stopped_ = inbox.stop;
  for (auto& answer : inbox.answers) {
    const auto at = connections_.find(answer.connection);
    if (at != connections_.end()) at->second->deliver(std::move(answer.turn), answer.response);
  }
  if (!inbox.drain && !inbox.stop) return;
  for (auto& listener : listeners_) listener->close();
  for (auto& [id, connection] : connections_) inbox.stop ? connection->close() : connection->drain();
}

void Core::come_back() {
  // Some come back once more: those wait for the next turn.
  for (const auto id : std::exchange(unfinished_, {})) {
    const auto at = connections_.find(id);
    if (at != connections_.end()) at->second->come_back();
  }
}

void Core::free_buried() {
  for (const auto id : buried_) connections_.erase(id);
  buried_.clear();
}

void Core::adopt(FileDescriptor descriptor, const Peer& peer) {
  const auto ticket = service_.admission.enter(peer);
  if (ticket == Admission::Ticket::none) {
    service_.refused_busy.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  const auto id = next_connection_++;
  std::unique_ptr<Connection> connection;
  try {
    connection = std::make_unique<Connection>(*this, id, std::move(descriptor), peer, ticket);
  } catch (...) {
    service_.admission.leave(ticket, peer.address);
    throw;
  }
  connections_.emplace(id, std::move(connection)).first->second->start();
}

void Core::bury(std::uint64_t connection) { buried_.push_back(connection); }

void Core::come_back_to(std::uint64_t connection) { unfinished_.push_back(connection); }

std::string_view Core::date() {
  const auto second = std::time(nullptr);
  if (second == date_second_) return date_;
  static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm parts{};
  gmtime_r(&second, &parts);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", days[static_cast<std::size_t>(parts.tm_wday)],
                parts.tm_mday, months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                parts.tm_sec);
  date_second_ = second;
  date_ = text.data();
  return date_;
}

Response& Core::empty_response() {
  response_.clear();
  return response_;
}

void Core::make_request_id(std::string& id) {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  auto ms = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
  Uuid uuid;
  for (std::size_t i = 6; i-- > 0; ms >>= 8) uuid.bytes[i] = static_cast<std::uint8_t>(ms & 0xff);
  auto low = random_();
  for (std::size_t i = 8; i < 16; ++i, low >>= 8) uuid.bytes[i] = static_cast<std::uint8_t>(low & 0xff);
  const auto high = random_();
  uuid.bytes[6] = static_cast<std::uint8_t>((high & 0x0f) | 0x70);
  uuid.bytes[7] = static_cast<std::uint8_t>((high >> 8) & 0xff);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
  id.assign("req_");
  write_base32(uuid, id);
}

}  // namespace roster::http
