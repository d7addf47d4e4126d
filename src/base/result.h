#pragma once
// Result<T> is a value or an Error. It is std::expected by another name until the compiler has that one.

#include <tl/expected.hpp>

#include "base/error.h"

namespace roster {

template <class T>
using Result = tl::expected<T, Error>;

/// `return refuse(reasons::not_found);` from any function that returns a Result.
inline tl::unexpected<Error> refuse(Error error) { return tl::unexpected<Error>(std::move(error)); }

/// Hands a failed result's error on: `if (!x) return refuse(x);`
template <class T>
tl::unexpected<Error> refuse(const tl::expected<T, Error>& failed) {
  return tl::unexpected<Error>(failed.error());
}

}  // namespace roster
