#include "daemon/document/column.hpp"

#include <algorithm>

#include "daemon/document/style.hpp"
#include "ipc/json/string.hpp"

namespace holdfast::document {
namespace {

// Characters as an editor shows them, near enough: those of more bytes than one stand in one place too.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

void Column::see(std::string_view head) {
  constexpr std::size_t head_max = 4 * blanks_max;
  if (head.size() > head_max) return;
  const auto colon = head.substr(json::string_token(head).size());
  if (has_newline(colon) || colon.size() > blanks_max) return;
  const auto width = width_of(head);
  if (!colon_) {
    colon_ = colon;
    width_ = width;
    return;
  }
  same_colons_ = same_colons_ && colon == *colon_;
  same_before_ = same_before_ && colon.substr(0, colon.find(':')) == colon_->substr(0, colon_->find(':'));
  same_widths_ = same_widths_ && width == width_;
}

// In a column the blank space on one side of the colon makes up for the name's length.
std::string Column::head_for(std::string_view name, std::string_view usual) const {
  std::string head(name);
  if (!colon_) return head.append(usual);
  if (same_colons_) return head.append(*colon_);
  if (!same_widths_) return head.append(colon_->size() < usual.size() ? *colon_ : usual);
  const auto at = colon_->find(':');
  const auto before = colon_->substr(0, at);
  const auto behind = colon_->substr(at + 1);
  const auto others = width_of(name) + 1 + (same_before_ ? before.size() : behind.size());
  const std::string filler(others < width_ ? width_ - others : 1, ' ');
  if (same_before_) return head.append(before).append(":").append(filler);
  return head.append(filler).append(":").append(behind);
}

}  // namespace holdfast::document
