// The methods a server offers, and org.varlink.service, which tells of them. Checks every call against its
// interface description before a handler sees it. Knows no sockets. Threads: set up before serving, then the
// io thread only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ipc/varlink/call.hpp"
#include "ipc/varlink/interface.hpp"

namespace holdfast::varlink {

/// How a call relates to earlier ones on its connection that are not answered yet.
enum class Order {
  after_replies,  // starts when they have been answered
  queued,         // starts at once behind other queued ones: their own queue keeps them in order
};

struct ServiceInfo {
  std::string vendor;
  std::string product;
  std::string version;
  std::string url;
};

class Service {
 public:
  /// Gets the call with its parameters checked; must finish it, now or later.
  using Handler = std::function<void(const std::shared_ptr<Call>&)>;

  explicit Service(ServiceInfo info);

  /// Throws std::invalid_argument if the description does not parse, or is there already. Start-up only.
  void add_interface(std::string description);
  /// Throws std::invalid_argument if no interface declares the method, or it has a handler. Start-up only.
  void add_method(const std::string& full_name, Order order, Handler handler);

  [[nodiscard]] Order order_of(const Call& call) const;
  /// Checks the call and hands it to its handler, or answers it with an error of org.varlink.service.
  void dispatch(const std::shared_ptr<Call>& call) const;

  [[nodiscard]] const Interface* interface(std::string_view name) const;
  /// Full names of all methods with a handler, sorted.
  [[nodiscard]] std::vector<std::string> method_names() const;

 private:
  struct Entry {
    const Interface* interface;
    const Method* method;
    Order order;
    Handler handler;
  };
  void get_info(Call& call) const;
  void get_interface_description(Call& call) const;
  void refuse_unknown(Call& call) const;

  ServiceInfo info_;
  std::map<std::string, Interface, std::less<>> interfaces_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace holdfast::varlink
