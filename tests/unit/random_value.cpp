#include "tests/unit/random_value.hpp"

#include <algorithm>
#include <array>

namespace holdfast::document {
namespace {

using json::Kind;

const std::array<const char*, 22> names{
    "a",   "b",   "c",   "id", "name", "tags", "port",  "enabled", "list", "\xC3\xA9", "",
    "a/b", "m~n", "x=y", "-",  "0",    "q\"",  "tab\t", "\\b",     "1",    "settings", "a rather long name"};

struct Spelling {
  const char* token;
  const char* meaning;
};
const std::array<Spelling, 26> numbers{
    {{"0", "0"},
     {"-0", "0"},
     {"0.0", "0"},
     {"0e999999999", "0"},
     {"1", "1"},
     {"1.0", "1"},
     {"1e0", "1"},
     {"10e-1", "1"},
     {"0.01E+2", "1"},
     {"100", "100"},
     {"1e2", "100"},
     {"1E+2", "100"},
     {"1e3", "1000"},
     {"-1", "-1"},
     {"-1.5", "-1.5"},
     {"-1.50", "-1.5"},
     {"3.14159", "3.14159"},
     {"1e-7", "1e-7"},
     {"9007199254740993", "9007199254740993"},
     {"9007199254740992", "9007199254740992"},
     {"123456789012345678901234567890", "123456789012345678901234567890"},
     {"123456789012345678901234567891", "123456789012345678901234567891"},
     {"123456789012345678901234567890.0", "123456789012345678901234567890"},
     {"1e400", "1e400"},
     {"1E400", "1e400"},
     {"1e-400", "1e-400"}}};
const std::array<Spelling, 16> strings{
    {{R"("")", ""},
     {R"("a")", "a"},
     {R"("\u0061")", "a"},
     {"\"\xC3\xA9\"", "\xC3\xA9"},
     {R"("\u00e9")", "\xC3\xA9"},
     {R"("\u00E9")", "\xC3\xA9"},
     {R"("\ud83d\ude00")", "\xF0\x9F\x98\x80"},
     {"\"\xF0\x9F\x98\x80\"", "\xF0\x9F\x98\x80"},
     {R"("a\/b")", "a/b"},
     {R"("a/b")", "a/b"},
     {R"("line\nline")", "line\nline"},
     {R"("\"{[,:]}\\")", "\"{[,:]}\\"},
     {R"("1")", "1"},
     {R"("true")", "true"},
     {R"("server-0")", "server-0"},
     {R"("a much longer string, with a comma: and more")", "a much longer string, with a comma: and more"}}};
const std::array<const char*, 3> literals{"true", "false", "null"};

PlainValue container(Kind kind) {
  return {kind, {}, {}, {}};
}

PlainValue string_value(const std::string& characters) {
  return {Kind::string, '"' + characters + '"', characters, {}};
}

}  // namespace

std::string RandomValue::name() {
  return names[below(names.size())];
}

PlainValue RandomValue::scalar() {
  if (chance(10)) {
    const std::string digits = std::to_string(random_() % 100'000);
    return {Kind::number, digits, digits, {}};
  }
  if (chance(35)) {
    const auto& number = numbers[below(numbers.size())];
    return {Kind::number, number.token, number.meaning, {}};
  }
  if (chance(60)) {
    const auto& string = strings[below(strings.size())];
    return {Kind::string, string.token, string.meaning, {}};
  }
  const std::string literal = literals[below(literals.size())];
  return {literal == "null" ? Kind::null : Kind::boolean, literal, literal, {}};
}

void RandomValue::add_child(PlainValue& parent, PlainValue value) {
  if (parent.kind == Kind::array) {
    parent.children.push_back({{}, std::move(value)});
    return;
  }
  auto fresh = name();
  while (parent.find(fresh) != parent.children.size())
    fresh += std::to_string(below(10));
  parent.children.push_back({fresh, std::move(value)});
}

PlainValue RandomValue::value(std::size_t nodes, std::size_t depth) {
  if (nodes <= 1 || depth == 0 || chance(15)) return scalar();
  auto made = container(chance(55) ? Kind::object : Kind::array);
  if (chance(10)) return made;
  const auto children = 1 + below(std::min<std::size_t>(nodes - 1, 8));
  for (std::size_t i = 0; i < children; ++i)
    add_child(made, value((nodes - 1) / children, depth - 1));
  return made;
}

PlainValue RandomValue::records(std::size_t count) {
  auto made = container(Kind::array);
  for (std::size_t i = 0; i < count; ++i) {
    auto record = container(Kind::object);
    if (!chance(5))
      record.children.push_back({"id", string_value("server-" + std::to_string(chance(4) ? 0 : i))});
    if (chance(80)) record.children.push_back({"name", scalar()});
    if (chance(40)) record.children.push_back({"tags", value(4, 2)});
    made.children.push_back({{}, std::move(record)});
  }
  return made;
}

PlainValue RandomValue::document() {
  if (chance(3)) return scalar();
  if (chance(2)) {  // deep
    auto made = value(5, 2);
    for (auto levels = below(40); levels > 0; --levels) {
      auto around = container(chance(50) ? Kind::object : Kind::array);
      add_child(around, std::move(made));
      made = std::move(around);
    }
    return made;
  }
  const auto nodes = chance(5) ? 400 : chance(30) ? 60 : 20;
  auto made = value(static_cast<std::size_t>(nodes), 6);
  if (made.is_container() && chance(30)) add_child(made, records(1 + below(chance(5) ? 60 : 6)));
  return made;
}

PlainValue RandomValue::variation(const PlainValue& value) {
  if (!value.is_container() || chance(5)) return chance(50) ? scalar() : this->value(6, 2);
  auto made = value;
  for (auto changes = 1 + below(3); changes > 0; --changes) {
    auto& children = made.children;
    const auto choice = below(5);
    if (choice == 0 || children.empty()) {
      add_child(made, this->value(4, 2));
      if (made.kind == Kind::array)
        std::rotate(children.begin() + static_cast<std::ptrdiff_t>(below(children.size())),
                    children.end() - 1, children.end());
    } else if (choice == 1) {
      children.erase(children.begin() + static_cast<std::ptrdiff_t>(below(children.size())));
    } else if (choice == 2) {
      std::swap(children[below(children.size())], children[below(children.size())]);
    } else {
      auto& child = children[below(children.size())].value;
      child = variation(child);
    }
  }
  return made;
}

PlainValue RandomValue::patch(const PlainValue& target) {
  if (target.kind != Kind::object || chance(5)) return value(8, 3);
  auto made = container(Kind::object);
  for (const auto& [name, child] : target.children) {
    if (chance(60)) continue;
    made.children.push_back({name, chance(30) ? PlainValue{} : chance(20) ? child : patch(child)});
  }
  for (auto fresh = below(3); fresh > 0; --fresh)
    add_child(made, value(5, 2));
  return made;
}

std::string RandomValue::step(const PlainValue& parent, std::size_t child) {
  if (parent.kind == Kind::object) return parent.children[child].name;
  const auto& element = parent.children[child].value;
  if (element.kind == Kind::object && !element.children.empty() && chance(40)) {
    const auto id = element.find("id");
    const auto& [name, value] =
        element.children[id < element.children.size() ? id : below(element.children.size())];
    if (!value.is_container() && name.find('=') == std::string::npos)
      return name + '=' + (value.kind == Kind::string ? value.meaning : value.spelling);
  }
  return std::to_string(child);
}

std::string RandomValue::stray_token(const PlainValue& parent) {
  if (parent.kind != Kind::array) return name();
  static const std::array<const char*, 9> strays{
      "-", "01", "x", "id=none", "id=server-0", "", "4294967295", "99999999999999999999", "=1"};
  const auto choice = below(strays.size() + 4);
  if (choice < strays.size()) return strays[choice];
  return choice == strays.size() ? "-" : std::to_string(parent.children.size() + below(2));
}

Tokens RandomValue::path(const PlainValue& root) {
  Tokens path;
  const PlainValue* at = &root;
  while (at->is_container() && !at->children.empty() && chance(85)) {
    const auto child = below(at->children.size());
    path.push_back(step(*at, child));
    at = &at->children[child].value;
  }
  if (chance(at->is_container() ? 35 : 3)) path.push_back(stray_token(*at));
  if (chance(2)) path.push_back(name());
  return path;
}

Tokens RandomValue::good_path(const PlainValue& root) {
  Tokens path;
  const PlainValue* at = &root;
  while (at->is_container() && !at->children.empty() && (path.empty() || chance(80))) {
    const auto child = below(at->children.size());
    path.push_back(at->kind == Kind::object ? at->children[child].name : std::to_string(child));
    at = &at->children[child].value;
  }
  return path;
}

const PlainValue& RandomValue::at(const PlainValue& root, const Tokens& path) {
  const PlainValue* at = &root;
  for (const auto& token : path)
    at = &at->children[at->kind == Kind::object ? at->find(token) : std::stoul(token)].value;
  return *at;
}

}  // namespace holdfast::document
