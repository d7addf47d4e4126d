#include "access/actor.h"

namespace roster::access {

namespace {
struct ToText {
  std::string operator()(const Anonymous&) const { return "anonymous"; }
  std::string operator()(const UserActor& a) const { return a.user.text(); }
  std::string operator()(const ServiceActor& a) const { return a.key.text(); }
  std::string operator()(const OperatorActor&) const { return "operator"; }
};
}  // namespace

std::string text_of(const Actor& actor) { return std::visit(ToText{}, actor); }

}  // namespace roster::access
