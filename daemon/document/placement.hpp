// Puts new values where they belong, looking like what stands around them: which blank space comes before and
// behind them, and which neighbour is the pattern for their own layout.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "daemon/document/column.hpp"
#include "daemon/document/draft.hpp"
#include "daemon/document/layout.hpp"

namespace holdfast::document {

/// A value that is to become a child; a scalar is one that the draft keeps. `name` is a string token, empty
/// for an element.
struct NewChild {
  std::string_view name;
  json::Value value;
};

class Placement {
 public:
  /// Where a value stands; asked for only if one has to be laid out there.
  using SiteOf = std::function<Site()>;
  /// The same, worked out only once.
  [[nodiscard]] static SiteOf remembered(SiteOf site);

  explicit Placement(Draft& draft) : draft_(draft) {}

  /// Where the root stands.
  [[nodiscard]] Site root_site();
  /// Where a child stands, given where its container does.
  [[nodiscard]] Site child_site(const Slot& container, const Site& site, std::uint32_t position);

  /// The value, laid out for a site.
  [[nodiscard]] Slot place(const json::Value& value, const Site& site) { return draft_.place(value, site); }
  /// The container with a new child before the one at `position`, or behind the last. `name` is a string
  /// token, empty for an element. `like`: the pattern for the value, if the caller knows a better one than
  /// its new neighbours.
  [[nodiscard]] Slot insert(const Slot& container, const SiteOf& site, std::uint32_t position,
                            std::string_view name, const json::Value& value,
                            const std::optional<json::Value>& like = std::nullopt);
  /// New children before the one at `position`, or behind the last, ready to be inserted. Precondition: the
  /// container has children. `like`: as above.
  [[nodiscard]] Insertion before(const Slot& container, const SiteOf& site, std::uint32_t position,
                                 const std::vector<NewChild>& children,
                                 const std::optional<json::Value>& like = std::nullopt);
  [[nodiscard]] Insertion behind_last(const Slot& container, const SiteOf& site,
                                      const std::vector<NewChild>& children);
  /// A member of this name and kind, not empty, in an object beside the one at `position`.
  [[nodiscard]] std::optional<json::Value> pattern_in_cousin(const Slot& container, std::uint32_t position,
                                                             std::string_view name, json::Kind kind);

 private:
  // Blank space around a comma that is to be.
  struct NewGap {
    std::string trail;
    std::string lead;
  };
  [[nodiscard]] bool is_flat(const Slot& container);
  [[nodiscard]] std::optional<json::Value> pattern_near(const Slot& container, std::uint32_t position,
                                                        const json::Value& value);
  [[nodiscard]] NewGap gap_near(const Slot& container, std::uint32_t position);
  [[nodiscard]] NewGap gap_of_two(const Slot& container);
  [[nodiscard]] bool is_row_full(const Slot& array);
  [[nodiscard]] Column column_of(const Slot& object);
  [[nodiscard]] Site site_of_new(const Slot& container, const SiteOf& site, std::uint32_t position,
                                 std::string_view lead, const json::Value& value,
                                 const std::optional<json::Value>& like);

  Draft& draft_;
};

}  // namespace holdfast::document
