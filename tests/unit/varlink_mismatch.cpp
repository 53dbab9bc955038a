// Goal: parameters that differ from what is declared are found, and the path names the first field that does.
// Method: a table of values against one declared structure that uses every form of type.
#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "ipc/varlink/interface.hpp"
#include "tests/unit/varlink_support.hpp"

namespace holdfast::varlink {
namespace {

constexpr auto description = R"(
interface a.b
type Point (x: int, y: ?int)
type Tree (value: int, children: ?[]Tree)
type Colour (red, green)
method All(
  b: ?bool, i: ?int, f: ?float, s: ?string, o: ?object, e: ?(one, two), c: ?Colour, p: ?Point, t: ?Tree,
  l: ?[]Point, n: ?[]?[]int, m: ?[string]Point, set: ?[string](), in: ?(deep: (deeper: []string))
) -> ()
method Strict(a: int, o: object, b: string) -> ()
method None() -> ()
)";

struct Row {
  const char* value;
  const char* path;  // nullptr: as declared
};

template <std::size_t n>
void expect_paths(const char* method, const Row (&table)[n]) {
  const auto interface = interface_of(description);
  const auto& declared = interface.methods().find(method)->second.in;
  for (const auto& row : table) {
    BOOST_TEST_CONTEXT(row.value) {
      const auto value = json_text(row.value);
      const auto path = interface.mismatch(declared, value.root());
      BOOST_TEST(path.has_value() == (row.path != nullptr),
                 (path ? "mismatch at '" + *path + "'" : "no mismatch"));
      if (path && row.path != nullptr) BOOST_TEST(*path == row.path);
    }
  }
}

BOOST_AUTO_TEST_SUITE(varlink_mismatch)

BOOST_AUTO_TEST_CASE(values_as_declared_are_good) {
  static constexpr Row table[] = {
      {"{}", nullptr},
      {R"({"b":true,"i":-1,"f":0.5,"s":"","o":[1],"e":"two","c":"red","p":{"x":1,"y":2}})", nullptr},
      {R"({"i":9223372036854775807,"f":1e400})", nullptr},
      {R"({"f":1})", nullptr},  // an integer is good for a float
      {R"({"f":123456789012345678901234567890})", nullptr},
      {R"({"p":{"x":1}})", nullptr},
      {R"({"p":{"y":null,"x":1}})", nullptr},
      {R"({"l":[],"n":[],"m":{},"set":{}})", nullptr},
      {R"({"l":[{"x":1},{"x":2}],"n":[[1],null,[]],"m":{"":{"x":1},"k":{"x":1}},"set":{"a":{},"b":{}}})",
       nullptr},
      {R"({"t":{"value":1,"children":[{"value":2,"children":null},{"value":3,"children":[]}]}})", nullptr},
      {R"({"in":{"deep":{"deeper":["a"]}}})", nullptr},
      {R"({"\u0069":1})", nullptr},
      {R"({"e":"t\u0077o"})", nullptr},
  };
  expect_paths("All", table);
}

BOOST_AUTO_TEST_CASE(null_is_good_wherever_a_field_is_nullable) {
  static constexpr Row table[] = {
      {R"({"b":null,"i":null,"f":null,"s":null,"o":null,"e":null,"c":null,"p":null,"t":null,
                                       "l":null,"n":null,"m":null,"set":null,"in":null})",
       nullptr}};
  expect_paths("All", table);
}

BOOST_AUTO_TEST_CASE(any_value_is_good_for_an_object) {
  static constexpr Row table[] = {{R"({"o":0})", nullptr},    {R"({"o":"s"})", nullptr},
                                  {R"({"o":true})", nullptr}, {R"({"o":[]})", nullptr},
                                  {R"({"o":{}})", nullptr},   {R"({"o":null})", nullptr}};
  expect_paths("All", table);
}

BOOST_AUTO_TEST_CASE(a_value_of_another_type_is_named) {
  static constexpr Row table[] = {
      {R"({"b":1})", "b"},
      {R"({"b":"true"})", "b"},
      {R"({"i":1.0})", "i"},
      {R"({"i":1e3})", "i"},
      {R"({"i":"1"})", "i"},
      {R"({"i":true})", "i"},
      {R"({"i":9223372036854775808})", "i"},
      {R"({"f":"1"})", "f"},
      {R"({"f":false})", "f"},
      {R"({"s":1})", "s"},
      {R"({"s":["a"]})", "s"},
      {R"({"e":"three"})", "e"},
      {R"({"e":"One"})", "e"},
      {R"({"e":1})", "e"},
      {R"({"e":""})", "e"},
      {R"({"c":"blue"})", "c"},
      {R"({"p":[1]})", "p"},
      {R"({"p":1})", "p"},
      {R"({"l":{}})", "l"},
      {R"({"l":"x"})", "l"},
      {R"({"m":[]})", "m"},
      {R"({"set":["a"]})", "set"},
      {R"({"in":0})", "in"},
  };
  expect_paths("All", table);
}

BOOST_AUTO_TEST_CASE(the_path_leads_into_structures_arrays_and_maps) {
  static constexpr Row table[] = {
      {R"({"p":{}})", "p.x"},
      {R"({"p":{"x":null}})", "p.x"},
      {R"({"p":{"x":1,"y":"2"}})", "p.y"},
      {R"({"p":{"x":1,"z":2}})", "p.z"},
      {R"({"l":[{"x":1},{"x":2},{"x":"3"}]})", "l[2].x"},
      {R"({"l":[{"x":1},{}]})", "l[1].x"},
      {R"({"l":[{"x":1},5]})", "l[1]"},
      {R"({"l":[null]})", "l[0]"},
      {R"({"n":[[1],null,[2,null]]})", "n[2][1]"},
      {R"({"m":{"good":{"x":1},"bad":{"x":[]}}})", "m[bad].x"},
      {R"({"m":{"bad":1}})", "m[bad]"},
      {R"({"m":{"b\u0061d":null}})", "m[bad]"},
      {R"({"set":{"a":{},"b":{"c":1}}})", "set[b].c"},
      {R"({"set":{"a":true}})", "set[a]"},
      {R"({"t":{"value":1,"children":[{"value":2,"children":[{"value":"x"}]}]}})",
       "t.children[0].children[0].value"},
      {R"({"in":{"deep":{"deeper":["a",1]}}})", "in.deep.deeper[1]"},
      {R"({"in":{"deep":null}})", "in.deep"},
  };
  expect_paths("All", table);
}

BOOST_AUTO_TEST_CASE(missing_and_unknown_fields_are_named) {
  static constexpr Row strict[] = {
      {R"({"a":1,"o":null,"b":"x"})", nullptr},
      {R"({"b":"x","o":{},"a":1})", nullptr},
      {R"({})", "a"},
      {R"({"a":1,"b":"x"})", "o"},
      {R"({"a":1,"o":0})", "b"},
      {R"({"a":null,"o":0,"b":"x"})", "a"},
      {R"({"a":1,"o":0,"b":"x","extra":null})", "extra"},
      {R"({"a":1,"o":0,"b":"x","A":1})", "A"},
      {R"({"a":"1","o":0,"b":0})", "a"},
  };
  expect_paths("Strict", strict);
  static constexpr Row none[] = {{"{}", nullptr}, {R"({"x":1})", "x"}, {R"({"x":null})", "x"}};
  expect_paths("None", none);
}

BOOST_AUTO_TEST_CASE(a_root_that_is_no_object_has_the_empty_path) {
  static constexpr Row table[] = {{"[]", ""}, {"1", ""}, {"null", ""}, {"\"x\"", ""}};
  expect_paths("None", table);
}

BOOST_AUTO_TEST_CASE(a_self_referring_type_is_followed_as_deep_as_the_parser_allows) {
  std::string value = R"({"value":"wrong"})";
  std::string path = "value";
  for (int level = 0; level < 30; ++level) {
    value = R"({"value":1,"children":[)" + value + "]}";
    path = "children[0]." + path;
  }
  const auto interface = interface_of(description);
  const auto text = json_text("{\"t\":" + value + "}");
  BOOST_TEST(interface.mismatch(interface.methods().at("All").in, text.root()).value() == "t." + path);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::varlink
