#pragma once
// One request on its way to its answer. It belongs to whoever works on it: the connection, then the queue, then the worker,
// then the connection again; so nothing of it is ever shared between two threads or two connections.

#include <cstdint>
#include <memory>

#include "http/message.h"
#include "http/steady_time.h"

namespace roster::http {

class Core;

struct Turn {
  Request request;
  const Route* route = nullptr;
  SteadyTime started;
  bool at_once = false;  ///< answered by its route's at_once
};

/// A turn that a lane works on, and where the answer goes: a connection by its id, which may be gone by then.
struct Job {
  Core* core = nullptr;
  std::uint64_t connection = 0;
  std::unique_ptr<Turn> turn;
};

}  // namespace roster::http
