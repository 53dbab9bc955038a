#include "daemon/document/splice.hpp"

#include <algorithm>

namespace holdfast::document {

std::vector<Splice> splices_between(std::string_view before, std::string_view after) {
  if (before == after) return {};
  const auto shorter = std::min(before.size(), after.size());
  const auto begin = static_cast<std::size_t>(
      std::mismatch(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(shorter), after.begin())
          .first -
      before.begin());
  std::size_t end = 0;
  while (end < shorter - begin && before[before.size() - 1 - end] == after[after.size() - 1 - end])
    ++end;
  return {{begin, std::string(before.substr(begin, before.size() - end - begin)),
           std::string(after.substr(begin, after.size() - end - begin))}};
}

std::string redo(std::string_view text, const std::vector<Splice>& splices) {
  std::string out;
  std::size_t at = 0;
  for (const auto& splice : splices) {
    out.append(text.substr(at, splice.offset - at)).append(splice.inserted);
    at = splice.offset + splice.removed.size();
  }
  return out.append(text.substr(at));
}

std::string undo(std::string_view text, const std::vector<Splice>& splices) {
  std::string out;
  std::size_t at = 0;   // in the new text
  std::size_t old = 0;  // the same place in the old one
  for (const auto& splice : splices) {
    const std::size_t kept = splice.offset - old;
    out.append(text.substr(at, kept)).append(splice.removed);
    at += kept + splice.inserted.size();
    old = splice.offset + splice.removed.size();
  }
  return out.append(text.substr(at));
}

bool fits(std::string_view text, const std::vector<Splice>& splices) {
  std::size_t at = 0;
  for (const auto& splice : splices) {
    if (splice.offset < at || splice.offset > text.size()) return false;
    if (text.substr(splice.offset, splice.removed.size()) != splice.removed) return false;
    at = splice.offset + splice.removed.size();
  }
  return true;
}

}  // namespace holdfast::document
