#include "console/next_rules.h"

#include <gtest/gtest.h>

namespace roster::console {
namespace {

TEST(ReadNext, TakesPathsOnThisServer) {
  EXPECT_EQ(read_next("/"), "/");
  EXPECT_EQ(read_next("/a/acc_1/users?q=Zo%C3%AB&role=user"), "/a/acc_1/users?q=Zo%C3%AB&role=user");
  EXPECT_EQ(read_next("/me?q=a b<c>"), "/me?q=a%20b%3Cc%3E");
  EXPECT_EQ(read_next("/me?q=https://elsewhere.example"), "/me?q=https://elsewhere.example");
}

TEST(ReadNext, TakesNothingThatLeadsElsewhere) {
  for (const auto* wrong : {"", "a", "https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example",
                            "\\\\elsewhere.example", "/\t/elsewhere.example", "javascript:alert(1)", "@elsewhere.example",
                            ".elsewhere.example", " /me", "/me\r\nSet-Cookie: a=b", "/a\\..\\b"})
    EXPECT_EQ(read_next(wrong), std::nullopt) << wrong;
  EXPECT_EQ(read_next("/" + std::string(2000, 'a')), std::nullopt);
}

TEST(WriteLocal, IsReadBackAsWhatItWas) {
  const auto written = write_local("/a/acc_1/users", {{"q", "Zoë & co"}, {"tab", "pending"}, {"all", ""}});
  EXPECT_EQ(written, "/a/acc_1/users?q=Zo%C3%AB%20%26%20co&tab=pending&all");
  EXPECT_EQ(read_next(written), written);
}

}  // namespace
}  // namespace roster::console
