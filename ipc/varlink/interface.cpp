#include "ipc/varlink/interface.hpp"

#include <algorithm>

#include "ipc/varlink/interface_reader.hpp"

namespace holdfast::varlink {
namespace {

using json::Value;
using Path = std::optional<std::string>;

constexpr auto good = std::nullopt;

// Descends a declared type and a value side by side; builds the path only where they part.
class Comparison {
 public:
  explicit Comparison(const std::map<std::string, Type, std::less<>>& types) : types_(types) {}

  [[nodiscard]] Path compare(const Type& declared, const Value& value) const {
    if (value.is(json::Kind::null) && declared.nullable) return good;
    switch (declared.kind) {
      case Type::Kind::boolean:
        return verdict(value.is(json::Kind::boolean));
      case Type::Kind::integer:
        return verdict(value.integer().has_value());
      case Type::Kind::floating:
        return verdict(value.is(json::Kind::number));
      case Type::Kind::string:
        return verdict(value.is(json::Kind::string));
      case Type::Kind::object:
        return good;
      case Type::Kind::enumeration:
        return verdict(value.is(json::Kind::string) && contains(declared.values, value.string()));
      case Type::Kind::structure:
        return structure(declared, value);
      case Type::Kind::array:
        return array(declared, value);
      case Type::Kind::map:
        return map(declared, value);
      case Type::Kind::named:
        return named(declared, value);
    }
    return std::string();
  }

 private:
  static Path verdict(bool is_good) { return is_good ? Path() : Path(""); }
  static bool contains(const std::vector<std::string>& values, const std::string& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
  }
  static Path below(const std::string& step, const Path& path) {
    if (path->empty() || path->front() == '[') return step + *path;
    return step + "." + *path;
  }

  [[nodiscard]] Path named(const Type& declared, const Value& value) const {
    const auto found = types_.find(declared.name);
    return found == types_.end() ? verdict(false) : compare(found->second, value);
  }

  [[nodiscard]] Path structure(const Type& declared, const Value& value) const {
    if (!value.is(json::Kind::object)) return verdict(false);
    for (const auto& field : declared.fields) {
      const auto member = value.find(field.name);
      if (!member && !field.type.nullable) return field.name;
      if (!member) continue;
      if (const auto path = compare(field.type, *member)) return below(field.name, path);
    }
    for (const Value member : value) {
      const auto key = member.key();
      const bool known = std::any_of(declared.fields.begin(), declared.fields.end(),
                                     [&key](const Field& field) { return field.name == key; });
      if (!known) return key;
    }
    return good;
  }

  [[nodiscard]] Path array(const Type& declared, const Value& value) const {
    if (!value.is(json::Kind::array)) return verdict(false);
    std::size_t index = 0;
    for (const Value element : value) {
      if (const auto path = compare(*declared.item, element))
        return below("[" + std::to_string(index) + "]", path);
      ++index;
    }
    return good;
  }

  [[nodiscard]] Path map(const Type& declared, const Value& value) const {
    if (!value.is(json::Kind::object)) return verdict(false);
    for (const Value member : value) {
      if (const auto path = compare(*declared.item, member)) return below("[" + member.key() + "]", path);
    }
    return good;
  }

  const std::map<std::string, Type, std::less<>>& types_;
};

}  // namespace

boost::system::result<Interface, std::string> Interface::parse(std::string description) {
  Interface interface;
  if (auto problem = InterfaceReader(description).read(interface); !problem.empty()) return problem;
  interface.description_ = std::move(description);
  return interface;
}

std::optional<std::string> Interface::mismatch(const Type& declared, const Value& value) const {
  return Comparison(types_).compare(declared, value);
}

}  // namespace holdfast::varlink
