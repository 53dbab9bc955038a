// Changes a value into another one while keeping what both have in common: members and elements that stay
// keep their bytes, their place and the blank space around them. One pass over both, whatever their size.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "daemon/document/fingerprints.hpp"
#include "daemon/document/placement.hpp"
#include "ipc/json/equal.hpp"

namespace holdfast::document {

class Rewrite {
 public:
  explicit Rewrite(Draft& draft) : draft_(draft), placement_(draft) {}

  /// Where a value stands; asked for only if one has to be laid out there.
  using SiteOf = std::function<Site()>;

  /// What `old` becomes so that it means what `now` means and its scalars are spelled as there; nothing if it
  /// stays as it is.
  [[nodiscard]] std::optional<Slot> replaced(const Slot& old, const json::Value& now, const SiteOf& site);
  /// RFC 7396 section 2: what `target` becomes under a merge patch; nothing if it stays as it is.
  [[nodiscard]] std::optional<Slot> merged(const Slot& target, const json::Value& patch, const SiteOf& site);
  /// RFC 7396 section 2 for a target that is not there: the patch without its nulls.
  [[nodiscard]] static json::ParsedText without_nulls(const json::Value& patch);

 private:
  // Two values and what is known of their parts: `was` shows the bytes of the value in the draft.
  struct Pair {
    json::Value was;
    json::Value now;
    const Fingerprints& ours;
    const Fingerprints& theirs;
    // The fingerprints say no at once; a yes is looked at, and then never again.
    [[nodiscard]] bool is_alike() const {
      return ours.of(was) == theirs.of(now) && json::spelled_alike(was, now);
    }
    [[nodiscard]] Pair of(const json::Value& old_part, const json::Value& new_part) const {
      return {old_part, new_part, ours, theirs};
    }
  };
  [[nodiscard]] std::optional<Slot> compared(const Slot& old, const Pair& pair, const SiteOf& site);
  [[nodiscard]] std::optional<Slot> compared_object(const Slot& old, const Pair& pair, const SiteOf& site);
  [[nodiscard]] std::optional<Slot> compared_array(const Slot& old, const Pair& pair, const SiteOf& site);
  // Appends what becomes of the child at a position, unless it stays.
  void compare_child(std::vector<ChildEdit>& edits, const Slot& container, std::uint32_t position,
                     const Pair& pair, const SiteOf& site);
  // `patch` is kept by the draft.
  [[nodiscard]] std::optional<Slot> merged_kept(const Slot& target, const json::Value& patch,
                                                const SiteOf& site);
  [[nodiscard]] std::map<std::string, std::uint32_t> positions_in(const Slot& object);
  [[nodiscard]] std::optional<Slot> merged_object(const Slot& target, const json::Value& patch,
                                                  const SiteOf& site);
  [[nodiscard]] std::optional<ChildEdit> merged_child(const Slot& object, std::uint32_t position,
                                                      const json::Value& member, const SiteOf& site);

  Draft& draft_;
  Placement placement_;
};

}  // namespace holdfast::document
