// PostgreSQL over TLS: a server that is to be sure whom it talks to (sslmode=verify-full) talks to nobody else.

#include <gtest/gtest.h>

#include "support/postgres_server.h"
#include "support/world.h"

namespace roster::testing {
namespace {

TEST(PostgresTls, IsTrustedOnlyWithTheRightCertificate) {
  if (!PostgresServer::is_installed()) GTEST_SKIP() << "PostgreSQL is not installed (script/setup)";
  const Folder folder;
  for (const std::string name : {"right", "other"})
    make_certificate(folder.file(name + ".crt"), folder.file(name + ".key"), "IP:127.0.0.1");
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
