#include "change/effect_list.h"

namespace roster::change {

namespace {

constexpr std::size_t shown_max = 50;

}  // namespace

void EffectList::add(Effect effect) { (shown_.size() < shown_max ? shown_ : rest_).push_back(std::move(effect)); }

void EffectList::tell(Change& change) {
  for (auto& effect : shown_) change.effect(std::move(effect));
  if (rest_.empty()) return;
  change.effect({.type = rest_.front().type,
                 .target = target_,
                 .values = {{"count", std::to_string(rest_.size())}},
                 .sentence = rest_.front().type + "_more",
                 .stands_for = digest_of(rest_)});
}

}  // namespace roster::change
