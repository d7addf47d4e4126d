#include "app/restore.h"

#include <sys/stat.h>

#include <filesystem>
#include <iostream>

#include "app/application.h"
#include "base/embedded.h"
#include "base/json.h"
#include "crypto/token.h"
#include "database/migrations.h"
#include "database/sqlite/sqlite_database.h"

namespace roster::app {

namespace fs = std::filesystem;

namespace {

void end_credentials(database::Database& database, bool keep_keys) {
  static_cast<void>(database.write([&](database::Transaction& tx) -> Result<int> {
    app::end_credentials(tx, keep_keys);
    return 0;
  }));
}

/// Makes a copied backup what the server may start on. Throws when it is no such thing.
void prepare(const fs::path& incoming, const Clock& clock, bool keep_keys) {
  const auto restored = database::open_sqlite({.path = incoming.string()}, clock);
  if (const auto verdict = restored->check_integrity(); verdict != "ok")
    throw std::runtime_error("it is damaged (" + verdict + ")");
  // An empty file is a sound database too, and would become an empty Roster.
  const auto is_roster = restored->read([](database::Transaction& tx) {
    return tx.find("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'accounts'").has_value();
  });
  if (!is_roster) throw std::runtime_error("it is no copy of a Roster database");
  database::migrate(*restored, embedded::embedded_migrations());
  end_credentials(*restored, keep_keys);
}

void remove_all_of(const fs::path& file) {
  for (const auto* suffix : {"", "-wal", "-shm", ".lock"}) fs::remove(file.string() + suffix);
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
            << (keep_keys ? "" : "; API keys are revoked: make new ones with roster key create") << "\n";
}

ExitCode end_what_was_restored(const Config& config, bool keep_keys, bool as_json) {
  const SystemClock clock;
  const auto restored = open_database(config, clock);
  if (restored->is_served())
    throw StartRefused(ExitCode::refused, "a server works on " + name_of_database(config) +
                                              ". Stop all of them first: what they answer meanwhile may be what was revoked.");
  end_credentials(*restored, keep_keys);
  if (as_json)
    std::cout << json::serialize(json::object{{"restored", name_of_database(config)}, {"keys_kept", keep_keys}}) << "\n";
  else
    tell_what_ended(keep_keys);
  return ExitCode::done;
}

ExitCode restore_backup(const Config& config, const std::string& backup, bool keep_keys, bool as_json) {
  const fs::path place = database_file_of(config);
  fs::create_directories(config.data);
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
  const fs::path incoming = place.string() + ".incoming";
  try {
    fs::copy_file(backup, incoming, fs::copy_options::overwrite_existing);
    prepare(incoming, clock, keep_keys);
  } catch (const database::OpenRefused&) {
    remove_all_of(incoming);
    throw StartRefused(ExitCode::damaged,
                       backup + " cannot be restored: it is no database, or its beginning is damaged. Nothing was changed.");
  } catch (const std::exception& e) {
    remove_all_of(incoming);
    throw StartRefused(ExitCode::damaged, backup + " cannot be restored: " + e.what() + ". Nothing was changed.");
  }
  // One step from the former to the restored: at no moment is there none, which a starting server would take for a first start.
  if (!former.empty()) fs::create_hard_link(place, former);
  // Beside the restored, a log that could not be folded would be taken for its own; what may be saved from the former is in it.
  if (const auto log = place.string() + "-wal"; fs::exists(log))
    fs::rename(log, (former.empty() ? log + ".stray" : former.string() + "-wal"));
  fs::remove(place.string() + "-shm");
  ::chmod(incoming.c_str(), 0600);
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
