#include "http/router.h"

#include <algorithm>
#include <stdexcept>

namespace roster::http {

namespace {
constexpr std::size_t methods = 8;
constexpr std::size_t parameters_max = 8;

std::size_t index_of(Method method) { return static_cast<std::size_t>(method); }

bool is_parameter(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }
bool is_rest(std::string_view segment) { return is_parameter(segment) && segment[segment.size() - 2] == '*'; }
}  // namespace

struct Router::Leaf {
  const Route* route = nullptr;
  std::vector<std::string> names;  // of the parameters, from left to right
};

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  std::unique_ptr<Node> rest;
  std::array<Leaf, methods> leaves;

  [[nodiscard]] bool has_leaf() const {
    return std::any_of(leaves.begin(), leaves.end(), [](const Leaf& leaf) { return leaf.route != nullptr; });
  }
};

struct Router::Trail {
  std::array<std::string_view, parameters_max> values;
  std::size_t size = 0;
};

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)), root_(std::make_unique<Node>()) {
  for (std::size_t i = 0; i < routes_.size(); ++i) insert(i);
}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

void Router::insert(std::size_t index) {
  const Route& route = routes_[index];
  const auto fail = [&](const char* why) { throw std::invalid_argument("route " + route.pattern + ": " + why); };
  if (!route.pattern.starts_with('/')) fail("must begin with a slash");
  if (!route.handler) fail("has no handler");

  Node* node = root_.get();
  Leaf leaf{.route = &route, .names = {}};
  std::string_view left = std::string_view{route.pattern}.substr(1);
  for (bool last = false; !last;) {
    const auto end = left.find('/');
    last = end == std::string_view::npos;
    const auto segment = left.substr(0, end);
    std::unique_ptr<Node>* child = nullptr;
    if (is_rest(segment)) {
      if (!last) fail("{rest*} must be last");
      leaf.names.emplace_back(segment.substr(1, segment.size() - 3));
      child = &node->rest;
    } else if (is_parameter(segment)) {
      leaf.names.emplace_back(segment.substr(1, segment.size() - 2));
      child = &node->parameter;
    } else {
      child = &node->literals[std::string{segment}];
    }
    if (*child == nullptr) *child = std::make_unique<Node>();
    node = child->get();
    if (!last) left.remove_prefix(end + 1);
  }
  if (leaf.names.size() > parameters_max) fail("has too many parameters");
  auto& place = node->leaves[index_of(route.method)];
  if (place.route != nullptr) fail("is there twice");
  place = std::move(leaf);
}

/// `rest` is what follows the slash after the node. At most `parameters_max` ways fork off, so the search is short.
const Router::Node* Router::descend(const Node& node, std::string_view rest, Trail& trail) {
  const auto end = rest.find('/');
  const bool last = end == std::string_view::npos;
  const auto segment = rest.substr(0, end);
  const auto follow = [&](const Node* child) -> const Node* {
    if (last) return child->has_leaf() ? child : nullptr;
    return descend(*child, rest.substr(end + 1), trail);
  };
  if (const auto literal = node.literals.find(segment); literal != node.literals.end())
    if (const auto* found = follow(literal->second.get())) return found;
  const auto mark = trail.size;
  if (node.parameter && !segment.empty() && mark < parameters_max) {
    trail.values[trail.size++] = segment;
    if (const auto* found = follow(node.parameter.get())) return found;
    trail.size = mark;
  }
  if (node.rest && mark < parameters_max) {
    trail.values[trail.size++] = rest;
    return node.rest.get();
  }
  return nullptr;
}

Router::Match Router::find(Request& request) const {
  Match match;
  const std::string_view path = request.path;
  Trail trail;
  const Node* node = path.starts_with('/') ? descend(*root_, path.substr(1), trail) : nullptr;
  if (node == nullptr) return match;
  match.path_known = true;

  const auto& leaves = node->leaves;
  const auto* leaf = request.method == Method::other ? nullptr : &leaves[index_of(request.method)];
  if (request.method == Method::head && leaf->route == nullptr) leaf = &leaves[index_of(Method::get)];
  if (leaf != nullptr && leaf->route != nullptr) {
    match.route = leaf->route;
    for (std::size_t i = 0; i < leaf->names.size(); ++i) request.parameters.insert_or_assign(leaf->names[i], trail.values[i]);
    return match;
  }
  for (const auto method :
       {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::delete_, Method::options}) {
    const bool served =
        leaves[index_of(method)].route != nullptr || (method == Method::head && leaves[index_of(Method::get)].route != nullptr);
    if (served) match.allow.append(match.allow.empty() ? "" : ", ").append(name_of(method));
  }
  return match;
}

}  // namespace roster::http
