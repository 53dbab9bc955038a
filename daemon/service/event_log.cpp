#include "daemon/service/event_log.hpp"

#include <array>

namespace holdfast::service {

const char* name_of(Severity severity) {
  constexpr std::array names{"debug", "info", "notice", "warning", "error", "critical"};
  return names[static_cast<std::size_t>(severity)];
}

}  // namespace holdfast::service
