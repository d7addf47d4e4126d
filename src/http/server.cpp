#include "http/server.h"

#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <thread>

#include "http/core.h"
#include "http/endpoints.h"
#include "http/service.h"

namespace roster::http {

namespace {

unsigned cores_of_machine() { return std::max(1U, std::thread::hardware_concurrency()); }
unsigned or_else(unsigned chosen, unsigned otherwise) { return chosen > 0 ? chosen : otherwise; }

}  // namespace

struct Server::Impl {
  Impl(ServerConfig config, std::vector<Route> routes, RefusalWriter refuse, Observer observe)
      : service(std::move(config), std::move(routes), std::move(refuse), std::move(observe)) {
    const auto cores_wanted = or_else(service.config.io_threads, cores_of_machine());
    for (unsigned i = 0; i < cores_wanted; ++i) cores.push_back(std::make_unique<Core>(service, i == 0));
    listen();
  }

  void listen() {
    const auto& config = service.config;
    // Shared sockets would bind beside those of another server of ours; an unshared one tells.
    if (config.port != 0) listen_tcp(config.address, config.port, false);
    port = config.port;
    for (auto& core : cores) {
      auto socket = listen_tcp(config.address, port, true);
      if (port == 0) port = port_of(socket);
      core->listen(std::move(socket), false);
    }
    if (!config.socket_path.empty()) cores.front()->listen(listen_unix(config.socket_path), true);
  }

  void start() {
    const std::lock_guard lock{mutex};
    if (started) return;
    started = true;
    const auto& config = service.config;
    const auto run = [this](Job job) { service.run(std::move(job)); };
    const auto give_up = [this](Job job) { service.give_up(std::move(job)); };
    service.workers = std::make_unique<WorkerPool>(
        WorkerPool::Size{or_else(config.worker_threads, std::max(32U, 4 * cores_of_machine())), config.limits.worker_queue, {}},
        run, give_up);
    service.hashers =
        std::make_unique<WorkerPool>(WorkerPool::Size{or_else(config.hashing_threads, std::max(1U, cores_of_machine() - 1)),
                                                      config.limits.hashing_queue, config.limits.hashing_wait},
                                     run, give_up);
    for (auto& core : cores) threads.emplace_back([&core] { core->run(); });
  }

  void stop(std::chrono::milliseconds grace) {
    const std::lock_guard lock{mutex};
    if (stopped) return;
    stopped = true;
    if (started) {
      service.draining = true;
      for (auto& core : cores) core->drain();
      service.admission.wait_until_empty(grace);
      // A handler that still runs is waited for; its answer is posted before the cores are told to stop.
      service.workers->stop();
      service.hashers->stop();
      for (auto& core : cores) core->stop();
      for (auto& thread : threads) thread.join();
    }
    if (!service.config.socket_path.empty()) ::unlink(service.config.socket_path.c_str());
  }

  std::mutex mutex;
  Service service;
  std::uint16_t port = 0;
  std::vector<std::unique_ptr<Core>> cores;
  std::vector<std::thread> threads;
  bool started = false;
  bool stopped = false;
};

Server::Server(ServerConfig config, std::vector<Route> routes, RefusalWriter refuse, Observer observe)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(routes), std::move(refuse), std::move(observe))) {}

Server::~Server() { impl_->stop(std::chrono::milliseconds{0}); }

void Server::start() { impl_->start(); }
void Server::stop(std::chrono::milliseconds grace) { impl_->stop(grace); }
std::uint16_t Server::port() const { return impl_->port; }

Server::Counters Server::counters() const {
  auto& service = impl_->service;
  Counters counters{.connections_open = service.admission.open(),
                    .connections_total = service.admission.total(),
                    .requests_total = 0,
                    .refused_busy = service.refused_busy.load(std::memory_order_relaxed),
                    .worker_queue = service.workers ? service.workers->waiting() : 0,
                    .hashing_queue = service.hashers ? service.hashers->waiting() : 0};
  for (const auto& core : impl_->cores) counters.requests_total += core->requests();
  return counters;
}

}  // namespace roster::http
