// A product behind a reverse proxy that asks Roster about each request: nginx (auth_request) and Caddy (forward_auth), both
// real, both configured as docs/integration.md shows. The product says what it was told of whom it serves.

#include <gtest/gtest.h>
#include <unistd.h>

#include <memory>

#include "support/programs.h"
#include "support/world.h"

namespace roster::testing {
namespace {

constexpr const char* nginx_binary = "/usr/sbin/nginx";
constexpr const char* caddy_binary = "/usr/bin/caddy";

std::string filled_in(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) {
    const auto mark = "@" + name + "@";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
      text.replace(at, mark.size(), value);
  }
  return text;
}

const std::string nginx_configuration = R"(
@user@
daemon off;
worker_processes 1;
pid @folder@/nginx.pid;
error_log @folder@/error.log warn;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path @folder@/body;
  proxy_temp_path @folder@/proxy;
  fastcgi_temp_path @folder@/fastcgi;
  uwsgi_temp_path @folder@/uwsgi;
  scgi_temp_path @folder@/scgi;

  # The product: it says what it was told.
  server {
    listen 127.0.0.1:@product@;
    location / {
      return 200 "product $request_method $request_uri user=$http_x_auth_request_user email=$http_x_auth_request_email account=$http_x_auth_account role=$http_x_auth_role permissions=$http_x_auth_permissions.";
    }
  }

  server {
    listen 127.0.0.1:@front@;
    location / {
      auth_request /_roster;
      auth_request_set $auth_user $upstream_http_x_auth_request_user;
      auth_request_set $auth_email $upstream_http_x_auth_request_email;
      auth_request_set $auth_account $upstream_http_x_auth_account;
      auth_request_set $auth_role $upstream_http_x_auth_role;
      auth_request_set $auth_permissions $upstream_http_x_auth_permissions;
      proxy_set_header X-Auth-Request-User $auth_user;
      proxy_set_header X-Auth-Request-Email $auth_email;
      proxy_set_header X-Auth-Account $auth_account;
      proxy_set_header X-Auth-Role $auth_role;
      proxy_set_header X-Auth-Permissions $auth_permissions;
      error_page 401 @sign_in;
      error_page 403 @no_permission;
      proxy_pass http://127.0.0.1:@product@;
    }
    location = /_roster {
      internal;
      proxy_pass http://127.0.0.1:@roster@/forward-auth?account=@account@&permission=payments:read;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
    }
    location @sign_in { return 401 "sign in first"; }
    location @no_permission { return 403 "not yours"; }
  }
}
)";

const std::string caddy_configuration = R"(
{
  admin off
  auto_https off
}
http://:@front@ {
  bind 127.0.0.1
  forward_auth 127.0.0.1:@roster@ {
    uri /forward-auth?account=@account@&permission=payments:read
    header_up Host {upstream_hostport}
    copy_headers X-Auth-Request-User X-Auth-Request-Email X-Auth-Account X-Auth-Role X-Auth-Permissions
  }
  reverse_proxy 127.0.0.1:@product@
}
)";

struct ForwardAuth : ::testing::TestWithParam<std::string> {
  Folder folder;
  SparePort product, nginx_front, caddy_front;
  World world;
  Person owner = world.person("Olga Owner");
  std::string account = world.account(owner, "platform");
  std::unique_ptr<Program> nginx, caddy;

  void SetUp() override {
    const std::map<std::string, std::string> values{
        {"folder", folder.path().string()}, {"user", ::geteuid() == 0 ? "user root;" : ""},  {"product", product.text()},
        {"front", nginx_front.text()},      {"roster", std::to_string(world.server.port())}, {"account", account}};
    write_file(folder.path() / "nginx.conf", filled_in(nginx_configuration, values));
    nginx = std::make_unique<Program>(
        std::vector<std::string>{nginx_binary, "-p", folder.path().string(), "-c", folder.file("nginx.conf")},
        folder.file("nginx.log"));
    ASSERT_TRUE(wait_until([&] { return accepts_connections(nginx_front.number()); }))
        << read_whole_file(folder.file("nginx.log"));
    if (GetParam() == "nginx") return;
    auto for_caddy = values;
    for_caddy["front"] = caddy_front.text();
    write_file(folder.path() / "Caddyfile", filled_in(caddy_configuration, for_caddy));
    caddy = std::make_unique<Program>(
        std::vector<std::string>{caddy_binary, "run", "--config", folder.file("Caddyfile"), "--adapter", "caddyfile"},
        folder.file("caddy.log"),
        std::map<std::string, std::string>{{"HOME", folder.path().string()},
                                           {"XDG_DATA_HOME", folder.path().string()},
                                           {"XDG_CONFIG_HOME", folder.path().string()}});
    ASSERT_TRUE(wait_until([&] { return accepts_connections(caddy_front.number()); }))
        << read_whole_file(folder.file("caddy.log"));
  }

  void TearDown() override {
    if (!HasFailure()) return;
    for (const auto* log : {"nginx.log", "error.log", "caddy.log"})
      std::fprintf(stderr, "--- %s\n%s---\n", log, read_whole_file(folder.file(log)).c_str());
  }

  PlainReply visit(const std::string& cookie, PlainHeaders headers = {}, const std::string& method = "GET",
                   const std::string& body = "") const {
    const auto& front = GetParam() == "nginx" ? nginx_front : caddy_front;
    headers.emplace_back("Host", "product.test");
    if (!cookie.empty()) headers.emplace_back("Cookie", "theme=dark; " + cookie + "; cart=12");
    return ask(method, "http://127.0.0.1:" + front.text() + "/invoices?page=2", headers, body);
  }
  /// The session's cookie as a browser would send it.
  std::string cookie_of(const Person& person) const {
    const auto reply = world.server.client().post("/v1/session", {{"email", person.email}, {"password", person.password}});
    const auto cookie = reply.header("set-cookie");
    EXPECT_FALSE(cookie.empty()) << reply.body;
    return cookie.substr(0, cookie.find(';'));
  }
  Person payer(const std::string& name) {
    return world.member(account, owner, name, {{"role", "chosen"}, {"permissions", json::array{"payments:read"}}});
  }
};

TEST_P(ForwardAuth, WhoMayIsServedAndTheProductIsToldWhoItIs) {
  const auto paula = payer("Paula Payer");
  const auto reply = visit(cookie_of(paula));
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.body, "product GET /invoices?page=2 user=" + paula.id + " email=" + paula.email + " account=" + account +
                            " role=chosen permissions=payments:read.");
}

TEST_P(ForwardAuth, APostWithABodyPassesToo) {
  const auto reply = visit(cookie_of(owner), {{"Content-Type", "text/plain"}}, "POST", std::string(100'000, 'x'));
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_TRUE(reply.body.starts_with("product POST /invoices?page=2 user=" + owner.id)) << reply.body;
}

TEST_P(ForwardAuth, TheProductsOwnAuthorizationHeaderIsNoHindrance) {
  EXPECT_EQ(visit(cookie_of(owner), {{"Authorization", "Basic cHJvZHVjdDpzZWNyZXQ="}}).status, 200);
  EXPECT_EQ(visit(cookie_of(owner), {{"Authorization", "Bearer the-products-own"}}).status, 200);
}

TEST_P(ForwardAuth, WhoIsNotSignedInIs401) {
  EXPECT_EQ(visit("").status, 401);
  EXPECT_EQ(visit("roster=ses_made-up").status, 401);
}

TEST_P(ForwardAuth, WhoLacksThePermissionIs403) {
  const auto other =
      world.member(account, owner, "Renate Reader", {{"role", "chosen"}, {"permissions", json::array{"reports:read"}}});
  EXPECT_EQ(visit(cookie_of(other)).status, 403);
  const auto stranger = world.person("Stranger");
  EXPECT_EQ(visit(cookie_of(stranger)).status, 403);
}

TEST_P(ForwardAuth, WhatIsTakenAwayIsTakenAwayAtOnce) {
  const auto paula = payer("Paula Payer");
  const auto cookie = cookie_of(paula);
  EXPECT_EQ(visit(cookie).status, 200);
  EXPECT_EQ(owner.client.post(paula.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(visit(cookie).status, 403);
  EXPECT_EQ(owner.client.post(paula.me_path(account) + "/reactivate").status, 200);
  EXPECT_EQ(visit(cookie).status, 200);
  EXPECT_EQ(owner.client.patch(paula.me_path(account), {{"permissions", json::array{"reports:read"}}}).status, 200);
  EXPECT_EQ(visit(cookie).status, 403);
  EXPECT_EQ(owner.client.patch(paula.me_path(account), {{"permissions", json::array{"payments:read"}}}).status, 200);
  EXPECT_EQ(visit(cookie).status, 200);
  EXPECT_EQ(owner.client.del(paula.me_path(account)).status, 204);
  EXPECT_EQ(visit(cookie).status, 403) << "the session lives, the membership is gone";
  auto browser = world.server.client().with_cookie(cookie);
  EXPECT_EQ(browser.del("/v1/session").status, 204);
  EXPECT_EQ(visit(cookie).status, 401);
}

TEST_P(ForwardAuth, WhatTheClientSaysOfItselfNeverReachesTheProduct) {
  const auto paula = payer("Paula Payer");
  const PlainHeaders lies{{"X-Auth-Request-User", owner.id},
                          {"X-Auth-Request-Email", owner.email},
                          {"X-Auth-Account", "acc_other"},
                          {"X-Auth-Role", "owner"},
                          {"X-Auth-Permissions", "payments:manage"}};
  const auto reply = visit(cookie_of(paula), lies);
  EXPECT_EQ(reply.body, "product GET /invoices?page=2 user=" + paula.id + " email=" + paula.email + " account=" + account +
                            " role=chosen permissions=payments:read.");
  EXPECT_EQ(visit("", lies).status, 401);
}

TEST_P(ForwardAuth, ARosterThatIsGoneLetsNobodyPass) {
  const auto cookie = cookie_of(owner);
  EXPECT_EQ(visit(cookie).status, 200);
  world.server.kill();
  EXPECT_GE(visit(cookie).status, 500);
  world.server.start();
  EXPECT_EQ(visit(cookie).status, 200);
}

INSTANTIATE_TEST_SUITE_P(Behind, ForwardAuth, ::testing::Values("nginx", "caddy"),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace roster::testing
