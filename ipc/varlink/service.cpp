#include "ipc/varlink/service.hpp"

#include <stdexcept>

#include "ipc/json/writer.hpp"
#include "ipc/varlink/org_varlink_service.hpp"

namespace holdfast::varlink {
namespace {

// "org.varlink.service.GetInfo" -> interface and method; the method is empty where there is no dot.
std::pair<std::string_view, std::string_view> split(std::string_view full_name) {
  const auto dot = full_name.rfind('.');
  if (dot == std::string_view::npos) return {full_name, {}};
  return {full_name.substr(0, dot), full_name.substr(dot + 1)};
}

// Absent parameters are checked as an empty object.
std::optional<std::string> mismatch(const Interface& interface, const Method& method, const Call& call) {
  if (const auto parameters = call.message().parameters()) return interface.mismatch(method.in, *parameters);
  static constexpr json::Node empty_object{0, 2, 1, json::Node::no_key};
  return interface.mismatch(method.in, json::Value("{}", &empty_object, 0));
}

}  // namespace

Service::Service(ServiceInfo info) : info_(std::move(info)) {
  add_interface(std::string(org_varlink_service_description));
  add_method("org.varlink.service.GetInfo", Order::after_replies,
             [this](const std::shared_ptr<Call>& call) { get_info(*call); });
  add_method("org.varlink.service.GetInterfaceDescription", Order::after_replies,
             [this](const std::shared_ptr<Call>& call) { get_interface_description(*call); });
}

void Service::add_interface(std::string description) {
  auto interface = Interface::parse(std::move(description));
  if (!interface) throw std::invalid_argument("interface description: " + interface.error());
  const std::string name = interface->name();
  if (!interfaces_.emplace(name, std::move(*interface)).second)
    throw std::invalid_argument(name + ": added twice");
}

void Service::add_method(const std::string& full_name, Order order, Handler handler) {
  const auto [interface_name, method_name] = split(full_name);
  const auto found = interfaces_.find(interface_name);
  if (found == interfaces_.end()) throw std::invalid_argument(full_name + ": no such interface");
  const auto method = found->second.methods().find(method_name);
  if (method == found->second.methods().end()) throw std::invalid_argument(full_name + ": not declared");
  Entry entry{&found->second, &method->second, order, std::move(handler)};
  if (!entries_.emplace(full_name, std::move(entry)).second)
    throw std::invalid_argument(full_name + ": added twice");
}

Order Service::order_of(const Call& call) const {
  const auto found = entries_.find(call.message().method());
  return found == entries_.end() ? Order::after_replies : found->second.order;
}

void Service::dispatch(const std::shared_ptr<Call>& call) const {
  const auto found = entries_.find(call->message().method());
  if (found == entries_.end()) return refuse_unknown(*call);
  if (call->message().flags().upgrade) return call->fail(method_not_implemented(call->message().method()));
  const Entry& entry = found->second;
  if (const auto path = mismatch(*entry.interface, *entry.method, *call)) {
    return call->fail(invalid_parameter(path->empty() ? "parameters" : *path));
  }
  entry.handler(call);
}

const Interface* Service::interface(std::string_view name) const {
  const auto found = interfaces_.find(name);
  return found == interfaces_.end() ? nullptr : &found->second;
}

std::vector<std::string> Service::method_names() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : entries_)
    names.push_back(name);
  return names;
}

void Service::get_info(Call& call) const {
  json::Writer writer;
  writer.begin_object()
      .member("vendor", info_.vendor)
      .member("product", info_.product)
      .member("version", info_.version)
      .member("url", info_.url)
      .name("interfaces")
      .begin_array();
  for (const auto& [name, interface] : interfaces_)
    writer.string(name);
  call.reply(writer.end_array().end_object().take());
}

void Service::get_interface_description(Call& call) const {
  const auto name = call.parameter("interface")->string();
  const Interface* found = interface(name);
  if (found == nullptr) return call.fail(interface_not_found(name));
  call.reply(json::Writer().begin_object().member("description", found->description()).end_object().take());
}

void Service::refuse_unknown(Call& call) const {
  const auto& method = call.message().method();
  const auto [interface_name, method_name] = split(method);
  const Interface* known = interface(interface_name);
  if (known != nullptr && known->methods().contains(method_name))
    return call.fail(method_not_implemented(method));
  if (known != nullptr || method_name.empty()) return call.fail(method_not_found(method));
  call.fail(interface_not_found(interface_name));
}

}  // namespace holdfast::varlink
