// The functions of docs/integration.md, each in a program of its language: the very text that stands there. And the C++ client as
// somebody has it who installed it.

#include <gtest/gtest.h>

#include <functional>

#include "support/documented.h"
#include "support/programs.h"
#include "support/world.h"

namespace roster::testing {
namespace {

namespace fs = std::filesystem;

struct DocumentedProgram : ::testing::Test {
  Folder folder;
  World world;
  Person owner = world.person("Owner");
  std::string account = world.account(owner, "platform");
  Person paula = world.member(account, owner, "Paula", {{"role", "chosen"}, {"permissions", json::array{"payments:read"}}});

  void write(const std::string& name, const std::string& text) const { write_file(folder.path() / name, text); }
  [[nodiscard]] std::map<std::string, std::string> environment() {
    return {{"ROSTER_URL", world.server.url()},
            {"ROSTER_KEY", world.service().token},
            {"HOME", folder.path().string()},
            {"GO111MODULE", "off"}};
  }
  /// Runs it to its end; what it printed.
  std::string run(const std::vector<std::string>& command) {
    const auto log = folder.path() / "log";
    fs::remove(log);
    Program program(command, log, environment());
    const auto code = program.wait();
    const auto printed = read_whole_file(log);
    EXPECT_EQ(code, 0) << printed;
    return printed;
  }
  /// `ask`: of a user, an account and a permission: whether the program says yes.
  void expect_right_answers(const std::function<bool(const std::string&, const std::string&, const std::string&)>& ask) {
    EXPECT_TRUE(ask(paula.id, account, "payments:read"));
    EXPECT_TRUE(ask(owner.id, account, "payments:write"));
    EXPECT_FALSE(ask(paula.id, account, "payments:write"));
    EXPECT_FALSE(ask(paula.id, account, "no:such"));
    EXPECT_FALSE(ask(paula.id, "acc_&permission=x", "payments:read"));
    world.server.kill();
    EXPECT_FALSE(ask(paula.id, account, "payments:read"));
  }
};

TEST_F(DocumentedProgram, Python) {
  write("may.py", documented("Python", "python") + "\nimport sys\nprint(may(*sys.argv[1:]))\n");
  expect_right_answers([&](const std::string& user, const std::string& in, const std::string& permission) {
    return run({"/usr/bin/python3", folder.file("may.py"), user, in, permission}) == "True\n";
  });
}

TEST_F(DocumentedProgram, Go) {
  write("main.go",
        "package main\n\nimport (\n\t\"encoding/json\"\n\t\"fmt\"\n\t\"net/http\"\n\t\"net/url\"\n\t\"os\"\n\t\"time\"\n)\n\n" +
            documented("Go", "go") + "\nfunc main() { fmt.Println(May(os.Args[1], os.Args[2], os.Args[3])) }\n");
  run({"/usr/bin/go", "build", "-o", folder.file("may"), folder.file("main.go")});
  expect_right_answers([&](const std::string& user, const std::string& in, const std::string& permission) {
    return run({folder.file("may"), user, in, permission}) == "true\n";
  });
}

TEST_F(DocumentedProgram, Express) {
  const auto source = fs::path{ROSTER_SOURCE_DIR} / "tests/integration/express";
  ASSERT_TRUE(fs::exists(source / "node_modules/express")) << "npm ci in tests/integration/express; script/test does it";
  fs::create_directory_symlink(source / "node_modules", folder.path() / "node_modules");
  fs::copy_file(source / "shop.mjs", folder.path() / "shop.mjs");
  write("needs.mjs", documented("Express", "js"));
  SparePort port;
  Program shop({"/usr/bin/env", "node", folder.file("shop.mjs"), port.text()}, folder.path() / "shop.log", environment());
  ASSERT_TRUE(wait_until([&] { return accepts_connections(port.number()); })) << read_whole_file(folder.file("shop.log"));
  const auto visit = [&](const Person& person, const std::string& in) {
    return ask("GET", "http://127.0.0.1:" + port.text() + "/accounts/" + in + "/payments", {{"X-User", person.id}}).status;
  };
  EXPECT_EQ(visit(paula, account), 200);
  EXPECT_EQ(visit(world.person("Stranger"), account), 403);
  EXPECT_EQ(visit(paula, "acc_01k3gq4bqxe7f9v2d8m6n5p0rt"), 403);
  ASSERT_EQ(owner.client.post(paula.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(visit(paula, account), 403);
  world.server.kill();
  EXPECT_EQ(visit(paula, account), 503);
}

TEST_F(DocumentedProgram, CppWithTheInstalledClient) {
  const auto source = fs::path{ROSTER_SOURCE_DIR} / "clients/cpp";
  const auto at = [&](const std::string& name) { return folder.file(name); };
  run({"/usr/bin/cmake", "-S", source.string(), "-B", at("library"), "-DCMAKE_INSTALL_PREFIX=" + at("installed")});
  run({"/usr/bin/cmake", "--build", at("library")});
  run({"/usr/bin/cmake", "--install", at("library")});
  fs::create_directory(folder.path() / "shop");
  write("shop/CMakeLists.txt",
        "cmake_minimum_required(VERSION 3.25)\nproject(shop LANGUAGES CXX)\nset(CMAKE_CXX_STANDARD 20)\n"
        "find_package(roster_client REQUIRED)\nadd_executable(shop main.cpp)\ntarget_link_libraries(shop PRIVATE "
        "roster::client)\n");
  write("shop/main.cpp",
        "#include <roster/checker.h>\n#include <cstdlib>\n#include <iostream>\n#include <string>\n\n" + documented("C++", "cpp") +
            "\nint main(int, char** argv) { std::cout << (may(argv[1], argv[2], argv[3]) ? \"yes\" : \"no\"); }\n");
  run({"/usr/bin/cmake", "-S", at("shop"), "-B", at("shop/build"), "-DCMAKE_PREFIX_PATH=" + at("installed")});
  run({"/usr/bin/cmake", "--build", at("shop/build")});
  expect_right_answers([&](const std::string& user, const std::string& in, const std::string& permission) {
    return run({at("shop/build/shop"), user, in, permission}) == "yes";
  });
}

}  // namespace
}  // namespace roster::testing
