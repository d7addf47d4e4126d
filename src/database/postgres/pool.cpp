#include "database/postgres/pool.h"

namespace roster::database::postgres {

Pool::Lease::~Lease() {
  if (connection_ == nullptr) return;
  if (is_spoilt_ || !connection_->is_usable()) connection_.reset();
  pool_->give_back(std::move(connection_));
}

Pool::Lease Pool::take(const Deadline& deadline) {
  std::unique_lock guard(mutex_);
  if (!free_.wait_until(guard, deadline.end(), [this] { return taken_ < connections_max_; }))
    throw Unavailable(reasons::overloaded, "all connections to the database are in use");
  ++taken_;
  const auto watched = watched_;
  std::unique_ptr<Connection> connection;
  if (!idle_.empty()) {
    connection = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(connection)};
  }
  guard.unlock();
  try {
    connection = std::make_unique<Connection>(conninfo_);
    connection->watch(watched);
    return {*this, std::move(connection)};
  } catch (...) {
    give_back(nullptr);
    throw;
  }
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard guard(mutex_);
    --taken_;
    if (connection != nullptr) idle_.push_back(std::move(connection));
  }
  free_.notify_one();
}

void Pool::watch(std::span<const WatchedTable> tables) {
  const std::lock_guard guard(mutex_);
  watched_ = tables;
  idle_.clear();
}

void Pool::close_free() {
  const std::lock_guard guard(mutex_);
  idle_.clear();
}

}  // namespace roster::database::postgres
