// Reads the interface definition language into an Interface: a recursive-descent parser over one text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ipc/varlink/interface.hpp"

namespace holdfast::varlink {

class InterfaceReader {
 public:
  explicit InterfaceReader(std::string_view text) : text_(text) {}

  /// Fills `out`; returns an empty string, or a sentence that names the line.
  [[nodiscard]] std::string read(Interface& out);

 private:
  struct Stop {  // ends the descent; never leaves read()
    std::string message;
  };

  [[noreturn]] void stop(const std::string& what) const;
  void skip_blank();
  [[nodiscard]] bool next_is(char c);
  bool accept(char c);
  void expect(char c);
  void expect_arrow();
  std::string word();
  std::string type_name();
  std::string field_name();
  Type structure();
  Type structure_or_enumeration();
  Type type();
  void declaration(Interface& out);
  void resolve(const Interface& out);

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::vector<std::pair<std::string, std::size_t>> named_;  // types referred to, and where
};

}  // namespace holdfast::varlink
