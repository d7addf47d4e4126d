#include "base/log.h"

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <cstdio>
#include <new>

#include "base/instant.h"

namespace roster::log {

namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("roster", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
    case Level::off:
      return spdlog::level::off;
  }
  return spdlog::level::off;
}

constexpr std::array<std::string_view, 5> words{"debug", "info", "warn", "error", "off"};

/// JSON's own escapes, and U+2028/2029, which some viewers take for line ends.
std::string quoted(std::string_view text) {
  std::string out = boost::json::serialize(boost::json::value(boost::json::string_view(text.data(), text.size())));
  for (const auto& [from, to] :
       {std::pair{"\xE2\x80\xA8", "\\u2028"}, std::pair{"\xE2\x80\xA9", "\\u2029"}, std::pair{"\x7f", "\\u007f"}}) {
    for (auto at = out.find(from); at != std::string::npos; at = out.find(from, at))
      out.replace(at, std::string_view{from}.size(), to);
  }
  return out;
}

}  // namespace

bool set_level(std::string_view word) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] != word) continue;
    logger().set_level(spdlog_level(static_cast<Level>(i)));
    return true;
  }
  return false;
}

bool is_written(Level level) { return logger().should_log(spdlog_level(level)); }

void write(Level level, std::string_view event, FieldList fields) try {
  if (!is_written(level)) return;
  std::string line = fmt::format(R"({{"time":"{}","level":"{}","event":{})", SystemClock{}.now().text(),
                                 words[static_cast<std::size_t>(level)], quoted(event));
  for (const auto& [name, value] : fields) line += fmt::format(",{}:{}", quoted(name), quoted(value));
  line += '}';
  logger().log(spdlog_level(level), fmt::runtime("{}"), line);
} catch (const std::bad_alloc&) {
  // What it was about has failed already: for want of a line no thread ends.
  std::fputs("{\"level\":\"error\",\"event\":\"line_left_out\",\"what\":\"out of memory\"}\n", stderr);
}

std::string pseudonym(std::string_view email_key) {
  // The key lives as long as the process: lines of one run can be matched, an old log cannot be tested against a list.
  static const auto key = [] {
    std::array<unsigned char, crypto_shorthash_KEYBYTES> k{};
    randombytes_buf(k.data(), k.size());
    return k;
  }();
  std::array<unsigned char, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(email_key.data()), email_key.size(), key.data());
  std::string out = "e:";
  for (auto b : hash) out += fmt::format("{:02x}", b);
  return out;
}

}  // namespace roster::log
