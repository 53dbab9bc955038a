#include "ipc/text/lines.hpp"

#include <algorithm>

namespace holdfast::text {

Lines::Lines(std::string_view text) : text_(text) {
  const bool unfinished = !text.empty() && text.back() != '\n';
  ends_.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + (unfinished ? 1 : 0));
  for (std::size_t begin = 0; begin < text.size(); begin = ends_.back()) {
    const std::size_t end = text.find('\n', begin);
    ends_.push_back(static_cast<std::uint32_t>(end == std::string_view::npos ? text.size() : end + 1));
  }
}

}  // namespace holdfast::text
