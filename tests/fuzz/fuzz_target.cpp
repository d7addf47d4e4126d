// A path that was taken apart is UTF-8 without controls, and leads nowhere but down.
#include "fuzz.h"
#include "http/message.h"
#include "http/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using roster::fuzz::require;
  roster::http::Request request;
  request.target = roster::fuzz::text_of(data, size);
  const std::string_view prefix = size % 2 == 0 ? "" : "/roster";
  if (!roster::http::read_target(request, "a.test", prefix)) return 0;
  require(roster::http::is_utf8(request.path));
  require(request.path.starts_with('/'));
  for (const char c : request.path) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  require((request.path + "/").find("/../") == std::string::npos && (request.path + "/").find("/./") == std::string::npos);
  for (const auto& [name, value] : request.query) require(roster::http::is_utf8(name) && roster::http::is_utf8(value));
  return 0;
}
