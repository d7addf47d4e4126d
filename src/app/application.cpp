#include "app/application.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <malloc.h>
#include <sys/stat.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "access/memory.h"
#include "accounts/account_routes.h"
#include "app/metrics.h"
#include "app/move.h"
#include "app/operator_routes.h"
#include "app/schedule.h"
#include "app/server_routes.h"
#include "base/embedded.h"
#include "base/log.h"
#include "checks/check_routes.h"
#include "console/console_routes.h"
#include "crypto/password.h"
#include "database/migrations.h"
#include "database/postgres/postgres_database.h"
#include "database/sqlite/sqlite_database.h"
#include "invitations/consequences.h"
#include "invitations/invitation_actions.h"
#include "invitations/invitation_routes.h"
#include "invitations/invitation_store.h"
#include "keys/key_routes.h"
#include "mail/dispatcher.h"
#include "mail/letter_composer.h"
#include "mail/mail_settings.h"
#include "members/activity.h"
#include "members/member_routes.h"
#include "members/member_store.h"
#include "onboarding/onboarding_routes.h"
#include "ownership/transfer_routes.h"
#include "policy/policy_reader.h"
#include "roles/role_routes.h"
#include "seats/seat_routes.h"
#include "sub_accounts/sub_account_routes.h"
#include "users/user_routes.h"

namespace roster::app {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds stop_grace{10};
constexpr const char* no_database_remedy =
    ". Say where the server's is: --data FOLDER, or --database, or --config FILE. roster serve makes a new one.";

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) throw StartRefused(ExitCode::usage, "cannot read " + path);
  return text.str();
}

std::string_view find_embedded(std::span<const embedded::EmbeddedFile> files, std::string_view name) {
  for (const auto& file : files)
    if (file.path.ends_with(name)) return file.text();
  throw std::logic_error("not embedded: " + std::string{name});
}

policy::Catalogue read_policies(const Config& config) {
  policy::SourceFile modules;
  std::vector<policy::SourceFile> policies;
  for (const auto& file : embedded::embedded_policies()) {
    policy::SourceFile source{std::string{file.path}, std::string{file.text()}};
    if (file.path.ends_with("/modules.toml"))
      modules = std::move(source);
    else
      policies.push_back(std::move(source));
  }
  if (!config.policies_folder.empty()) {
    policies.clear();
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(config.policies_folder, ec)) {
      if (entry.path().extension() != ".toml") continue;
      policy::SourceFile source{entry.path().string(), read_file(entry.path().string())};
      if (entry.path().filename() == "modules.toml")
        modules = std::move(source);
      else
        policies.push_back(std::move(source));
    }
    if (ec) throw StartRefused(ExitCode::usage, "cannot read the policies folder " + config.policies_folder);
  }
  if (!config.modules_file.empty()) modules = {config.modules_file, read_file(config.modules_file)};
  auto catalogue = policy::read_catalogue(modules, policies);
  if (catalogue) return std::move(*catalogue);
  std::string all;
  for (const auto& fault : catalogue.error()) all += (all.empty() ? "" : "\n") + fault.text();
  throw StartRefused(ExitCode::usage, all);
}

/// Before anything is made of a folder that was not meant.
void refuse_where_none_is(const Config& config) {
  if (config.makes_database || database::is_postgres(config.database)) return;
  const auto file = fs::absolute(database_file_of(config)).lexically_normal();
  std::error_code ec;
  if (fs::exists(file, ec)) return;
  if (ec)
    throw StartRefused(ExitCode::refused,
                       "cannot look for " + file.string() + ": " + ec.message() + ". Run it as the server's user.");
  throw StartRefused(ExitCode::usage, "there is no database " + file.string() + no_database_remedy);
}

std::string prepare_data_folder(const Config& config) {
  refuse_where_none_is(config);
  const auto& data = config.data;
  std::error_code ec;
  fs::create_directories(data, ec);
  if (ec) throw StartRefused(ExitCode::usage, "cannot make the data folder " + data + ": " + ec.message());
  ::chmod(data.c_str(), 0700);
  return data;
}

/// The folder that /dev/mailbox shows: only where nobody but who sits at this machine can reach it.
std::string mailbox_of(const Config& config) {
  const auto settings = mail::read_transport(config.mail);
  const auto* dir = settings ? std::get_if<mail::DirSettings>(&*settings) : nullptr;
  return dir != nullptr && is_private(config) ? dir->folder : std::string{};
}

void add(std::vector<http::Route>& routes, std::vector<http::Route> more) {
  for (auto& route : more) routes.push_back(std::move(route));
}

void log_exchange(const http::Exchange& exchange) {
  if (!log::is_written(log::Level::info)) return;
  const auto ms = fmt::format("{:.3f}", static_cast<double>(exchange.duration.count()) / 1000.0);
  log::write(log::Level::info, "request",
             {{"request_id", exchange.request.request_id},
              {"method", http::name_of(exchange.request.method)},
              {"route", exchange.route},
              {"status", std::to_string(exchange.status)},
              {"ms", ms},
              {"ip", exchange.request.peer_ip}});
}

/// Links of letters come of the key: of two servers with different ones, what one promised the other would send with a dead link.
void agree_on_key(database::Database& database, const crypto::ServerKey& key, const Config& config) {
  const auto digest = crypto::digest_of(key.derive_token("fingerprint", "", 0).reveal());
  const auto find = [](database::Transaction& tx) { return tx.find("SELECT digest FROM server_key"); };
  const auto refuse = [&] {
    throw StartRefused(ExitCode::usage, config.data + "/server.key is not that of the servers that work on " +
                                            name_of_database(config) + ". Copy theirs.");
  };
  const auto known = database.read(find);
  if (known && known->text(0) == digest) return;
  if (known) {
    if (database.is_served()) refuse();
    // A command that looks at a database from elsewhere is not what its servers go by.
    if (config.listen.empty()) return;
    log::warn("server_key_changed",
              {{"what", "links of letters that were not sent yet are dead; invitations can be sent again"}});
  }
  // Another server may start at the same time: the first one's counts.
  const auto is_saved = database.write([&](database::Transaction& tx) -> Result<bool> {
    if (known)
      tx.execute("UPDATE server_key SET digest = ? WHERE digest = ?", digest, known->text(0));
    else
      tx.execute("INSERT INTO server_key (only_row, digest) VALUES (1, ?) ON CONFLICT (only_row) DO NOTHING", digest);
    return find(tx)->text(0) == digest;
  });
  if (!*is_saved) refuse();
}

/// Not one that was moved away from, and not half of one.
void expect_unmoved(database::Database& database, const Config& config) {
  if (const auto why = why_moved(database)) throw StartRefused(ExitCode::refused, name_of_database(config) + ": " + *why);
}

std::unique_ptr<database::Database> open_to_serve(const Config& config, const Clock& clock, const crypto::ServerKey& key) {
  auto database = open_database(config, clock);
  expect_unmoved(*database, config);
  agree_on_key(*database, key, config);
  return database;
}

}  // namespace

namespace {

/// With those that a test adds, which are read while they are applied.
void migrate(database::Database& database, const Config& config) {
  const auto own = embedded::embedded_migrations();
  if (config.further_migrations.empty()) {
    database::migrate(database, own);
    return;
  }
  std::vector<fs::path> paths{fs::directory_iterator{config.further_migrations}, {}};
  std::sort(paths.begin(), paths.end());
  std::deque<std::string> names, texts;
  std::vector<embedded::EmbeddedFile> all{own.begin(), own.end()};
  for (const auto& path : paths) {
    const auto& name = names.emplace_back(path.string());
    const auto& text = texts.emplace_back(read_file(name));
    all.push_back({.path = name, .bytes = reinterpret_cast<const unsigned char*>(text.data()), .size = text.size()});
  }
  log::warn("testing_further_migrations", {{"what", "the schema is one of no version"}});
  database::migrate(database, all);
}

}  // namespace

std::unique_ptr<database::Database> open_database(const Config& config, const Clock& clock) {
  const bool postgres = database::is_postgres(config.database);
  try {
    refuse_where_none_is(config);
    // A command that works beside the servers remembers nothing.
    auto database = postgres ? database::open_postgres({.conninfo = config.database, .joins = !config.listen.empty()}, clock)
                             : database::open_sqlite({.path = database_file_of(config)}, clock);
    if (!config.makes_database && !database->has_table("accounts"))
      throw StartRefused(ExitCode::usage, name_of_database(config) + " is no database of Roster" + no_database_remedy);
    migrate(*database, config);
    return database;
  } catch (const database::Damaged& e) {
    throw StartRefused(ExitCode::damaged, e.what());
  } catch (const database::OpenRefused& e) {
    throw StartRefused(ExitCode::refused, e.what());
  } catch (const database::MigrationRefused& e) {
    throw StartRefused(ExitCode::refused, e.what());
  } catch (const database::Unavailable& e) {
    throw StartRefused(ExitCode::refused, e.what());
  } catch (const database::DatabaseError& e) {
    if (postgres)
      throw StartRefused(ExitCode::refused, database::describe_postgres(config.database) +
                                                " cannot be brought to this version: " + e.what() +
                                                ". roster migrate needs a role that may create tables.");
    throw StartRefused(ExitCode::damaged,
                       database_file_of(config) + " is damaged: " + e.what() + ". Restore a backup: roster restore FILE");
  }
}

std::string name_of_database(const Config& config) {
  return database::is_postgres(config.database) ? database::describe_postgres(config.database) : database_file_of(config);
}

std::string database_file_of(const Config& config) {
  constexpr std::string_view scheme = "sqlite:";
  if (config.database.empty()) return config.data + "/roster.db";
  if (!config.database.starts_with(scheme) || config.database.size() == scheme.size())
    throw StartRefused(ExitCode::usage, database::is_postgres(config.database)
                                            ? "PostgreSQL is backed up and restored by its own tools: docs/operations.md"
                                            : "--database is sqlite:FILE or postgresql://USER@HOST/DATABASE");
  return config.database.substr(scheme.size());
}

std::string socket_path_of(const std::string& data) { return data + "/roster.sock"; }

/// In the order of construction; destroyed the other way round.
struct Application::Parts {
  explicit Parts(Config given)
      : config(std::move(given)),
        clock(make_clock(config)),
        server_key(load_key(config)),
        catalogue(read_policies(config)),
        memory(catalogue),
        database(open_to_serve(config, *clock, server_key)),
        hasher(config.cheap_passwords ? crypto::PasswordCost::cheap() : crypto::PasswordCost{}, config.hashes_at_once),
        problem_texts(find_embedded(embedded::embedded_locales(), "/problems.toml")),
        effect_texts(find_embedded(embedded::embedded_locales(), "/effects.toml")),
        seat_texts(find_embedded(embedded::embedded_locales(), "/seats.toml")),
        page_texts(find_embedded(embedded::embedded_locales(), "/pages.toml")),
        check_texts(find_embedded(embedded::embedded_locales(), "/checks.toml")),
        disposable_text(config.disposable_domains_file.empty()
                            ? ""
                            : invitations::DisposableDomains::sort_lines(read_file(config.disposable_domains_file))),
        disposable(config.disposable_domains_file.empty() ? find_embedded(embedded::embedded_locales(), "/disposable_domains.txt")
                                                          : disposable_text),
        context{.database = *database,
                .memory = memory,
                .catalogue = catalogue,
                .server_key = server_key,
                .effect_texts = effect_texts,
                .rates = config.rates,
                .public_url = config.public_url,
                .consequences = {invitations::reconsider_invitations}},
        door(context, problem_texts, {.public_url = config.public_url, .lifetimes = config.sessions}),
        console(door, {.open_policies = config.registration_policies, .mailbox = mailbox_of(config)}, page_texts,
                embedded::embedded_console()) {
    database->watch(memory);
    // A move that was finished since looked whether anybody serves it, and this one was none yet.
    expect_unmoved(*database, config);
    context.note_activity = [this](const AccountId& account, const UserId& user, Instant at) {
      activity.note(account, user, at);
    };
  }

  static std::unique_ptr<Clock> make_clock(const Config& config) {
    if (config.clock_file.empty()) return std::make_unique<SystemClock>();
    return std::make_unique<AdjustableClock>(config.clock_file);
  }
  static crypto::ServerKey load_key(const Config& config) {
    const auto data = prepare_data_folder(config);
    try {
      return crypto::ServerKey::load_or_create(data + "/server.key");
    } catch (const std::runtime_error& e) {
      throw StartRefused(ExitCode::usage, e.what());
    }
  }

  Config config;
  std::unique_ptr<Clock> clock;
  crypto::ServerKey server_key;
  policy::Catalogue catalogue;
  access::Memory memory;  // outlives the database, which tells it of every commit
  std::unique_ptr<database::Database> database;
  crypto::PasswordHasher hasher;
  http::ProblemTexts problem_texts;
  Sentences effect_texts, seat_texts, page_texts, check_texts;
  std::string disposable_text;  // the operator's list; empty where the binary's is used
  invitations::DisposableDomains disposable;
  members::ActivityLog activity;
  change::Context context;
  users::Door door;
  console::Console console;
  Metrics metrics;
  std::string mail_goes_to;  // for the log
  std::unique_ptr<mail::LetterComposer> composer;
  std::unique_ptr<mail::Transport> transport;
  std::unique_ptr<mail::Dispatcher> dispatcher;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<Schedule> schedule;
  bool stopped = false;

  void open_mail();
  void open_server();
  std::vector<http::Route> routes();
  std::optional<LetterBacklog> measure_letters();
};

void Application::Parts::open_mail() {
  const auto settings = mail::read_transport(config.mail);
  if (!settings) throw StartRefused(ExitCode::usage, "--mail: " + settings.error());
  const auto sender = mail::read_sender(config.mail_from, config.public_url);
  if (!sender) throw StartRefused(ExitCode::usage, "mail.from: " + sender.error());
  auto with_ca = *settings;
  if (auto* smtp = std::get_if<mail::SmtpSettings>(&with_ca)) {
    smtp->ca_file = config.mail_ca_file;
    smtp->client_name = mail::host_of_url(config.public_url);
  }
  composer =
      std::make_unique<mail::LetterComposer>(catalogue, server_key, mail::ComposerSettings{config.public_url, sender->name},
                                             mail::Templates::from(embedded::embedded_letters()));
  transport = mail::make_transport(with_ca);
  mail_goes_to = mail::describe(with_ca);
  dispatcher = std::make_unique<mail::Dispatcher>(*database, *composer, *transport, *sender, config.public_url);
}

/// Nothing while the database does not take writes, or does not answer: monitoring is to hear of just that.
std::optional<LetterBacklog> Application::Parts::measure_letters() {
  if (!database->is_healthy()) return std::nullopt;
  try {
    return database->read([](database::Transaction& tx) { return LetterBacklog{outbox::measure_backlog(tx), tx.now()}; });
  } catch (const database::Unavailable& e) {
    log::warn("database_unavailable", {{"what", e.what()}});
  } catch (const database::DatabaseError& e) {
    log::error("database_unreadable", {{"what", e.what()}});
  }
  return std::nullopt;
}

std::vector<http::Route> Application::Parts::routes() {
  const users::UserChanged copy_to_members = [](database::Transaction& tx, const UserId& user) {
    members::refresh_user_keys(tx, user);
  };
  std::vector<http::Route> all =
      server_routes(door, {.is_ready = [this] { return database->is_healthy(); },
                           .metrics = [this] { return metrics.write(server->counters(), measure_letters()); }});
  add(all, operator_routes(door, hasher));
  add(all, users::routes(door, hasher, copy_to_members));
  add(all, keys::routes(door));
  add(all, accounts::routes(door, config.registration_policies));
  add(all, members::routes(door, activity, invitations::bulk_actions()));
  add(all, invitations::routes(door, disposable, {.links_in_person = config.links_in_person}));
  add(all, ownership::routes(door));
  add(all, checks::routes(door, check_texts));
  add(all, onboarding::routes(door, hasher, config.registration_policies));
  add(all, roles::routes(door));
  add(all, sub_accounts::routes(door));
  add(all, seats::routes(door, seat_texts));
  add(all, console::routes(console));
  return all;
}

void Application::Parts::open_server() {
  auto http_config = config.http;
  http_config.socket_path = socket_path_of(config.data);
  if (config.listen.empty()) {
    // http/ always listens somewhere: a free port of this machine's own, never the one that a server is to have.
    http_config.address = "127.0.0.1";
    http_config.port = 0;
  }
  const auto refuse_request = [this](const Error& error, const http::Request& request) {
    const auto page = console.refusal(error, request);
    return page ? *page : door.problem(error, request, request.language);
  };
  const auto observe = [this](const http::Exchange& exchange) {
    metrics.observe(exchange);
    log_exchange(exchange);
    // Whatever changed may have promised a letter. A look that finds none is one query of an index.
    if (exchange.request.method != http::Method::get && exchange.status < 300 && !exchange.at_once) dispatcher->notify();
  };
  try {
    server = std::make_unique<http::Server>(http_config, routes(), refuse_request, observe);
  } catch (const std::system_error& e) {
    throw StartRefused(ExitCode::refused, "cannot listen on " + config.listen + ": " + e.what());
  } catch (const std::invalid_argument& e) {
    throw StartRefused(ExitCode::usage, e.what());
  }
}

Application::Application(Config config) : parts_(std::make_unique<Parts>(std::move(config))) {
  parts_->open_mail();
  parts_->open_server();
}

Application::~Application() { stop(); }

const Config& Application::config() const { return parts_->config; }
std::uint16_t Application::port() const { return parts_->server->port(); }

void Application::start() {
  auto& parts = *parts_;
  if (parts.config.cheap_passwords)
    log::warn("testing_cheap_passwords", {{"what", "passwords are hashed so cheaply that they can be guessed"}});
  if (!parts.config.clock_file.empty()) log::warn("testing_clock", {{"what", "the clock can be moved by a file"}});
  if (parts.config.send_letters) parts.dispatcher->start();
  parts.schedule = std::make_unique<Schedule>(
      *parts.database, [&parts] { parts.activity.flush(*parts.database); }, parts.config.sessions.idle);
  parts.server->start();
  // Reading texts and policies left much that is free again.
  ::malloc_trim(0);
  log::info(
      "started",
      {{"version", ROSTER_VERSION},
       {"listen", parts.config.listen.empty() ? "" : parts.config.http.address + ":" + std::to_string(parts.server->port())},
       {"public_url", parts.config.public_url},
       {"data", parts.config.data},
       {"database", name_of_database(parts.config)},
       {"mail", parts.mail_goes_to}});
}

void Application::stop() {
  if (!parts_ || parts_->stopped) return;
  auto& parts = *parts_;
  parts.stopped = true;
  if (parts.server) parts.server->stop(stop_grace);
  if (parts.schedule) parts.schedule->stop();
  if (parts.dispatcher) parts.dispatcher->stop(std::chrono::seconds{5});
  try {
    parts.activity.flush_all(*parts.database);
  } catch (const database::Unavailable& e) {
    log::warn("activity_not_written", {{"what", e.what()}});
  }
}

}  // namespace roster::app
