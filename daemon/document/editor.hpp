// The operations inside a JSON document: those of RFC 6902 and merge (RFC 7396), on a draft. Each sees what
// those before it did. One that fails leaves the draft between two states: the caller rolls it back.
#pragma once

#include <string>
#include <vector>

#include "daemon/document/edit_failure.hpp"
#include "daemon/document/pointer.hpp"
#include "daemon/document/rewrite.hpp"

namespace holdfast::document {

/// Finds the value at a path in a document that is not being edited.
[[nodiscard]] EditResult<json::Value> find_value(const json::Value& root, const Pointer& path);

class Editor {
 public:
  /// `depth_max`: levels of nesting the document may have afterwards.
  Editor(Draft& draft, std::size_t depth_max) : draft_(draft), placement_(draft), depth_max_(depth_max) {}

  /// All return where they acted: tokens `key=value` and `-` as indexes.
  [[nodiscard]] EditResult<Pointer> add(const Pointer& path, const json::Value& value);
  [[nodiscard]] EditResult<Pointer> remove(const Pointer& path);
  [[nodiscard]] EditResult<Pointer> replace(const Pointer& path, const json::Value& value);
  /// By value: see json::equal().
  [[nodiscard]] EditResult<Pointer> test(const Pointer& path, const json::Value& value);
  [[nodiscard]] EditResult<Pointer> merge(const Pointer& path, const json::Value& patch);

  struct Moved {
    Pointer from;
    Pointer path;
  };
  [[nodiscard]] EditResult<Moved> move(const Pointer& from, const Pointer& path);
  [[nodiscard]] EditResult<Moved> copy(const Pointer& from, const Pointer& path);

 private:
  struct Step {
    Slot container;
    std::uint32_t position;
    std::string token;  // as resolved
  };
  struct Location {
    std::vector<Step> steps;
    Slot slot;
    [[nodiscard]] Pointer path() const;
  };
  [[nodiscard]] EditResult<Location> locate(const Pointer& path, std::size_t tokens);
  [[nodiscard]] EditResult<Location> locate(const Pointer& path) {
    return locate(path, path.tokens().size());
  }
  [[nodiscard]] EditResult<std::uint32_t> position_of(const Slot& container, const std::string& token,
                                                      const Pointer& path);
  [[nodiscard]] EditResult<std::uint32_t> element_of(const Slot& array, const std::string& token,
                                                     const Pointer& path);
  [[nodiscard]] EditResult<std::uint32_t> place_for(const Slot& array, const std::string& token,
                                                    const Pointer& path);
  [[nodiscard]] Site site_of(const Location& location);
  [[nodiscard]] EditResult<Pointer> insert(const Location& parent, std::uint32_t position,
                                           const std::string& token, const json::Value& value);
  [[nodiscard]] EditResult<void> check_depth(std::size_t levels, const json::Value& value) const;
  // Puts a value in its place, and each container around it that changed by that.
  [[nodiscard]] EditResult<void> set(const std::vector<Step>& steps, Slot slot, Extent before);

  Draft& draft_;
  Placement placement_;
  std::size_t depth_max_;
};

}  // namespace holdfast::document
