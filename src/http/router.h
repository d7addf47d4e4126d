#pragma once
// From a path to the routes that it may mean: a tree of segments, literal ones before parameters. The path alone decides which
// routes are meant; only then the method is looked at.

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace roster::http {

class Router {
 public:
  /// Throws std::invalid_argument for a bad pattern, or two routes of one method and pattern.
  explicit Router(std::vector<Route> routes);
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) = delete;

  struct Match {
    const Route* route = nullptr;  ///< null when the path is unknown or is not served by that method
    std::string allow;             ///< the methods of a known path: "GET, HEAD"; only when there is no route
    bool path_known = false;
  };
  /// Fills the request's parameters when there is a route. HEAD is served by the route for GET.
  Match find(Request& request) const;

 private:
  struct Leaf;
  struct Node;
  /// The values of the parameters on the way to a leaf, as views of the path.
  struct Trail;

  void insert(std::size_t index);
  static const Node* descend(const Node& node, std::string_view rest, Trail& trail);

  std::vector<Route> routes_;
  std::unique_ptr<Node> root_;
};

}  // namespace roster::http
