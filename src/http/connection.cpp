#include "http/connection.h"

#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "base/log.h"
#include "http/core.h"

namespace roster::http {

namespace {

constexpr std::size_t head_read_bytes = 4096;
constexpr std::size_t body_read_bytes = 16 * 1024;
/// Of a request that is refused, how much is read to keep the connection.
constexpr std::size_t unwanted_body_bytes_max = 64 * 1024;
/// How much output pipelined answers may pile up before it is sent.
constexpr std::size_t output_bytes_batch = 64 * 1024;
constexpr std::chrono::milliseconds linger_time{2000};
constexpr std::chrono::milliseconds linger_time_draining{200};

}  // namespace

Connection::Connection(Core& core, std::uint64_t id, FileDescriptor descriptor, const Peer& peer, Admission::Ticket ticket)
    : core_(core),
      service_(core.service()),
      id_(id),
      socket_(std::move(descriptor)),
      peer_(peer),
      peer_ip_(peer.over_socket ? std::string{} : peer.address.to_string()),
      ticket_(ticket),
      parser_(service_.config.limits),
      turn_(std::make_unique<Turn>()) {
  core_.loop().watch_stream(socket_.number(), *this);
}

Connection::~Connection() { service_.admission.leave(ticket_, peer_.address); }

void Connection::start() {
  guarded([&] {
    begin_turn();
    deadline_ = std::chrono::steady_clock::now() + service_.config.limits.header_timeout;
    if (ticket_ != Admission::Ticket::surplus) return;
    core_.make_request_id(turn_->request.request_id);
    leave_ = true;
    respond(service_.busy(turn_->request));
    advance();
  });
}

void Connection::on_ready(std::uint32_t events) {
  if (phase_ == Phase::closed) return;
  const bool is_over = (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
  ended_ |= is_over;
  readable_ |= is_over || (events & EPOLLIN) != 0;
  if (write_waiting_ && (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0) {
    write_waiting_ = false;
    // What was read before comes first: reading on here would pile up the requests of who asks faster than it reads.
    return guarded([&] {
      flush();
      advance();
    });
  }
  go_on();
}

void Connection::come_back() {
  comes_back_ = false;
  go_on();
}

void Connection::go_on() {
  guarded([&] {
    if (readable_ && may_read()) read();
    advance();
  });
}

void Connection::begin_turn() {
  turn_->route = nullptr;
  turn_->at_once = false;
  refusal_.reset();
  allow_.clear();
  begun_ = false;
  without_body_ = false;
  phase_ = Phase::head;
  parser_.begin(turn_->request);
}

void Connection::advance() {
  while (!write_waiting_ && (phase_ == Phase::head || phase_ == Phase::body)) {
    if (!(phase_ == Phase::head ? take_head() : take_body())) break;
    if (output_.unsent() > output_bytes_batch) flush();
  }
  flush();
  if (phase_ == Phase::leaving && output_.empty()) linger();
  if (readable_ && may_read() && !std::exchange(comes_back_, true)) core_.come_back_to(id_);
}

bool Connection::take_head() {
  if (input_.empty()) return false;
  if (!begun_) {
    begun_ = true;
    turn_->started = std::chrono::steady_clock::now();
    deadline_ = turn_->started + service_.config.limits.header_timeout;
    core_.make_request_id(turn_->request.request_id);
    turn_->request.peer_ip = peer_ip_;
    turn_->request.over_socket = peer_.over_socket;
  }
  switch (parser_.read_head(input_.unread())) {
    case RequestParser::Step::need_more:
      return false;
    case RequestParser::Step::refused:
      turn_->request.forget_target();
      refuse_and_leave(parser_.refusal());
      return true;
    default:
      break;
  }
  input_.consume(parser_.head_bytes());
  judge_head();
  return true;
}

void Connection::judge_head() {
  auto& request = turn_->request;
  ++requests_;
  without_body_ = request.method == Method::head;
  describe_sender(request, peer_, service_);
  const auto address = judge_address(request, peer_, service_, known_address_);
  if (!address && !address.error().is(reasons::not_found)) return refuse_and_leave(address.error());
  if (address)
    find_route();
  else
    refusal_ = address.error();
  if (parser_.framing().has_body()) return expect_body();
  dispatch();
}

void Connection::find_route() {
  const auto& request = turn_->request;
  // Programs ask for one thing over and over.
  if (plain_route_ != nullptr && request.method == plain_route_->method && request.path == plain_route_->pattern) {
    turn_->route = plain_route_;
    return;
  }
  auto match = service_.router.find(turn_->request);
  turn_->route = match.route;
  if (match.route != nullptr) {
    if (request.parameters.empty()) plain_route_ = match.route;
    return;
  }
  const bool wrong_method = match.path_known || turn_->request.method_text == "TRACE";
  refusal_ = wrong_method ? reasons::method_not_allowed : reasons::not_found;
  allow_ = std::move(match.allow);
}

void Connection::expect_body() {
  const auto bytes_max = refusal_ ? unwanted_body_bytes_max : turn_->route->body_bytes_max;
  const bool fits = parser_.limit_body(bytes_max);
  const bool waits_for_us = parser_.framing().expects_continue && input_.empty();
  if (refusal_ && (!fits || waits_for_us)) return refuse_and_leave(*std::exchange(refusal_, std::nullopt));
  if (!fits) return refuse_and_leave(parser_.refusal());
  if (waits_for_us) output_.text().append("HTTP/1.1 100 Continue\r\n\r\n");
  phase_ = Phase::body;
  const auto now = std::chrono::steady_clock::now();
  body_pace_.begin(now);
  deadline_ = now + service_.config.limits.body_timeout;
}

bool Connection::take_body() {
  if (input_.empty()) return false;
  const auto step = parser_.read_body(input_.unread());
  input_.consume(step.used);
  switch (step.step) {
    case RequestParser::Step::need_more:
      return false;
    case RequestParser::Step::complete:
      dispatch();
      return true;
    default:
      refuse_and_leave(parser_.refusal());
      return true;
  }
}

void Connection::dispatch() {
  if (refusal_) return refuse(*std::exchange(refusal_, std::nullopt));
  if (turn_->route->at_once) {
    auto& response = core_.empty_response();
    turn_->at_once = service_.answer_at_once(*turn_, response);
    if (turn_->at_once) return respond(response);
  }
  if (turn_->route->lane == Lane::inline_) return respond(service_.answer(*turn_));
  flush();
  if (phase_ != Phase::closed) run_in_lane();
}

void Connection::run_in_lane() {
  phase_ = Phase::answering;
  const auto& request = turn_->request;
  lent_ = {.request_id = request.request_id,
           .method = request.method,
           .language = request.language,
           .route = turn_->route,
           .started = turn_->started};
  deadline_ = std::chrono::steady_clock::now() + service_.config.limits.handler_timeout;
  Job job{&core_, id_, std::move(turn_)};
  auto& pool = job.turn->route->lane == Lane::hashing ? *service_.hashers : *service_.workers;
  if (pool.push(job)) return;
  turn_ = std::move(job.turn);
  respond(service_.busy(turn_->request));
}

/// It goes on, and may yet be done: what it answers is dropped.
void Connection::give_up_lane() {
  turn_ = std::make_unique<Turn>();
  auto& request = turn_->request;
  request.request_id = std::move(lent_.request_id);
  request.method = lent_.method;
  request.language = lent_.language;
  request.peer_ip = peer_ip_;
  turn_->route = lent_.route;
  turn_->started = lent_.started;
  Error late{reasons::unavailable};
  late.retry_after = std::chrono::seconds{1};
  refuse_and_leave(late);
  advance();
}

void Connection::deliver(std::unique_ptr<Turn> turn, const Response& response) {
  if (phase_ != Phase::answering) return;
  guarded([&] {
    turn_ = std::move(turn);
    respond(response);
    advance();
  });
}

void Connection::refuse(const Error& error) {
  auto response = service_.refusal(error, turn_->request);
  if (error.is(reasons::method_not_allowed)) response.headers.set("Allow", allow_);
  respond(response);
}

void Connection::refuse_and_leave(const Error& error) {
  leave_ = true;
  refuse(error);
}

bool Connection::is_last_answer() const {
  return leave_ || !parser_.framing().keep_alive || service_.draining.load(std::memory_order_relaxed) ||
         requests_ >= service_.config.limits.requests_per_connection;
}

void Connection::respond(const Response& response) {
  leave_ = is_last_answer();
  const auto unsent = output_.unsent();
  service_.writer.append(output_.text(), response,
                         {.request_id = turn_->request.request_id,
                          .date = core_.date(),
                          .without_body = without_body_,
                          .close = leave_,
                          .keep_alive_said = parser_.framing().version == 10});
  if (answer_waits_) answer_pace_.add(output_.unsent() - unsent);
  core_.count_request();
  if (leave_ || input_.empty()) flush();
  const auto now = std::chrono::steady_clock::now();
  observe(response.status, now);
  if (phase_ == Phase::closed) return;
  if (leave_) {
    phase_ = Phase::leaving;
    return;
  }
  begin_turn();
  deadline_ = now + service_.config.limits.keep_alive_timeout;
}

void Connection::observe(int status, SteadyTime now) {
  if (!service_.observe || ticket_ == Admission::Ticket::surplus) return;
  const auto duration = now - turn_->started;
  service_.observe({.request = turn_->request,
                    .route = turn_->route == nullptr ? std::string_view{} : std::string_view{turn_->route->pattern},
                    .status = status,
                    .duration = std::chrono::duration_cast<std::chrono::microseconds>(duration),
                    .at_once = turn_->at_once});
}

void Connection::judge_pace(SteadyTime now) {
  const auto& limits = service_.config.limits;
  if (phase_ == Phase::closed) return;
  if (write_waiting_) return judge_answer(now);
  if (phase_ == Phase::answering) {
    if (now >= deadline_ && !peer_.over_socket) guarded([&] { give_up_lane(); });
    return;
  }
  if (now >= deadline_ || (phase_ == Phase::body && body_pace_.is_too_slow(now, limits))) close();
}

void Connection::drain() {
  if (phase_ == Phase::head && !begun_ && output_.empty()) return close();
  if (phase_ == Phase::lingering) deadline_ = std::min(deadline_, std::chrono::steady_clock::now() + linger_time_draining);
}

bool Connection::may_read() const {
  return !write_waiting_ && (phase_ == Phase::head || phase_ == Phase::body || phase_ == Phase::lingering);
}

void Connection::read() {
  auto* const room = input_.room(phase_ == Phase::body ? body_read_bytes : head_read_bytes);
  ssize_t size = 0;
  do size = ::recv(socket_.number(), room, input_.room_size(), 0);
  while (size < 0 && errno == EINTR);
  if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    readable_ = false;
    return;
  }
  if (size <= 0) return close();
  // Fewer than there was room for are all there are: what comes later is told. The end was told already.
  readable_ = ended_ || static_cast<std::size_t>(size) == input_.room_size();
  if (phase_ == Phase::lingering) return;
  input_.filled(static_cast<std::size_t>(size));
  if (phase_ == Phase::body) {
    body_pace_.count(static_cast<std::size_t>(size));
    deadline_ = std::chrono::steady_clock::now() + service_.config.limits.body_timeout;
  }
}

void Connection::flush() {
  if (write_waiting_ || output_.empty() || phase_ == Phase::closed) return;
  if (!output_.write_to(socket_)) return close();
  if (output_.empty()) {
    answer_waits_ = false;
    return;
  }
  write_waiting_ = true;
  if (!answer_waits_) answer_pace_.begin(std::chrono::steady_clock::now(), untaken());
  answer_waits_ = true;
}

/// What waits here, and what the system holds: it may take megabytes at once, and tells of room for more long after.
std::size_t Connection::untaken() const {
  int held = 0;
  if (::ioctl(socket_.number(), SIOCOUTQ, &held) != 0) held = 0;
  return output_.unsent() + static_cast<std::size_t>(held);
}

void Connection::judge_answer(SteadyTime now) {
  const auto& limits = service_.config.limits;
  if (!answer_pace_.is_to_be_judged(now, limits)) return;
  const auto left = untaken();
  if (answer_pace_.is_too_slow(now, left, limits)) return close();
  answer_pace_.begin(now, left);
}

void Connection::linger() {
  ::shutdown(socket_.number(), SHUT_WR);
  phase_ = Phase::lingering;
  input_.clear();
  deadline_ =
      std::chrono::steady_clock::now() + (service_.draining.load(std::memory_order_relaxed) ? linger_time_draining : linger_time);
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  core_.loop().forget(socket_.number());
  socket_ = FileDescriptor{};
  core_.bury(id_);
}

template <class F>
void Connection::guarded(F&& f) {
  try {
    f();
  } catch (const std::exception& fault) {
    log::error("connection_failed", {{"what", fault.what()}});
    close();
  }
}

}  // namespace roster::http
