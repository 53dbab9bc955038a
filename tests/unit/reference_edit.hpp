// The operations of RFC 6902 and RFC 7396 on plain values, as naively as they can be written: what the editor
// is compared with.
#pragma once

#include <boost/system/result.hpp>
#include <optional>
#include <string>
#include <vector>

#include "daemon/document/editor.hpp"
#include "tests/unit/plain_value.hpp"

namespace holdfast::document {

/// Where an operation acted, or why it failed.
template <class T>
using ReferenceResult = boost::system::result<T, EditFailure::Kind>;
using Tokens = std::vector<std::string>;

class ReferenceEdit {
 public:
  ReferenceEdit(PlainValue root, std::size_t depth_max) : root_(std::move(root)), depth_max_(depth_max) {}

  [[nodiscard]] const PlainValue& root() const { return root_; }
  void set_root(PlainValue root) { root_ = std::move(root); }

  [[nodiscard]] ReferenceResult<Tokens> add(const Tokens& path, const PlainValue& value);
  [[nodiscard]] ReferenceResult<Tokens> remove(const Tokens& path);
  [[nodiscard]] ReferenceResult<Tokens> replace(const Tokens& path, const PlainValue& value);
  [[nodiscard]] ReferenceResult<Tokens> test(const Tokens& path, const PlainValue& value);
  [[nodiscard]] ReferenceResult<Tokens> merge(const Tokens& path, const PlainValue& patch);
  struct Moved {
    Tokens from;
    Tokens path;
  };
  [[nodiscard]] ReferenceResult<Moved> move(const Tokens& from, const Tokens& path);
  [[nodiscard]] ReferenceResult<Moved> copy(const Tokens& from, const Tokens& path);

 private:
  struct Found {
    PlainValue* value;
    Tokens path;  // as resolved
  };
  [[nodiscard]] ReferenceResult<Found> find(const Tokens& path);

  PlainValue root_;
  std::size_t depth_max_;
};

/// RFC 7396 section 2.
[[nodiscard]] PlainValue merged(const PlainValue& target, const PlainValue& patch);

}  // namespace holdfast::document
