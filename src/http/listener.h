#pragma once
// Takes new connections from a listening socket. Running out of descriptors or memory makes it pause, never spin or die.

#include <optional>

#include "http/event_loop.h"
#include "http/file_descriptor.h"
#include "http/steady_time.h"

namespace roster::http {

class Core;

class Listener final : public Watcher {
 public:
  Listener(Core& core, FileDescriptor descriptor, bool over_socket);
  void start();
  void close();
  void on_ready(std::uint32_t events) override;
  /// Ends a pause that was long enough.
  void resume(SteadyTime now);

 private:
  void pause(int why);

  Core& core_;
  const bool over_socket_;
  FileDescriptor descriptor_;
  std::optional<SteadyTime> paused_until_;
  SteadyTime last_complaint_;
};

}  // namespace roster::http
