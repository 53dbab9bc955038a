#include "daemon/commit/refusal.hpp"

#include <cerrno>

namespace holdfast::commit {

std::string advice_for(int error) {
  switch (error) {
    case ENOSPC:
      return "free some space, then try again";
    case EDQUOT:
      return "the quota is used up: raise it or free some space, then try again";
    case EROFS:
      return "the file system is mounted read-only: see the kernel's log for why, and remount it";
    case EACCES:
    case EPERM:
      return "see to it that the daemon's user may write there, and that no file is immutable";
    case EIO:
      return "the disk reports errors: see the kernel's log";
    case ESTALE:
      return "put the directory back and restart holdfastd";
    case EMFILE:
    case ENFILE:
      return "too many files are open: raise the limit (LimitNOFILE=)";
    case ENOMEM:
      return "the machine is out of memory";
    default:
      return {};
  }
}

Refusal refusal_of(const disk::Failure& failure) {
  const int error = failure.code.value();
  const bool full = error == ENOSPC || error == EDQUOT;
  const auto advice = advice_for(error);
  Refusal refusal;
  refusal.kind = full ? Refusal::Kind::storage_full : Refusal::Kind::storage_failed;
  refusal.message = "nothing was changed: " + failure.text() + (advice.empty() ? "" : "; " + advice);
  refusal.cause = failure;
  return refusal;
}

}  // namespace holdfast::commit
