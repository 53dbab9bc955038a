#include "daemon/service/access.hpp"

namespace holdfast::service {
namespace {
// How the kernel shows users of another user namespace (/proc/sys/kernel/overflowuid): it could be anybody.
constexpr uid_t overflow_user = 65534;
}  // namespace

bool Access::allows(const varlink::Peer& peer) const {
  if (peer.uid == 0) return true;
  if (peer.uid == overflow_user) return false;
  return peer.uid == own_user_ || peer.in_group(own_group_);
}

}  // namespace holdfast::service
