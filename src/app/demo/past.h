#pragma once
// The database at an earlier time: every statement goes through to the transaction of now, but what asks for the time is told
// another. So the ordinary actions can be told as a history, and leave it as they would have.

#include "database/database.h"

namespace roster::app::demo {

class Past final : public database::Database {
 public:
  /// `tx`: in which all of it is committed, or nothing.
  explicit Past(database::Transaction& tx) : tx_(tx), now_(tx.now()) {}

  void turn_to(Instant now) { now_ = now; }
  [[nodiscard]] Instant now() const override { return now_; }

  void watch(database::CommitWatcher& watcher) override;
  bool has_table(std::string_view name) override;
  void exclusively(const std::function<void()>& body) override;
  [[nodiscard]] bool is_healthy() const override { return true; }
  void backup(const std::string& path) override;
  std::string check_integrity() override;
  std::string check_pages() override;

 protected:
  void run_read(const std::function<void(database::Transaction&)>& body, const database::ReadOptions& options) override;
  void run_write(const std::function<bool(database::Transaction&)>& body, const database::WriteOptions& options) override;

 private:
  database::Transaction& tx_;
  Instant now_;
};

}  // namespace roster::app::demo
