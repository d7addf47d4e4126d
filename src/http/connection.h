#pragma once
// One connection: reads a request, has it answered, writes the answer, then looks at the next one; so pipelined answers keep
// their order. It lives in its core's table and only on its core's thread. Its loop tells once that there is something to
// read, so that is kept here until a read finds no more. Closed, it is buried, and freed when no event can name it any more.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "http/admission.h"
#include "http/answer_pace.h"
#include "http/body_pace.h"
#include "http/event_loop.h"
#include "http/file_descriptor.h"
#include "http/head_rules.h"
#include "http/input_buffer.h"
#include "http/output_buffer.h"
#include "http/parser.h"
#include "http/turn.h"

namespace roster::http {

class Core;
struct Service;

class Connection final : public Watcher {
 public:
  /// Gives the ticket back at its end; not when this throws.
  Connection(Core& core, std::uint64_t id, FileDescriptor descriptor, const Peer& peer, Admission::Ticket ticket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Waits for a request, or says that there are too many.
  void start();
  void on_ready(std::uint32_t events) override;
  /// Reads once more what it came back for.
  void come_back();
  /// The answer of a lane.
  void deliver(std::unique_ptr<Turn> turn, const Response& response);
  /// Closes what is too slow.
  void judge_pace(SteadyTime now);
  /// Closes now when idle, else after the answer.
  void drain();
  void close();

 private:
  enum class Phase {
    head,  ///< reads a head, or waits for one
    body,
    answering,  ///< a lane has the turn
    leaving,    ///< the last answer is being written; nothing more is read
    lingering,  ///< all is written; reads on for a while, so that the answer is not lost by a reset
    closed
  };

  void begin_turn();
  void advance();
  bool take_head();
  bool take_body();
  void judge_head();
  void find_route();
  void expect_body();
  void dispatch();
  void run_in_lane();
  void give_up_lane();
  void refuse(const Error& error);
  void refuse_and_leave(const Error& error);
  void respond(const Response& response);
  [[nodiscard]] bool is_last_answer() const;
  void observe(int status, SteadyTime now);

  void go_on();
  [[nodiscard]] bool may_read() const;
  void read();
  void flush();
  [[nodiscard]] std::size_t untaken() const;
  void judge_answer(SteadyTime now);
  void linger();
  template <class F>
  void guarded(F&& f);

  Core& core_;
  Service& service_;
  const std::uint64_t id_;
  FileDescriptor socket_;
  const Peer peer_;
  const std::string peer_ip_;
  KnownAddress known_address_;
  const Route* plain_route_ = nullptr;  ///< the last one that was found by a path without parameters
  const Admission::Ticket ticket_;

  Phase phase_ = Phase::head;
  InputBuffer input_;
  RequestParser parser_;
  std::unique_ptr<Turn> turn_;  ///< null while a lane has it
  /// Of the turn that a lane has: enough to say that it takes too long.
  struct Lent {
    std::string request_id;
    Method method = Method::get;
    Language language = Language::en;
    const Route* route = nullptr;
    SteadyTime started;
  };
  Lent lent_;
  std::optional<Error> refusal_;  ///< of the current request; answered when its body has passed
  std::string allow_;             ///< goes with a 405
  OutputBuffer output_;

  std::size_t requests_ = 0;
  bool readable_ = false;  ///< there may be more to read than was
  bool ended_ = false;     ///< the other side sends no more: after what has come, a read finds the end
  bool comes_back_ = false;
  bool write_waiting_ = false;
  bool answer_waits_ = false;  ///< not all was written; over many writes
  bool begun_ = false;         ///< a byte of the current request has come
  bool leave_ = false;         ///< the current answer is the last
  bool without_body_ = false;

  SteadyTime deadline_;  ///< of reading; of a lane's answer
  BodyPace body_pace_;
  AnswerPace answer_pace_;  ///< while answer_waits_
};

}  // namespace roster::http
