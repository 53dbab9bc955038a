#include "daemon/document/fragments.hpp"

#include <algorithm>

namespace holdfast::document {
namespace {

// Walks along the bytes of a text.
class Cursor {
 public:
  explicit Cursor(const Fragments& fragments) : next_(fragments.begin()), end_(fragments.end()) { refill(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  void skip(std::size_t bytes) {
    rest_.remove_prefix(bytes);
    refill();
  }

 private:
  void refill() {
    while (rest_.empty() && next_ != end_)
      rest_ = *next_++;
  }
  Fragments::const_iterator next_;
  Fragments::const_iterator end_;
  std::string_view rest_;
};

}  // namespace

bool is_same_text(const Fragments& left, const Fragments& right) {
  Cursor ours(left);
  Cursor theirs(right);
  while (!ours.rest().empty() && !theirs.rest().empty()) {
    const auto bytes = std::min(ours.rest().size(), theirs.rest().size());
    const bool same_place = ours.rest().data() == theirs.rest().data();
    if (!same_place && ours.rest().substr(0, bytes) != theirs.rest().substr(0, bytes)) return false;
    ours.skip(bytes);
    theirs.skip(bytes);
  }
  return ours.rest().empty() && theirs.rest().empty();
}

}  // namespace holdfast::document
