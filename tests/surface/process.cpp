#include "surface/process.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace roster::testing {

namespace {

/// A line of /proc/PID/status that is in kB.
std::uint64_t status_bytes(int pid, const std::string& name) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name + ":")) return std::stoull(line.substr(name.size() + 1)) * 1024;
  return 0;
}

}  // namespace

std::uint64_t resident_bytes(int pid) { return status_bytes(pid, "VmRSS"); }

std::chrono::nanoseconds cpu_time(int pid) {
  std::chrono::nanoseconds sum{0};
  std::error_code gone;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task", gone)) {
    std::ifstream file(thread.path() / "schedstat");
    std::int64_t running = 0;
    if (file >> running) sum += std::chrono::nanoseconds{running};
  }
  return sum;
}

bool is_sanitized(int pid) { return status_bytes(pid, "VmSize") > std::uint64_t{1} << 40; }

std::string read_whole_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace roster::testing
