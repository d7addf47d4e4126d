#pragma once
// SQLite: one writer thread that owns the one writing connection and every checkpoint, reading connections for everybody
// else. Writes that wait together are committed together, with one fsync; one that is refused is undone alone.

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/instant.h"
#include "database/database.h"

namespace roster::database {

struct SqliteOptions {
  std::string path;              ///< the file; made when missing, mode 0600
  std::size_t queue_max = 1024;  ///< writes that may wait; past it Unavailable(overloaded)
  std::size_t batch_max = 128;
};

/// The file is no database, or a broken one.
struct Damaged : OpenRefused {
  using OpenRefused::OpenRefused;
};

/// The lock of a database file (`path` + ".lock"): one process at a time, released when the process ends, however it ends.
class FileLock {
 public:
  /// Throws OpenRefused at once when another process has it.
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  FileLock& operator=(FileLock&&) = delete;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int file_;
};

/// Opens the file and takes its lock (`path` + ".lock"); `clock` must outlive the database. Throws OpenRefused.
std::unique_ptr<Database> open_sqlite(const SqliteOptions& options, const Clock& clock);

}  // namespace roster::database
