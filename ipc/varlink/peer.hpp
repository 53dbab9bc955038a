// Who is at the other end of a Unix socket, as the kernel recorded it when the peer connected. Read once, at
// accept; never from anything the peer says. Rights are decided by uid and groups only; the pid is for the
// log (it may be reused).
#pragma once

#include <sys/types.h>

#include <boost/system/result.hpp>
#include <vector>

namespace holdfast::varlink {

struct Peer {
  uid_t uid = 0;
  gid_t gid = 0;
  pid_t pid = 0;
  std::vector<gid_t> groups;  // supplementary

  [[nodiscard]] bool in_group(gid_t group) const;
};

/// Reads SO_PEERCRED and SO_PEERGROUPS (unix(7)) of a connected socket. Any failure means: refuse the peer.
[[nodiscard]] boost::system::result<Peer> peer_of(int socket);

}  // namespace holdfast::varlink
