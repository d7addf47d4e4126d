#pragma once
// Files that are part of the binary: policies, texts, migrations, letters, the console. Written by cmake/embed.cmake.

#include <span>
#include <string_view>

namespace roster::embedded {

struct EmbeddedFile {
  std::string_view path;  ///< as in the repository: "policies/stage.toml"
  const unsigned char* bytes;
  std::size_t size;
  std::string_view digest{};  ///< of the bytes
  [[nodiscard]] std::string_view text() const { return {reinterpret_cast<const char*>(bytes), size}; }
};

std::span<const EmbeddedFile> embedded_policies();
std::span<const EmbeddedFile> embedded_locales();
std::span<const EmbeddedFile> embedded_migrations();
std::span<const EmbeddedFile> embedded_letters();
/// The contract as JSON and its page (api/dist, written by script/docs).
std::span<const EmbeddedFile> embedded_contract();
/// The console as script/build makes it (console/dist): pages, and files with their .br and .gz.
std::span<const EmbeddedFile> embedded_console();
/// The stylesheet of /dev/mailbox.
std::span<const EmbeddedFile> embedded_mailbox();

}  // namespace roster::embedded
