// What went wrong at the file system: the kernel's code and what was being done. Goes to the log as it is;
// what a client is told of it is decided in one place (daemon/commit/refusal).
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <string>

namespace holdfast::disk {

struct Failure {
  boost::system::error_code code;  // of the system category
  std::string doing;               // e.g. "fsync of .servers.json.0123456789abcdef.tmp"

  /// "fsync of ...: Input/output error"
  [[nodiscard]] std::string text() const { return doing + ": " + code.message(); }
  /// Likely to be gone in a moment: descriptors, memory, or space that somebody is about to free.
  [[nodiscard]] bool is_transient() const;
};

[[nodiscard]] inline Failure make_failure(int error, std::string doing) {
  return {{error, boost::system::system_category()}, std::move(doing)};
}

/// Lets result::value() throw; for start-up code only.
[[noreturn]] void throw_exception_from_error(const Failure& failure, const boost::source_location& where);

template <class T>
using Result = boost::system::result<T, Failure>;

}  // namespace holdfast::disk
