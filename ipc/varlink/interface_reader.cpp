#include "ipc/varlink/interface_reader.hpp"

#include <algorithm>
#include <cctype>

namespace holdfast::varlink {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-'; }
constexpr int depth_max = 16;

}  // namespace

std::string InterfaceReader::read(Interface& out) try {
  if (word() != "interface") stop("the text must start with 'interface'");
  out.name_ = word();
  const auto is_label = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-'; };
  if (out.name_.find('.') == std::string::npos || !is_letter(out.name_.front()) ||
      !std::all_of(out.name_.begin(), out.name_.end(), is_label)) {
    stop("an interface name has at least two labels");
  }
  skip_blank();
  while (at_ < text_.size()) {
    declaration(out);
    skip_blank();
  }
  return {};
} catch (const Stop& stopped) {
  return stopped.message;
}

void InterfaceReader::declaration(Interface& out) {
  const auto keyword = word();
  const auto name = type_name();
  if (out.types_.contains(name) || out.methods_.contains(name) || out.errors_.contains(name)) {
    stop("'" + name + "' is declared twice");
  }
  if (keyword == "type") {
    out.types_.emplace(name, structure_or_enumeration());
  } else if (keyword == "error") {
    out.errors_.emplace(name, structure());
  } else if (keyword == "method") {
    auto in = structure();
    expect_arrow();
    out.methods_.emplace(name, Method{name, std::move(in), structure()});
  } else {
    stop("expected type, method or error, not '" + keyword + "'");
  }
}

void InterfaceReader::stop(const std::string& what) const {
  const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
  throw Stop{"line " + std::to_string(line) + ": " + what};
}

void InterfaceReader::skip_blank() {
  while (at_ < text_.size()) {
    if (text_[at_] == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
      ++at_;
    } else {
      return;
    }
  }
}

bool InterfaceReader::next_is(char c) {
  skip_blank();
  return at_ < text_.size() && text_[at_] == c;
}

bool InterfaceReader::accept(char c) {
  if (!next_is(c)) return false;
  ++at_;
  return true;
}

void InterfaceReader::expect(char c) {
  if (!accept(c)) stop(std::string("expected '") + c + "'");
}

void InterfaceReader::expect_arrow() {
  expect('-');
  if (at_ >= text_.size() || text_[at_] != '>') stop("expected '->'");
  ++at_;
}

std::string InterfaceReader::word() {
  skip_blank();
  const auto start = at_;
  while (at_ < text_.size() && is_word(text_[at_])) ++at_;
  if (at_ == start) stop("expected a name");
  return std::string(text_.substr(start, at_ - start));
}

std::string InterfaceReader::type_name() {
  auto name = word();
  const auto alnum = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  if (std::isupper(static_cast<unsigned char>(name.front())) == 0 || !std::all_of(name.begin(), name.end(), alnum)) {
    stop("'" + name + "' must start upper-case and hold only letters and digits");
  }
  return name;
}

std::string InterfaceReader::field_name() {
  auto name = word();
  const bool good = is_letter(name.front()) && name.back() != '_' && name.find("__") == std::string::npos &&
                    name.find_first_of(".-") == std::string::npos;
  if (!good) stop("'" + name + "' is not a field name");
  return name;
}

Type InterfaceReader::structure() {
  auto type = structure_or_enumeration();
  if (type.kind != Type::Kind::structure) stop("expected a structure");
  return type;
}

Type InterfaceReader::structure_or_enumeration() {
  if (++depth_ > depth_max) stop("types are nested too deep");
  Type type;
  expect('(');
  while (!next_is(')')) {
    auto name = field_name();
    if (accept(':')) {
      if (!type.values.empty()) stop("a structure and an enumeration are mixed");
      type.fields.push_back({std::move(name), this->type()});
    } else {
      if (!type.fields.empty()) stop("a structure and an enumeration are mixed");
      type.kind = Type::Kind::enumeration;
      type.values.push_back(std::move(name));
    }
    if (!accept(',')) break;
  }
  expect(')');
  --depth_;
  return type;
}

Type InterfaceReader::type() {
  if (++depth_ > depth_max) stop("types are nested too deep");
  Type type;
  type.nullable = accept('?');
  if (accept('[')) {
    type.kind = Type::Kind::array;
    if (!next_is(']')) {
      if (word() != "string") stop("the key of a map is a string");
      type.kind = Type::Kind::map;
    }
    expect(']');
    type.item = std::make_shared<const Type>(this->type());
  } else if (next_is('(')) {
    const bool nullable = type.nullable;
    type = structure_or_enumeration();
    type.nullable = nullable;
  } else {
    static const std::map<std::string, Type::Kind> plain{{"bool", Type::Kind::boolean},
                                                         {"int", Type::Kind::integer},
                                                         {"float", Type::Kind::floating},
                                                         {"string", Type::Kind::string},
                                                         {"object", Type::Kind::object}};
    type.name = word();
    const auto found = plain.find(type.name);
    type.kind = found == plain.end() ? Type::Kind::named : found->second;
  }
  --depth_;
  return type;
}

}  // namespace holdfast::varlink
