#pragma once
// Opens what the server listens on.

#include <cstdint>
#include <string>

#include "http/file_descriptor.h"

namespace roster::http {

/// `shared`: with SO_REUSEPORT, so that each core has its own queue. Throws std::system_error.
FileDescriptor listen_tcp(const std::string& address, std::uint16_t port, bool shared);
std::uint16_t port_of(const FileDescriptor& listening);

/// Mode 0600 from the first moment on. Takes the place of a socket that nobody listens on. Throws std::system_error.
FileDescriptor listen_unix(const std::string& path);

}  // namespace roster::http
