#include "ipc/varlink/interface_reader.hpp"

#include <algorithm>
#include <cctype>

namespace holdfast::varlink {
namespace {

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}
bool is_alnum(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}
bool is_word(char c) {
  return is_alnum(c) || c == '_' || c == '.' || c == '-';
}
constexpr int depth_max = 16;

// At least two labels of letters and digits, with dashes only inside.
bool is_interface_name(std::string_view name) {
  char before = '.';
  for (const char c : name) {
    const bool good = is_alnum(c) || (c == '.' && is_alnum(before)) || (c == '-' && before != '.');
    if (!good) return false;
    before = c;
  }
  return is_letter(name.front()) && is_alnum(before) && name.find('.') != std::string_view::npos;
}

}  // namespace

std::string InterfaceReader::read(Interface& out) try {
  if (word() != "interface") stop("the text must start with 'interface'");
  out.name_ = word();
  if (!is_interface_name(out.name_)) stop("'" + out.name_ + "' is no interface name of at least two labels");
  skip_blank();
  while (at_ < text_.size()) {
    declaration(out);
    skip_blank();
  }
  resolve(out);
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

void InterfaceReader::resolve(const Interface& out) {
  for (const auto& [name, at] : named_) {
    if (out.types_.contains(name)) continue;
    at_ = at;
    stop("type '" + name + "' is not declared");
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
  while (at_ < text_.size() && is_word(text_[at_]))
    ++at_;
  if (at_ == start) stop("expected a name");
  return std::string(text_.substr(start, at_ - start));
}

std::string InterfaceReader::type_name() {
  auto name = word();
  if (std::isupper(static_cast<unsigned char>(name.front())) == 0 ||
      !std::all_of(name.begin(), name.end(), is_alnum)) {
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
  bool another = !next_is(')');
  while (another) {
    auto name = field_name();
    const auto has_name = [&name](const Field& field) { return field.name == name; };
    if (std::any_of(type.fields.begin(), type.fields.end(), has_name) ||
        std::find(type.values.begin(), type.values.end(), name) != type.values.end()) {
      stop("'" + name + "' stands twice");
    }
    if (accept(':')) {
      if (!type.values.empty()) stop("a structure and an enumeration are mixed");
      type.fields.push_back({std::move(name), this->type()});
    } else {
      if (!type.fields.empty()) stop("a structure and an enumeration are mixed");
      type.kind = Type::Kind::enumeration;
      type.values.push_back(std::move(name));
    }
    another = accept(',');
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
    if (type.kind == Type::Kind::named) named_.emplace_back(type.name, at_);
  }
  --depth_;
  return type;
}

}  // namespace holdfast::varlink
