// A1, A2, A5 and A6 under sequences of acts that nobody thought of: after each, what the server shows is what a plain model of
// the requirements says, and after all of them `roster verify` finds nothing. One test a policy; the full
// run tries 1,000 sequences in each.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <random>

#include "properties/sequence.h"
#include "support/rounds.h"

namespace roster::testing {
namespace {

constexpr std::size_t commands_min = 30, commands_max = 44;
/// How many smaller sequences are tried once one has failed.
constexpr int attempts_to_shrink = 150;

/// ROSTER_SEED repeats a run.
std::uint64_t seed_of_run() {
  if (const char* given = std::getenv("ROSTER_SEED")) return std::strtoull(given, nullptr, 10);
  return std::random_device{}();
}

void check_sequences(const std::string& policy) {
  Lab lab;
  rc::detail::TestParams params;
  params.seed = seed_of_run();
  params.maxSuccess = rounds(20, 1000);
  rc::detail::TestMetadata metadata;
  metadata.id = metadata.description = "sequences under " + policy;
  std::printf("ROSTER_SEED=%llu, %d sequences under %s\n", static_cast<unsigned long long>(params.seed), params.maxSuccess,
              policy.c_str());
  const auto begin = std::chrono::steady_clock::now();
  int run = 0, since_failure = 0;
  const auto result = rc::detail::checkTestable(
      [&] {
        const auto length = *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(commands_min, commands_max));
        const auto commands = *command_sequence(length);
        ++run;
        if (since_failure > attempts_to_shrink) return;  // small enough
        if (since_failure > 0) ++since_failure;
        try {
          Sequence sequence(lab, model::rules_of(policy));
          sequence.run(commands);
          sequence.expect_replay();
        } catch (const Difference& difference) {
          if (since_failure == 0) std::fprintf(stderr, "first failure, before it is made smaller: %s\n", difference.what());
          since_failure = std::max(since_failure, 1);
          RC_FAIL(difference.what());
        }
      },
      metadata, params);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count();
  std::printf("%d sequences, %d ms each\n", run, static_cast<int>(took / std::max(1, run)));
  for (const auto& [kind, counts] : lab.tally) std::printf("  %5d, refused %5d: %s\n", counts.first, counts.second, kind.c_str());
  if (!result.is<rc::detail::SuccessResult>()) {
    std::ostringstream message;
    rc::detail::printResultMessage(result, message);
    ADD_FAILURE() << "ROSTER_SEED=" << params.seed << "\n" << message.str();
  }
  const auto verdict = lab.world.server.run({"verify"});
  EXPECT_EQ(verdict.exit_code, 0) << verdict.output << verdict.errors;
}

TEST(AccountProperties, Stage) { check_sequences("stage"); }
TEST(AccountProperties, Platform) { check_sequences("platform"); }
TEST(AccountProperties, Creator) { check_sequences("creator"); }
TEST(AccountProperties, Portal) { check_sequences("portal"); }
TEST(AccountProperties, Master) { check_sequences("master"); }

}  // namespace
}  // namespace roster::testing
