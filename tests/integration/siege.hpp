// A daemon under attack: a store with two documents, and the check that must hold after each attack and while
// it lasts.
#pragma once

#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

#include "tests/integration/store.hpp"
#include "tests/support/raw_socket.hpp"

namespace holdfast::test {

class Siege : public Store {
 public:
  Siege();
  ~Siege();

  [[nodiscard]] RawSocket attacker() const { return RawSocket(socket()); }
  /// Another client is served, no file has changed, none was left.
  void check_unharmed();
  /// The message, then nothing more: the daemon says nothing and closes.
  void check_closed_after(std::string_view bytes);
  /// The error that answers a call on a connection of its own.
  std::string error_of(const std::string& method, const std::string& parameters);

 private:
  std::map<std::string, std::string> documents_;
  std::size_t descriptors_;
};

}  // namespace holdfast::test
