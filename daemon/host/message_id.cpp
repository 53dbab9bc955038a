#include "daemon/host/message_id.hpp"

namespace holdfast::host {

const char* message_id_of(service::EventKind kind) {
  using service::EventKind;
  switch (kind) {
    case EventKind::started:
      return "b65fb99882af40a7afcb1f27890d74d3";
    case EventKind::stopped:
      return "544095d9526a48bf9df6831016f4782d";
    case EventKind::committed:
      return "38888bd418b04301b47f7286b43553f0";
    case EventKind::refused:
      return "6157dc56697c4e56a1d1fb689a914ed9";
    case EventKind::degraded:
      return "81d96443b2474e3b8c3740a8e83437bf";
    case EventKind::healthy:
      return "d19c0006d42e43e9bd6d79a8932c5ca9";
    case EventKind::recovered:
      return "b7f1c08170f44f0cad6cf0cfdd7fae2f";
    case EventKind::hand_edit:
      return "6e1fe7307a49419883fefb4552cf695d";
    case EventKind::invalid_document:
      return "e4bfc898cf80409d99e77dc23448f865";
    case EventKind::retried:
      return "450d9865660e4800be55e58977f0201a";
    case EventKind::left_behind:
      return "5a20e90bb6624a17a015e37574d58396";
    case EventKind::not_kept:
      return "a01462b767ad49288fc8d70b522e5f22";
    case EventKind::slow_sync:
      return "67b1bb4b19cc4555b27a312c1be0597a";
    case EventKind::connection:
      return "2ebd2ccdb3844f0580c2d875ed3dba35";
    case EventKind::setup:
      return "b980218f6a6b48f3b9fb6578297f63e4";
    case EventKind::reloaded:
      return "12e101927a0f41e1ac9b50233f6e4f11";
    case EventKind::reload_refused:
      return "775dcfd656d245f989a64fd3f7e82fa9";
  }
  return "";
}

}  // namespace holdfast::host
