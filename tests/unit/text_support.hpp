// What the tests of texts share: how many random cases and from which seed, texts that differ a little, and a
// second way of splitting a text.
#pragma once

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/test_size.hpp"

namespace holdfast::test {

/// `full` times HOLDFAST_SCALE percent, at least 1.
inline std::size_t scaled(std::size_t full) {
  return scaled(full, 1);
}

/// HOLDFAST_SEED, else a new one. Prints how to run this test case again.
inline std::uint64_t new_seed() {
  const std::uint64_t seed = given_seed();
  std::cerr << "replay with: HOLDFAST_SEED=" << seed
            << " unit_text --run_test=" << boost::unit_test::framework::current_test_case().full_name()
            << std::endl;
  return seed;
}

inline std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  bool begins = true;
  for (const char byte : text) {
    if (begins) lines.emplace_back();
    lines.back().push_back(byte);
    begins = byte == '\n';
  }
  return lines;
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines)
    text += line;
  return text;
}

struct TextPair {
  std::string old_text;
  std::string new_text;
};

/// Pairs of small texts with few different lines, so that most of them have several shortest answers. Some
/// lines look like parts of a diff.
class RandomTexts {
 public:
  explicit RandomTexts(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

  TextPair pair(std::size_t lines_max) {
    different_ = 1 + below(lines.size());
    const auto old_lines = some_lines(lines_max);
    const auto new_lines = below(3) == 0 ? some_lines(lines_max) : edited(old_lines);
    return {finished(old_lines), finished(new_lines)};
  }

 private:
  static constexpr std::array<std::string_view, 11> lines{"{\n",
                                                          "}\n",
                                                          "\n",
                                                          "a\n",
                                                          "a\r\n",
                                                          "\r\n",
                                                          "-- a/1\n",
                                                          "++ b/1\n",
                                                          "@@ -1 +1 @@\n",
                                                          " \n",
                                                          "\\ No newline at end of file\n"};

  std::string some_line() { return std::string(lines[below(different_)]); }
  std::vector<std::string> some_lines(std::size_t most) {
    std::vector<std::string> made(below(most + 1));
    for (auto& line : made)
      line = some_line();
    return made;
  }
  // Every line is kept, with one chance in four left out, replaced or followed by another.
  std::vector<std::string> edited(const std::vector<std::string>& from) {
    std::vector<std::string> to;
    for (const auto& line : from) {
      const std::size_t choice = below(12);
      if (choice > 0) to.push_back(choice == 1 ? some_line() : line);
      if (choice == 2) to.push_back(some_line());
    }
    return to;
  }
  std::string finished(const std::vector<std::string>& from) {
    std::string text = joined(from);
    if (!text.empty() && below(4) == 0) text.pop_back();
    return text;
  }

  std::mt19937_64 random_;
  std::size_t different_ = 1;
};

}  // namespace holdfast::test
