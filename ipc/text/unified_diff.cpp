#include "ipc/text/unified_diff.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "ipc/text/line_diff.hpp"

namespace holdfast::text {
namespace {

constexpr std::uint32_t context_lines = 3;

void append_range(std::string& out, char sign, std::uint32_t begin, std::uint32_t end) {
  // A range without lines is named by the line before it.
  out.append(1, sign).append(std::to_string(begin == end ? begin : begin + 1));
  if (end - begin != 1) out.append(1, ',').append(std::to_string(end - begin));
}

void append_lines(std::string& out, char sign, const Lines& lines, std::uint32_t begin, std::uint32_t end) {
  for (std::uint32_t at = begin; at < end; ++at) {
    const std::string_view line = lines[at];
    out.append(1, sign).append(line);
    if (!line.ends_with('\n')) out.append("\n\\ No newline at end of file\n");
  }
}

// One hunk with at least one change; before, between and behind them the texts are equal.
void append_hunk(std::string& out, const Lines& old_lines, const Lines& new_lines,
                 std::span<const LineChange> changes) {
  const LineChange& first = changes.front();
  const LineChange& last = changes.back();
  const std::uint32_t before = std::min(context_lines, first.old_begin);
  const std::uint32_t behind =
      std::min(context_lines, static_cast<std::uint32_t>(old_lines.size()) - last.old_end);
  append_range(out.append("@@ "), '-', first.old_begin - before, last.old_end + behind);
  append_range(out.append(" "), '+', first.new_begin - before, last.new_end + behind);
  out.append(" @@\n");
  std::uint32_t at = first.old_begin - before;
  for (const LineChange& change : changes) {
    append_lines(out, ' ', old_lines, at, change.old_begin);
    append_lines(out, '-', old_lines, change.old_begin, change.old_end);
    append_lines(out, '+', new_lines, change.new_begin, change.new_end);
    at = change.old_end;
  }
  append_lines(out, ' ', old_lines, at, at + behind);
}

// How many of the changes the first hunk takes: all whose contexts touch or overlap.
std::size_t hunk_size(std::span<const LineChange> changes) {
  std::size_t size = 1;
  while (size < changes.size() && changes[size].old_begin - changes[size - 1].old_end <= 2 * context_lines)
    ++size;
  return size;
}

bool is_binary(std::string_view text) {
  return text.find('\0') != std::string_view::npos;
}

}  // namespace

std::string unified_diff(std::string_view old_text, std::string_view new_text, const DiffNames& names) {
  if (old_text == new_text) return {};
  if (is_binary(old_text) || is_binary(new_text))
    return "Binary files " + names.old_name + " and " + names.new_name + " differ\n";
  const Lines old_lines(old_text);
  const Lines new_lines(new_text);
  const auto changes = line_changes(old_lines, new_lines);
  std::string out = "--- " + names.old_name + "\n+++ " + names.new_name + "\n";
  for (std::span<const LineChange> left = changes; !left.empty();) {
    const std::size_t size = hunk_size(left);
    append_hunk(out, old_lines, new_lines, left.first(size));
    left = left.subspan(size);
  }
  return out;
}

}  // namespace holdfast::text
