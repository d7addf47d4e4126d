#pragma once
// Clients released by one barrier, so that what they ask for races.

#include <barrier>
#include <functional>
#include <thread>
#include <vector>

#include "support/client.h"

namespace roster::testing {

/// `ask(i)` for each of `clients`, all let go at once; their replies in order.
inline std::vector<Reply> release_together(std::vector<Client>& clients, const std::function<Reply(std::size_t, Client&)>& ask) {
  std::vector<Reply> replies(clients.size());
  std::barrier start(static_cast<std::ptrdiff_t>(clients.size()));
  std::vector<std::thread> threads;
  threads.reserve(clients.size());
  for (std::size_t i = 0; i < clients.size(); ++i) {
    threads.emplace_back([&, i] {
      static_cast<void>(clients[i].get("/healthz"));  // the connection is open before the barrier
      start.arrive_and_wait();
      replies[i] = ask(i, clients[i]);
    });
  }
  for (auto& thread : threads) thread.join();
  return replies;
}

inline int count_status(const std::vector<Reply>& replies, int status) {
  int n = 0;
  for (const auto& reply : replies) n += reply.status == status ? 1 : 0;
  return n;
}

}  // namespace roster::testing
