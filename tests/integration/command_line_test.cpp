// `roster …` as an operator types it: every command with good and bad input, its exit code, its words, its JSON.

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <memory>
#include <regex>
#include <sstream>

#include "support/programs.h"
#include "support/world.h"

namespace roster::testing {
namespace {

constexpr int done = 0, refused = 1, usage = 2;

using Outcome = TestServer::Run;

Outcome roster(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), roster_binary());
  return run_program(arguments);
}

json::value json_of(const Outcome& run) {
  json::error_code ec;
  auto value = json::parse(run.output, ec);
  EXPECT_FALSE(ec) << "not JSON: " << run.output << run.errors;
  return value;
}

std::string without_newline(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// What a server that cannot start says; it ends by itself.
Outcome refuses_to_start(const std::vector<std::string>& arguments) {
  std::vector<std::string> command{roster_binary(), "serve"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const Folder folder;
  Program server(command, folder.file("log"));
  const bool ended = wait_until([&] { return !server.is_running(); });
  const int exit_code = server.stop();
  const auto words = read_whole_file(folder.file("log"));
  EXPECT_TRUE(ended) << "it serves: " << words;
  return {exit_code, "", words};
}

// --- words ---------------------------------------------------------------------------------------------------------------

const std::vector<std::vector<std::string>>& every_command() {
  static const std::vector<std::vector<std::string>> commands{{"serve"},
                                                              {"demo"},
                                                              {"account", "list"},
                                                              {"account", "create"},
                                                              {"account", "set-plan"},
                                                              {"account", "transfer"},
                                                              {"user", "create"},
                                                              {"user", "reset-password"},
                                                              {"key", "create"},
                                                              {"key", "list"},
                                                              {"key", "revoke"},
                                                              {"policy", "check"},
                                                              {"backup"},
                                                              {"restore"},
                                                              {"move"},
                                                              {"verify"},
                                                              {"migrate"}};
  return commands;
}

TEST(CommandLineHelp, NamesEveryCommandAndTheExitCodes) {
  const auto help = roster({"--help"});
  EXPECT_EQ(help.exit_code, done);
  for (const auto& command : every_command()) EXPECT_TRUE(holds(help.output, "\n  " + command.front())) << command.front();
  EXPECT_TRUE(holds(help.output, "Exit codes: 0 done, 1 refused or not possible now, 2 wrong usage or configuration, 3 damaged"));
}

TEST(CommandLineHelp, OfEachCommandSaysWhatItDoesAndWhatItTakes) {
  for (auto command : every_command()) {
    const auto name = command.back();
    command.emplace_back("--help");
    const auto help = roster(command);
    EXPECT_EQ(help.exit_code, done) << name;
    const auto first_line = help.output.substr(0, help.output.find('\n'));
    EXPECT_GT(first_line.size(), 10U) << name << ": " << first_line;
    EXPECT_TRUE(holds(help.output, "Usage: roster ")) << name;
    EXPECT_TRUE(holds(help.output, "\n  --json") || name == "serve") << name << " takes --json, as the general help says";
    EXPECT_TRUE(holds(help.output, "ROSTER_DATA") || name == "check") << name;
  }
}

TEST(CommandLineHelp, TheVersionIsOneLine) {
  const auto version = roster({"--version"});
  EXPECT_EQ(version.exit_code, done);
  EXPECT_EQ(std::count(version.output.begin(), version.output.end(), '\n'), 1);
}

TEST(CommandLineUsage, WrongUsageIsExitCode2AndSaysWhatIsWrong) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong{
      {{}, "subcommand"},
      {{"sarve"}, "sarve"},
      {{"account"}, "subcommand"},
      {{"serve", "--lisen", "127.0.0.1:1"}, "--lisen"},
      {{"account", "create", "Name", "--owner", "usr_x"}, "--policy"},
      {{"account", "set-plan", "acc_x"}, "plan"},
      {{"key", "create"}, "--service"},
      {{"key", "revoke"}, "key"},
      {{"user", "create", "a@b.test"}, "name"},
      {{"backup"}, "file"},
      {{"restore", "/nowhere/at/all"}, "/nowhere/at/all"},
      {{"policy", "check", "/nowhere.toml"}, "/nowhere.toml"},
  };
  for (const auto& [arguments, named] : wrong) {
    const auto run = roster(arguments);
    EXPECT_EQ(run.exit_code, usage) << named << run.output << run.errors;
    EXPECT_TRUE(holds(run.errors, named)) << named << " is not in: " << run.errors;
  }
}

/// Copied at 3 a.m. from the page, a command is to find the server's database, and to leave nothing that is root's.
TEST(CommandLineHelp, OfOperationsNamesDataAndUserInEveryCommandThatIsShown) {
  const auto page = read_whole_file(std::filesystem::path{ROSTER_SOURCE_DIR} / "docs/operations.md");
  const std::regex command{R"(roster (account|user|key|backup|restore|verify|migrate|move) )"};
  std::istringstream lines(page);
  bool in_block = false;
  int found = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) in_block = !in_block;
    if (!in_block || !std::regex_search(line, command)) continue;
    ++found;
    EXPECT_TRUE(line.starts_with("sudo -u roster roster ")) << line;
    EXPECT_TRUE(holds(line, " --data /var/lib/roster")) << line;
  }
  EXPECT_GE(found, 8);
}

// --- configuration -------------------------------------------------------------------------------------------------------

struct Configuration : ::testing::Test {
  Folder folder;
  std::string config(const std::string& text) {
    write_file(folder.path() / "roster.toml", text);
    return folder.file("roster.toml");
  }
  std::string data() const { return folder.file("data"); }
  /// Whether a server with these arguments and variables comes up on that port.
  bool serves_on(const SparePort& port, std::vector<std::string> arguments,
                 const std::map<std::string, std::string>& environment = {}) {
    arguments.insert(arguments.begin(), {roster_binary(), "serve"});
    Program server(arguments, folder.file("log"), environment);
    const bool serves =
        wait_until([&] { return accepts_connections(port.number()) || !server.is_running(); }) && server.is_running();
    EXPECT_EQ(server.stop(), 0) << read_whole_file(folder.file("log"));
    return serves;
  }
};

TEST_F(Configuration, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
  SparePort in_file, in_environment, in_flag;
  const auto file = config("data = \"" + data() + "\"\nlisten = \"127.0.0.1:" + in_file.text() + "\"\n");
  const auto address = [](const SparePort& port) { return "127.0.0.1:" + port.text(); };
  EXPECT_TRUE(serves_on(in_file, {"--config", file}));
  EXPECT_TRUE(serves_on(in_file, {}, {{"ROSTER_CONFIG", file}}));
  EXPECT_TRUE(serves_on(in_environment, {"--config", file}, {{"ROSTER_LISTEN", address(in_environment)}}));
  EXPECT_TRUE(serves_on(in_flag, {"--config", file, "--listen", address(in_flag)}, {{"ROSTER_LISTEN", address(in_environment)}}));
}

TEST_F(Configuration, AFaultInTheFileIsNamedWithItsLine) {
  const std::vector<std::pair<std::string, std::string>> faults{
      {"log_level = \"warn\"\nlog_levle = \"info\"\n", ":2: log_levle"},
      {"[limits]\n\ninvitations_per_acount_per_hour = 5\n", ":3: limits.invitations_per_acount_per_hour"},
      {"[limitz]\nx = 1\n", ":1: limitz"},
      {"\nlisten = 8080\n", ":2: listen"},
      {"[limits]\nletters_per_recipient_per_day = -1\n", ":2: limits.letters_per_recipient_per_day"},
      {"listen = \"127.0.0.1:1\"\nlisten = \"127.0.0.1:2\"\n", ":2"},
      {"listen = \n", ":1"},
  };
  for (const auto& [text, place] : faults) {
    const auto run = refuses_to_start({"--config", config(text), "--data", data()});
    EXPECT_EQ(run.exit_code, usage) << text << run.errors;
    EXPECT_TRUE(holds(run.errors, "roster.toml" + place)) << place << " is not in: " << run.errors;
  }
  const auto missing = refuses_to_start({"--config", folder.file("none.toml"), "--data", data()});
  EXPECT_EQ(missing.exit_code, usage);
  EXPECT_TRUE(holds(missing.errors, "none.toml")) << missing.errors;
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "data" / "roster.db")) << "a refused start makes no database";
}

TEST_F(Configuration, SettingsThatCannotBeAreRefusedWithWordsThatHelp) {
  SparePort port;
  const auto listen = "127.0.0.1:" + port.text();
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong{
      {{"--listen", "8080"}, "ADDRESS:PORT"},
      {{"--listen", "127.0.0.1:99999"}, "ADDRESS:PORT"},
      {{"--listen", "127.0.0.1:80x"}, "ADDRESS:PORT"},
      {{"--listen", listen, "--log-level", "loud"}, "debug, info, warn, error or off"},
      {{"--listen", listen, "--mail", "pigeon://roof"}, "dir:FOLDER"},
      {{"--listen", listen, "--mail", "dir:"}, "--mail"},
      {{"--listen", listen, "--database", "oracle://x"}, "sqlite:FILE or postgresql:"},
      {{"--listen", listen, "--public-url", "accounts.example.com"}, "https://accounts.example.com"},
      {{"--listen", listen, "--public-url", "ftp://accounts.example.com"}, "https://accounts.example.com"},
      {{"--listen", listen, "--public-url", "http://accounts.example.com"}, "must be https"},
      {{"--listen", listen, "--public-url", "http://127.evil.example"}, "must be https"},
      {{"--listen", listen, "--public-url", "http://localhost.evil.example"}, "must be https"},
      {{"--listen", "0.0.0.0:" + port.text()}, "https"},
  };
  for (auto [arguments, words] : wrong) {
    arguments.insert(arguments.end(), {"--data", data()});
    const auto run = refuses_to_start(arguments);
    EXPECT_EQ(run.exit_code, usage) << words << run.errors;
    EXPECT_TRUE(holds(run.errors, words)) << words << " is not in: " << run.errors;
  }
}

TEST_F(Configuration, TestingSettingsAreRefusedOffLoopbackAndAnnouncedOnIt) {
  SparePort port;
  for (const std::string setting : {"cheap_passwords = true", "clock_file = \"/tmp/clock\""}) {
    for (const std::string address : {"0.0.0.0:", "[::]:", "127.evil.example:"}) {
      const auto run = refuses_to_start({"--config", config("[testing]\n" + setting + "\n"), "--data", data(), "--listen",
                                         address + port.text(), "--public-url", "https://accounts.example.com"});
      EXPECT_EQ(run.exit_code, usage) << address << setting << run.errors;
      EXPECT_TRUE(holds(run.errors, "[testing]")) << run.errors;
    }
  }
  const TestServer server;
  EXPECT_TRUE(holds(server.log(), "testing_cheap_passwords"));
}

TEST_F(Configuration, AnAddressThatIsTakenIsRefusedAtOnce) {
  const TestServer first;
  const auto run = refuses_to_start({"--data", data(), "--listen", "127.0.0.1:" + std::to_string(first.port())});
  EXPECT_EQ(run.exit_code, refused) << run.errors;
  EXPECT_TRUE(holds(run.errors, "127.0.0.1:" + std::to_string(first.port()))) << run.errors;
}

TEST_F(Configuration, ABadPolicyIsRefusedAtStartWithFileLineKeyAndRemedy) {
  const auto policies = folder.path() / "policies";
  std::filesystem::copy(std::filesystem::path{ROSTER_SOURCE_DIR} / "policies", policies);
  auto text = read_whole_file(policies / "stage.toml");
  const std::string good = "default_role = \"operator\"";
  ASSERT_TRUE(holds(text, good));
  text.replace(text.find(good), good.size(), "default_role = \"operater\"");
  const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find("operater")), '\n') + 1;
  write_file(policies / "stage.toml", text);
  const auto place = (policies / "stage.toml").string() + ":" + std::to_string(line);

  const auto start =
      refuses_to_start({"--config", config("[policies]\nfolder = \"" + policies.string() + "\"\n"), "--data", data()});
  const auto check = roster({"policy", "check", (policies / "stage.toml").string()});
  for (const auto& run : {start, check}) {
    EXPECT_EQ(run.exit_code, usage) << run.errors;
    EXPECT_TRUE(holds(run.errors, place)) << place << " is not in: " << run.errors;
    EXPECT_TRUE(holds(run.errors, "default_role")) << run.errors;
    EXPECT_TRUE(holds(run.errors, "operater")) << run.errors;
    EXPECT_TRUE(holds(run.errors, "administrator")) << "it names what can stand there: " << run.errors;
  }
  const auto as_json = json_of(roster({"policy", "check", (policies / "stage.toml").string(), "--json"}));
  EXPECT_EQ(as_json.at("ok"), json::value(false));
  EXPECT_EQ(as_json.at("faults").as_array().size(), 1U);
}

TEST_F(Configuration, ThePoliciesOfTheDemoAreGood) {
  for (const std::string name : {"stage", "platform", "creator", "portal", "master", "modules"}) {
    const auto file = std::string{ROSTER_SOURCE_DIR} + "/policies/" + name + ".toml";
    const auto check = roster({"policy", "check", file});
    EXPECT_EQ(check.exit_code, done) << check.errors;
    EXPECT_TRUE(holds(check.output, "good")) << check.output;
    EXPECT_EQ(json_of(roster({"policy", "check", file, "--json"})).at("ok"), json::value(true));
  }
}

TEST_F(Configuration, AModulesFileAmongThePoliciesIsTheDeploymentsUnlessAnotherIsNamed) {
  const auto policies = folder.path() / "policies";
  std::filesystem::create_directory(policies);
  write_file(policies / "modules.toml",
             "[modules.lathe]\ntitle = { en = \"Lathe\", fr = \"Tour\", ko = \"선반\" }\n"
             "permissions.turn = { en = \"Turn\", fr = \"Tourner\", ko = \"돌리기\" }\n");
  const std::filesystem::path shipped = std::filesystem::path{ROSTER_SOURCE_DIR} / "policies";
  auto text = read_whole_file(shipped / "creator.toml");
  const std::string all = "permissions = [\"all\"]";
  ASSERT_TRUE(holds(text, all));
  write_file(policies / "creator.toml", text.replace(text.find(all), all.size(), "permissions = [\"lathe:turn\"]"));
  const auto settings = "[policies]\nfolder = \"" + policies.string() + "\"\n";

  const auto check = roster({"policy", "check", (policies / "creator.toml").string()});
  EXPECT_EQ(check.exit_code, done) << check.errors;
  World world({.settings = settings});
  const auto owner = world.person("Olga Owner");
  EXPECT_TRUE(world.may(world.account(owner, "creator"), owner, "lathe:turn"));

  const auto other = (shipped / "modules.toml").string();
  const auto start = refuses_to_start({"--config", config(settings + "modules = \"" + other + "\"\n"), "--data", data()});
  EXPECT_EQ(start.exit_code, usage) << start.errors;
  EXPECT_TRUE(holds(start.errors, "lathe:turn")) << start.errors;
  EXPECT_EQ(roster({"policy", "check", (policies / "creator.toml").string(), "--modules", other}).exit_code, usage);
}

TEST_F(Configuration, ASecondServerOnTheSameDataIsRefusedAtOnce) {
  TestServer first;
  SparePort port;
  const auto began = std::chrono::steady_clock::now();
  const auto second = refuses_to_start({"--data", first.data().string(), "--listen", "127.0.0.1:" + port.text()});
  EXPECT_EQ(second.exit_code, refused);
  EXPECT_TRUE(holds(second.errors, "in use by another roster process")) << second.errors;
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{2});
  EXPECT_EQ(first.client().get("/readyz").status, 200);
  EXPECT_EQ(first.operator_client().get("/v1/keys").status, 200) << "the first one's socket is still its own";
}

// --- the operator's commands, beside a running server and without one ------------------------------------------------------

/// Runs commands on a data folder, while a server serves it or none does.
struct Commands : ::testing::TestWithParam<bool> {
  std::unique_ptr<TestServer> server = std::make_unique<TestServer>();
  Mailbox mailbox{server->mail_folder()};

  bool beside_a_server() const { return GetParam(); }
  void SetUp() override {
    if (beside_a_server()) return;
    ASSERT_EQ(server->terminate(), 0);
  }
  Outcome run(std::vector<std::string> arguments) { return server->run(arguments); }
  Outcome run_json(std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    return run(std::move(arguments));
  }
  /// The server, started if it is not running.
  Client http() {
    if (server->pid() < 0) server->start();
    return server->client();
  }
  std::string user(const std::string& email, const std::string& name = "Some One") {
    const auto made = run({"user", "create", email, name});
    EXPECT_EQ(made.exit_code, done) << made.errors;
    EXPECT_TRUE(made.output.starts_with("usr_")) << made.output;
    return without_newline(made.output);
  }
  std::string account(const std::string& owner, const std::string& policy = "stage", const std::string& name = "Orbital Bakery") {
    const auto made = run({"account", "create", name, "--policy", policy, "--owner", owner});
    EXPECT_EQ(made.exit_code, done) << made.errors;
    EXPECT_TRUE(made.output.starts_with("acc_")) << made.output;
    return without_newline(made.output);
  }
};

TEST_P(Commands, AKeyWorksOverHttpUntilItIsRevoked) {
  const auto made = run_json({"key", "create", "--service", "shop backend"});
  ASSERT_EQ(made.exit_code, done) << made.errors;
  const auto key = json_of(made);
  const std::string id{key.at("id").as_string()}, token{key.at("token").as_string()};
  const auto plain = run({"key", "create", "--service", "other"});
  EXPECT_TRUE(without_newline(plain.output).starts_with("key_")) << plain.output;
  EXPECT_EQ(http().with_token(token).get("/v1/accounts").status, 200);
  EXPECT_EQ(http().with_token(without_newline(plain.output)).get("/v1/accounts").status, 200);
  if (!beside_a_server()) server->terminate();

  const auto list = run({"key", "list"});
  EXPECT_TRUE(holds(list.output, id) && holds(list.output, "shop backend")) << list.output;
  EXPECT_FALSE(holds(list.output, token)) << "a secret is shown once";
  EXPECT_EQ(json_of(run_json({"key", "list"})).at("data").as_array().size(), 2U);
  const auto revoked = run({"key", "revoke", id});
  EXPECT_EQ(revoked.exit_code, done) << revoked.errors;
  EXPECT_EQ(http().with_token(token).get("/v1/accounts").status, 401);
  if (!beside_a_server()) server->terminate();
  const auto again = run({"key", "revoke", id});
  EXPECT_EQ(again.exit_code, refused);
  EXPECT_TRUE(holds(again.errors, "not_found")) << again.errors;
  EXPECT_EQ(run({"key", "revoke", "nonsense"}).exit_code, refused);
  EXPECT_EQ(run({"key", "create", "--service", ""}).exit_code, refused);
}

TEST_P(Commands, AUserGetsALetterAndSetsAPassword) {
  user("minji@team.test", "Min-ji Seo");
  auto client = http();
  const auto letter = mailbox.wait("minji@team.test");
  EXPECT_TRUE(holds(letter.link(), "#token=")) << letter.text;
  const auto set = client.post("/v1/password-resets/complete", {{"token", letter.token()}, {"password", good_password}});
  EXPECT_EQ(set.status, 204) << set.body;
  const auto session = client.post("/v1/session", {{"email", "minji@team.test"}, {"password", good_password}});
  EXPECT_EQ(session.status, 200) << session.body;
  EXPECT_EQ(session.text("/user/name"), "Min-ji Seo");
}

TEST_P(Commands, AnAddressThatHasAUserIsThatUserAndStaysWhoItIs) {
  const auto first = user("minji@team.test", "Min-ji Seo");
  const auto again = run_json({"user", "create", "MINJI@team.test", "Somebody Else"});
  EXPECT_EQ(again.exit_code, done) << again.errors;
  EXPECT_EQ(json_of(again).at("id").as_string(), first.c_str());
  EXPECT_EQ(json_of(again).at("name").as_string(), "Min-ji Seo");
}

TEST_P(Commands, APasswordLetterIsSentOnceMore) {
  user("again@team.test");
  http();
  static_cast<void>(mailbox.wait("again@team.test", 1));
  if (!beside_a_server()) server->terminate();
  EXPECT_EQ(run({"user", "reset-password", "again@team.test"}).exit_code, done);
  const auto stranger = run_json({"user", "reset-password", "nobody@team.test"});
  EXPECT_EQ(stranger.exit_code, done);
  static_cast<void>(json_of(stranger));
  http();
  EXPECT_EQ(mailbox.wait("again@team.test", 2).to, "<again@team.test>");
  EXPECT_TRUE(mailbox.to("nobody@team.test").empty());
}

TEST_P(Commands, BadInputIsRefusedInWordsAndInJson) {
  const auto owner = user("owner@team.test");
  const auto acc = account(owner);
  const std::vector<std::pair<std::vector<std::string>, std::string>> bad{
      {{"user", "create", "not an address", "Name"}, "validation_failed"},
      {{"user", "create", "x@team.test", ""}, "validation_failed"},
      {{"account", "create", "Name", "--policy", "no-such", "--owner", owner}, "validation_failed"},
      {{"account", "create", "Name", "--policy", "stage", "--owner", "usr_00000000000000000000000000"}, ""},
      {{"account", "create", "Name", "--policy", "stage", "--owner", "nonsense"}, "validation_failed"},
      {{"account", "create", "", "--policy", "stage", "--owner", owner}, "validation_failed"},
      {{"account", "create", "Name", "--policy", "stage", "--owner", owner, "--plan", "gold"}, "validation_failed"},
      {{"account", "set-plan", acc, "gold"}, "validation_failed"},
      {{"account", "set-plan", "acc_00000000000000000000000000", "essential"}, "not_found"},
      {{"account", "set-plan", "../keys", "essential"}, ""},
      {{"account", "transfer", acc, owner}, ""},
      {{"account", "transfer", acc, "usr_00000000000000000000000000"}, "not_found"},
  };
  for (const auto& [arguments, code] : bad) {
    const auto words = run(arguments);
    std::string typed;
    for (const auto& word : arguments) typed += word + " ";
    EXPECT_EQ(words.exit_code, refused) << typed << words.output << words.errors;
    EXPECT_TRUE(words.errors.starts_with("roster: ")) << typed << words.errors;
    EXPECT_TRUE(holds(words.errors, "(" + code)) << typed << words.errors;
    EXPECT_TRUE(words.output.empty()) << typed << words.output;
    const auto as_json = run_json(arguments);
    EXPECT_EQ(as_json.exit_code, refused) << typed;
    const auto problem = json_of(as_json);
    ASSERT_TRUE(problem.is_object()) << typed << as_json.output;
    EXPECT_TRUE(problem.as_object().contains("code") && problem.as_object().contains("remedy")) << typed << as_json.output;
  }
  EXPECT_EQ(json_of(run_json({"account", "list"})).at("data").as_array().size(), 1U) << "nothing was made by what was refused";
}

TEST_P(Commands, AccountsAreListedPutOnAnotherPlanAndGivenAnotherOwner) {
  World world;  // besides the fixture's server: joining takes people and letters
  auto head = world.person("Hana Head");
  const auto made =
      world.server.run({"account", "create", "Orbital Bakery", "--policy", "stage", "--owner", head.id, "--plan", "essential"});
  ASSERT_EQ(made.exit_code, done) << made.errors;
  const auto acc = without_newline(made.output);
  if (!beside_a_server()) world.server.terminate();
  const auto list = world.server.run({"account", "list"});
  EXPECT_EQ(without_newline(list.output), acc + "  stage  essential  Orbital Bakery");
  const auto plan = world.server.run({"account", "set-plan", acc, "standard"});
  EXPECT_EQ(plan.exit_code, done) << plan.errors;
  EXPECT_EQ(plan.output, "standard\n");
  if (!beside_a_server()) world.server.start();
  const auto admin = world.member(acc, head, "Ada Admin", {{"role", "administrator"}});
  if (!beside_a_server()) world.server.terminate();
  const auto transfer = world.server.run({"account", "transfer", acc, admin.id});
  EXPECT_EQ(transfer.exit_code, done) << transfer.errors;
  EXPECT_EQ(transfer.output, "owner: " + admin.email + "\n");
  if (!beside_a_server()) world.server.start();
  EXPECT_EQ(head.client.get("/v1/session").status, 401) << "the former owner is signed out";
  auto ada = admin.client.with_token(world.sign_in(admin).token);
  const auto events = ada.get("/v1/accounts/" + acc + "/events?type=ownership.transferred");
  EXPECT_EQ(events.text("/data/0/actor/type") + events.text("/data/0/actor/id"), "operator") << events.body;
}

TEST_P(Commands, EveryAccountIsListedHoweverManyThereAre) {
  const auto owner = user("owner@team.test");
  auto service = http().with_token(json_of(run_json({"key", "create", "--service", "tests"})).at("token").as_string().c_str());
  for (int i = 0; i < 203; ++i)
    ASSERT_EQ(
        service.post("/v1/accounts", {{"name", "Account " + std::to_string(i)}, {"policy", "stage"}, {"owner", owner}}).status,
        201);
  if (!beside_a_server()) server->terminate();
  const auto list = run({"account", "list"});
  EXPECT_EQ(std::count(list.output.begin(), list.output.end(), '\n'), 203);
  EXPECT_EQ(json_of(run_json({"account", "list"})).at("data").as_array().size(), 203U);
}

TEST_P(Commands, TheDemoFillsAnEmptyDatabaseAndNoOther) {
  const auto made = run({"demo"});
  ASSERT_EQ(made.exit_code, done) << made.errors;
  EXPECT_TRUE(holds(made.output, "password")) << made.output;
  const auto before = run_json({"account", "list"}).output;
  EXPECT_EQ(json_of({0, before, ""}).at("data").as_array().size(), 5U);
  const auto again = run({"demo"});
  EXPECT_EQ(again.exit_code, refused);
  EXPECT_TRUE(again.errors.starts_with("roster: ")) << again.errors;
  EXPECT_EQ(run_json({"account", "list"}).output, before);
  EXPECT_EQ(run({"verify"}).exit_code, done);
  auto client = http();
  const auto session = client.post("/v1/session", {{"email", "hyejin@stage.example"}, {"password", "a quiet harbour at dawn"}});
  EXPECT_EQ(session.status, 200) << session.body;
}

TEST_P(Commands, TheDemoRefusesADatabaseWithAUser) {
  user("somebody@team.test");
  const auto demo = run_json({"demo"});
  EXPECT_EQ(demo.exit_code, refused);
  EXPECT_TRUE(json_of(demo).as_object().contains("code")) << demo.output;
  EXPECT_EQ(json_of(run_json({"account", "list"})).at("data").as_array().size(), 0U);
}

TEST_P(Commands, VerifyAndMigrateSayWhatTheyFound) {
  const auto verdict = run({"verify"});
  EXPECT_EQ(verdict.exit_code, done) << verdict.errors;
  EXPECT_EQ(verdict.output, "good\n");
  EXPECT_EQ(json_of(run_json({"verify"})).at("ok"), json::value(true));
  const auto migrate = run({"migrate"});
  EXPECT_EQ(migrate.exit_code, beside_a_server() ? refused : done) << migrate.errors;
  EXPECT_EQ(holds(migrate.errors, "in use by another roster process"), beside_a_server()) << migrate.errors;
  if (beside_a_server()) return;
  EXPECT_EQ(json_of(run_json({"migrate"})).at("ok"), json::value(true));
}

TEST_P(Commands, ABackupGoesIntoANewFileOnly) {
  Folder folder;
  const auto file = folder.file("copy.db");
  const auto made = run({"backup", file});
  EXPECT_EQ(made.exit_code, done) << made.errors;
  EXPECT_EQ(made.output, file + "\n");
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const auto before = read_whole_file(file);
  const auto again = run({"backup", file});
  EXPECT_EQ(again.exit_code, refused);
  EXPECT_EQ(read_whole_file(file), before);
  const auto nowhere = run({"backup", folder.file("no/such/folder/copy.db")});
  EXPECT_EQ(nowhere.exit_code, refused) << nowhere.errors;
  EXPECT_TRUE(holds(nowhere.errors, "no/such/folder")) << nowhere.errors;
  EXPECT_FALSE(holds(nowhere.errors, "(internal")) << "an operator's slip is no fault of the server: " << nowhere.errors;
  EXPECT_EQ(json_of(run_json({"backup", folder.file("second.db")})).at("path").as_string(), folder.file("second.db").c_str());
}

TEST_P(Commands, NeedNoPortOfTheirOwn) {
  if (beside_a_server()) return;
  // Where another server has the address, a command that opens the database itself must not care, and must never answer in its
  // place.
  const TestServer other;
  const auto list = run({"account", "list", "--listen", "127.0.0.1:" + std::to_string(other.port())});
  EXPECT_EQ(list.exit_code, done) << list.errors;
}

INSTANTIATE_TEST_SUITE_P(Of, Commands, ::testing::Values(true, false),
                         [](const auto& tested) { return tested.param ? "AServerThatRuns" : "ADatabaseAtRest"; });

// --- a wrong --data --------------------------------------------------------------------------------------------------------

TEST(CommandsWithoutADatabase, AreRefusedWithTheFileThatIsMissingAndMakeNone) {
  const Folder folder;
  const std::vector<std::vector<std::string>> commands{{"account", "list"},
                                                       {"account", "transfer", "acc_x", "usr_x"},
                                                       {"user", "create", "a@b.test", "Name"},
                                                       {"key", "create", "--service", "shop"},
                                                       {"demo", "--show"},
                                                       {"backup", folder.file("copy.db")},
                                                       {"verify"},
                                                       {"move", "--to", "sqlite:" + folder.file("other.db")},
                                                       {"move", "--take-back"}};
  for (auto command : commands) {
    const auto name = command.front();
    command.insert(command.end(), {"--data", folder.file("nowhere")});
    const auto run = roster(command);
    EXPECT_EQ(run.exit_code, usage) << name << run.output << run.errors;
    EXPECT_TRUE(holds(run.errors, folder.file("nowhere/roster.db"))) << name << run.errors;
    EXPECT_TRUE(holds(run.errors, "--data")) << name << run.errors;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << name;
  }
}

TEST(CommandsWithoutADatabase, TakeNoOtherFileForOne) {
  const Folder folder;
  write_file(folder.path() / "roster.db", "");
  const auto verdict = roster({"verify", "--data", folder.path().string()});
  EXPECT_EQ(verdict.exit_code, usage) << verdict.output << verdict.errors;
  EXPECT_TRUE(holds(verdict.errors, folder.file("roster.db") + " is no database of Roster")) << verdict.errors;
}

TEST(CommandsWithoutADatabase, MigrateAndDemoMakeOne) {
  for (const std::string command : {"migrate", "demo"}) {
    const Folder folder;
    const auto made = roster({command, "--data", folder.file("new")});
    EXPECT_EQ(made.exit_code, done) << made.errors;
    EXPECT_EQ(roster({"verify", "--data", folder.file("new")}).output, "good\n") << command;
  }
}

TEST(CommandsAfterACrash, AStaleSocketHindersNobody) {
  TestServer server;
  server.kill();
  ASSERT_TRUE(std::filesystem::exists(server.data() / "roster.sock"));
  EXPECT_EQ(server.run({"verify"}).exit_code, done);
  server.start();
  EXPECT_EQ(server.operator_client().get("/v1/keys").status, 200);
}

TEST(CommandsAfterACrash, TheSocketIsTheOperatorsAlone) {
  const TestServer server;
  EXPECT_EQ(std::filesystem::status(server.data() / "roster.sock").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(std::filesystem::status(server.data()).permissions(), std::filesystem::perms::owner_all);
  EXPECT_EQ(std::filesystem::status(server.data() / "server.key").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace
}  // namespace roster::testing
