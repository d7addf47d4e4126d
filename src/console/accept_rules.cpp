#include "console/accept_rules.h"

#include <algorithm>
#include <cctype>

namespace roster::console {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Takes what stands before the next `separator` off the text.
std::string_view take(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto part = trimmed(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "0.5" in thousandths; what is no weight counts as none given.
int read_weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.')) return 1000;
  int weight = text[0] == '1' ? 1000 : 0, unit = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (!is_digit(c)) return 1000;
    weight += (c - '0') * unit;
    unit /= 10;
  }
  return std::min(weight, 1000);
}

struct Wish {
  std::string name;  ///< lower case
  int weight = 1000;
};

std::vector<Wish> read_wishes(std::string_view list) {
  std::vector<Wish> wishes;
  while (!list.empty()) {
    auto item = take(list, ',');
    Wish wish{.name = std::string{take(item, ';')}};
    if (wish.name.empty()) continue;
    std::transform(wish.name.begin(), wish.name.end(), wish.name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    while (!item.empty()) {
      const auto parameter = take(item, ';');
      if (parameter.starts_with("q=") || parameter.starts_with("Q=")) wish.weight = read_weight(parameter.substr(2));
    }
    wishes.push_back(std::move(wish));
  }
  return wishes;
}

std::optional<int> weight_of(const std::vector<Wish>& wishes, std::string_view name) {
  const auto at = std::find_if(wishes.begin(), wishes.end(), [&](const Wish& wish) { return wish.name == name; });
  return at == wishes.end() ? std::nullopt : std::optional{at->weight};
}

std::string_view without_weakness(std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; }

}  // namespace

std::string_view name_of(Coding coding) { return coding == Coding::brotli ? "br" : coding == Coding::gzip ? "gzip" : ""; }

Coding choose_coding(std::optional<std::string_view> accept_encoding, const std::vector<Coding>& offered) {
  if (!accept_encoding) return Coding::identity;
  const auto wishes = read_wishes(*accept_encoding);
  const auto any = weight_of(wishes, "*");
  // Who names codings wants them: identity is the last resort unless it is named itself.
  auto best = Coding::identity;
  int best_weight = weight_of(wishes, "identity").value_or(any == 0 ? 0 : 1);
  for (const auto coding : {Coding::gzip, Coding::brotli}) {
    if (std::find(offered.begin(), offered.end(), coding) == offered.end()) continue;
    const int weight = weight_of(wishes, name_of(coding)).value_or(any.value_or(0));
    if (weight == 0 || weight < best_weight) continue;
    best = coding;
    best_weight = weight;
  }
  return best;
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
  while (!if_none_match.empty()) {
    const auto one = take(if_none_match, ',');
    if (one == "*" || without_weakness(one) == without_weakness(tag)) return true;
  }
  return false;
}

bool asks_for_html(std::optional<std::string_view> accept) {
  return accept && weight_of(read_wishes(*accept), "text/html").value_or(0) > 0;
}

}  // namespace roster::console
