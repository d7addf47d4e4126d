#include "mail/dir_transport.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace roster::mail {

namespace {

bool write_all(int file, const std::string& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto written = ::write(file, bytes.data() + done, bytes.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    done += static_cast<std::size_t>(written);
  }
  return true;
}

Delivery failure() { return {Outcome::temporary, "folder_not_writable", std::generic_category().message(errno)}; }

}  // namespace

Delivery DirTransport::send(const Envelope& envelope, const std::string& message) {
  const std::filesystem::path folder{folder_};
  if (std::error_code made; std::filesystem::create_directories(folder, made)) ::chmod(folder.c_str(), 0700);

  const auto name = envelope.id.text();
  const auto temporary = folder / ("." + name + ".part");
  const int file = ::open(temporary.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return failure();
  bool ok = write_all(file, message) && ::fsync(file) == 0;
  int fault = errno;
  ::close(file);
  if (ok && ::rename(temporary.c_str(), (folder / (name + ".eml")).c_str()) != 0) {
    ok = false;
    fault = errno;
  }
  if (ok) return {Outcome::sent};
  ::unlink(temporary.c_str());
  errno = fault;
  return failure();
}

}  // namespace roster::mail
