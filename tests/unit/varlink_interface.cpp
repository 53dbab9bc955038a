// Goal: interface descriptions are read as PROTOCOL.md section 5 says, and a bad one is refused with its
// line. Method: the descriptions of the tree, small ones for each type form, and a table of bad ones.
#include "ipc/varlink/interface.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/varlink_support.hpp"

namespace holdfast::varlink {
namespace {

using Kind = Type::Kind;

Type type_of(const std::string& declared) {
  const auto interface = interface_of("interface a.b\ntype Other ()\nmethod M(f: " + declared + ") -> ()");
  return interface.methods().at("M").in.fields.at(0).type;
}

BOOST_AUTO_TEST_SUITE(varlink_interface)

BOOST_AUTO_TEST_CASE(the_descriptions_in_the_tree_are_good) {
  const auto service = interface_of(source_file("org.varlink.service.varlink"));
  BOOST_TEST(service.name() == "org.varlink.service");
  BOOST_TEST(service.methods().size() == 2U);
  BOOST_TEST(service.errors().size() == 6U);
  const auto config = interface_of(source_file("io.holdfast.config.varlink"));
  BOOST_TEST(config.name() == "io.holdfast.config");
  for (const auto* method : {"Commit", "Resolve", "Confirm", "Revert", "Get", "List", "History", "Diff",
                             "Restore", "Watch", "Status", "Access", "Blame", "Verify"}) {
    BOOST_TEST(config.methods().contains(method), method);
  }
  for (const auto* error :
       {"NoSuchDocument", "RevisionMismatch", "TooLarge", "QueueFull", "OutcomeUnknown"}) {
    BOOST_TEST(config.errors().contains(error), error);
  }
}

BOOST_AUTO_TEST_CASE(the_description_is_kept_byte_for_byte) {
  const std::string text = "# top \xC3\xA9\r\ninterface a.b\r\n\r\n\tmethod M ( ) -> ( )  # end";
  BOOST_TEST(interface_of(text).description() == text);
}

BOOST_AUTO_TEST_CASE(every_form_of_type_is_read) {
  const std::pair<const char*, Kind> table[] = {
      {"bool", Kind::boolean},       {"int", Kind::integer},          {"float", Kind::floating},
      {"string", Kind::string},      {"object", Kind::object},        {"Other", Kind::named},
      {"(a: int)", Kind::structure}, {"()", Kind::structure},         {"(one, two)", Kind::enumeration},
      {"[]int", Kind::array},        {"[string]int", Kind::map},      {"[string]()", Kind::map},
      {"[][]int", Kind::array},      {"[]?[string]?int", Kind::array}};
  for (const auto& [declared, kind] : table) {
    BOOST_TEST_CONTEXT(declared) {
      BOOST_TEST((type_of(declared).kind == kind));
      BOOST_TEST(!type_of(declared).nullable);
      BOOST_TEST((type_of("?" + std::string(declared)).kind == kind));
      BOOST_TEST(type_of("?" + std::string(declared)).nullable);
    }
  }
}

BOOST_AUTO_TEST_CASE(nested_types_keep_their_parts) {
  const auto type = type_of("[]?[string]?(one, two)");
  BOOST_TEST_REQUIRE((type.item && type.item->item));
  BOOST_TEST((type.item->kind == Kind::map && type.item->nullable));
  BOOST_TEST((type.item->item->kind == Kind::enumeration && type.item->item->nullable));
  const std::vector<std::string> values = {"one", "two"};
  BOOST_TEST(type.item->item->values == values, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(fields_keep_their_order_and_names) {
  const auto fields = type_of("(z: int, a_b: ?string, A1: Other)").fields;
  BOOST_TEST_REQUIRE(fields.size() == 3U);
  BOOST_TEST(fields[0].name == "z");
  BOOST_TEST(fields[1].name == "a_b");
  BOOST_TEST(fields[1].type.nullable);
  BOOST_TEST(fields[2].name == "A1");
  BOOST_TEST(fields[2].type.name == "Other");
}

BOOST_AUTO_TEST_CASE(blank_space_and_comments_stand_anywhere) {
  for (const auto* text : {"interface a.b", "interface a.b method M()->()", "# c\n#\ninterface # c\n a.b # c",
                           "interface a.b\nmethod # c\nM # c\n( # c\na # c\n: # c\n[ # c\n] # c\nint # c\n) "
                           "# c\n-> # c\n( # c\n)",
                           "interface a.b\r\ntype T (a: int,\r\n\tb: int)\r\n", "\n\n interface\ta.b\n\n"}) {
    BOOST_TEST(Interface::parse(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(declarations_come_in_any_order_and_may_refer_forward_and_to_themselves) {
  const auto interface = interface_of(
      "interface a.b\nerror E (l: Later)\nmethod M(l: Later) -> (n: ?Node)\ntype Later (a: int)\ntype Node "
      "(next: ?Node)");
  BOOST_TEST(interface.methods().contains("M"));
  BOOST_TEST(interface.errors().contains("E"));
}

BOOST_AUTO_TEST_CASE(interface_names_follow_their_rule) {
  for (const auto* good : {"a.b", "org.varlink.service", "io.systemd.PascalCase", "a1.b2.c3",
                           "com.my-domain.x", "a.1", "a.b--c"}) {
    BOOST_TEST(Interface::parse("interface " + std::string(good)).has_value(), good);
  }
  for (const auto* bad : {"a", "1.b", "a..b", ".a.b", "a.b.", "a.-b", "a-.b", "a.b-", "-a.b", "a_b.c",
                          "a.b_c", "a.b!", "a.b/c"}) {
    BOOST_TEST(!Interface::parse("interface " + std::string(bad)).has_value(), bad);
  }
}

BOOST_AUTO_TEST_CASE(a_bad_description_is_refused_with_its_line) {
  struct Bad {
    std::string text;
    int line;
  };
  const std::string head = "interface a.b\n";
  const Bad table[] = {
      {"", 1},
      {"# only a comment\n", 2},
      {"method M() -> ()", 1},
      {"interface\n", 2},
      {"interface one\n", 1},
      {head + "thing T ()", 2},
      {head + "\n\nmethod M()", 4},
      {head + "method M() - > ()", 2},
      {head + "method M() -> (a: int", 2},
      {head + "method M() -> (a int)", 2},
      {head + "method M -> ()", 2},
      {head + "method M(one, two) -> ()", 2},
      {head + "error E (one, two)", 2},
      {head + "error E", 2},
      {head + "method lower() -> ()", 2},
      {head + "type lower ()", 2},
      {head + "type A_b ()", 2},
      {head + "type A.b ()", 2},
      {head + "type 1A ()", 2},
      {head + "type T (a: int,\n b: )", 3},
      {head + "type T (a: int,\n b: ??int)", 3},
      {head + "type T (a: int, b)", 2},
      {head + "type T (a, b: int)", 2},
      {head + "type T (a:: int)", 2},
      {head + "type T (,)", 2},
      {head + "type T (a: int,)", 2},
      {head + "type T (one, two,)", 2},
      {head + "type T (a: int b: int)", 2},
      {head + "type T (a: [int]string)", 2},
      {head + "type T (a: [string int)", 2},
      {head + "type T (a: [])", 2},
      {head + "type T (_a: int)", 2},
      {head + "type T (a_: int)", 2},
      {head + "type T (a__b: int)", 2},
      {head + "type T (1a: int)", 2},
      {head + "type T (a-b: int)", 2},
      {head + "type T (a.b: int)", 2},
      {head + "type T int", 2},
      {head + "type T ()\n\ntype T ()", 4},
      {head + "type T ()\nmethod T() -> ()", 3},
      {head + "error T ()\ntype T ()", 3},
      {head + "type T () )", 2},
      {head + "{}", 2},
      {head + "interface c.d", 2},
      {head + "type T (a: " + std::string(100, '(') + ")", 2},
      {head + "type T (a:\n" +
           [] {
             std::string s;
             for (int i = 0; i < 100'000; ++i)
               s += "[]";
             return s;
           }() +
           "int)",
       3},
  };
  for (const auto& bad : table) {
    BOOST_TEST_CONTEXT(bad.text.substr(0, 80)) {
      const auto interface = Interface::parse(bad.text);
      BOOST_TEST_REQUIRE(!interface.has_value(), "accepted");
      BOOST_TEST(interface.error().starts_with("line " + std::to_string(bad.line) + ": "), interface.error());
    }
  }
}

// A misspelt type would otherwise be found by the first caller, as an InvalidParameter that nothing can
// satisfy.
BOOST_AUTO_TEST_CASE(a_type_that_is_not_declared_is_refused_with_its_line) {
  for (const auto* bad :
       {"interface a.b\nmethod M(a: int) ->\n (b: Missing)", "interface a.b\n\ntype T (a: []?Missing)",
        "interface a.b\nerror E ()\nmethod M(a: [string]E) -> ()", "interface a.b\n\ntype T (a: strng)",
        "interface a.b\n\ntype T (a: int.x)"}) {
    BOOST_TEST_CONTEXT(bad) {
      const auto interface = Interface::parse(bad);
      BOOST_TEST_REQUIRE(!interface.has_value(), "accepted");
      BOOST_TEST(interface.error().starts_with("line 3: "), interface.error());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_field_or_value_named_twice_is_refused) {
  for (const auto* bad :
       {"type T (a: int, a: int)", "type T (one, two, one)", "method M(a: int, b: int, a: string) -> ()"}) {
    BOOST_TEST(!Interface::parse("interface a.b\n" + std::string(bad)).has_value(), bad);
  }
}

BOOST_AUTO_TEST_CASE(a_description_of_ours_cut_anywhere_never_harms) {
  const auto text = source_file("io.holdfast.config.varlink");
  for (std::size_t kept = 0; kept < text.size(); kept += 7)
    (void)Interface::parse(text.substr(0, kept));
  BOOST_TEST(Interface::parse(text).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::varlink
