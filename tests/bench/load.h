#pragma once
// Load on one HTTP server: kept connections on one thread, each with one request under way, as fast as it is answered or at a
// given pace. What it costs the server is read from the kernel's account of its processes.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace roster::testing {

struct LoadOptions {
  int port = 0;
  std::vector<std::string> requests{};  ///< whole ones, taken in turn
  int connections = 64;
  std::chrono::milliseconds span{3000};
  std::optional<double> per_second{};  ///< nothing: each connection asks as soon as it is answered
  std::vector<int> server_pids{};
  std::optional<std::size_t> answers{};  ///< so many, however long it takes, and no warming up
};

struct LoadResult {
  double per_second = 0;
  double server_microseconds = 0;  ///< of processor time, an answer
  double median_ms = 0, p99_ms = 0;
  std::size_t answers = 0, other_than_200 = 0;
};

/// Throws std::runtime_error when the server does not answer.
LoadResult run_load(const LoadOptions& options);

/// "GET /… HTTP/1.1" with Host and further lines.
std::string write_request(const std::string& method, const std::string& target, int port, const std::vector<std::string>& fields,
                          const std::string& body = "");

}  // namespace roster::testing
