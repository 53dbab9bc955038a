#include "daemon/disk/failure.hpp"

#include <boost/system/system_error.hpp>
#include <cerrno>

namespace holdfast::disk {

bool Failure::is_transient() const {
  switch (code.value()) {
    case EAGAIN:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
    case ENOBUFS:
    case ENOSPC:
    case EDQUOT:
      return true;
    default:
      return false;
  }
}

void throw_exception_from_error(const Failure& failure, const boost::source_location&) {
  throw boost::system::system_error(failure.code, failure.doing);
}

}  // namespace holdfast::disk
