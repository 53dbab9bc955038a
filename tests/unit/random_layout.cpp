#include "tests/unit/random_layout.hpp"

#include <algorithm>
#include <array>

#include "ipc/json/string.hpp"

namespace holdfast::document {
namespace {

using json::Kind;

template <std::size_t N>
std::string one_of(const std::array<const char*, N>& choices, RandomValue& random) {
  return choices[random.below(N)];
}

class LayoutWriter {
 public:
  LayoutWriter(const Formatting& formatting, RandomValue& random) : form_(formatting), random_(random) {}

  void value(const PlainValue& value, const std::string& indentation) {
    if (!value.is_container()) {
      text_ += value.spelling;
      return;
    }
    const bool object = value.kind == Kind::object;
    text_ += object ? '{' : '[';
    if (value.children.empty()) {
      text_ += form_.inside_empty;
    } else {
      children(value, arrangement_of(value), indentation);
    }
    text_ += object ? '}' : ']';
  }
  void blanks() {
    for (auto count = random_.below(3); count > 0; --count)
      text_ += " \t\n\r"[random_.below(4)];
  }
  [[nodiscard]] std::string take() { return std::move(text_); }
  void append(const std::string& bytes) { text_ += bytes; }

 private:
  [[nodiscard]] Arrangement arrangement_of(const PlainValue& value) {
    if (form_.mixture > 0 && random_.chance(form_.mixture)) return static_cast<Arrangement>(random_.below(6));
    const bool small = std::none_of(value.children.begin(), value.children.end(),
                                    [](const auto& child) { return child.value.is_container(); });
    return form_.small_ones_flat && small ? Arrangement::flat : form_.arrangement;
  }

  void children(const PlainValue& value, Arrangement arrangement, const std::string& indentation) {
    const bool object = value.kind == Kind::object;
    const auto& padding = object ? form_.object_padding : form_.array_padding;
    const bool lines = arrangement == Arrangement::broken || arrangement == Arrangement::filled ||
                       arrangement == Arrangement::comma_first;
    const auto inner = lines ? indentation + form_.indentation : indentation;
    const auto column = form_.aligned && arrangement != Arrangement::flat ? longest_name(value) : 0;
    const auto per_line = 2 + random_.below(4);
    for (std::size_t i = 0; i < value.children.size(); ++i) {
      if (i > 0 && arrangement == Arrangement::comma_first) line(indentation);
      if (i > 0 && arrangement == Arrangement::wild) blanks();
      if (i > 0) text_ += ',';
      if (arrangement == Arrangement::wild) {
        blanks();
      } else if (arrangement == Arrangement::flat || arrangement == Arrangement::egyptian) {
        text_ += i == 0 ? padding : form_.gap;
      } else if (arrangement == Arrangement::comma_first) {
        text_ += ' ';
      } else if (arrangement == Arrangement::filled && i % per_line != 0) {
        text_ += form_.gap;
      } else {
        line(inner);
      }
      if (object) name(value.children[i].name, column, arrangement, inner, value.children[i].value);
      this->value(value.children[i].value, inner);
    }
    if (arrangement == Arrangement::wild) {
      blanks();
    } else if (lines) {
      line_end(indentation);
    } else {
      text_ += padding;
    }
  }

  static std::size_t longest_name(const PlainValue& object) {
    std::size_t longest = 0;
    for (const auto& child : object.children)
      longest = std::max(longest, child.name.size());
    return longest + 4;
  }

  void name(const std::string& characters, std::size_t column, Arrangement arrangement,
            const std::string& indentation, const PlainValue& value) {
    const auto begin = text_.size();
    if (!characters.empty() && form_.escaped > 0 && random_.chance(form_.escaped)) {
      escaped_name(characters);
    } else {
      json::append_string(text_, characters);
    }
    if (arrangement == Arrangement::wild) {
      blanks();
      text_ += ':';
      blanks();
      return;
    }
    text_ += form_.before_colon + ':';
    if (form_.braces_on_own_line && arrangement == Arrangement::broken && !value.children.empty())
      return line_end(indentation);
    text_ += form_.behind_colon;
    while (text_.size() - begin < column)
      text_ += ' ';
  }

  // Its first byte as an escape, where that is a character of its own.
  void escaped_name(const std::string& characters) {
    const auto byte = static_cast<unsigned char>(characters.front());
    if (byte >= 0x80) return json::append_string(text_, characters);
    static constexpr char hex[] = "0123456789abcdef";
    text_ += "\"\\u00";
    text_ += hex[byte >> 4];
    text_ += hex[byte & 15];
    std::string rest;
    json::append_string(rest, characters.substr(1));
    text_ += rest.substr(1);
  }

  void line_end(const std::string& indentation) {
    if (form_.trailing_blanks > 0 && random_.chance(form_.trailing_blanks)) text_ += "  ";
    text_ += form_.newline + indentation;
  }
  void line(const std::string& indentation) {
    if (form_.blank_lines > 0 && random_.chance(form_.blank_lines)) text_ += form_.newline;
    line_end(indentation);
  }

  const Formatting& form_;
  RandomValue& random_;
  std::string text_;
};

}  // namespace

Formatting random_formatting(RandomValue& random) {
  Formatting form;
  form.newline = random.chance(20) ? "\r\n" : "\n";
  form.indentation = one_of(std::array{"  ", "    ", "\t", "   ", "        ", "", "  "}, random);
  form.before_colon = random.chance(15) ? " " : "";
  form.behind_colon = one_of(std::array{" ", " ", " ", "", "  "}, random);
  form.gap = random.chance(80) ? " " : "";
  form.object_padding = random.chance(40) ? " " : "";
  form.array_padding = random.chance(20) ? " " : "";
  form.inside_empty = one_of(std::array{"", "", "", " ", "\n", " \r\n\t"}, random);
  form.arrangement = static_cast<Arrangement>(std::array{0, 1, 1, 1, 2, 3, 4, 5}[random.below(8)]);
  form.small_ones_flat = random.chance(30);
  form.braces_on_own_line = random.chance(8);
  form.aligned = random.chance(10);
  form.blank_lines = random.chance(20) ? 30 : 0;
  form.trailing_blanks = random.chance(10) ? 20 : 0;
  form.mixture = random.chance(20) ? 40 : 0;
  form.escaped = random.chance(20) ? 30 : 0;
  if (random.chance(10)) {  // compact
    form.arrangement = Arrangement::flat;
    form.behind_colon = form.gap = form.object_padding = form.array_padding = "";
  }
  return form;
}

std::string random_text(const PlainValue& value, const Formatting& formatting, RandomValue& random) {
  LayoutWriter writer(formatting, random);
  if (random.chance(8)) writer.append(formatting.newline + formatting.newline);
  if (random.chance(4)) writer.append("  ");
  writer.value(value, {});
  if (random.chance(75)) writer.append(formatting.newline);
  if (random.chance(8)) writer.append(formatting.newline + " " + formatting.newline);
  return writer.take();
}

}  // namespace holdfast::document
