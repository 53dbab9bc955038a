#include "ipc/ctl/report.hpp"

#include <map>

#include "ipc/json/printable.hpp"

namespace holdfast::ctl {
namespace {

Exit code_for(const std::string& error) {
  static const std::map<std::string, Exit> codes{{"org.varlink.service.PermissionDenied", Exit::not_allowed},
                                                 {"io.holdfast.config.StorageFull", Exit::storage_failed},
                                                 {"io.holdfast.config.StorageFailed", Exit::storage_failed},
                                                 {"io.holdfast.config.ReadOnly", Exit::storage_failed},
                                                 {"io.holdfast.config.OutcomeUnknown", Exit::unknown}};
  const auto found = codes.find(error);
  return found == codes.end() ? Exit::refused : found->second;
}

std::string member(const varlink::ReplyMessage& error, std::string_view name) {
  const auto parameters = error.parameters();
  const auto value = parameters ? parameters->find(name) : std::nullopt;
  return value && value->is(json::Kind::string) ? value->string() : std::string();
}

std::string sentence_for_parameter(const std::string& parameter) {
  if (parameter == "document")
    return "this is not a document name: letters, digits and . _ @ + - in parts separated by '/'";
  if (parameter == "path")
    return "this path leads to no one value: it starts with '/', in a document named *.json, and each "
           "key=value in it "
           "fits one element";
  return "the daemon does not take '" + parameter + "'";
}

}  // namespace

Stop stop_for(const varlink::ReplyMessage& error) {
  const std::string& name = error.error();
  std::string line = member(error, "message");
  if (name == "org.varlink.service.PermissionDenied") {
    line = "you may not do this: run it as root, as the daemon's user, or as a member of its group";
  } else if (name == "org.varlink.service.InvalidParameter") {
    const auto parameter = member(error, "parameter");
    line = sentence_for_parameter(parameter);
  } else if (name == "org.varlink.service.MethodNotImplemented" ||
             name == "org.varlink.service.MethodNotFound") {
    line = "this daemon cannot do that yet; is it older than this command?";
  }
  if (line.empty()) line = "the daemon refused: " + name;
  return {code_for(name), json::printable(line)};
}

Stop stop_for(const client::Failure& failure, const std::string& socket, bool writing) {
  using Kind = client::Failure::Kind;
  const std::string what = json::printable(failure.message);
  if (failure.kind == Kind::cannot_connect) {
    return {Exit::unreachable, "cannot reach holdfastd: " + what +
                                   "; is it running (systemctl status holdfast), and is this its socket?"};
  }
  if (writing) {
    return {Exit::unknown,
            "the connection to " + socket + " broke before the answer (" + what +
                "): the change may or may not have been made; look with 'holdfast get' before you try again"};
  }
  return {Exit::unreachable, "no answer from holdfastd on " + socket + ": " + what};
}

}  // namespace holdfast::ctl
