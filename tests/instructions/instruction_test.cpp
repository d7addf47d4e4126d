// How many instructions of its own the server spends on a check, counted by callgrind, against what is kept in kept.txt: time
// moves with the machine's moods, this does not. What costs 5 %
// more than it did fails here, and so does a check that takes memory. With ROSTER_KEEP_INSTRUCTIONS=1 the
// numbers of now are written into kept.txt instead.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>

#include "bench/load.h"
#include "support/world.h"

namespace roster::testing {
namespace {

namespace fs = std::filesystem;

const fs::path kept_file = fs::path{ROSTER_SOURCE_DIR} / "tests/instructions/kept.txt";
constexpr double share_max = 0.05;

/// The server under callgrind, which counts only while it is told to.
class Counted {
 public:
  Counted() : binary_(roster_binary()) {
    std::string pattern = (fs::temp_directory_path() / "roster-callgrind-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    const auto script = folder_ / "roster";
    std::ofstream(script) << "#!/bin/sh\nexec valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file="
                          << folder_.string() << "/out --log-file=" << folder_.string() << "/log " << binary_ << " \"$@\"\n";
    ::chmod(script.c_str(), 0700);
    ::setenv("ROSTER_BINARY", script.c_str(), 1);
  }
  ~Counted() {
    ::setenv("ROSTER_BINARY", binary_.c_str(), 1);
    fs::remove_all(folder_);
  }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

  /// Of all from now to counted().
  void begin(int pid) { control("--instr=on", pid); }
  struct Count {
    double instructions = 0, allocations = 0;
  };
  Count counted(int pid) {
    control("--instr=off", pid);
    control("--dump", pid);
    std::ifstream file(folder_ / ("out." + std::to_string(++dumps_)));
    Count count;
    // A function is named once, "(12) malloc", and is "(12)" from then on.
    std::string allocating, called;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("totals: ")) count.instructions = std::stod(line.substr(8));
      if (line.starts_with("calls=") && !allocating.empty() && called == allocating)
        count.allocations += std::stod(line.substr(6));
      const bool is_call = line.starts_with("cfn=");
      if (!is_call && !line.starts_with("fn=")) continue;
      const auto name = line.substr(line.find('=') + 1);
      const auto number = name.substr(0, name.find(')') + 1);
      if (name.ends_with(") malloc")) allocating = number;
      if (is_call) called = number;
    }
    if (count.instructions == 0) throw std::runtime_error("callgrind has written no totals");
    return count;
  }

 private:
  static void control(const std::string& what, int pid) {
    const auto run = run_program({"/usr/bin/callgrind_control", what, std::to_string(pid)});
    if (run.exit_code != 0) throw std::runtime_error("callgrind_control " + what + ": " + run.output + run.errors);
  }

  std::string binary_;
  fs::path folder_;
  int dumps_ = 0;
};

std::map<std::string, double> read_kept() {
  std::map<std::string, double> kept;
  std::ifstream file(kept_file);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name;
    double number = 0;
    if (!line.starts_with("#") && words >> name >> number) kept[name] = number;
  }
  return kept;
}

void keep(const std::map<std::string, double>& counts) {
  std::ofstream file(kept_file);
  file << "# Instructions of one question that memory answers, of the release build; see instruction_test.cpp.\n";
  for (const auto& [name, number] : counts) file << name << " " << std::lround(number) << "\n";
}

struct Instructions : ::testing::Test {
  Counted callgrind;
  World world;
  Person owner = world.person("Owner");
  std::string account = world.account(owner, "portal");
  Person ana = world.member(account, owner, "Ana", {{"permissions", json::array{"products:read"}}});
  Person ben = world.member(account, owner, "Ben", {{"permissions", json::array{"products:read"}}});

  double allocations_each = 0;  ///< of the last count(); a few are made by other threads meanwhile

  /// Of the requests in turn: the least of three counts. What other threads do meanwhile is counted too, and on a busy machine,
  /// where the requests take longer, there is more of it; it only ever adds, and what a request costs is in all three.
  double count(const std::vector<std::string>& requests) {
    constexpr std::size_t warm_up = 200, times = 500, counts = 3;
    // With time between them, so that each finds the server waiting: what comes while it still writes is read without.
    constexpr double per_second = 500;
    const auto ask = [&](std::size_t answers) {
      const auto result = run_load(
          {.port = world.server.port(), .requests = requests, .connections = 1, .per_second = per_second, .answers = answers});
      EXPECT_EQ(result.other_than_200, 0U) << requests.front();
    };
    ask(warm_up);
    Counted::Count least{.instructions = std::numeric_limits<double>::max(), .allocations = std::numeric_limits<double>::max()};
    for (std::size_t i = 0; i < counts; ++i) {
      callgrind.begin(world.server.pid());
      ask(times);
      const auto [instructions, allocations] = callgrind.counted(world.server.pid());
      least = {.instructions = std::min(least.instructions, instructions),
               .allocations = std::min(least.allocations, allocations)};
    }
    allocations_each = least.allocations / static_cast<double>(times);
    return least.instructions / static_cast<double>(times);
  }
};

TEST_F(Instructions, OfACheckAreAsManyAsTheyWere) {
  const auto port = world.server.port();
  const auto key = "Authorization: Bearer " + world.service().token;
  const auto question = "?account=" + account + "&permission=products:read";
  const auto evaluation = json::serialize(json::object{{"subject", json::object{{"type", "user"}, {"id", ana.id}}},
                                                       {"action", json::object{{"name", "products:read"}}},
                                                       {"resource", json::object{{"type", "account"}, {"id", account}}}});
  std::map<std::string, double> counts;
  counts["check"] =
      count({write_request("GET", "/v1/check" + question + "&user=" + ana.id, port, {"Accept: application/json", key})});
  EXPECT_LT(allocations_each, 0.5) << "check";
  counts["check_by_session"] =
      count({write_request("GET", "/v1/check" + question, port, {"Cookie: roster=" + ana.client.token})});
  EXPECT_LT(allocations_each, 0.5) << "check_by_session";
  counts["forward_auth"] =
      count({write_request("GET", "/forward-auth" + question, port, {"Cookie: roster=" + ana.client.token})});
  EXPECT_LT(allocations_each, 0.5) << "forward_auth";
  // As a proxy asks: one connection, another person each time.
  counts["forward_auth_in_turn"] =
      count({write_request("GET", "/forward-auth" + question, port, {"Cookie: roster=" + ana.client.token}),
             write_request("GET", "/forward-auth" + question, port, {"Cookie: roster=" + ben.client.token})});
  EXPECT_LT(allocations_each, 0.5) << "forward_auth_in_turn";
  counts["evaluation"] = count({write_request("POST", "/access/v1/evaluation", port, {key}, evaluation)});
  if (std::getenv("ROSTER_KEEP_INSTRUCTIONS") != nullptr) return keep(counts);
  const auto kept = read_kept();
  for (const auto& [name, number] : counts) {
    std::printf("%-18s %8.0f instructions, kept %8.0f\n", name.c_str(), number, kept.contains(name) ? kept.at(name) : 0);
    ASSERT_TRUE(kept.contains(name)) << name;
    const auto more = number / kept.at(name) - 1;
    EXPECT_LT(more, share_max) << name << " costs " << std::lround(more * 100)
                               << " % more instructions than it did. If that is worth "
                               << "it: ROSTER_KEEP_INSTRUCTIONS=1, and the reason in the commit.";
    EXPECT_GT(more, -share_max) << name << " has become cheaper: ROSTER_KEEP_INSTRUCTIONS=1 keeps it so.";
  }
}

}  // namespace
}  // namespace roster::testing
