#include "ipc/varlink/wire_error.hpp"

#include "ipc/json/writer.hpp"

namespace holdfast::varlink {
namespace {

WireError service_error(std::string_view name, std::string_view field, std::string_view value) {
  return {"org.varlink.service." + std::string(name),
          json::Writer().begin_object().member(field, value).end_object().take()};
}

}  // namespace

WireError interface_not_found(std::string_view interface) {
  return service_error("InterfaceNotFound", "interface", interface);
}
WireError method_not_found(std::string_view method) {
  return service_error("MethodNotFound", "method", method);
}
WireError method_not_implemented(std::string_view method) {
  return service_error("MethodNotImplemented", "method", method);
}
WireError invalid_parameter(std::string_view parameter) {
  return service_error("InvalidParameter", "parameter", parameter);
}
WireError permission_denied() {
  return {"org.varlink.service.PermissionDenied"};
}
WireError expected_more() {
  return {"org.varlink.service.ExpectedMore"};
}

}  // namespace holdfast::varlink
