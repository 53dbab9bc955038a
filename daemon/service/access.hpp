// Who may use the store. Decided by what the kernel said of the peer, and by nothing else.
#pragma once

#include <sys/types.h>

#include "ipc/varlink/peer.hpp"

namespace holdfast::service {

class Access {
 public:
  /// The default rights: root, the daemon's own user, and members of its group may do everything, all others
  /// nothing.
  Access(uid_t own_user, gid_t own_group) : own_user_(own_user), own_group_(own_group) {}

  [[nodiscard]] bool allows(const varlink::Peer& peer) const;

 private:
  uid_t own_user_;
  gid_t own_group_;
};

}  // namespace holdfast::service
