// Builds compact JSON text piece by piece. Values are written as given, so that a value keeps its spelling on
// its way.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast::json {

/// Appends one JSON value to a string; commas are put by itself. The caller keeps begin/end and member/value
/// balanced.
class Writer {
 public:
  Writer& begin_object() { return open('{'); }
  Writer& end_object() { return close('}'); }
  Writer& begin_array() { return open('['); }
  Writer& end_array() { return close(']'); }

  /// The name of the member whose value comes next.
  Writer& name(std::string_view name);

  /// `characters` must be UTF-8.
  Writer& string(std::string_view characters);
  Writer& boolean(bool value) { return raw(value ? "true" : "false"); }
  Writer& null() { return raw("null"); }
  template <std::integral T>
  Writer& integer(T value) {
    return raw(std::to_string(value));
  }
  /// A value that is JSON text already.
  Writer& raw(std::string_view json);

  Writer& member(std::string_view name, std::string_view characters) {
    return this->name(name).string(characters);
  }
  Writer& member(std::string_view name, const char* characters) {
    return this->name(name).string(characters);
  }
  Writer& member(std::string_view name, bool value) { return this->name(name).boolean(value); }
  template <std::integral T>
  Writer& member(std::string_view name, T value) {
    return this->name(name).integer(value);
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void separate();
  Writer& open(char bracket);
  Writer& close(char bracket);

  std::string out_;
};

}  // namespace holdfast::json
