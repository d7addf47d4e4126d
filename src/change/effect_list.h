#pragma once
// Lines of a dry run that there may be any number of: the first fifty are told, the rest is summed up in one line. What the
// line stands for enters the plan digest all the same, so a plan is stale when any of it has changed.

#include "change/change.h"

namespace roster::change {

class EffectList {
 public:
  /// `target`: what the line about the rest is about. Its sentence is the one of the type with "_more", with {count}.
  explicit EffectList(json::object target) : target_(std::move(target)) {}

  /// All of one type.
  void add(Effect effect);
  /// Puts the lines into the change. Once, when all are added.
  void tell(Change& change);

 private:
  json::object target_;
  std::vector<Effect> shown_;
  std::vector<Effect> rest_;
};

}  // namespace roster::change
