#include "app/restore.h"

#include <sys/stat.h>

#include <filesystem>
#include <iostream>

#include "app/application.h"
#include "base/embedded.h"
#include "crypto/token.h"
#include "database/migrations.h"
#include "database/sqlite/sqlite_database.h"

namespace roster::app {

namespace fs = std::filesystem;

namespace {

/// What was revoked or used after the backup was made cannot be known, so nothing of it is trusted.
void end_credentials(database::Database& database, bool keep_keys) {
  static_cast<void>(database.write([&](database::Transaction& tx) -> Result<int> {
    for (const auto* table : {"sessions", "registrations", "password_resets", "email_changes", "idempotency_keys"})
      tx.execute(std::string{"DELETE FROM "} + table);
    // Digests of nothing: the old links are dead, and each can be sent again with a new one.
    tx.execute("UPDATE invitations SET digest = 'restored-' || id, generation = generation + 1, expires_at = ? WHERE status = 'pending' AND expires_at > ?",
               tx.now(), tx.now());
    tx.execute("UPDATE invitations SET digest = 'restored-' || id WHERE status = 'pending'");
    tx.execute("UPDATE letters SET state = 'superseded', finished_at = ? WHERE state = 'queued'", tx.now());
    if (!keep_keys) tx.execute("UPDATE api_keys SET revoked_at = ? WHERE revoked_at IS NULL", tx.now());
    return 0;
  }));
}

}  // namespace

int restore_backup(const Config& config, const std::string& backup, bool keep_keys) {
  const fs::path place = fs::path{config.data} / "roster.db";
  fs::create_directories(config.data);
  const SystemClock clock;
  fs::path former;
  {
    // Holding the lock shows that no server runs; opening it also folds the write-ahead log into the file.
    if (fs::exists(place)) {
      const auto held = database::open_sqlite({.path = place.string()}, clock);
      former = place.string() + ".before-restore-" + std::to_string(clock.now().ms);
    }
  }
  const fs::path incoming = place.string() + ".incoming";
  fs::copy_file(backup, incoming, fs::copy_options::overwrite_existing);
  {
    const auto restored = database::open_sqlite({.path = incoming.string()}, clock);
    if (const auto verdict = restored->check_integrity(); verdict != "ok") {
      std::cerr << "roster: " << backup << " is damaged (" << verdict << "); nothing was changed\n";
      return 3;
    }
    database::migrate(*restored, embedded::embedded_migrations());
    end_credentials(*restored, keep_keys);
  }
  if (!former.empty()) fs::rename(place, former);
  for (const auto* suffix : {"-wal", "-shm"}) {
    fs::remove(place.string() + suffix);
    fs::remove(incoming.string() + suffix);
  }
  fs::rename(incoming, place);
  fs::remove(incoming.string() + ".lock");
  ::chmod(place.c_str(), 0600);
  std::cout << "restored from " << backup << "\n";
  if (!former.empty()) std::cout << "the former database is " << former.string() << "\n";
  std::cout << "everybody has to sign in again; pending invitations can be sent again"
            << (keep_keys ? "" : "; API keys are revoked: make new ones with roster key create") << "\n";
  return 0;
}

}  // namespace roster::app
