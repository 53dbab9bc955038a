// Puts the rows of all subjects together and dresses them.
#include <algorithm>
#include <iterator>

#include "ipc/json/format.hpp"
#include "ipc/json/string.hpp"
#include "tests/unit/json_support.hpp"
#include "tests/unit/patch_suite.hpp"

namespace holdfast::document {
namespace {

using json::Value;

std::string with_carriage_returns(std::string_view text) {
  std::string out;
  for (const char c : text)
    out.append(c == '\n' ? "\r\n" : std::string(1, c));
  return out;
}

// Each place gets other blanks than the one before.
class OddBlanks {
 public:
  std::string of(const Value& root) {
    blank();
    append(root);
    blank();
    return std::move(out_);
  }

 private:
  void blank() {
    static constexpr std::string_view kinds[] = {" ", "\n", "", "\t\t", "\r\n  ", "", "\n\n   ", "  "};
    out_.append(kinds[places_++ % std::size(kinds)]);
  }
  void append(const Value& value) {
    if (!value.is_container()) {
      out_.append(value.raw());
      return;
    }
    out_.push_back(value.raw().front());
    blank();
    bool first = true;
    for (const Value child : value) {
      if (!first) {
        out_.push_back(',');
        blank();
      }
      first = false;
      if (value.is(json::Kind::object)) append_name(child);
      append(child);
      blank();
    }
    out_.push_back(value.raw().back());
  }
  void append_name(const Value& member) {
    out_.append(json::string_token(member.text().substr(member.node().key)));
    blank();
    out_.push_back(':');
    blank();
  }

  std::string out_;
  std::size_t places_ = 0;
};

constexpr std::string_view place_below = "/outer/1/in~0side";

std::string below_members(std::string_view document) {
  return R"({"before":[],"outer":["x",{"in~side":)" + std::string(document) +
         R"(,"y":{"a":1}}],"after":null})";
}

std::string led_below(const std::string& operations) {
  std::string out = "[";
  const auto patch = json::parsed(operations);
  for (const Value operation : patch.root()) {
    out += out.size() > 1 ? ",{" : "{";
    for (const Value member : operation) {
      if (out.back() != '{') out.push_back(',');
      json::append_string(out, member.key());
      out.push_back(':');
      if (member.key() == "path" || member.key() == "from") {
        json::append_string(out, std::string(place_below) + member.string());
      } else {
        out.append(member.raw());
      }
    }
    out.push_back('}');
  }
  return out + "]";
}

}  // namespace

std::ostream& operator<<(std::ostream& out, EditFailure::Kind kind) {
  static constexpr const char* names[] = {"no_such_path", "invalid_path", "invalid_from", "no_such_from",
                                          "test_failed",  "too_deep",     "too_large"};
  return out << names[static_cast<std::size_t>(kind)];
}

std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  out << "operation " << refused.operation << ": ";
  return refused.kind ? out << *refused.kind : out << "no pointer";
}

std::ostream& operator<<(std::ostream& out, Dress dress) {
  static constexpr const char* names[] = {"as written", "spread", "carriage returns", "odd blanks",
                                          "below members"};
  return out << names[static_cast<std::size_t>(dress)];
}

PatchRow dressed(const PatchRow& row, Dress dress) {
  PatchRow out = row;
  const auto document = json::parsed(row.document);
  if (dress == Dress::spread) out.document = json::format_document(document.root());
  if (dress == Dress::carriage) out.document = with_carriage_returns(json::format_document(document.root()));
  if (dress == Dress::odd_blanks) out.document = OddBlanks().of(document.root());
  if (dress == Dress::below_members && !row.only_whole) {
    out.document = below_members(row.document);
    out.operations = led_below(row.operations);
    if (auto* afterwards = std::get_if<std::string>(&out.outcome)) *afterwards = below_members(*afterwards);
  }
  return out;
}

PatchRows all_patches() {
  PatchRows all;
  for (const auto& rows :
       {rfc_patches(), member_patches(), element_patches(), equality_patches(), refused_patches(),
        selector_patches(), transfer_patches(), sequence_patches(), merge_patches()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace holdfast::document
