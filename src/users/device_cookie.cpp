#include "users/device_cookie.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "crypto/digest.h"

namespace roster::users {

namespace {

/// Who signed in, and when: the signature alone tells who. Written "1764115200000:dev_…".
struct Mark {
  Instant at;
  std::string signature;
};

/// Written "dev_….MARK.MARK", the latest sign-in first.
struct Device {
  std::string id;
  std::vector<Mark> marks;
};

bool is_token(std::string_view text) {
  static const auto size = crypto::make_token(crypto::token_kind::device).reveal().size();
  return text.size() == size && text.starts_with(crypto::token_kind::device) &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
}

/// Cuts the text up to the next dot off.
std::string_view take_part(std::string_view& text) {
  const auto end = std::min(text.find('.'), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

/// Nothing for what is no mark, or an outdated one.
std::optional<Mark> read_mark(std::string_view text, Instant now) {
  Mark mark;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, mark.at.ms);
  if (error != std::errc{} || rest == end || *rest != ':') return std::nullopt;
  mark.signature.assign(rest + 1, end);
  if (!is_token(mark.signature) || mark.at > now || mark.at + device_remembered <= now) return std::nullopt;
  return mark;
}

std::optional<Device> read_device(std::string_view cookie, Instant now) {
  Device device{.id = std::string{take_part(cookie)}, .marks = {}};
  if (!is_token(device.id)) return std::nullopt;
  while (!cookie.empty() && device.marks.size() < people_of_device_max)
    if (auto mark = read_mark(take_part(cookie), now)) device.marks.push_back(std::move(*mark));
  return device;
}

std::string sign(const crypto::ServerKey& key, std::string_view device, std::string_view user, Instant at) {
  return key.derive_token(crypto::token_kind::device, std::string{device} + " " + std::string{user}, at.ms).reveal();
}

bool is_of(const Mark& mark, const crypto::ServerKey& key, const Device& device, std::string_view user) {
  return crypto::equal(mark.signature, sign(key, device.id, user, mark.at));
}

}  // namespace

std::optional<std::string> find_known_device(const crypto::ServerKey& key, std::string_view cookie,
                                             const std::optional<UserId>& user, Instant now) {
  const auto device = read_device(cookie, now);
  if (!device) return std::nullopt;
  const auto subject = user ? user->text() : "nobody";
  const auto count = std::count_if(device->marks.begin(), device->marks.end(),
                                   [&](const Mark& mark) { return is_of(mark, key, *device, subject); });
  return count > 0 ? std::optional{device->id} : std::nullopt;
}

std::string remember_device(const crypto::ServerKey& key, std::string_view cookie, const UserId& user, Instant now) {
  const auto known = read_device(cookie, now);
  const auto device = known ? *known : Device{.id = crypto::make_token(crypto::token_kind::device).reveal(), .marks = {}};
  const auto write = [](const Mark& mark) { return "." + std::to_string(mark.at.ms) + ":" + mark.signature; };
  auto value = device.id + write({.at = now, .signature = sign(key, device.id, user.text(), now)});
  std::size_t people = 1;
  for (const auto& mark : device.marks)
    if (people < people_of_device_max && !is_of(mark, key, device, user.text())) {
      value += write(mark);
      ++people;
    }
  return value;
}

}  // namespace roster::users
