// An error as it travels: a full name and the members its declaration asks for. Those of org.varlink.service
// are here; an interface of its own makes its own.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::varlink {

struct WireError {
  std::string name;               // e.g. "org.varlink.service.InvalidParameter"
  std::string parameters = "{}";  // the text of an object
};

[[nodiscard]] WireError interface_not_found(std::string_view interface);
[[nodiscard]] WireError method_not_found(std::string_view method);
[[nodiscard]] WireError method_not_implemented(std::string_view method);
/// `parameter` is the path of the field, e.g. "operations[2].document".
[[nodiscard]] WireError invalid_parameter(std::string_view parameter);
[[nodiscard]] WireError permission_denied();
/// The method streams, and was called without `more`.
[[nodiscard]] WireError expected_more();

}  // namespace holdfast::varlink
