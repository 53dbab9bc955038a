// An interface description (varlink.org, "Interface Definition"): read once at start from the text that is
// also served, and used to check the parameters of every call. So the file in the tree is the contract, and
// nothing repeats it.
#pragma once

#include <boost/system/result.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/json/tree.hpp"

namespace holdfast::varlink {

struct Field;

/// A type as declared.
struct Type {
  enum class Kind { boolean, integer, floating, string, object, structure, enumeration, array, map, named };
  Kind kind = Kind::structure;
  bool nullable = false;
  std::string name;                  // named: which
  std::vector<Field> fields;         // structure
  std::vector<std::string> values;   // enumeration
  std::shared_ptr<const Type> item;  // array, map: of what
};

struct Field {
  std::string name;
  Type type;
};

struct Method {
  std::string name;
  Type in;
  Type out;
};

/// Thread-safe once made: nothing in it changes.
class Interface {
 public:
  /// Fails with a sentence that names the line.
  [[nodiscard]] static boost::system::result<Interface, std::string> parse(std::string description);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The text it was made from, comments included.
  [[nodiscard]] const std::string& description() const { return description_; }
  [[nodiscard]] const std::map<std::string, Method, std::less<>>& methods() const { return methods_; }
  [[nodiscard]] const std::map<std::string, Type, std::less<>>& errors() const { return errors_; }

  /// Compares parameters with a declared structure. Returns the path of the first field that is missing,
  /// unknown or of the wrong type ("operations[2].document"), nothing if all is as declared. An integer is
  /// good where a float is declared; null and absence are the same where a field is nullable; any value is
  /// good where `object` stands.
  [[nodiscard]] std::optional<std::string> mismatch(const Type& declared, const json::Value& value) const;

 private:
  friend class InterfaceReader;
  std::string name_;
  std::string description_;
  std::map<std::string, Type, std::less<>> types_;
  std::map<std::string, Method, std::less<>> methods_;
  std::map<std::string, Type, std::less<>> errors_;
};

}  // namespace holdfast::varlink
