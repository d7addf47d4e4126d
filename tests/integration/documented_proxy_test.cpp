// The proxies of docs/integration.md, run with the very text that stands there: only ports and paths are others.

#include <gtest/gtest.h>
#include <unistd.h>

#include <functional>
#include <memory>

#include "support/documented.h"
#include "support/programs.h"
#include "support/world.h"

namespace roster::testing {
namespace {

namespace fs = std::filesystem;

struct DocumentedProxy : ::testing::TestWithParam<std::string> {
  Folder folder;
  SparePort product_port, front;
  World world;
  Person owner = world.person("Olga Owner");
  std::string account = world.account(owner, "platform");
  Program product{
      {"/usr/bin/python3", (fs::path{ROSTER_SOURCE_DIR} / "tests/integration/product.py").string(), product_port.text()},
      folder.file("product.log")};
  std::unique_ptr<Program> proxy;

  [[nodiscard]] std::string roster() const { return "127.0.0.1:" + std::to_string(world.server.port()); }
  [[nodiscard]] std::map<std::string, std::string> addresses(const std::string& shown_front) const {
    return {{"127.0.0.1:8080", roster()},
            {"127.0.0.1:3000", "127.0.0.1:" + product_port.text()},
            {"127.0.0.1:" + shown_front, "127.0.0.1:" + front.text()}};
  }
  void run(const std::vector<std::string>& command) {
    proxy = std::make_unique<Program>(command, folder.file("proxy.log"),
                                      std::map<std::string, std::string>{{"HOME", folder.path().string()},
                                                                         {"XDG_DATA_HOME", folder.path().string()},
                                                                         {"XDG_CONFIG_HOME", folder.path().string()}});
  }

  void run_nginx() {
    const auto inside = folder.path().string();
    write_file(folder.path() / "nginx.conf",
               (::geteuid() == 0 ? "user root;\n" : "") + std::string{"daemon off; pid "} + inside + "/pid; error_log " + inside +
                   "/error.log; events {}\nhttp { access_log off;" + "client_body_temp_path " + inside + "/b; proxy_temp_path " +
                   inside + "/p; fastcgi_temp_path " + inside + "/f; uwsgi_temp_path " + inside + "/u; scgi_temp_path " + inside +
                   "/s;\n" + with(documented("nginx", "nginx"), addresses("8000")) + "}\n");
    run({"/usr/sbin/nginx", "-p", inside, "-c", folder.file("nginx.conf")});
  }
  void run_caddy() {
    write_file(folder.path() / "Caddyfile", "{\n\tadmin off\n}\n" + with(documented("Caddy", ""), addresses("8001")));
    run({"/usr/bin/caddy", "run", "--config", folder.file("Caddyfile"), "--adapter", "caddyfile"});
  }
  void run_haproxy() {
    write_file(folder.path() / "roster.lua", with(documented("HAProxy", "lua"), {{"127.0.0.1:8080", roster()}}));
    auto replaced = addresses("8002");
    replaced["/etc/haproxy/roster.lua"] = folder.file("roster.lua");
    write_file(folder.path() / "haproxy.cfg", with(documented("HAProxy", "haproxy"), replaced));
    run({"/usr/sbin/haproxy", "-f", folder.file("haproxy.cfg")});
  }

  void SetUp() override {
    if (GetParam() == "nginx") run_nginx();
    if (GetParam() == "Caddy") run_caddy();
    if (GetParam() == "HAProxy") run_haproxy();
    ASSERT_TRUE(wait_until([&] { return accepts_connections(front.number()) && accepts_connections(product_port.number()); }));
  }
  void TearDown() override {
    if (HasFailure())
      std::fprintf(stderr, "--- %s\n%s---\n", GetParam().c_str(), read_whole_file(folder.file("proxy.log")).c_str());
  }

  [[nodiscard]] PlainReply visit(const std::string& cookie, PlainHeaders headers = {}) const {
    if (!cookie.empty()) headers.emplace_back("Cookie", "theme=dark; " + cookie + "; cart=12");
    return ask("GET", "http://127.0.0.1:" + front.text() + "/accounts/" + account + "/payments/7?page=2", headers);
  }
  [[nodiscard]] static std::string cookie_of(const Person& person) { return "roster=" + person.client.token; }
  Person payer() {
    return world.member(account, owner, "Paula Payer", {{"role", "chosen"}, {"permissions", json::array{"payments:read"}}});
  }
  [[nodiscard]] std::string told_of(const Person& person) const {
    return "GET /accounts/" + account + "/payments/7?page=2\nX-Auth-Request-User: " + person.id +
           "\nX-Auth-Request-Email: " + person.email + "\nX-Auth-Account: " + account +
           "\nX-Auth-Role: chosen\nX-Auth-Permissions: payments:read";
  }
};

TEST_P(DocumentedProxy, ServesWhoMayAndTellsTheProductWhoItIs) {
  const auto paula = payer();
  EXPECT_EQ(visit(cookie_of(paula)).body, told_of(paula));
  const PlainHeaders lies{{"X-Auth-Request-User", owner.id}, {"X-Auth-Role", "owner"}, {"X-Auth-Permissions", "account:delete"}};
  EXPECT_EQ(visit(cookie_of(paula), lies).body, told_of(paula));
  EXPECT_EQ(visit("", lies).status, 401);
  EXPECT_EQ(visit("roster=ses_made-up").status, 401);
  const auto api = ask("GET", "http://127.0.0.1:" + front.text() + "/v1/policies", {{"Cookie", cookie_of(paula)}});
  EXPECT_EQ(api.status, 200) << "Roster itself is reached too: " << api.body;
}

TEST_P(DocumentedProxy, TurnsAwayWhoMayNotAtOnceAndEverybodyWhileRosterIsGone) {
  const auto paula = payer();
  const auto cookie = cookie_of(paula);
  EXPECT_EQ(visit(cookie).status, 200);
  ASSERT_EQ(owner.client.patch(paula.me_path(account), {{"permissions", json::array{"reports:read"}}}).status, 200);
  EXPECT_EQ(visit(cookie).status, 403);
  ASSERT_EQ(owner.client.patch(paula.me_path(account), {{"permissions", json::array{"payments:read"}}}).status, 200);
  EXPECT_EQ(visit(cookie).status, 200);
  world.server.kill();
  EXPECT_GE(visit(cookie).status, 500);
  world.server.start();
  EXPECT_TRUE(wait_until([&] { return visit(cookie).status == 200; }));
}

INSTANTIATE_TEST_SUITE_P(As, DocumentedProxy, ::testing::Values("nginx", "Caddy", "HAProxy"),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace roster::testing
