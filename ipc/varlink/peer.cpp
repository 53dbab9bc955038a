#include "ipc/varlink/peer.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace holdfast::varlink {
namespace {

boost::system::error_code last_error() {
  return {errno, boost::system::system_category()};
}

}  // namespace

bool Peer::in_group(gid_t group) const {
  return gid == group || std::find(groups.begin(), groups.end(), group) != groups.end();
}

boost::system::result<Peer> peer_of(int socket) {
  ucred credentials{};
  socklen_t length = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return last_error();
  Peer peer{credentials.uid, credentials.gid, credentials.pid, {}};
  // The kernel says how much room it needs, and NGROUPS_MAX bounds that at 256 KiB.
  length = 0;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, nullptr, &length) != 0 && errno != ERANGE)
    return last_error();
  peer.groups.resize(length / sizeof(gid_t));
  if (length > 0 && getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, peer.groups.data(), &length) != 0) {
    return last_error();
  }
  return peer;
}

}  // namespace holdfast::varlink
