#include "mail/dispatcher.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "database/migrations.h"
#include "database/sqlite/sqlite_database.h"
#include "database/watch.h"
#include "mail/dir_transport.h"
#include "mail/letter_samples.h"
#include "mail/retry_rules.h"
#include "mail/smtp_sink.h"
#include "mail/smtp_transport.h"

namespace roster::mail {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class SettableClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return {ms_}; }
  void advance(std::chrono::milliseconds by) { ms_ += by.count(); }

 private:
  std::atomic<std::int64_t> ms_ = samples::written_at.ms;
};

class Dispatching : public ::testing::Test {
 protected:
  Dispatching() {
    std::string pattern = (fs::temp_directory_path() / "roster-mail-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    database_ = database::open_sqlite({.path = folder_ / "roster.db"}, clock_);
    migrate();
  }
  ~Dispatching() override {
    database_.reset();
    fs::remove_all(folder_);
  }

  void migrate() {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(fs::path{ROSTER_SOURCE_DIR} / "migrations")) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<std::pair<std::string, std::string>> files;
    for (const auto& path : paths) files.emplace_back("migrations/" + path.filename().string(), samples::read_file(path));
    std::vector<embedded::EmbeddedFile> embedded;
    for (const auto& [path, text] : files)
      embedded.push_back({path, reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    database::migrate(*database_, embedded);
  }

  /// `about` makes it a letter of its own.
  void enqueue(const std::string& recipient, const std::string& about, std::optional<Instant> useful_until = {}) {
    static_cast<void>(database_->write([&](database::Transaction& tx) -> Result<bool> {
      outbox::enqueue(tx, {.kind = "access_removed",
                           .recipient = *EmailAddress::parse(recipient),
                           .about = about,
                           .fields = {{"account_name", "Clinic"}},
                           .useful_until = useful_until});
      return true;
    }));
  }

  outbox::Delivery delivery(const std::string& about) {
    return database_->read([&](database::Transaction& tx) { return outbox::delivery_of(tx, about); });
  }
  std::string state(const std::string& about, const std::string& column = "state") {
    return database_->read([&](database::Transaction& tx) {
      const auto row = tx.find("SELECT " + column + " FROM letters WHERE about = ?", about);
      return row && !row->is_null(0) ? row->text(0) : std::string{};
    });
  }
  std::vector<fs::path> files(const fs::path& folder) {
    std::vector<fs::path> found;
    if (fs::exists(folder))
      for (const auto& entry : fs::directory_iterator(folder)) found.push_back(entry.path().filename());
    std::sort(found.begin(), found.end());
    return found;
  }
  template <class Condition>
  static bool eventually(Condition condition, std::chrono::milliseconds within = 10s) {
    const auto end = std::chrono::steady_clock::now() + within;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(5ms);
    }
    return true;
  }
  Dispatcher make(Transport& transport, DispatcherOptions options = {}) {
    return Dispatcher{*database_, composer_, transport, {"noreply@id.example", "Roster"}, "https://id.example", options};
  }

  fs::path folder_;
  SettableClock clock_;
  std::unique_ptr<database::Database> database_;
  const policy::Catalogue policies_ = samples::read_policies(ROSTER_SOURCE_DIR);
  const crypto::ServerKey key_ = samples::server_key();
  const LetterComposer composer_{policies_, key_, {"https://id.example", "Roster"}, samples::read_templates(ROSTER_SOURCE_DIR)};
};

TEST_F(Dispatching, WritesOneCompleteMessageAFile) {
  DirTransport transport{folder_ / "mail"};
  auto dispatcher = make(transport);
  enqueue("minji@x.test", "a");
  dispatcher.start();
  ASSERT_TRUE(eventually([&] { return delivery("a") == outbox::Delivery::sent; }));
  dispatcher.stop(5s);
  const auto written = files(folder_ / "mail");
  ASSERT_EQ(written.size(), 1u);
  EXPECT_TRUE(written.front().string().starts_with("ltr_") && written.front().extension() == ".eml");
  const auto message = samples::read_file(folder_ / "mail" / written.front());
  EXPECT_NE(message.find("Message-ID: <" + written.front().stem().string() + "@id.example>\r\n"), std::string::npos);
  EXPECT_NE(message.find("To: <minji@x.test>\r\n"), std::string::npos);
  struct stat status{};
  ASSERT_EQ(::stat((folder_ / "mail" / written.front()).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(state("a", "fields"), "{}") << "what was sent is not kept";
  EXPECT_EQ(dispatcher.counters().sent, 1u);

  // And in a month nothing at all, though what it was about still says that it went out.
  clock_.advance(31 * 24h);
  static_cast<void>(
      database_->write([](database::Transaction& tx) -> Result<std::int64_t> { return outbox::forget_finished(tx); }));
  EXPECT_EQ(state("a"), "");
  EXPECT_EQ(outbox::text_of(delivery("a")), "sent");
}

TEST_F(Dispatching, WakesForWhatComesLater) {
  DirTransport transport{folder_ / "mail"};
  auto dispatcher = make(transport, {.look_interval = 1h});
  dispatcher.start();
  std::this_thread::sleep_for(50ms);
  for (int i = 0; i < 20; ++i) {
    enqueue("minji@x.test", std::to_string(i));
    dispatcher.notify();
  }
  EXPECT_TRUE(eventually([&] { return files(folder_ / "mail").size() == 20; }));
}

TEST_F(Dispatching, FindsLettersThatNobodyToldItOf) {
  DirTransport transport{folder_ / "mail"};
  auto dispatcher = make(transport);
  dispatcher.start();
  std::this_thread::sleep_for(50ms);
  enqueue("minji@x.test", "a");
  EXPECT_TRUE(eventually([&] { return delivery("a") == outbox::Delivery::sent; }, 3s));
}

TEST_F(Dispatching, SendsManyLettersToOneDomainEachOnce) {
  SmtpSink sink;
  SmtpTransport transport{{.host = "127.0.0.1", .port = sink.port(), .require_tls = false}};
  for (int i = 0; i < 300; ++i) enqueue("p" + std::to_string(i) + "@x.test", std::to_string(i));
  auto dispatcher = make(transport);
  auto other_node = make(transport);
  dispatcher.start();
  other_node.start();
  EXPECT_TRUE(eventually([&] { return dispatcher.counters().sent + other_node.counters().sent >= 300; }, 60s));
  dispatcher.stop(5s);
  other_node.stop(5s);
  auto messages = sink.messages();
  std::sort(messages.begin(), messages.end());
  EXPECT_EQ(messages.size(), 300u);
  EXPECT_EQ(std::unique(messages.begin(), messages.end()), messages.end());
}

TEST_F(Dispatching, TriesAgainWhenTheFolderIsMended) {
  {
    std::ofstream{folder_ / "mail"} << "in the way";
  }
  DirTransport transport{folder_ / "mail"};
  auto dispatcher = make(transport, {.look_interval = 20ms});
  enqueue("minji@x.test", "a");
  dispatcher.start();
  ASSERT_TRUE(eventually([&] { return dispatcher.counters().retried == 1; }));
  EXPECT_EQ(state("a", "failure"), "folder_not_writable");
  EXPECT_EQ(delivery("a"), outbox::Delivery::queued);

  fs::remove(folder_ / "mail");
  std::this_thread::sleep_for(100ms);
  EXPECT_TRUE(files(folder_ / "mail").empty()) << "not before its time";
  clock_.advance(5s);
  EXPECT_TRUE(eventually([&] { return delivery("a") == outbox::Delivery::sent; }));
}

TEST_F(Dispatching, GivesUpAfterADay) {
  {
    std::ofstream{folder_ / "mail"} << "in the way";
  }
  DirTransport transport{folder_ / "mail"};
  auto dispatcher = make(transport, {.look_interval = 5ms});
  enqueue("minji@x.test", "a");
  dispatcher.start();
  for (std::uint64_t i = 1; i <= 28; ++i) {
    ASSERT_TRUE(eventually([&] { return dispatcher.counters().retried == i; })) << i;
    clock_.advance(1h);
  }
  EXPECT_TRUE(eventually([&] { return dispatcher.counters().failed == 1; }));
  EXPECT_EQ(delivery("a"), outbox::Delivery::failed);
}

TEST_F(Dispatching, FailsAtOnceWhatIsRefusedForGoodAndKeepsAClassOfItOnly) {
  SmtpSink sink;
  sink.answer("gone.test", SmtpSink::Manner::refuse_recipient);
  SmtpTransport transport{{.host = "127.0.0.1", .port = sink.port(), .require_tls = false}};
  auto dispatcher = make(transport);
  enqueue("minji@gone.test", "a");
  dispatcher.start();
  ASSERT_TRUE(eventually([&] { return delivery("a") == outbox::Delivery::failed; }));
  EXPECT_EQ(state("a", "failure"), "recipient_refused");
  dispatcher.stop(5s);

  const auto forget = [&] {
    static_cast<void>(database_->write([](database::Transaction& tx) -> Result<bool> {
      outbox::forget_finished(tx);
      return true;
    }));
  };
  clock_.advance(29 * 24h);
  forget();
  EXPECT_EQ(state("a"), "failed");
  clock_.advance(2 * 24h);
  forget();
  EXPECT_EQ(state("a"), "") << "to whom it was is kept no longer than of what went out";
}

TEST_F(Dispatching, SendsNothingThatWouldMislead) {
  DirTransport transport{folder_ / "mail"};
  enqueue("minji@x.test", "outdated", clock_.now() + 1min);
  enqueue("minji@x.test", "superseded");
  clock_.advance(2min);
  enqueue("minji@x.test", "superseded");
  enqueue("minji@x.test", "last");
  auto dispatcher = make(transport);
  dispatcher.start();
  ASSERT_TRUE(
      eventually([&] { return delivery("last") == outbox::Delivery::sent && delivery("superseded") == outbox::Delivery::sent; }));
  EXPECT_EQ(files(folder_ / "mail").size(), 2u);
  EXPECT_TRUE(eventually([&] { return state("outdated") == "superseded"; }));
}

TEST_F(Dispatching, IsNotHeldUpByASlowDomain) {
  SmtpSink sink;
  sink.answer("slow.test", SmtpSink::Manner::stall);
  SmtpTransport transport{{.host = "127.0.0.1", .port = sink.port(), .require_tls = false}};
  for (int i = 0; i < 30; ++i) enqueue("p" + std::to_string(i) + "@slow.test", "slow" + std::to_string(i));
  for (int i = 0; i < 30; ++i)
    enqueue("p" + std::to_string(i) + "@fast" + std::to_string(i % 3) + ".test", "fast" + std::to_string(i));
  auto dispatcher = make(transport, {.senders = 4});
  dispatcher.start();
  EXPECT_TRUE(eventually([&] { return dispatcher.counters().sent == 30; })) << dispatcher.counters().sent;
  EXPECT_EQ(sink.stalled_max(), 2);
  EXPECT_EQ(delivery("slow0"), outbox::Delivery::queued);

  const auto start = std::chrono::steady_clock::now();
  dispatcher.stop(100ms);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
  EXPECT_EQ(dispatcher.counters().retried, 2u) << "what was interrupted is tried again";
}

TEST_F(Dispatching, OfTheSameLetterTwiceIsOneFile) {
  DirTransport transport{folder_ / "mail"};
  const Envelope envelope{.id = LetterId::make(clock_.now()), .from = "a@b.example", .to = *EmailAddress::parse("minji@x.test")};
  EXPECT_EQ(transport.send(envelope, "one").outcome, Outcome::sent);
  EXPECT_EQ(transport.send(envelope, "two").outcome, Outcome::sent);
  ASSERT_EQ(files(folder_ / "mail").size(), 1u);
  EXPECT_EQ(samples::read_file(folder_ / "mail" / (envelope.id.text() + ".eml")), "two");
}

TEST_F(Dispatching, GoesOnAfterACrash) {
  DirTransport transport{folder_ / "mail"};
  enqueue("minji@x.test", "a");
  // A sender that died with the letter in its hands.
  static_cast<void>(database_->write([&](database::Transaction& tx) -> Result<bool> {
    const auto due = outbox::list_due(tx, 1, 1, {});
    return outbox::claim(tx, due.at(0).id, 90s).has_value();
  }));
  auto dispatcher = make(transport, {.look_interval = 10ms});
  dispatcher.start();
  std::this_thread::sleep_for(100ms);
  EXPECT_TRUE(files(folder_ / "mail").empty());
  clock_.advance(91s);
  EXPECT_TRUE(eventually([&] { return delivery("a") == outbox::Delivery::sent; }));
}

TEST_F(Dispatching, WhoWasPausedForTooLongChangesNothingAboutALetterThatAnotherHas) {
  enqueue("minji@x.test", "a");
  const auto in_a_write = [&](auto&& body) {
    return *database_->write([&](database::Transaction& tx) -> Result<int> {
      body(tx);
      return 0;
    });
  };
  std::optional<LetterId> id;
  std::optional<Instant> first, second;
  in_a_write([&](auto& tx) {
    id = outbox::list_due(tx, 1, 1, {}).at(0).id;
    first = outbox::claim(tx, *id, 90s);
    EXPECT_FALSE(outbox::claim(tx, *id, 90s)) << "it is taken";
  });
  clock_.advance(91s);
  in_a_write([&](auto& tx) { second = outbox::claim(tx, *id, 90s); });
  ASSERT_TRUE(first && second);
  in_a_write([&](auto& tx) { outbox::mark_failed(tx, *id, *first, "late"); });
  EXPECT_EQ(state("a"), "queued");
  in_a_write([&](auto& tx) { outbox::mark_to_retry(tx, *id, *first, clock_.now(), "late"); });
  in_a_write([&](auto& tx) { EXPECT_FALSE(outbox::claim(tx, *id, 90s)) << "the second still has it"; });
  in_a_write([&](auto& tx) { outbox::mark_sent(tx, *id); });
  EXPECT_EQ(state("a"), "sent");
  in_a_write([&](auto& tx) { outbox::mark_failed(tx, *id, *second, "late"); });
  EXPECT_EQ(state("a"), "sent") << "what is sent is sent";
}

/// Pauses whoever has committed the first change of a letter, for a minute.
struct Pause final : database::CommitWatcher {
  explicit Pause(SettableClock& given) : clock(given) {}
  static constexpr std::array watched{database::WatchedTable{"letters", "id"}};
  [[nodiscard]] std::span<const database::WatchedTable> tables() const override { return watched; }
  void count_in(const database::ChangedRows&) noexcept override {}
  void count_out(const database::ChangedRows&, database::Fate) noexcept override {
    if (!is_over.exchange(true)) clock.advance(60s);
  }
  void trust_until(database::BootTime) noexcept override {}
  void forget() noexcept override {}
  SettableClock& clock;
  std::atomic<bool> is_over{false};
};

TEST_F(Dispatching, WhoWasPausedForTooLongSendsNothing) {
  struct Noting final : Transport {
    explicit Noting(const SettableClock& given) : clock(given) {}
    Delivery send(const Envelope&, const std::string&) override {
      sent_at = clock.now().ms;
      return {Outcome::sent};
    }
    const SettableClock& clock;
    std::atomic<std::int64_t> sent_at{0};
  } transport{clock_};
  Pause pause{clock_};
  enqueue("minji@x.test", "a");
  const auto begun = clock_.now();
  database_->watch(pause);
  auto dispatcher = make(transport, {.look_interval = 5ms});
  dispatcher.start();
  ASSERT_TRUE(eventually([&] { return pause.is_over.load(); }));
  // Not before its claim has ended, when another one may have it.
  ASSERT_TRUE(eventually([&] {
    clock_.advance(1s);
    return delivery("a") == outbox::Delivery::sent;
  }));
  dispatcher.stop(5s);
  EXPECT_GE(transport.sent_at, (begun + 90s).ms);
  EXPECT_EQ(dispatcher.counters().sent, 1U);
  database_.reset();
}

TEST_F(Dispatching, ListsWhatWaitsBehindALongQueueToOneDomain) {
  for (int i = 0; i < 20; ++i) {
    clock_.advance(1ms);
    enqueue("p" + std::to_string(i) + "@long.test", "long" + std::to_string(i));
  }
  clock_.advance(1s);
  enqueue("minji@other.test", "other");
  clock_.advance(1ms);
  enqueue("seojun@third.test", "outdated", clock_.now() + 1s);
  clock_.advance(2s);
  const auto listed = [&](std::size_t limit, std::size_t per_domain, const std::vector<std::string>& passed_over) {
    return database_->read([&](database::Transaction& tx) {
      std::string about;
      for (const auto& letter : outbox::list_due(tx, limit, per_domain, passed_over)) about += letter.letter.about + " ";
      return about;
    });
  };
  EXPECT_EQ(listed(5, 2, {}), "long0 long1 other outdated ");
  EXPECT_EQ(listed(5, 2, {"long.test"}), "other outdated ");
  EXPECT_EQ(listed(5, 5, {}), "long0 long1 long2 long3 long4 ");
  EXPECT_EQ(listed(50, 3, {}), "long0 long1 long2 other outdated ");
  EXPECT_EQ(listed(5, 2, {"long.test", "other.test"}), "outdated ");
}

TEST(Retry, FollowsTheTable) {
  const std::vector<std::chrono::seconds> first{5s, 30s, 2min, 10min, 1h};
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(decide_retry(static_cast<std::int64_t>(i)), first[i]);
  EXPECT_EQ(decide_retry(27), 1h);
  EXPECT_EQ(decide_retry(28), std::nullopt);
}

}  // namespace
}  // namespace roster::mail
