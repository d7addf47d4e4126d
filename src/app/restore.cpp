#include "app/restore.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <iostream>

#include "app/application.h"
#include "base/embedded.h"
#include "base/json.h"
#include "crypto/token.h"
#include "database/migrations.h"
#include "database/sqlite/sqlite_database.h"
#include "http/file_descriptor.h"

namespace roster::app {

namespace fs = std::filesystem;

namespace {

void end_credentials(database::Database& database, bool keep_keys) {
  static_cast<void>(database.write([&](database::Transaction& tx) -> Result<int> {
    app::end_credentials(tx, keep_keys);
    return 0;
  }));
}

struct Owner {
  uid_t user;
  gid_t group;

  [[nodiscard]] std::string name() const {
    const auto* known = ::getpwuid(user);
    return known == nullptr ? std::to_string(user) : known->pw_name;
  }
};

std::optional<Owner> owner_of(const fs::path& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  return Owner{found.st_uid, found.st_gid};
}

/// As whom the server runs that works at `place`: who owns the database, or the folder that it comes into. A file of root's is
/// what a command left that root ran.
Owner find_server(const fs::path& place) {
  const auto file = owner_of(place);
  if (file && file->user != 0) return *file;
  return owner_of(fs::absolute(place).parent_path()).value_or(Owner{::geteuid(), ::getegid()});
}

/// Before anything is made there that the server could not open.
void refuse_unless_it_can_be_given(const fs::path& place, const Owner& server) {
  if (::geteuid() == 0 || ::geteuid() == server.user) return;
  throw StartRefused(ExitCode::refused,
                     fmt::format("{} has to be {}'s, or the server could not open it. Run it as that user: sudo -u {} roster "
                                 "restore …",
                                 place.string(), server.name(), server.name()));
}

[[noreturn]] void tell_errno(const fs::path& file) {
  throw fs::filesystem_error("refused by the system", file, std::error_code{errno, std::generic_category()});
}

void give(const fs::path& file, const Owner& server) {
  if (::geteuid() == server.user || ::chown(file.c_str(), server.user, server.group) == 0) return;
  tell_errno(file);
}

/// Makes a copied backup what the server may start on. Throws DatabaseError when it is no such thing.
void prepare(const fs::path& incoming, const Clock& clock, bool keep_keys) {
  const auto restored = database::open_sqlite({.path = incoming.string()}, clock);
  if (const auto verdict = restored->check_integrity(); verdict != "ok")
    throw database::DatabaseError("it is damaged (" + verdict + ")");
  // An empty file is a sound database too, and would become an empty Roster.
  const auto is_roster = restored->read([](database::Transaction& tx) {
    return tx.find("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'accounts'").has_value();
  });
  if (!is_roster) throw database::DatabaseError("it is no copy of a Roster database");
  database::migrate(*restored, embedded::embedded_migrations());
  end_credentials(*restored, keep_keys);
}

void remove_all_of(const fs::path& file) {
  for (const auto* suffix : {"", "-wal", "-shm", ".lock"}) fs::remove(file.string() + suffix);
}

/// (fs::copy_file() calls a full disk an input/output error, and gives the copy the rights of the backup.)
void copy(const std::string& from, const fs::path& to) {
  const http::FileDescriptor in{::open(from.c_str(), O_RDONLY | O_CLOEXEC)};
  if (in.number() < 0) tell_errno(from);
  const http::FileDescriptor out{::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
  if (out.number() < 0) tell_errno(to);
  std::array<char, 65'536> part{};
  while (true) {
    const auto have = ::read(in.number(), part.data(), part.size());
    if (have < 0) tell_errno(from);
    if (have == 0) return;
    for (ssize_t done = 0; done < have;) {
      const auto written = ::write(out.number(), part.data() + done, static_cast<std::size_t>(have - done));
      if (written < 0) tell_errno(to);
      done += written;
    }
  }
}

/// The backup as `incoming`, ready to take the database's place and the server's own. Throws StartRefused, and leaves nothing of
/// it.
void bring_in(const std::string& backup, const fs::path& incoming, const Owner& server, const Clock& clock, bool keep_keys) {
  const auto refuse = [&](ExitCode code, const std::string& why) {
    remove_all_of(incoming);
    throw StartRefused(code, backup + " cannot be restored: " + why + (why.ends_with('.') ? "" : ".") + " Nothing was changed.");
  };
  try {
    remove_all_of(incoming);  // of a restore that was killed
    copy(backup, incoming);
    prepare(incoming, clock, keep_keys);
    give(incoming, server);
  } catch (const database::Damaged&) {
    refuse(ExitCode::damaged, "it is no database, or its beginning is damaged");
  } catch (const database::DatabaseError& e) {
    refuse(ExitCode::damaged, e.what());
  } catch (const database::OpenRefused& e) {
    remove_all_of(incoming);
    throw StartRefused(ExitCode::refused, backup + " cannot be restored: " + e.what());
  } catch (const fs::filesystem_error& e) {
    refuse(ExitCode::refused, e.path1().string() + ": " + e.code().message());
  } catch (const std::exception& e) {
    // A full disk, or what this program is too old for: nothing is wrong with the backup.
    refuse(ExitCode::refused, e.what());
  }
}

}  // namespace

void end_credentials(database::Transaction& tx, bool keep_keys) {
  for (const auto* table : {"sessions", "registrations", "password_resets", "email_changes", "email_undos", "idempotency_keys"})
    tx.execute(std::string{"DELETE FROM "} + table);
  // Digests of nothing: the old links are dead, and each can be sent again with a new one.
  tx.execute(
      "UPDATE invitations SET digest = 'restored-' || id, generation = generation + 1, expires_at = ? WHERE status = 'pending' "
      "AND expires_at > ?",
      tx.now(), tx.now());
  tx.execute("UPDATE invitations SET digest = 'restored-' || id WHERE status = 'pending'");
  tx.execute("UPDATE letters SET state = 'superseded', finished_at = ? WHERE state = 'queued'", tx.now());
  if (!keep_keys) tx.execute("UPDATE api_keys SET revoked_at = ? WHERE revoked_at IS NULL", tx.now());
}

void tell_what_ended(bool keep_keys) {
  std::cout << "everybody has to sign in again; pending invitations can be sent again"
            << (keep_keys ? "" : "; service keys are revoked: make new ones with roster key create") << "\n";
}

ExitCode end_what_was_restored(const Config& config, bool keep_keys, bool as_json) {
  const SystemClock clock;
  const auto restored = open_database(config, clock);
  const auto refuse_while_served = [&] {
    if (restored->is_served())
      throw StartRefused(ExitCode::refused, "a server works on " + name_of_database(config) +
                                                ". Stop all of them first: what they answer meanwhile may be what was revoked.");
  };
  refuse_while_served();
  end_credentials(*restored, keep_keys);
  // Nor one that was started in between.
  refuse_while_served();
  if (as_json)
    std::cout << json::serialize(json::object{{"restored", name_of_database(config)}, {"keys_kept", keep_keys}}) << "\n";
  else
    tell_what_ended(keep_keys);
  return ExitCode::done;
}

ExitCode restore_backup(const Config& config, const std::string& backup, bool keep_keys, bool as_json) {
  const fs::path place = database_file_of(config);
  if (fs::create_directories(config.data)) fs::permissions(config.data, fs::perms::owner_all);
  const auto server = find_server(place);
  refuse_unless_it_can_be_given(place, server);
  const SystemClock clock;
  fs::path former;
  if (fs::exists(place)) {
    former = place.string() + ".before-restore-" + std::to_string(clock.now().ms);
    try {
      // Opening it and closing it folds the write-ahead log into the file.
      static_cast<void>(database::open_sqlite({.path = place.string()}, clock));
    } catch (const database::Damaged&) {
      // What cannot be opened is what a restore is for; it is kept as it is.
    }
  }
  // Held to the end: no server may start in between.
  const database::FileLock lock(place.string());
  give(place.string() + ".lock", server);
  const fs::path incoming = place.string() + ".incoming";
  bring_in(backup, incoming, server, clock, keep_keys);
  // One step from the former to the restored: at no moment is there none, which a starting server would take for a first start.
  if (!former.empty()) fs::create_hard_link(place, former);
  // Beside the restored, a log that could not be folded would be taken for its own; what may be saved from the former is in it.
  if (const auto log = place.string() + "-wal"; fs::exists(log))
    fs::rename(log, (former.empty() ? log + ".stray" : former.string() + "-wal"));
  fs::remove(place.string() + "-shm");
  fs::rename(incoming, place);
  remove_all_of(incoming);
  if (as_json) {
    std::cout << json::serialize(
                     json::object{{"restored_from", backup}, {"former_database", former.string()}, {"keys_kept", keep_keys}})
              << "\n";
    return ExitCode::done;
  }
  std::cout << "restored from " << backup << "\n";
  if (!former.empty()) std::cout << "the former database is " << former.string() << "\n";
  tell_what_ended(keep_keys);
  return ExitCode::done;
}

}  // namespace roster::app
