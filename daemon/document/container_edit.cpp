#include "daemon/document/container_edit.hpp"

#include <algorithm>
#include <array>
#include <boost/assert.hpp>

#include "daemon/document/style.hpp"

namespace holdfast::document {
namespace {

using json::Value;

// Between a child and the comma behind it. Precondition: it has a sibling there.
std::string_view trail_of(const Value& child) {
  return gap_between(child, child.at(child.node().next)).trail;
}

std::string_view lead_behind(const Value& previous, const Value& child) {
  return gap_between(previous, child).lead;
}

// An entry of one child that is no part of a run.
Entry alone(Entry entry) {
  entry.count = 1;
  entry.ordinal = no_ordinal;
  entry.last = entry.slot.value.index();
  return entry;
}

// From the first line end on: what stands before that belongs to the line above.
std::string_view lines_of(std::string_view space) {
  const auto first = space.find_first_of("\r\n");
  return first == std::string_view::npos ? std::string_view() : space.substr(first);
}

// What stands before a child once the one before it is gone: as if the lines of that had been deleted, but a
// line end, or a blank line, that set it off goes on setting off what follows.
std::string_view lead_after_removal(std::string_view gone, std::string_view next, bool first) {
  const auto count = [](std::string_view space) {
    space = space.substr(0, blanks_max);
    return std::count(space.begin(), space.end(), '\n');
  };
  const auto lines = count(gone);
  if (first || lines > count(next)) return gone;
  return lines > 0 && lines_of(gone) == lines_of(next) ? gone : next;
}

// What stood behind the last child on its line goes with it.
std::string_view closing_after_removal(std::string_view closing) {
  return has_newline(closing) ? lines_of(closing) : closing;
}

}  // namespace

// Cuts the run that holds the child into what is before it, the child, and what is behind it.
std::size_t ContainerEdit::isolate(std::uint32_t position) {
  auto [at, within] = find_entry(container_, position);
  auto& entries = container_.entries;
  const Entry run = entries[at];
  if (!run.is_run()) return at;
  const auto child = [&](std::uint32_t i) { return finder_.child(container_.origin, run.ordinal + i); };
  const Value it = within == 0 ? run.slot.value : child(within);
  const bool is_last = within + 1 == run.count;
  const Entry single{
      {it}, it.index(), 1, no_ordinal, run.lead, head_of(it), is_last ? run.trail : trail_of(it)};
  std::size_t parts = 0;
  std::array<Entry, 2> more{single, single};  // behind the one that takes the run's place
  if (within > 0) {
    const Value before = child(within - 1);
    const auto gap = gap_between(before, it);
    entries[at].last = before.index();
    entries[at].count = within;
    entries[at].trail = gap.trail;
    more[parts].lead = gap.lead;
    ++parts;
  } else {
    entries[at] = single;
  }
  if (!is_last) {
    const Value behind = it.at(it.node().next);
    more[parts++] = {
        {behind}, run.last, run.count - within - 1, run.ordinal + within + 1, lead_behind(it, behind),
        {},       run.trail};
  }
  entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(at) + 1, more.begin(),
                 more.begin() + static_cast<std::ptrdiff_t>(parts));
  return within > 0 ? at + 1 : at;
}

// What an entry that stands alone adds to the container, its comma not counted.
void ContainerEdit::account(const Entry& entry, const Extent& extent, int sign) {
  container_.extent.bytes +=
      sign *
      (extent.bytes + static_cast<std::int64_t>(entry.lead.size() + entry.head.size() + entry.trail.size()));
  container_.extent.nodes += sign * extent.nodes;
}

Entry& ContainerEdit::at(std::uint32_t position) {
  BOOST_ASSERT(position < container_.count);
  return container_.entries[isolate(position)];
}

void ContainerEdit::replace(std::uint32_t position, const Slot& slot, const Extent& before) {
  auto& entry = at(position);
  account(entry, before, -1);
  put(entry, slot);
  account(entry, extent_of(slot), +1);
}

void ContainerEdit::put(Entry& entry, const Slot& slot) const {
  const bool changes = is_filled(entry.slot) != is_filled(slot);
  entry.slot = slot;
  entry.last = slot.value.index();
  if (changes && head_for_ && !entry.head.empty()) entry.head = head_for_(entry);
}

void ContainerEdit::set_lead(Entry& entry, std::string_view lead) {
  container_.extent.bytes +=
      static_cast<std::int64_t>(lead.size()) - static_cast<std::int64_t>(entry.lead.size());
  entry.lead = lead;
}

void ContainerEdit::set_closing(std::string_view closing) {
  container_.extent.bytes +=
      static_cast<std::int64_t>(closing.size()) - static_cast<std::int64_t>(container_.closing.size());
  container_.closing = closing;
}

void ContainerEdit::set_trail(Entry& entry, std::string_view trail) {
  container_.extent.bytes +=
      static_cast<std::int64_t>(trail.size()) - static_cast<std::int64_t>(entry.trail.size());
  entry.trail = trail;
}

void ContainerEdit::remove(std::uint32_t position) {
  auto& entries = container_.entries;
  const bool only = container_.count == 1;
  const bool first = position == 0;
  const bool last = position + 1 == container_.count;
  const Entry gone = at(position);
  if (!last) {
    auto& next = at(position + 1);
    set_lead(next, lead_after_removal(gone.lead, next.lead, first));
  } else if (!only) {
    set_trail(at(position - 1), {});
  }
  const auto index = isolate(position);
  account(gone, extent_of(gone.slot), -1);
  entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(index));
  --container_.count;
  if (!only) --container_.extent.bytes;  // the comma
  if (last) set_closing(only ? std::string_view() : closing_after_removal(container_.closing));
}

void ContainerEdit::insert(const Insertion& insertion) {
  auto& entries = container_.entries;
  std::size_t index = entries.size();
  if (insertion.position < container_.count) {
    index = isolate(insertion.position);
    set_lead(entries[index], insertion.next_lead);
  } else {
    // Of a run it is what stands behind its last child.
    set_trail(entries.back(), insertion.previous_trail);
  }
  const auto place = entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(index),
                                    insertion.entries.begin(), insertion.entries.end());
  const auto end = place + static_cast<std::ptrdiff_t>(insertion.entries.size());
  for (auto entry = place; entry != end; ++entry) {
    *entry = alone(*entry);
    account(*entry, extent_of(entry->slot), +1);
  }
  // What stands behind the last child is the container's.
  if (end == entries.end()) set_trail(entries.back(), {});
  container_.count += static_cast<std::uint32_t>(insertion.entries.size());
  container_.extent.bytes += static_cast<std::int64_t>(insertion.entries.size());  // the commas
}

namespace {

// Collects the entries that stay, in order; hands on the place in the layout of those that go.
class Remaining {
 public:
  void keep(Entry entry) {
    if (gone_) entry.lead = lead_after_removal(gone_lead_, entry.lead, entries_.empty());
    gone_ = false;
    entries_.push_back(entry);
  }
  void drop(const Entry& entry) {
    gone_lead_ = gone_ ? lead_after_removal(gone_lead_, entry.lead, entries_.empty()) : entry.lead;
    gone_ = true;
  }
  /// Behind the last entry. `closing` is what stands before the bracket.
  void finish(std::string_view& closing) {
    if (gone_) closing = entries_.empty() ? std::string_view() : closing_after_removal(closing);
    if (gone_ && !entries_.empty()) entries_.back().trail = {};
  }
  std::vector<Entry> take() { return std::move(entries_); }

 private:
  std::vector<Entry> entries_;
  std::string_view gone_lead_;
  bool gone_ = false;
};

// Walks along a run and cuts it up.
class RunCutter {
 public:
  RunCutter(const Entry& run, Remaining& remaining)
      : run_(run), remaining_(remaining), at_(run.slot.value), lead_(run.lead) {}

  // Keeps what is left before the child at `within`, and returns that.
  Entry cut(std::uint32_t within) {
    if (within > done_) {
      Value last = at_;
      for (auto i = done_ + 1; i < within; ++i)
        last = last.at(last.node().next);
      remaining_.keep({{at_}, last.index(), within - done_, run_.ordinal + done_, lead_, {}, trail_of(last)});
      step_behind(last);
      done_ = within;
    }
    const Entry child{{at_},
                      at_.index(),
                      1,
                      no_ordinal,
                      lead_,
                      head_of(at_),
                      done_ + 1 == run_.count ? run_.trail : trail_of(at_)};
    if (++done_ < run_.count) step_behind(at_);
    return child;
  }
  void keep_rest() {
    if (done_ == run_.count) return;
    remaining_.keep({{at_}, run_.last, run_.count - done_, run_.ordinal + done_, lead_, {}, run_.trail});
  }

 private:
  void step_behind(const Value& last) {
    const Value next = last.at(last.node().next);
    lead_ = lead_behind(last, next);
    at_ = next;
  }

  const Entry& run_;
  Remaining& remaining_;
  Value at_;
  std::string_view lead_;
  std::uint32_t done_ = 0;
};

}  // namespace

void ContainerEdit::apply(const std::vector<ChildEdit>& edits) {
  Remaining remaining;
  auto edit = edits.begin();
  const auto settle = [&](Entry child) {
    if (edit->becomes) {
      put(child, *edit->becomes);
      remaining.keep(alone(child));
    } else {
      remaining.drop(child);
      --container_.count;
    }
    ++edit;
  };
  std::uint32_t position = 0;
  for (const auto& entry : container_.entries) {
    if (entry.is_run()) {
      RunCutter cutter(entry, remaining);
      while (edit != edits.end() && edit->position < position + entry.count)
        settle(cutter.cut(edit->position - position));
      cutter.keep_rest();
    } else if (edit != edits.end() && edit->position == position) {
      settle(entry);
    } else {
      remaining.keep(entry);
    }
    position += entry.count;
  }
  remaining.finish(container_.closing);
  container_.entries = remaining.take();
  recount();
}

void ContainerEdit::recount() {
  Extent extent{static_cast<std::int64_t>(2 + container_.closing.size()), 1};
  for (const auto& entry : container_.entries) {
    auto inner = extent_of(entry.slot);
    if (entry.is_run()) {
      const auto& last = entry.slot.value.nodes()[entry.last];
      inner = {static_cast<std::int64_t>(last.end) - entry.slot.value.start(),
               static_cast<std::int64_t>(last.next) - entry.slot.value.index()};
    }
    extent.bytes +=
        inner.bytes + static_cast<std::int64_t>(entry.lead.size() + entry.head.size() + entry.trail.size());
    extent.nodes += inner.nodes;
  }
  if (!container_.entries.empty()) extent.bytes += static_cast<std::int64_t>(container_.entries.size()) - 1;
  container_.extent = extent;
}

}  // namespace holdfast::document
