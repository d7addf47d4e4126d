// A policy file is read, or refused with the line, the key and what to do; a bad file is never taken.
#include <fstream>
#include <sstream>

#include "fuzz.h"
#include "policy/policy_reader.h"

namespace {

roster::policy::Modules shipped_modules() {
  const std::string path = ROSTER_SOURCE_DIR "/policies/modules.toml";
  std::stringstream text;
  text << std::ifstream{path}.rdbuf();
  auto modules = roster::policy::read_modules({path, text.str()});
  roster::fuzz::require(modules.has_value());
  return *std::move(modules);
}

void judge(const std::vector<roster::policy::Fault>& faults) {
  roster::fuzz::require(!faults.empty());
  for (const auto& fault : faults)
    roster::fuzz::require(!fault.problem.empty() && !fault.remedy.empty() && !fault.text().empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto modules = shipped_modules();
  const std::string text{roster::fuzz::text_of(data, size)};
  if (const auto policy = roster::policy::read_policy({"fuzz.toml", text}, modules); policy)
    roster::fuzz::require(!policy->id.empty());
  else
    judge(policy.error());
  if (const auto read = roster::policy::read_modules({"modules.toml", text}); !read) judge(read.error());
  return 0;
}
