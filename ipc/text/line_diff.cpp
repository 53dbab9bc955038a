#include "ipc/text/line_diff.hpp"

#include <algorithm>

#include "ipc/text/edit_path.hpp"
#include "ipc/text/line_table.hpp"

namespace holdfast::text {
namespace {

// Where the texts differ: what is left without their common start and end.
struct Middle {
  std::uint32_t begin;  // the same in both
  std::uint32_t old_end;
  std::uint32_t new_end;
};

// The middle of one text. A line that the other text has nowhere is changed whatever is found, so the search
// gets only the others.
struct Side {
  std::vector<std::uint32_t> shared;  // numbers of the lines that both have; equal where the lines are
  std::vector<bool> alone;            // by line
  std::vector<bool> changed;          // by shared line

  void mark(std::size_t from) {
    std::fill(changed.begin() + static_cast<std::ptrdiff_t>(from), changed.end(), true);
  }
};

// Goes along the lines of a side.
class Cursor {
 public:
  Cursor(const Side& side, std::uint32_t begin) : side_(side), begin_(begin) {}

  [[nodiscard]] std::uint32_t line() const { return begin_ + static_cast<std::uint32_t>(at_); }
  [[nodiscard]] bool at_end() const { return at_ == side_.alone.size(); }
  void pass_common() {
    ++at_;
    ++shared_;
  }
  void pass_changed() {
    for (; !at_end(); ++at_) {
      if (side_.alone[at_]) continue;
      if (!side_.changed[shared_]) return;
      ++shared_;
    }
  }

 private:
  const Side& side_;
  std::uint32_t begin_;
  std::size_t at_ = 0;
  std::size_t shared_ = 0;
};

Middle middle_of(const Lines& old_lines, const Lines& new_lines) {
  std::size_t old_end = old_lines.size();
  std::size_t new_end = new_lines.size();
  std::size_t begin = 0;
  while (begin < std::min(old_end, new_end) && old_lines[begin] == new_lines[begin])
    ++begin;
  while (std::min(old_end, new_end) > begin && old_lines[old_end - 1] == new_lines[new_end - 1]) {
    --old_end;
    --new_end;
  }
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(old_end),
          static_cast<std::uint32_t>(new_end)};
}

void number_lines(const Lines& old_lines, const Lines& new_lines, const Middle& middle, Side& old_side,
                  Side& new_side) {
  const auto old_count = static_cast<std::uint32_t>(old_lines.size());
  LineTable table(old_lines, new_lines, middle.old_end + middle.new_end - 2 * middle.begin);
  old_side.shared.reserve(middle.old_end - middle.begin);
  for (std::uint32_t line = middle.begin; line < middle.old_end; ++line)
    old_side.shared.push_back(table.first_like(line));
  old_side.alone.assign(old_side.shared.size(), true);
  new_side.alone.assign(middle.new_end - middle.begin, true);
  for (std::uint32_t line = middle.begin; line < middle.new_end; ++line) {
    const std::uint32_t number = table.first_like(old_count + line);
    if (number >= old_count) continue;
    new_side.shared.push_back(number);
    new_side.alone[line - middle.begin] = false;
    old_side.alone[number - middle.begin] = false;
  }
  // So far `alone` is right for the first of equal lines.
  std::size_t kept = 0;
  for (std::size_t at = 0; at < old_side.alone.size(); ++at) {
    const std::uint32_t number = old_side.shared[at];
    old_side.alone[at] = old_side.alone[number - middle.begin];
    if (!old_side.alone[at]) old_side.shared[kept++] = number;
  }
  old_side.shared.resize(kept);
}

void mark_changed(Side& old_side, Side& new_side) {
  const EditPath::Numbers old_numbers = old_side.shared;
  const EditPath::Numbers new_numbers = new_side.shared;
  old_side.changed.assign(old_numbers.size(), false);
  new_side.changed.assign(new_numbers.size(), false);
  std::size_t x = 0;
  std::size_t y = 0;
  const auto pass_equal = [&] {
    for (; x < old_numbers.size() && y < new_numbers.size() && old_numbers[x] == new_numbers[y]; ++x)
      ++y;
  };
  EditPath path(edit_distance_max, steps_max);
  while (x < old_numbers.size() && y < new_numbers.size()) {
    if (!path.search(old_numbers.subspan(x), new_numbers.subspan(y))) break;
    for (const auto move : path.moves()) {
      pass_equal();
      if (move == EditPath::Move::insertion) {
        new_side.changed[y++] = true;
      } else {
        old_side.changed[x++] = true;
      }
    }
    pass_equal();
  }
  old_side.mark(x);
  new_side.mark(y);
}

}  // namespace

std::vector<LineChange> line_changes(const Lines& old_lines, const Lines& new_lines) {
  const Middle middle = middle_of(old_lines, new_lines);
  Side old_side;
  Side new_side;
  number_lines(old_lines, new_lines, middle, old_side, new_side);
  mark_changed(old_side, new_side);
  std::vector<LineChange> changes;
  Cursor old_at(old_side, middle.begin);
  Cursor new_at(new_side, middle.begin);
  while (!old_at.at_end() || !new_at.at_end()) {
    const std::uint32_t old_begin = old_at.line();
    const std::uint32_t new_begin = new_at.line();
    old_at.pass_changed();
    new_at.pass_changed();
    if (old_at.line() != old_begin || new_at.line() != new_begin) {
      changes.push_back({old_begin, old_at.line(), new_begin, new_at.line()});
    } else {
      old_at.pass_common();
      new_at.pass_common();
    }
  }
  return changes;
}

}  // namespace holdfast::text
