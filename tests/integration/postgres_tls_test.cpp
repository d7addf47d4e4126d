// PostgreSQL over TLS: a server that is to be sure whom it talks to (sslmode=verify-full) talks to nobody else.

#include <gtest/gtest.h>

#include <cstdlib>

#include "support/postgres_server.h"
#include "support/world.h"

namespace roster::testing {
namespace {

/// A certificate of `address`, signed by itself.
void make_certificate(const Folder& folder, const std::string& name, const std::string& address) {
  const auto command =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=database -addext "
      "subjectAltName=IP:" +
      address + " -keyout " + folder.file(name + ".key") + " -out " + folder.file(name + ".crt") + " 2>/dev/null";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl made no certificate");
}

TEST(PostgresTls, IsTrustedOnlyWithTheRightCertificate) {
  if (!PostgresServer::is_installed()) GTEST_SKIP() << "PostgreSQL is not installed (script/setup)";
  const Folder folder;
  make_certificate(folder, "right", "127.0.0.1");
  make_certificate(folder, "other", "127.0.0.1");
  PostgresServer postgres;
  static_cast<void>(postgres.run("CREATE DATABASE roster"));
  postgres.encrypt(folder.file("right.crt"), folder.file("right.key"));
  const auto conninfo = [&](const std::string& trusted) {
    return postgres.conninfo("roster") + " sslmode=verify-full sslrootcert=" + folder.file(trusted + ".crt");
  };

  World world({.database = conninfo("right")});
  EXPECT_EQ(postgres.run("SELECT COUNT(*) > 0 AND bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE "
                         "datname = 'roster' AND application_name = 'roster'"),
            "t");
  const auto owner = world.person("Owner");
  EXPECT_FALSE(world.account(owner, "portal").empty());

  const auto refused =
      run_program({roster_binary(), "verify", "--data", folder.file("stranger"), "--database", conninfo("other")});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.errors.find("certificate verify failed"), std::string::npos) << refused.errors;
}

}  // namespace
}  // namespace roster::testing
