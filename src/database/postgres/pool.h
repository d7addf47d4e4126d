#pragma once
// A bounded set of connections. Who finds none free waits for one, but not for long; what is given back unusable is replaced
// when the next one asks.

#include <condition_variable>
#include <mutex>

#include "database/postgres/connection.h"

namespace roster::database::postgres {

class Pool {
 public:
  Pool(std::string conninfo, std::size_t connections_max) : conninfo_(std::move(conninfo)), connections_max_(connections_max) {}

  /// A connection for as long as it lives.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept : pool_(other.pool_), connection_(std::move(other.connection_)) {}
    Lease& operator=(Lease&&) = delete;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();
    [[nodiscard]] Connection& operator*() const { return *connection_; }
    [[nodiscard]] Connection* operator->() const { return connection_.get(); }
    /// Its state is not known: it is closed, not given back.
    void spoil() { is_spoilt_ = true; }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
    bool is_spoilt_ = false;
  };

  /// Throws Lost (it cannot be reached), Unavailable(overloaded).
  Lease take(const Deadline& deadline);
  /// Connections made from here on tell changes of `tables`; those made before are closed.
  void watch(std::span<const WatchedTable> tables);
  /// None of those that are free now is used again.
  void close_free();

 private:
  void give_back(std::unique_ptr<Connection> connection);

  const std::string conninfo_;
  const std::size_t connections_max_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable free_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t taken_ = 0;
  std::span<const WatchedTable> watched_;
};

}  // namespace roster::database::postgres
