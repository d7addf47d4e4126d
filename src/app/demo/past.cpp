#include "app/demo/past.h"

namespace roster::app::demo {

namespace {

class PastTransaction final : public database::Transaction {
 public:
  PastTransaction(database::Transaction& tx, Instant now) : tx_(tx), now_(now) {}
  [[nodiscard]] Instant now() const override { return now_; }
  /// The database was empty: there is nobody to wait for.
  void lock(std::string_view, const std::vector<std::string>&) override {}

 protected:
  database::Rows run(std::string_view sql, std::span<const database::Parameter> parameters) override {
    return run_on(tx_, sql, parameters);
  }
  std::int64_t change(std::string_view sql, std::span<const database::Parameter> parameters) override {
    return change_on(tx_, sql, parameters);
  }
  void change_later(std::string_view sql, std::span<const database::Parameter> parameters) override {
    change_later_on(tx_, sql, parameters);
  }

 private:
  database::Transaction& tx_;
  Instant now_;
};

[[noreturn]] void refuse_to() { throw std::logic_error("only the database of now is a file"); }

}  // namespace

void Past::watch(database::CommitWatcher&) { refuse_to(); }
bool Past::has_table(std::string_view) { refuse_to(); }
void Past::exclusively(const std::function<void()>&) { refuse_to(); }
void Past::backup(const std::string&) { refuse_to(); }
std::string Past::check_integrity() { refuse_to(); }
std::string Past::check_pages() { refuse_to(); }

void Past::run_read(const std::function<void(database::Transaction&)>& body, const database::ReadOptions&) {
  PastTransaction past(tx_, now_);
  body(past);
}

void Past::run_write(const std::function<bool(database::Transaction&)>& body, const database::WriteOptions& options) {
  PastTransaction past(tx_, now_);
  tx_.execute("SAVEPOINT past");
  if (!body(past) || options.dry_run) tx_.execute("ROLLBACK TO SAVEPOINT past");
  tx_.execute("RELEASE SAVEPOINT past");
}

}  // namespace roster::app::demo
