// Writes a value down the way somebody somewhere would: in one of the layouts that people and tools use, or
// in a mixture.
#pragma once

#include <string>

#include "tests/unit/plain_value.hpp"
#include "tests/unit/random_value.hpp"

namespace holdfast::document {

/// How the children of one container stand.
enum class Arrangement { flat, broken, filled, comma_first, egyptian, wild };

struct Formatting {
  std::string newline = "\n";
  std::string indentation = "  ";
  std::string before_colon;
  std::string behind_colon = " ";
  std::string gap = " ";       // behind a comma on one line
  std::string object_padding;  // inside the braces of an object on one line
  std::string array_padding;
  std::string inside_empty;
  Arrangement arrangement = Arrangement::broken;
  bool small_ones_flat = false;     // containers without containers stand on one line
  bool braces_on_own_line = false;  // Allman
  bool aligned = false;             // values of one object in a column
  unsigned blank_lines = 0;         // per cent of the children with one before them
  unsigned trailing_blanks = 0;     // per cent of the lines
  unsigned mixture = 0;             // per cent of the containers that stand otherwise
  unsigned escaped = 0;             // per cent of the names that are written with escapes
};

[[nodiscard]] Formatting random_formatting(RandomValue& random);
/// The whole text, with what stands before and behind the value.
[[nodiscard]] std::string random_text(const PlainValue& value, const Formatting& formatting,
                                      RandomValue& random);
[[nodiscard]] inline std::string random_text(const PlainValue& value, RandomValue& random) {
  return random_text(value, random_formatting(random), random);
}

}  // namespace holdfast::document
