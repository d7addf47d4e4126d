#pragma once
// The nodes that work on one database, and how each of them learns in time what the others change.
//
// A commit that changes watched rows is announced to all nodes before it happens, and waits until each of them has counted it in,
// or its lease has run out. From then on until they hear of its end they ask the database about those rows. A node's lease is
// counted from before its renewal was sent, and each renewal empties its mailbox first: so whoever waited for the length of a
// lease knows that a node which did not answer remembers nothing any more. NOTIFY only makes it fast; the tables are the truth.
//
// Who writes holds the door (an advisory lock) with others from before its snapshot until after its COMMIT; who joins holds it
// alone. So a write knows every node that there is, and what a node that joins reads holds all that it was not told of.
//
// A renewal is a commit: it waits for the standby, as every other does. So a primary that was replaced by its standby, and does
// not know, renews nobody's lease, and whoever writes on the new one waits until those that the former gave out are over.

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "database/boot_time.h"
#include "database/postgres/announcement.h"
#include "database/postgres/connection.h"

namespace roster::database::postgres {

/// The key of the door.
std::int64_t door_key();
/// A node that gave no sign for so long answers nothing by its memory any more.
std::chrono::milliseconds silence_max();
/// For what is to be told from all others.
std::int64_t random_id();

/// Which nodes gave no sign for so long that their leases are over.
class Silence {
 public:
  /// `renewals` of node `id` as read at `at` or before.
  void observe(std::int64_t id, std::int64_t renewals, BootTime at);
  /// Of those observed last time, who is silent since a lease's length; with the renewal that was their last.
  [[nodiscard]] std::vector<std::pair<std::int64_t, std::int64_t>> list(BootTime now) const;
  void forget_all_but(const std::set<std::int64_t>& ids);

 private:
  struct Seen {
    std::int64_t renewals;
    BootTime since;
  };
  std::map<std::int64_t, Seen> seen_;
};

/// Something that a poll wakes up of.
class Bell {
 public:
  Bell();
  ~Bell();
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;
  void ring() const;
  void silence() const;
  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

/// Tells the other nodes. Announcements that wait together go out together.
class Announcer {
 public:
  Announcer(std::string conninfo, std::int64_t sender, const CommitWatcher& watcher);
  ~Announcer();
  Announcer(const Announcer&) = delete;
  Announcer& operator=(const Announcer&) = delete;

  /// Returns when no other node answers by its memory of these rows any more. Throws Lost, Unavailable.
  void announce(const std::string& operation, const ChangedRows& rows, const Deadline& deadline);
  /// What became of it. Waits for nothing.
  void end(const std::string& operation, bool committed);

 private:
  struct Waiting {
    enum State { waiting, known, failed } state = waiting;
  };
  struct Sent {
    std::int64_t batch;
    std::vector<std::shared_ptr<Waiting>> waiting;
  };

  void run();
  void work(Connection& connection);
  void send(Connection& connection);
  void look_for_answers(Connection& connection);
  void settle(std::vector<std::shared_ptr<Waiting>>& waiting, Waiting::State state);

  const std::string conninfo_;
  const std::int64_t sender_;
  const CommitWatcher& watcher_;
  const Bell bell_;
  std::mutex mutex_;  // guards what follows, up to thread_
  std::condition_variable settled_;
  Letter letter_;                                  // to be sent
  std::vector<std::shared_ptr<Waiting>> waiting_;  // for what is to be sent
  bool stopping_ = false;
  std::int64_t batch_ = 0;  // the thread's alone, as what follows
  std::vector<Sent> sent_;
  Silence silence_;
  std::thread thread_;
};

/// This node's place among them: joins, renews its lease, and hears what the others announce.
class Member {
 public:
  Member(std::string conninfo, std::int64_t sender, CommitWatcher& watcher);
  /// Leaves.
  ~Member();
  Member(const Member&) = delete;
  Member& operator=(const Member&) = delete;

  /// Takes care of a commit of this node whose fate is unknown: it stays counted in until it is decided.
  void adopt(const std::string& operation, const ChangedRows& rows);
  /// Whether its lease runs.
  [[nodiscard]] bool is_in_touch() const { return boot_time() < in_touch_until_.load(); }
  /// Whose lease that is (server_sql). Asked for after it: of one that was given out meanwhile, it is at least as new.
  [[nodiscard]] std::int64_t server() const { return server_; }
  /// Waits for the first lease; false when there is none after `limit`.
  bool wait_for_lease(std::chrono::milliseconds limit);

 private:
  struct Pending {
    std::int64_t sender;
    ChangedRows rows;
    BootTime since;
  };

  void run();
  void stay(Connection& connection);
  void join(Connection& connection);
  /// False when this node is none any more.
  bool renew(Connection& connection);
  void read_mail(Connection& connection);
  /// Takes in what the mailbox holds, in a transaction that has begun; the statement that empties it of that.
  std::string take_in(const Rows& mail);
  static void end_vanished(Connection& connection);
  void bury_silent(Connection& connection, const Rows& nodes);
  void end_orphans(Connection& connection, const Rows& nodes);
  void forget_old_operations(Connection& connection);
  void take_adopted();
  void forget_all();
  void grant(BootTime until);

  const std::string conninfo_;
  const std::int64_t sender_;
  CommitWatcher& watcher_;
  const Bell bell_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::int64_t> server_{0};
  std::atomic<BootTime> in_touch_until_{BootTime{0}};
  std::mutex mutex_;  // guards adopted_, and for granted_
  std::condition_variable granted_;
  std::vector<Beginning> adopted_;
  std::int64_t id_ = 0;  // the thread's alone, as what follows; 0: no node
  int renewals_ = 0;
  std::map<std::string, Pending> pending_;
  Silence silence_;
  std::thread thread_;
};

}  // namespace roster::database::postgres
