#pragma once
// The policies as shipped, for tests.

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "policy/policy_reader.h"

namespace roster::access {

inline policy::SourceFile read_source(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {path.filename().string(), text.str()};
}

inline const policy::Catalogue& shipped_policies() {
  static const policy::Catalogue catalogue = [] {
    const std::filesystem::path folder = std::filesystem::path{ROSTER_SOURCE_DIR} / "policies";
    std::vector<policy::SourceFile> files;
    for (const auto* name : {"stage", "platform", "creator", "portal", "master"})
      files.push_back(read_source(folder / (std::string{name} + ".toml")));
    auto read = policy::read_catalogue(read_source(folder / "modules.toml"), files);
    if (!read) throw std::runtime_error(read.error().front().text());
    return std::move(*read);
  }();
  return catalogue;
}

}  // namespace roster::access
