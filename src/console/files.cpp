#include "console/files.h"

#include <array>
#include <stdexcept>

namespace roster::console {

namespace {

constexpr std::string_view folder = "console/dist/";

std::string_view type_of(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> types{{{".js", "text/javascript; charset=utf-8"},
                                                                                {".css", "text/css; charset=utf-8"},
                                                                                {".svg", "image/svg+xml"},
                                                                                {".woff2", "font/woff2"},
                                                                                {".png", "image/png"},
                                                                                {".json", "application/json"},
                                                                                {".html", "text/html; charset=utf-8"},
                                                                                {".txt", "text/plain; charset=utf-8"}}};
  for (const auto& [ending, type] : types)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

std::size_t index_of(Coding coding) { return static_cast<std::size_t>(coding); }

bool is_immutable(std::string_view path) { return path.starts_with("assets/"); }

}  // namespace

Files::Files(std::span<const embedded::EmbeddedFile> dist) {
  for (const auto& file : dist) {
    auto path = file.path.substr(folder.size());
    auto coding = Coding::identity;
    if (path.ends_with(".br")) coding = Coding::brotli;
    if (path.ends_with(".gz")) coding = Coding::gzip;
    if (coding != Coding::identity) path.remove_suffix(3);
    files_[path].at(index_of(coding)) = &file;
  }
}

std::string_view Files::text(std::string_view path) const {
  const auto at = files_.find(path);
  if (at == files_.end()) throw std::logic_error("not embedded: " + std::string{folder} + std::string{path});
  return at->second.front()->text();
}

std::optional<http::Response> Files::serve(std::string_view path, const http::Request& request) const {
  const auto at = files_.find(path);
  if (at == files_.end()) return std::nullopt;
  std::vector<Coding> offered;
  for (const auto coding : codings)
    if (coding != Coding::identity && at->second.at(index_of(coding)) != nullptr) offered.push_back(coding);
  const auto coding = choose_coding(request.headers.find("Accept-Encoding"), offered);
  const auto* file = at->second.at(index_of(coding));

  http::Response response{.status = 200, .content_type = std::string{type_of(path)}, .body = {}, .headers = {}};
  response.headers.add("Cache-Control", is_immutable(path) ? "public, max-age=31536000, immutable" : "public, max-age=300");
  if (!offered.empty()) response.headers.add("Vary", "Accept-Encoding");
  const auto tag = "\"" + std::string{file->digest} + "\"";
  response.headers.add("ETag", tag);
  if (const auto known = request.headers.find("If-None-Match"); known && names_tag(*known, tag)) {
    response.status = 304;
    return response;
  }
  if (coding != Coding::identity) response.headers.add("Content-Encoding", std::string{name_of(coding)});
  response.body = file->text();
  return response;
}

}  // namespace roster::console
