// What the service tests share: the interface as it is served, and calls and errors held against it.
#pragma once

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>

#include "ipc/io_holdfast_config.hpp"
#include "ipc/varlink/call.hpp"
#include "ipc/varlink/interface.hpp"
#include "ipc/varlink/wire_error.hpp"

namespace holdfast::test {

inline json::ParsedText json_of(const std::string& text) {
  auto parsed = json::parse_owned(text);
  BOOST_TEST_REQUIRE(parsed.has_value(), "not JSON: " << text);
  return std::move(*parsed);
}

inline const varlink::Interface& config_interface() {
  static const auto interface = varlink::Interface::parse(std::string(io_holdfast_config_description));
  BOOST_TEST_REQUIRE(interface.has_value(), interface.error());
  return *interface;
}

/// The error is declared, and its parameters are exactly what is declared.
inline void check_fits_interface(const varlink::WireError& error) {
  const std::string prefix = "io.holdfast.config.";
  BOOST_TEST_REQUIRE(error.name.starts_with(prefix), error.name);
  const auto declared = config_interface().errors().find(error.name.substr(prefix.size()));
  BOOST_TEST_REQUIRE((declared != config_interface().errors().end()), error.name << " is not declared");
  const auto mismatch = config_interface().mismatch(declared->second, json_of(error.parameters).root());
  BOOST_TEST(!mismatch.has_value(), error.name << " " << error.parameters << ": " << mismatch.value_or(""));
}

/// A call whose parameters fit the interface, as the handler gets it.
inline std::shared_ptr<varlink::Call> make_call(const std::string& method, const std::string& parameters) {
  const auto& declared = config_interface().methods().at(method);
  const auto mismatch = config_interface().mismatch(declared.in, json_of(parameters).root());
  BOOST_TEST_REQUIRE(!mismatch.has_value(), parameters << ": " << mismatch.value_or(""));
  auto message = varlink::CallMessage::parse(
      R"({"method":"io.holdfast.config.)" + method + R"(","parameters":)" + parameters + "}", {});
  BOOST_TEST_REQUIRE(message.has_value());
  return std::make_shared<varlink::Call>(std::move(*message), std::make_shared<varlink::Peer>());
}

inline std::shared_ptr<varlink::Call> make_commit_call(const std::string& parameters) {
  return make_call("Commit", parameters);
}

}  // namespace holdfast::test
