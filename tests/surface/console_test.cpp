// What a browser is served: pages, their files, redirects, and the mailbox of a server for trying.

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <regex>
#include <set>

#include "mail/letter_kinds.h"
#include "surface/scene.h"

namespace roster::testing {
namespace {

const Client::HeaderList browser{{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const auto from = text.find(begin);
  if (from == std::string::npos) return {};
  return text.substr(from + begin.size(), text.find(end, from + begin.size()) - from - begin.size());
}

std::string nonce_of(const Reply& page) { return between(page.header("content-security-policy"), "'nonce-", "'"); }

std::string without_nonce(const Reply& page) {
  auto text = page.body + page.header("content-security-policy");
  const auto nonce = nonce_of(page);
  for (auto at = text.find(nonce); at != std::string::npos; at = text.find(nonce)) text.erase(at, nonce.size());
  return text;
}

/// What the page is told before its first paint.
json::value boot_of(const Reply& page) {
  return json::parse(between(page.body, "<script type=\"application/json\" id=\"boot\">", "</script>"));
}

/// What the page links to; not what stands in it (data:).
std::set<std::string> files_of(const Reply& page) {
  const std::regex link("(?:src|href)=\"(/[^\"]+)\"");
  std::set<std::string> files;
  for (std::sregex_iterator at(page.body.begin(), page.body.end(), link), end; at != end; ++at) files.insert((*at)[1]);
  return files;
}

void expect_page(const Reply& page, int status) {
  EXPECT_EQ(page.status, status) << page.body.substr(0, 300);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("cache-control"), "no-store");
  EXPECT_EQ(page.header("x-robots-tag"), "noindex");
  const auto nonce = nonce_of(page);
  EXPECT_EQ(nonce.size(), 22U) << "128 bits";
  // The one script that stands in the page itself may run by its digest.
  const std::regex own_script{" 'sha256-[A-Za-z0-9+/]{43}='"};
  EXPECT_EQ(std::regex_replace(page.header("content-security-policy"), own_script, " (own)"),
            "default-src 'none'; script-src 'self' (own); style-src 'self' 'nonce-" + nonce +
                "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
                "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default");
  EXPECT_NE(page.body.find("<meta name=\"csp-nonce\" content=\"" + nonce + "\""), std::string::npos);
  EXPECT_EQ(page.body.find("{{"), std::string::npos) << "a placeholder was not filled";
  EXPECT_TRUE(boot_of(page).is_object());
}

struct ConsolePages : ::testing::Test {
  World world;
  Client visitor = world.server.client();

  Client browser_of(const Person& person) { return visitor.with_cookie("roster=" + person.client.token); }
  std::string here(const std::string& path) { return world.server.url() + path; }
};

const std::vector<std::string> app_pages{"/",
                                         "/accounts",
                                         "/me",
                                         "/me/security",
                                         "/a/acc_01jd0000000000000000000000",
                                         "/a/acc_01jd0000000000000000000000/users",
                                         "/a/acc_01jd0000000000000000000000/users/usr_1",
                                         "/a/acc_01jd0000000000000000000000/a/b/c?q=1&q=2&anything"};
const std::vector<std::string> open_pages{"/sign-in", "/register", "/forgot-password", "/reset-password?x=y", "/change-email"};

TEST_F(ConsolePages, AreServedEachWithANonceOfItsOwn) {
  auto anna = browser_of(world.person("Anna"));
  std::set<std::string> nonces;
  for (const auto& path : app_pages) {
    SCOPED_TRACE(path);
    const auto page = anna.get(path, browser);
    expect_page(page, 200);
    nonces.insert(nonce_of(page));
  }
  for (const auto& path : open_pages) {
    SCOPED_TRACE(path);
    const auto page = visitor.get(path, browser);
    expect_page(page, 200);
    nonces.insert(nonce_of(page));
  }
  EXPECT_EQ(nonces.size(), app_pages.size() + open_pages.size());
}

TEST_F(ConsolePages, TellWhoIsSignedInInTheirOwnLanguage) {
  auto anna = world.person("Anna");
  const auto account = world.account(anna, "master");
  ASSERT_EQ(anna.client.patch("/v1/me", {{"locale", "fr"}}).status, 200);
  const auto page = browser_of(anna).get("/", {{"Accept-Language", "ko"}});
  EXPECT_NE(page.body.find("<html lang=\"fr\""), std::string::npos);
  EXPECT_EQ(page.header("content-language"), "fr");
  const auto boot = boot_of(page);
  EXPECT_EQ(boot.at("language"), json::value("fr"));
  EXPECT_EQ(boot.at("session"), anna.client.get("/v1/session").json);
  json::array policies;
  const auto all = anna.client.get("/v1/policies");
  for (const auto& policy : all.at("/data").get_array())
    if (policy.at("id") == json::value("master")) policies.push_back(policy);
  EXPECT_EQ(boot.at("policies"), json::value(policies));
  EXPECT_EQ(page.body.find(anna.client.token), std::string::npos);

  const auto open = visitor.get("/sign-in", {{"Accept-Language", "ko-KR, fr;q=0.5"}});
  EXPECT_NE(open.body.find("<html lang=\"ko\""), std::string::npos);
  EXPECT_TRUE(boot_of(open).at("session").is_null());
  EXPECT_EQ(boot_of(open).at("open_policies").get_array().size(), all.at("/data").get_array().size());
}

TEST_F(ConsolePages, HoldNamesWithoutRunningThem) {
  const std::string name = "</script><img src=x onerror=alert(1)><!--&";
  auto anna = world.person("Anna");
  world.account(anna, "portal", "", name);
  const auto page = browser_of(anna).get("/");
  EXPECT_EQ(boot_of(page).at("session").at("accounts").at(0).at("name"), json::value(name));
  EXPECT_EQ(page.body.find("<img"), std::string::npos);
}

TEST_F(ConsolePages, SendWhoIsNotSignedInToSignInAndBack) {
  for (const auto& path : app_pages) {
    SCOPED_TRACE(path);
    const auto reply = visitor.get(path, browser);
    EXPECT_EQ(reply.status, 303);
    EXPECT_TRUE(reply.header("location").starts_with(here("/sign-in"))) << reply.header("location");
    EXPECT_EQ(reply.header("cache-control"), "no-store");
  }
  EXPECT_EQ(visitor.get("/").header("location"), here("/sign-in"));
  const auto asked = visitor.get("/a/acc_1/users?q=Zo%C3%AB%20%26%20co&sort=name").header("location");
  EXPECT_EQ(asked, here("/sign-in?next=%2Fa%2Facc_1%2Fusers%3Fq%3DZo%25C3%25AB%2520%2526%2520co%26sort%3Dname"));

  auto anna = world.person("Anna");
  const auto back = browser_of(anna).get(asked.substr(here("").size()));
  EXPECT_EQ(back.status, 303) << "who is signed in by now goes on at once";
  EXPECT_EQ(back.header("location"), here("/a/acc_1/users?q=Zo%C3%AB%20%26%20co&sort=name"));
  EXPECT_EQ(browser_of(anna).get("/sign-in").header("location"), here("/"));
  EXPECT_EQ(visitor.with_cookie("roster=ses_dead").get("/me").status, 303);
}

TEST_F(ConsolePages, NeverRedirectElsewhere) {
  auto anna = browser_of(world.person("Anna"));
  for (const auto* next :
       {"https://evil.test", "//evil.test", "/%5Cevil.test", "%5C%5Cevil.test", "/%09/evil.test", "javascript:alert(1)",
        "@evil.test", ".evil.test", "%0d%0aLocation:%20https://evil.test", "/%0d%0aSet-Cookie:%20a=b", "", "a"}) {
    SCOPED_TRACE(next);
    const auto reply = anna.get("/sign-in?next=" + std::string{next});
    EXPECT_EQ(reply.status, 303);
    EXPECT_EQ(reply.header("location"), here("/"));
    EXPECT_TRUE(reply.header("set-cookie").empty());
  }
  for (const auto* path :
       {"//evil.test", "//evil.test/..", "/me/https://evil.test", "/me//evil.test", "/me?next=https://evil.test"}) {
    SCOPED_TRACE(path);
    const auto location = visitor.get(path).header("location");
    EXPECT_TRUE(location.empty() || location.starts_with(here("/sign-in?next=%2Fme"))) << location;
  }
}

TEST_F(ConsolePages, UnknownOnesAreFriendlyToPeopleAndPlainToPrograms) {
  for (const auto* path :
       {"/nothing", "/wp-login.php", "/register/x", "/invitations/a/b", "/dev/nothing", "/dev/mailbox/ltr_x"}) {
    SCOPED_TRACE(path);
    const auto page = visitor.get(path, browser);
    expect_page(page, 404);
    EXPECT_TRUE(boot_of(page).at("not_found").get_bool());
    for (const auto* accept : {"*/*", "application/json", "text/html;q=0"})
      EXPECT_EQ(visitor.get(path, {{"Accept", accept}}).code(), "not_found") << accept;
    EXPECT_GE(visitor.send("POST", path, "{}", browser).status, 404);
    EXPECT_EQ(visitor.send("POST", path, "{}", browser).header("content-type"), "application/problem+json");
  }
  for (const auto* path : {"/v1/nothing", "/v1", "/assets/nothing.js", "/access/v1/nothing"})
    EXPECT_EQ(visitor.get(path, browser).code(), "not_found") << path;
}

TEST_F(ConsolePages, ADeadInvitationIsOnePageWhateverItIsDeadOf) {
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "portal");
  const auto path = "/v1/accounts/" + account + "/invitations/";
  const auto invite = [&](const std::string& name) {
    const auto email = world.address(name);
    const auto invited = world.invite(account, owner, email);
    return std::pair{world.invitation_token(email), invited.text("/results/0/invitation/id")};
  };
  const auto [live, live_id] = invite("live");
  const auto [cancelled, cancelled_id] = invite("cancelled");
  const auto [declined, declined_id] = invite("declined");
  const auto [used, used_id] = invite("used");
  const auto [late, late_id] = invite("late");
  const auto [resent, resent_id] = invite("resent");
  EXPECT_EQ(owner.client.del(path + cancelled_id).status, 204);
  EXPECT_EQ(visitor.post("/v1/invitations/decline", {{"token", declined}}).status, 200);
  EXPECT_EQ(world.accept_as_new(used).status, 201);
  EXPECT_EQ(owner.client.post(path + resent_id + "/resend").status, 200);

  for (const auto* method : {"GET", "HEAD", "GET"})
    EXPECT_EQ(visitor.send(method, "/invitations/" + live, std::nullopt, browser).status, 200);
  const auto page = visitor.get("/invitations/" + live, browser);
  expect_page(page, 200);
  EXPECT_FALSE(boot_of(page).at("not_found").get_bool());
  EXPECT_EQ(visitor.post("/v1/invitations/lookup", {{"token", live}}).status, 200) << "opening it has consumed nothing";

  const auto unknown = visitor.get("/invitations/inv_nobody-ever-sent-this", browser);
  expect_page(unknown, 404);
  EXPECT_TRUE(boot_of(unknown).at("not_found").get_bool());
  world.server.advance(std::chrono::hours{24 * 40});
  for (const auto& dead :
       {cancelled, declined, used, late, resent, std::string{"x"}, std::string(4000, 'x'), std::string{"%F0%9F%98%80"}}) {
    SCOPED_TRACE(dead.substr(0, 60));
    const auto reply = visitor.get("/invitations/" + dead, browser);
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(without_nonce(reply), without_nonce(unknown));
    EXPECT_NE(nonce_of(reply), nonce_of(unknown));
  }
}

TEST_F(ConsolePages, TheLinkOfAnInvitationLeadsWhoJoinedByItIntoTheAccount) {
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "portal");
  const auto email = world.address("guest");
  world.invite(account, owner, email);
  const auto token = world.invitation_token(email);
  const auto accepted = world.accept_as_new(token);
  auto guest = visitor.with_cookie("roster=" + accepted.text("/token"));
  const auto again = guest.get("/invitations/" + token, browser);
  EXPECT_EQ(again.status, 303);
  EXPECT_EQ(again.header("location"), here("/a/" + account + "/users"));
  expect_page(guest.get("/a/" + account + "/users"), 200);
  expect_page(browser_of(owner).get("/invitations/" + token), 404);
}

TEST_F(ConsolePages, EveryLetterLeadsToAPageThatThereIs) {
  for (const auto& kind : mail::letter_kinds) {
    if (kind.link == mail::Link::none) continue;
    SCOPED_TRACE(kind.name);
    auto path = std::string{kind.path};
    if (kind.link == mail::Link::account) path += "acc_01jd0000000000000000000000/users";
    if (kind.link == mail::Link::token_in_path) path += "inv_x";
    const auto reply = visitor.get(path);
    EXPECT_TRUE(reply.status == 200 || reply.status == 303 || !boot_of(reply).is_null()) << reply.body;
    EXPECT_NE(reply.header("content-type"), "application/problem+json") << reply.body;
  }
}

struct ConsoleFiles : ConsolePages {};

TEST_F(ConsoleFiles, OfEachPageAreThereForEver) {
  auto anna = browser_of(world.person("Anna"));
  auto files = files_of(anna.get("/"));
  files.merge(files_of(visitor.get("/sign-in")));
  EXPECT_GE(files.size(), 5U);
  for (const auto& file : files) {
    SCOPED_TRACE(file);
    const auto reply = visitor.get(file);
    EXPECT_EQ(reply.status, 200);
    EXPECT_FALSE(reply.body.empty());
    const bool is_hashed = file.starts_with("/assets/");
    EXPECT_EQ(reply.header("cache-control"), is_hashed ? "public, max-age=31536000, immutable" : "public, max-age=300");
    expect_hygiene(reply);
  }
}

TEST_F(ConsoleFiles, ComeInTheCodingThatTheClientLikesBest) {
  for (const auto& file : files_of(visitor.get("/sign-in"))) {
    SCOPED_TRACE(file);
    const auto plain = visitor.get(file);
    EXPECT_TRUE(plain.header("content-encoding").empty());
    if (file.ends_with(".woff2")) {
      EXPECT_TRUE(visitor.get(file, {{"Accept-Encoding", "gzip, br"}}).header("content-encoding").empty());
      continue;
    }
    std::set<std::string> tags{plain.header("etag")};
    for (const auto& [accepted, coding] :
         {std::pair{"gzip, deflate, br, zstd", "br"}, {"gzip", "gzip"}, {"br;q=0.1, gzip;q=0.2", "gzip"}, {"*", "br"}}) {
      SCOPED_TRACE(accepted);
      const auto reply = visitor.get(file, {{"Accept-Encoding", accepted}});
      EXPECT_EQ(reply.header("content-encoding"), coding);
      EXPECT_EQ(reply.header("vary"), "Accept-Encoding");
      EXPECT_EQ(reply.header("content-type"), plain.header("content-type"));
      EXPECT_EQ(reply.header("content-length"), std::to_string(reply.body.size()));
      // What is as short as a header of its own cannot be made shorter.
      if (plain.body.size() > 256) {
        EXPECT_LT(reply.body.size(), plain.body.size());
      }
      tags.insert(reply.header("etag"));
    }
    EXPECT_EQ(tags.size(), 3U) << "one for each form";
    EXPECT_EQ(visitor.get(file, {{"Accept-Encoding", "br;q=0, gzip;q=0"}}).body, plain.body);
  }
}

TEST_F(ConsoleFiles, AreNotSentAgainToWhoHasThem) {
  const std::string file = "/icon.svg";
  const auto reply = visitor.get(file, {{"Accept-Encoding", "br"}});
  const auto tag = reply.header("etag");
  for (const auto& known : {tag, "W/" + tag, "\"other\", " + tag, std::string{"*"}}) {
    const auto again = visitor.get(file, {{"Accept-Encoding", "br"}, {"If-None-Match", known}});
    EXPECT_EQ(again.status, 304) << known;
    EXPECT_TRUE(again.body.empty());
    EXPECT_EQ(again.header("etag"), tag);
    EXPECT_EQ(again.header("vary"), "Accept-Encoding");
    EXPECT_EQ(again.header("cache-control"), reply.header("cache-control"));
  }
  EXPECT_EQ(visitor.get(file, {{"Accept-Encoding", "gzip"}, {"If-None-Match", tag}}).status, 200) << "another form";
}

TEST_F(ConsoleFiles, AreNoneButTheConsolesOwn) {
  for (const auto* path :
       {"/assets/", "/assets", "/assets/nothing.js", "/assets/..%2fapp.html", "/assets/../app.html", "/assets/%2e%2e/app.html",
        "/app.html", "/door.html", "/manifest.json", "/assets/app.html", "/index.html"})
    EXPECT_EQ(visitor.get(path).status, 404) << path;
}

struct MailboxPages : ConsolePages {};

TEST_F(MailboxPages, ShowTheLettersAsTheyLook) {
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "portal", "", "<b>Bakery</b> & Söhne");
  const auto email = world.address("guest");
  world.invite(account, owner, email);
  const auto letter = world.mailbox.wait(email);
  const auto list = visitor.get("/dev/mailbox");
  EXPECT_EQ(list.status, 200);
  expect_hygiene(list);
  EXPECT_EQ(list.header("content-security-policy").find("script-src"), std::string::npos);
  EXPECT_LT(list.body.find(email), list.body.find(owner.email)) << "the newest first";
  EXPECT_EQ(list.body.find("<b>Bakery"), std::string::npos);

  const auto found = visitor.get("/dev/mailbox?to=" + email);
  EXPECT_EQ(found.body.find(owner.email), std::string::npos);
  EXPECT_NE(visitor.get("/dev/mailbox?to=%3Ci%3Enobody").body.find("&lt;i&gt;nobody"), std::string::npos);
  const auto path = "/dev/mailbox/" + between(found.body, "href=\"/dev/mailbox/ltr", "\"").insert(0, "ltr");
  const auto page = visitor.get(path);
  EXPECT_EQ(page.status, 200) << path;
  expect_hygiene(page);
  EXPECT_NE(page.body.find("<a href=\"" + letter.link() + "\">"), std::string::npos);
  EXPECT_NE(page.body.find("sandbox=\"allow-top-navigation-by-user-activation\" src=\"" + path + "/html\""), std::string::npos);
  EXPECT_EQ(page.body.find("<b>Bakery"), std::string::npos);

  const auto frame = visitor.get(path + "/html");
  EXPECT_EQ(frame.status, 200);
  EXPECT_NE(frame.body.find("<base target=\"_top\">"), std::string::npos);
  EXPECT_NE(frame.body.find(letter.link()), std::string::npos);
  const auto policy = frame.header("content-security-policy");
  EXPECT_TRUE(policy.starts_with("default-src 'none'; style-src 'unsafe-inline'; img-src data:; ")) << policy;
  EXPECT_NE(policy.find("sandbox allow-top-navigation-by-user-activation"), std::string::npos) << policy;
  EXPECT_EQ(visitor.get("/dev/mailbox/style.css").header("content-type"), "text/css; charset=utf-8");
}

TEST_F(MailboxPages, GoOnWithOlderLetters) {
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "portal");
  json::array invitees;
  for (int i = 0; i < 60; ++i) invitees.push_back(json::object{{"email", "guest" + std::to_string(i) + "@older.test"}});
  ASSERT_EQ(owner.client.post("/v1/accounts/" + account + "/invitations", {{"invitees", invitees}}).status, 200);
  ASSERT_TRUE(wait_until([&] { return world.mailbox.to("@older.test").size() == 60; }));
  std::set<std::string> seen;
  auto path = std::string{"/dev/mailbox?to=@OLDER.test"};
  const std::regex address("guest\\d+@older.test");
  int pages = 0;
  for (; !path.empty() && pages < 5; ++pages) {
    const auto page = visitor.get(path);
    for (std::sregex_iterator at(page.body.begin(), page.body.end(), address), end; at != end; ++at) seen.insert(at->str());
    path = std::regex_replace(between(page.body, "<a class=\"more\" href=\"", "\""), std::regex("&amp;"), "&");
  }
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(seen.size(), 60U);
}

TEST_F(MailboxPages, AreNotThereThroughAProxy) {
  for (const auto* name : {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host"})
    for (const auto* path : {"/dev/mailbox", "/dev/mailbox/style.css"})
      EXPECT_EQ(visitor.get(path, {{name, "192.0.2.1"}}).code(), "not_found") << name << path;
  EXPECT_EQ(visitor.get("/dev/mailbox", {{"Host", "evil.test"}}).status, 421);
}

TEST(Mailbox, IsNotThereWhereLettersAreSentOrOthersReachTheServer) {
  const std::vector<ServerOptions> elsewhere{
      {.settings = "hosts = [\"accounts.example.com\"]\n"},
      {.settings = "[http]\ntrusted_proxies = [\"127.0.0.1/32\"]\n"},
      {.mail = "smtp://127.0.0.1:9"},
      {.public_url = "https://accounts.example.com"},
  };
  for (const auto& options : elsewhere) {
    SCOPED_TRACE(options.settings + options.mail);
    TestServer server(options);
    auto client = server.client();
    for (const auto* path : {"/dev/mailbox", "/dev/mailbox/style.css", "/dev/mailbox/ltr_01jd0000000000000000000000"})
      EXPECT_EQ(client.get(path).code(), "not_found") << path;
    EXPECT_FALSE(boot_of(client.get("/sign-in")).at("dev_mailbox").get_bool());
  }
}

TEST(ConsoleUnderAPath, StandsThereWithEveryLink) {
  const std::string base = "/roster";
  TestServer server({.public_url = "http://127.0.0.1" + base});
  Client visitor{server.url() + base};
  const auto page = visitor.get("/sign-in");
  expect_page(page, 200);
  EXPECT_EQ(boot_of(page).at("base"), json::value(base));
  for (const auto& file : files_of(page)) {
    ASSERT_TRUE(file.starts_with(base + "/")) << file;
    EXPECT_EQ(visitor.get(file.substr(base.size())).status, 200) << file;
  }
  EXPECT_EQ(visitor.get("/me").header("location"), "http://127.0.0.1/roster/sign-in?next=%2Fme");
  EXPECT_EQ(visitor.get("/").header("location"), "http://127.0.0.1/roster/sign-in");
  EXPECT_NE(visitor.get("/dev/mailbox").body.find("href=\"/roster/dev/mailbox/style.css\""), std::string::npos);
}

}  // namespace
}  // namespace roster::testing
