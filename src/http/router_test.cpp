#include "http/router.h"

#include <gtest/gtest.h>

namespace roster::http {
namespace {

Router router_of(const std::vector<std::pair<Method, std::string>>& rows) {
  std::vector<Route> routes;
  for (const auto& [method, pattern] : rows) routes.push_back({method, pattern, [](const Request&) { return Response{}; }});
  return Router{std::move(routes)};
}

std::string pattern_for(const Router& router, Method method, const std::string& path, Request request = {}) {
  request.method = method;
  request.path = path;
  const auto match = router.find(request);
  return match.route != nullptr ? match.route->pattern : match.path_known ? "405 " + match.allow : "404";
}

TEST(Router, PrefersLiteralSegments) {
  const auto router =
      router_of({{Method::get, "/a/{id}"}, {Method::get, "/a/me"}, {Method::get, "/a/{id}/x"}, {Method::get, "/a/me/y"}});
  EXPECT_EQ(pattern_for(router, Method::get, "/a/me"), "/a/me");
  EXPECT_EQ(pattern_for(router, Method::get, "/a/you"), "/a/{id}");
  EXPECT_EQ(pattern_for(router, Method::get, "/a/me/x"), "/a/{id}/x");
  EXPECT_EQ(pattern_for(router, Method::get, "/a/me/z"), "404");
}

TEST(Router, TakesEverySegmentLiterally) {
  const auto router = router_of({{Method::get, "/a/{id}"}, {Method::get, "/"}});
  for (const auto* path : {"/a", "/a/", "/a/b/", "/a//b", "//a/b", "", "a/b", "/A/b"})
    EXPECT_EQ(pattern_for(router, Method::get, path), "404") << path;
  EXPECT_EQ(pattern_for(router, Method::get, "/"), "/");
}

TEST(Router, FillsTheParametersOfTheRouteThatWasMeant) {
  const auto router =
      router_of({{Method::get, "/a/{one}/{two}"}, {Method::post, "/a/{other}/{two}"}, {Method::get, "/files/{rest*}"}});
  Request request;
  request.method = Method::post;
  request.path = "/a/1/2";
  ASSERT_NE(router.find(request).route, nullptr);
  EXPECT_EQ(request.parameter("other"), "1");
  EXPECT_EQ(request.parameter("two"), "2");
  EXPECT_THROW(static_cast<void>(request.parameter("one")), std::out_of_range);
  Request file;
  file.path = "/files/a/b.js";
  ASSERT_NE(router.find(file).route, nullptr);
  EXPECT_EQ(file.parameter("rest"), "a/b.js");
}

TEST(Router, TellsTheMethodsOfAKnownPath) {
  const auto router = router_of({{Method::get, "/a"}, {Method::delete_, "/a"}, {Method::post, "/b"}});
  EXPECT_EQ(pattern_for(router, Method::head, "/a"), "/a");
  EXPECT_EQ(pattern_for(router, Method::post, "/a"), "405 GET, HEAD, DELETE");
  EXPECT_EQ(pattern_for(router, Method::other, "/b"), "405 POST");
  EXPECT_EQ(pattern_for(router, Method::head, "/b"), "405 POST");
}

TEST(Router, RefusesBadTables) {
  EXPECT_THROW(router_of({{Method::get, "/a"}, {Method::get, "/a"}}), std::invalid_argument);
  EXPECT_THROW(router_of({{Method::get, "/{a}"}, {Method::get, "/{b}"}}), std::invalid_argument);
  EXPECT_THROW(router_of({{Method::get, "a"}}), std::invalid_argument);
  EXPECT_THROW(router_of({{Method::get, "/{rest*}/a"}}), std::invalid_argument);
}

}  // namespace
}  // namespace roster::http
