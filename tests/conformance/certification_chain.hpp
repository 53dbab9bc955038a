// The values of org.varlink.certification: what each step returns, and so what the next one is called with.
// Both sides of the conformance tests take them from here; that they are the right ones is proven against
// another implementation.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace holdfast::conformance {

inline constexpr std::string_view certification_interface = "org.varlink.certification";

/// A step with one reply.
struct Step {
  std::string_view method;
  std::string_view reply;   // the text of an object
  std::string_view broken;  // the like with one wrong value, to prove that a client looks
};

/// Test01 to Test09.
inline constexpr std::size_t plain_steps = 9;
[[nodiscard]] const std::array<Step, plain_steps>& certification_chain();

/// Test10 gives this many replies.
inline constexpr std::size_t stream_length = 10;
/// The text of the object that reply `number` (from 1) of Test10 carries.
[[nodiscard]] std::string stream_reply(std::size_t number);
/// What Test11 is called with, without the client_id.
[[nodiscard]] std::string stream_summary();

[[nodiscard]] std::string full_name(std::string_view method);
/// Adds the member client_id to the text of an object.
[[nodiscard]] std::string with_client_id(std::string_view client_id, std::string_view object);

}  // namespace holdfast::conformance
