// A text seen as lines. Four bytes a line beside the text: a text of 8 MiB may have as many lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace holdfast::text {

/// The lines of a text that the caller keeps. A line ends with its '\n', which is part of it; the last one
/// may lack it. Nothing else ends a line: a '\r' is a byte of it.
class Lines {
 public:
  /// Throws std::bad_alloc where the places cannot be held. Precondition: the text is shorter than 4 GiB.
  explicit Lines(std::string_view text);

  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::size_t bytes() const { return text_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t line) const {
    const std::size_t begin = line == 0 ? 0 : ends_[line - 1];
    return {text_.data() + begin, ends_[line] - begin};
  }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace holdfast::text
