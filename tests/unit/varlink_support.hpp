// What the varlink tests share: parsed values, a file of the source tree, and one call through a Service.
#pragma once

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

#include "ipc/varlink/service.hpp"

namespace holdfast::varlink {

inline json::ParsedText json_text(std::string text) {
  auto parsed = json::parse_owned(text);
  BOOST_TEST_REQUIRE(parsed.has_value(), "not JSON: " << text);
  return std::move(*parsed);
}

/// The bytes of a file below ipc/ in the source tree.
inline std::string source_file(const std::string& name) {
  std::ifstream file(std::string(HOLDFAST_SOURCE_DIR) + "/ipc/" + name, std::ios::binary);
  BOOST_TEST_REQUIRE(file.is_open(), "cannot open " << name);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline Interface interface_of(const std::string& description) {
  auto interface = Interface::parse(description);
  BOOST_TEST_REQUIRE(interface.has_value(), interface.error());
  return std::move(*interface);
}

inline std::shared_ptr<Call> make_test_call(const std::string& text) {
  auto message = CallMessage::parse(text, {});
  BOOST_TEST_REQUIRE(message.has_value(), "not a call: " << text);
  return std::make_shared<Call>(std::move(*message), std::make_shared<Peer>());
}

/// Dispatches one call and returns what would be sent, with its NUL shown as '|'.
inline std::string answer(const Service& service, const std::string& text) {
  const auto call = make_test_call(text);
  service.dispatch(call);
  auto output = call->take_output();
  for (char& byte : output) {
    if (byte == '\0') byte = '|';
  }
  return output;
}

}  // namespace holdfast::varlink
