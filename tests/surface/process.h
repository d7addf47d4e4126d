#pragma once
// What the kernel tells of the server's process: memory and time used.

#include <chrono>
#include <cstdint>
#include <string>

namespace roster::testing {

/// Resident memory now.
std::uint64_t resident_bytes(int pid);
/// CPU time of all its threads that live.
std::chrono::nanoseconds cpu_time(int pid);
/// Built with a sanitizer, which needs many times the memory and time.
bool is_sanitized(int pid);
std::string read_whole_file(const std::string& path);

}  // namespace roster::testing
