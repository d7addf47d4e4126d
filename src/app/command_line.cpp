#include "app/command_line.h"

#include <malloc.h>
#include <sodium.h>
#include <sys/prctl.h>

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "app/application.h"
#include "app/demo/demo.h"
#include "app/move.h"
#include "app/operator_client.h"
#include "app/restore.h"
#include "base/embedded.h"
#include "base/log.h"
#include "database/postgres/postgres_database.h"
#include "policy/policy_reader.h"

namespace roster::app {

namespace {

/// A field's fault, as "email: No letter can be sent … (invalid_address)".
void print_fault(const json::object& fault) {
  std::string_view field = fault.at("pointer").as_string();
  if (field.starts_with('/')) field.remove_prefix(1);
  std::cerr << "  " << field << ": " << fault.at("detail").as_string().c_str() << " (" << fault.at("code").as_string().c_str()
            << ")\n";
}

/// What an operator's command prints: JSON with --json, else lines for people.
ExitCode print(const OperatorAnswer& answer, bool as_json, const std::function<void(const json::value&)>& for_people) {
  const bool ok = answer.status >= 200 && answer.status < 300;
  if (as_json) {
    std::cout << json::serialize(answer.body) << "\n";
  } else if (ok) {
    for_people(answer.body);
  } else {
    const auto text = [&](std::string_view key) {
      const auto* object = answer.body.if_object();
      const auto* value = object == nullptr ? nullptr : object->if_contains(key);
      return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
    };
    std::cerr << "roster: " << text("detail") << " (" << text("code") << ")\n";
    if (const auto* object = answer.body.if_object(); object != nullptr && object->contains("errors"))
      for (const auto& fault : object->at("errors").as_array()) print_fault(fault.as_object());
    if (!text("remedy").empty()) std::cerr << "  " << text("remedy") << "\n";
  }
  return ok ? ExitCode::done : ExitCode::refused;
}

std::string text_of(const json::value& body, std::string_view key) {
  const auto* object = body.if_object();
  const auto* value = object == nullptr ? nullptr : object->if_contains(key);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : "";
}

/// Settings common to all commands, in the order flag, environment, file, default.
struct Settings {
  Config config;

  void add_to(CLI::App& app) {
    app.add_option("--config", config.config_file, "configuration file (TOML)")->envname("ROSTER_CONFIG");
    listen = app.add_option("--listen", flags.listen, "address and port, default 127.0.0.1:8080")->envname("ROSTER_LISTEN");
    data = app.add_option("--data", flags.data, "folder of the database, the server's key and the socket, default ./data")
               ->envname("ROSTER_DATA");
    database =
        app.add_option("--database", flags.database,
                       "sqlite:FILE, default DATA/roster.db; or postgresql://USER@HOST/DATABASE (its password is better in "
                       "ROSTER_DATABASE or ~/.pgpass: others see a command's words)")
            ->envname("ROSTER_DATABASE");
    mail =
        app.add_option("--mail", flags.mail, "dir:FOLDER, smtp://[USER:PASSWORD@]HOST[:PORT] or smtps://…, default dir:DATA/mail")
            ->envname("ROSTER_MAIL");
    public_url = app.add_option("--public-url", flags.public_url, "where people reach this server; https unless on loopback")
                     ->envname("ROSTER_PUBLIC_URL");
    log_level = app.add_option("--log-level", flags.log_level, "debug, info, warn, error or off")->envname("ROSTER_LOG_LEVEL");
  }

  /// False after having said what is wrong.
  bool resolve() {
    if (!config.config_file.empty()) {
      if (auto read = read_config_file(config.config_file, config); !read) return complain(read.error());
    }
    const auto take = [](const CLI::Option* option, std::string& into, const std::string& from) {
      if (option->count() > 0) into = from;
    };
    take(listen, config.listen, flags.listen);
    take(data, config.data, flags.data);
    take(database, config.database, flags.database);
    take(mail, config.mail, flags.mail);
    take(public_url, config.public_url, flags.public_url);
    take(log_level, config.log_level, flags.log_level);
    if (!log::set_level(config.log_level)) return complain("--log-level is debug, info, warn, error or off");
    if (auto done = complete(config); !done) return complain(done.error());
    return true;
  }

  static bool complain(const std::string& what) {
    std::cerr << "roster: " << what << "\n";
    return false;
  }

  Config flags;
  CLI::Option *listen = nullptr, *data = nullptr, *database = nullptr, *mail = nullptr, *public_url = nullptr,
              *log_level = nullptr;
};

ExitCode serve(Settings& settings) {
  if (!settings.resolve()) return ExitCode::usage;
  settings.config.makes_database = true;
  // Blocked before any thread starts, so that only sigwait() below sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  Application application(settings.config);
  application.start();
  int received = 0;
  sigwait(&signals, &received);
  log::info("stopping", {{"signal", received == SIGTERM ? "SIGTERM" : "SIGINT"}});
  application.stop();
  log::info("stopped");
  return ExitCode::done;
}

/// What the server would take, unless its configuration names another: the file beside the policy, if there is one.
std::string find_modules_beside(const std::string& policy) {
  const auto beside = std::filesystem::path{policy}.replace_filename("modules.toml");
  return std::filesystem::exists(beside) ? beside.string() : "";
}

ExitCode check_policy(const std::string& path, const std::string& given_modules, bool as_json) {
  const auto read = [](const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    if (!in) throw StartRefused(ExitCode::usage, "cannot read " + file);
    return policy::SourceFile{file, text.str()};
  };
  policy::SourceFile modules_file;
  const auto modules_path = given_modules.empty() ? find_modules_beside(path) : given_modules;
  if (modules_path.empty()) {
    for (const auto& file : embedded::embedded_policies())
      if (file.path.ends_with("modules.toml")) modules_file = {std::string{file.path}, std::string{file.text()}};
  } else {
    modules_file = read(modules_path);
  }
  std::vector<policy::Fault> faults;
  const bool is_modules = path.ends_with("modules.toml");
  const auto modules = policy::read_modules(is_modules ? read(path) : modules_file);
  if (!modules) {
    faults = modules.error();
  } else if (!is_modules) {
    const auto checked = policy::read_policy(read(path), *modules);
    if (!checked) faults = checked.error();
  }
  if (as_json) {
    json::array texts;
    for (const auto& fault : faults) texts.emplace_back(fault.text());
    std::cout << json::serialize(json::object{{"ok", faults.empty()}, {"faults", std::move(texts)}}) << "\n";
  } else {
    for (const auto& fault : faults) std::cerr << fault.text() << "\n";
    if (faults.empty()) std::cout << path << ": good\n";
  }
  return faults.empty() ? ExitCode::done : ExitCode::usage;
}

/// Every page of a list as one answer.
OperatorAnswer list_all(OperatorClient& client, const std::string& path) {
  auto all = client.send("GET", path + "?limit=200");
  while (all.status == 200 && all.body.at("next_cursor").is_string()) {
    auto page = client.send("GET", path + "?limit=200&cursor=" + std::string{all.body.at("next_cursor").as_string()});
    if (page.status != 200) return page;
    for (auto& row : page.body.at("data").as_array()) all.body.at("data").as_array().push_back(std::move(row));
    all.body.at("next_cursor") = page.body.at("next_cursor");
  }
  return all;
}

void print_rows(const json::value& body, std::initializer_list<std::string_view> columns) {
  for (const auto& row : body.as_object().at("data").as_array()) {
    std::string line;
    for (const auto column : columns) {
      const auto* value = row.as_object().if_contains(column);
      const auto cell = value == nullptr || value->is_null() ? std::string{"-"}
                        : value->is_string()                 ? std::string{value->get_string()}
                                                             : json::serialize(*value);
      line += (line.empty() ? "" : "  ") + cell;
    }
    std::cout << line << "\n";
  }
}

/// Builds the tree of commands; each sets `action`.
class CommandLine {
 public:
  CommandLine() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", ROSTER_VERSION);
    app_.footer(
        "Every command but policy check takes --data (or ROSTER_DATA), and all take --json. A command that finds a server\n"
        "running on that data folder asks it over its socket; otherwise it opens the database itself, and letters wait for\n"
        "the server.\n"
        "Only serve, demo, migrate, restore and move --to make a database where there is none.\n"
        "restore, migrate and move need the server stopped; policy check needs neither server nor data.\n"
        "Exit codes: 0 done, 1 refused or not possible now, 2 wrong usage or configuration, 3 damaged database or journal.");
    add_serve();
    add_demo();
    add_accounts();
    add_users();
    add_keys();
    add_policy();
    add_storage();
  }

  ExitCode run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::RequiredError& e) {
      if (say_what_is_no_command(argc, argv)) return ExitCode::usage;
      return app_.exit(e) == 0 ? ExitCode::done : ExitCode::usage;
    } catch (const CLI::ParseError& e) {
      return app_.exit(e) == 0 ? ExitCode::done : ExitCode::usage;
    }
    return action_();
  }

 private:
  /// The parser itself says only that a command is missing.
  bool say_what_is_no_command(int argc, char** argv) const {
    const CLI::App* at = &app_;
    std::string path = "roster";
    for (int i = 1; i < argc && !at->get_subcommands({}).empty(); ++i) {
      const std::string word = argv[i];
      if (word.starts_with('-')) return false;
      const auto named = at->get_subcommands([&](const CLI::App* command) { return command->get_name() == word; });
      if (named.empty()) {
        std::cerr << "roster: there is no command \"" << word << "\"; " << path << " --help lists them\n";
        return true;
      }
      at = named.front();
      path += " " + word;
    }
    return false;
  }

  CLI::App* command(CLI::App* parent, const std::string& name, const std::string& help, std::function<ExitCode()> action) {
    auto* sub = parent->add_subcommand(name, help);
    auto settings = std::make_shared<Settings>();
    settings->add_to(*sub);
    sub->add_flag("--json", as_json_, "print the answer as JSON");
    sub->callback([this, settings, action = std::move(action)] {
      settings_ = settings;
      action_ = action;
    });
    return sub;
  }

  /// An operator's command: one request, its answer printed.
  std::function<ExitCode()> asks(std::function<OperatorAnswer(OperatorClient&)> request,
                                 std::function<void(const json::value&)> for_people) {
    return [this, request = std::move(request), for_people = std::move(for_people)] {
      if (!settings_->resolve()) return ExitCode::usage;
      OperatorClient client(settings_->config);
      return print(request(client), as_json_, for_people);
    };
  }

  void add_serve() {
    command(&app_, "serve", "run the server", [this] {
      return serve(*settings_);
    })->footer("Everything can also be set in the configuration file; docs/operations.md lists all settings.");
  }

  void add_demo() {
    auto* demo =
        command(&app_, "demo", "fill an empty database with five living accounts, one a policy, and print who can sign in",
                [this] { return demo_again_ ? show_demo() : make_demo(); });
    demo->add_option("--members", demo_members_, "how many members the largest account has")
        ->check(CLI::Range(std::int64_t{0}, demo_members_max))
        ->capture_default_str();
    demo->add_flag("--show", demo_again_, "change nothing; print again who can sign in");
  }

  ExitCode restore_what_was() {
    if (!settings_->resolve()) return ExitCode::usage;
    auto config = settings_->config;
    if (!path_.empty()) return restore_backup(config, path_, keep_keys_, as_json_);
    if (!database::is_postgres(config.database)) throw StartRefused(ExitCode::usage, "which backup? roster restore FILE");
    config.listen.clear();
    return end_what_was_restored(config, keep_keys_, as_json_);
  }

  ExitCode move_all() {
    if (!settings_->resolve()) return ExitCode::usage;
    if (!take_back_ && to_.empty()) throw StartRefused(ExitCode::usage, "--to says where everything is to go");
    const auto open = [this](const std::string& database, bool is_made) {
      auto config = settings_->config;
      config.makes_database = is_made;
      if (!database.empty()) config.database = database;
      config.listen.clear();
      return std::pair{open_database(config, clock_), name_of_database(config)};
    };
    const auto [from, from_name] = open(from_, false);
    try {
      if (take_back_) {
        take_back(*from, never_served_, keep_keys_);
        std::cout << (as_json_ ? "{\"ok\":true}\n" : from_name + " can be served again\n");
        if (!as_json_ && !never_served_) tell_what_ended(keep_keys_);
        return ExitCode::done;
      }
      const auto [to, to_name] = open(to_, true);
      const auto moved = move_database({*from, from_name}, {*to, to_name}, [this](const MoveProgress& progress) {
        constexpr std::int64_t told_every = 50'000;
        if (as_json_ || !(progress.is_compared || (progress.rows > 0 && progress.rows % told_every == 0))) return;
        std::cerr << fmt::format("{:>12} of {} rows of {}{}\n", progress.rows, progress.of, progress.table,
                                 progress.is_compared ? ", compared" : "");
      });
      print_moved(moved, from_name, to_name);
      return ExitCode::done;
    } catch (const MoveRefused& e) {
      throw StartRefused(ExitCode::refused, e.what());
    }
  }

  void print_moved(const std::vector<MovedTable>& moved, const std::string& from, const std::string& to) const {
    if (!as_json_) {
      std::cout << fmt::format(
          "moved, compared and verified. Start the servers with --database on {}; {} is not served any more.\n", to, from);
      return;
    }
    json::object tables;
    for (const auto& [table, rows] : moved) tables[table] = rows;
    std::cout << json::serialize(json::object{{"ok", true}, {"from", from}, {"to", to}, {"rows", std::move(tables)}}) << "\n";
  }

  ExitCode make_demo() {
    if (!settings_->resolve()) return ExitCode::usage;
    settings_->config.makes_database = true;
    OperatorClient client(settings_->config);
    const auto answer = client.send("POST", "/v1/demo", json::object{{"members", demo_members_}});
    if (answer.status == 403 && !as_json_)
      throw StartRefused(ExitCode::refused,
                         "there are users already. The demo's people have a known password, so they come only into an empty "
                         "database: give another --data.");
    return print(answer, as_json_, print_demo);
  }

  ExitCode show_demo() {
    if (!settings_->resolve()) return ExitCode::usage;
    OperatorClient client(settings_->config);
    const auto answer = client.send("GET", "/v1/demo");
    if (answer.status == 404 && !as_json_) throw StartRefused(ExitCode::refused, "the demo's people are not in this database");
    return print(answer, as_json_, print_demo);
  }

  void add_accounts() {
    auto* group = app_.add_subcommand("account", "create, list and change accounts")->require_subcommand(1);
    command(group, "list", "every account: id, name, policy, plan",
            asks([](OperatorClient& client) { return list_all(client, "/v1/accounts"); },
                 [](const json::value& body) { print_rows(body, {"id", "policy", "plan", "name"}); }));
    auto* create = command(group, "create", "an account for an owner who has a user",
                           asks(
                               [this](OperatorClient& client) {
                                 json::object body{{"name", name_}, {"policy", policy_}, {"owner", user_}};
                                 if (!plan_.empty()) body["plan"] = plan_;
                                 return client.send("POST", "/v1/accounts", body);
                               },
                               [](const json::value& body) { std::cout << text_of(body, "id") << "\n"; }));
    create->add_option("name", name_, "the account's name")->required();
    create->add_option("--policy", policy_, "the policy that it lives under")->required();
    create->add_option("--owner", user_, "the owner's user id (usr_…)")->required();
    create->add_option("--plan", plan_, "default: the policy's first");
    auto* set_plan = command(group, "set-plan", "put an account on another plan of its policy",
                             asks(
                                 [this](OperatorClient& client) {
                                   return client.send("PATCH", "/v1/accounts/" + account_, json::object{{"plan", plan_}});
                                 },
                                 [](const json::value& body) { std::cout << text_of(body, "plan") << "\n"; }));
    set_plan->add_option("account", account_, "acc_…")->required();
    set_plan->add_option("plan", plan_, "the plan's id")->required();
    auto* transfer = command(
        group, "transfer", "give an account another owner (for one who cannot sign in any more)",
        asks(
            [this](OperatorClient& client) {
              return client.send("POST", "/v1/accounts/" + account_ + "/ownership-transfers", json::object{{"to", user_}});
            },
            [](const json::value& body) { std::cout << "owner: " << text_of(body.as_object().at("owner"), "email") << "\n"; }));
    transfer->add_option("account", account_, "acc_…")->required();
    transfer->add_option("to", user_, "an active member's user id (usr_…)")->required();
  }

  void add_users() {
    auto* group = app_.add_subcommand("user", "create users and send password letters")->require_subcommand(1);
    auto* create = command(group, "create", "a user known to be verified, who gets a letter to set a password",
                           asks(
                               [this](OperatorClient& client) {
                                 return client.send("POST", "/v1/users", json::object{{"email", email_}, {"name", name_}});
                               },
                               [](const json::value& body) { std::cout << text_of(body, "id") << "\n"; }));
    create->add_option("email", email_, "the address")->required();
    create->add_option("name", name_, "the person's name")->required();
    auto* reset = command(
        group, "reset-password", "send a letter with which a new password can be set",
        asks([this](
                 OperatorClient& client) { return client.send("POST", "/v1/password-resets", json::object{{"email", email_}}); },
             [](const json::value&) { std::cout << "if that address has a user, a letter is on its way\n"; }));
    reset->add_option("email", email_, "the address")->required();
  }

  void add_keys() {
    auto* group = app_.add_subcommand("key", "service keys, for a product's own backend")->require_subcommand(1);
    auto* create =
        command(group, "create", "a new key; its secret is shown once",
                asks([this](OperatorClient& client) { return client.send("POST", "/v1/keys", json::object{{"name", name_}}); },
                     [](const json::value& body) { std::cout << text_of(body, "token") << "\n"; }));
    create->add_option("--service", name_, "what uses it, such as \"shop backend\"")->required();
    command(group, "list", "every key: id, name, since when, until when",
            asks([](OperatorClient& client) { return list_all(client, "/v1/keys"); },
                 [](const json::value& body) { print_rows(body, {"id", "name", "created_at", "revoked_at"}); }));
    auto* revoke = command(group, "revoke", "end a key at once",
                           asks([this](OperatorClient& client) { return client.send("DELETE", "/v1/keys/" + key_); },
                                [](const json::value&) { std::cout << "revoked\n"; }));
    revoke->add_option("key", key_, "key_…")->required();
  }

  void add_policy() {
    auto* group = app_.add_subcommand("policy", "account policies")->require_subcommand(1);
    auto* check = group->add_subcommand("check", "read a policy file (or modules.toml) and say what is wrong with it");
    check->add_option("file", path_, "the file")->required();
    check->add_option("--modules", modules_path_,
                      "the deployment's modules.toml; default: the one beside the file, or else the demo product's");
    check->add_flag("--json", as_json_, "print the answer as JSON");
    check->callback([this] { action_ = [this] { return check_policy(path_, modules_path_, as_json_); }; });
  }

  void add_storage() {
    auto* backup =
        command(&app_, "backup", "a consistent copy of the database into a new file, beside a running server too", [this] {
          if (!settings_->resolve()) return ExitCode::usage;
          static_cast<void>(database_file_of(settings_->config));
          const auto file = std::filesystem::absolute(path_);
          if (std::filesystem::exists(file))
            throw StartRefused(ExitCode::refused, file.string() + " exists already; a backup is a new file");
          if (!std::filesystem::is_directory(file.parent_path()))
            throw StartRefused(ExitCode::refused, "there is no folder " + file.parent_path().string());
          OperatorClient client(settings_->config);
          const auto answer = client.send("POST", "/v1/backup", json::object{{"path", file.string()}});
          if (answer.status >= 500 && !as_json_)
            throw StartRefused(
                ExitCode::refused,
                file.string() + " could not be written. Is there room, and may the server write there? Its log says more.");
          return print(answer, as_json_, [](const json::value& body) { std::cout << text_of(body, "path") << "\n"; });
        });
    backup->add_option("file", path_, "must not exist yet")->required();
    auto* restore =
        command(&app_, "restore", "put a backup in the place of the database; ends all sessions, links and keys of before",
                [this] { return restore_what_was(); });
    restore->add_option("file", path_, "made by roster backup; none for a PostgreSQL database that its own tools brought back")
        ->check(CLI::ExistingFile);
    restore->add_flag("--keep-keys", keep_keys_,
                      "leave service keys alive (one that was revoked after the backup would live again)");
    auto* move = command(&app_, "move", "copy everything into another database, SQLite or PostgreSQL, and check it there",
                         [this] { return move_all(); });
    move->add_option("--from", from_, "sqlite:FILE or postgresql://…; default the database of the settings");
    auto* to = move->add_option("--to", to_, "an empty one: sqlite:FILE or postgresql://…");
    auto* back = move->add_flag("--take-back", take_back_,
                                "serve the old database again: what was done in the new one since stays there, and sessions, "
                                "links and service keys end, as after a restore");
    back->excludes(to);
    move->add_flag("--never-served", never_served_, "the new one never was: sessions, links and keys live on")->needs(back);
    move->add_flag("--keep-keys", keep_keys_, "leave service keys alive (one that was revoked in the new one would live again)")
        ->needs(back);
    move->footer(
        "Stop every server on both first. Interrupted, it is run again and begins anew. The old database stays, and no server "
        "starts on it by mistake. Keep server.key: the new servers need the same one.");
    command(&app_, "verify", "check the database's integrity, the invariants and the journal's chain", [this] {
      if (!settings_->resolve()) return ExitCode::usage;
      OperatorClient client(settings_->config);
      const auto answer = client.send("POST", "/v1/verify");
      if (answer.status != 200) return print(answer, as_json_, {});
      const bool good = answer.body.as_object().at("ok").as_bool();
      if (as_json_) {
        std::cout << json::serialize(answer.body) << "\n";
      } else {
        std::cout << (good ? "good" : "DAMAGED") << "\n";
        for (const auto& fault : answer.body.as_object().at("faults").as_array())
          std::cout << "  " << fault.as_string().c_str() << "\n";
      }
      return good ? ExitCode::done : ExitCode::damaged;
    });
    command(&app_, "migrate", "bring the database to this program's schema, and stop", [this] {
      if (!settings_->resolve()) return ExitCode::usage;
      settings_->config.listen.clear();
      settings_->config.http.address.clear();
      settings_->config.makes_database = true;
      Application application(settings_->config);
      std::cout << (as_json_ ? "{\"ok\":true}\n" : "up to date\n");
      return ExitCode::done;
    });
  }

  CLI::App app_{"Roster: customer accounts, the people in them, and what each may do.", "roster"};
  std::shared_ptr<Settings> settings_;
  std::function<ExitCode()> action_;
  bool as_json_ = false, keep_keys_ = false, demo_again_ = false, take_back_ = false, never_served_ = false;
  std::int64_t demo_members_ = demo_members;
  std::string name_, policy_, plan_, user_, account_, email_, key_, path_, modules_path_, from_, to_;
  SystemClock clock_;
};

ExitCode run(int argc, char** argv) {
  try {
    CommandLine command_line;
    return command_line.run(argc, argv);
  } catch (const StartRefused& e) {
    std::cerr << "roster: " << e.what() << "\n";
    return e.exit_code;
  } catch (const std::exception& e) {
    std::cerr << "roster: " << e.what() << "\n";
    return ExitCode::refused;
  }
}

}  // namespace

int run_command_line(int argc, char** argv) {
  if (sodium_init() < 0) return static_cast<int>(ExitCode::refused);
  // A few arenas serve all threads: one for each would keep what every one of them ever needed.
  ::mallopt(M_ARENA_MAX, 4);
  // Memory holds secrets: no core dumps, no tracing by other processes of the same user.
  ::prctl(PR_SET_DUMPABLE, 0);
  // A file that may grow no more is a write that fails, and is told; not the end of the process.
  std::signal(SIGXFSZ, SIG_IGN);
  return static_cast<int>(run(argc, argv));
}

}  // namespace roster::app
