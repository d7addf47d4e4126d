#pragma once
// Takes new connections from a listening socket. Running out of descriptors or memory makes it pause, never spin or die.

#include <boost/asio/posix/basic_stream_descriptor.hpp>

#include "http/asio_types.h"
#include "http/file_descriptor.h"

namespace roster::http {

class Core;

class Listener {
 public:
  Listener(Core& core, FileDescriptor descriptor, bool over_socket);
  void start();
  void close();

 private:
  void wait();
  void accept_some();
  void pause(int why);

  Core& core_;
  const bool over_socket_;
  asio::posix::basic_stream_descriptor<Executor> descriptor_;
  Timer pause_;
  SteadyTime last_complaint_;
};

}  // namespace roster::http
