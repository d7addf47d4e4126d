#include "app/demo/past.h"

namespace roster::app::demo {

namespace {

class PastTransaction final : public database::Transaction {
 public:
  PastTransaction(database::Transaction& tx, Instant now) : tx_(tx), now_(now) {}
  [[nodiscard]] Instant now() const override { return now_; }
  void lock(std::string_view table, const std::vector<std::string>& ids) override { tx_.lock(table, ids); }

 protected:
  database::Rows run(std::string_view sql, std::span<const database::Parameter> parameters) override {
    return run_on(tx_, sql, parameters);
  }
  std::int64_t change(std::string_view sql, std::span<const database::Parameter> parameters) override {
    return change_on(tx_, sql, parameters);
  }

 private:
  database::Transaction& tx_;
  Instant now_;
};

[[noreturn]] void refuse_to() { throw std::logic_error("only the database of now is a file"); }

}  // namespace

void Past::watch(database::CommitWatcher&) { refuse_to(); }
void Past::backup(const std::string&) { refuse_to(); }
std::string Past::check_integrity() { refuse_to(); }
std::string Past::check_pages() { refuse_to(); }

void Past::run_read(const std::function<void(database::Transaction&)>& body) {
  PastTransaction past(tx_, now_);
  body(past);
}

void Past::run_write(const std::function<bool(database::Transaction&)>& body, bool dry_run) {
  PastTransaction past(tx_, now_);
  tx_.execute("SAVEPOINT past");
  if (!body(past) || dry_run) tx_.execute("ROLLBACK TO SAVEPOINT past");
  tx_.execute("RELEASE SAVEPOINT past");
}

}  // namespace roster::app::demo
