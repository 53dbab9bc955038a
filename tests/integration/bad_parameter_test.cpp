// Goal: a parameter that is not as declared is refused by name, whatever it is and wherever (RELIABILITY 3.3,
// 18, 19). Method: every field of every method of this version, each with every wrong type, absent, unknown.
#include "tests/integration/siege.hpp"

namespace holdfast::test {
namespace {

struct Sample {
  const char* type;
  const char* text;
};
constexpr Sample samples[] = {{"null", "null"},    {"bool", "true"}, {"int", "1"},    {"float", "1.5"},
                              {"string", "\"x\""}, {"array", "[]"},  {"object", "{}"}};

struct FieldOf {
  const char* name;
  const char* good;  // the sample types that are as declared
};

std::string without_brace(const std::string& object) {
  return object.substr(0, object.size() - 1);
}

BOOST_FIXTURE_TEST_SUITE(bad_parameter, Siege)

BOOST_AUTO_TEST_CASE(a_wrong_type_in_an_operation_is_refused_by_name) {
  const std::vector<FieldOf> fields{{"op", ""},
                                    {"document", "string"},
                                    {"path", "string null"},
                                    {"from", "string null"},
                                    {"text", "string null"},
                                    {"base64", "string null"},
                                    {"ifRevision", "int null"}};
  for (const auto& field : fields) {
    for (const auto& sample : samples) {
      if (std::string(field.good).find(sample.type) != std::string::npos) continue;
      std::string operation = "{";
      if (field.name != std::string("op")) operation += R"("op":"put",)";
      if (field.name != std::string("document")) operation += R"("document":"a.json",)";
      operation += "\"" + std::string(field.name) + "\":" + sample.text + "}";
      // In second place, to see that the path counts.
      const auto parameters = commit_parameters({put_operation("a.json", "1"), operation});
      BOOST_TEST(
          error_of("Commit", parameters) == std::string("InvalidParameter operations[1].") + field.name,
          field.name << " = " << sample.text);
    }
  }
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(a_wrong_type_of_a_parameter_is_refused_by_name) {
  struct Case {
    const char* method;
    const char* others;  // the members that must be there
    FieldOf field;
  };
  const char* operations = R"("operations":[],)";
  const char* document = R"("document":"a.json",)";
  const std::vector<Case> cases{{"Commit", "", {"operations", "array"}},
                                {"Commit", operations, {"message", "string null"}},
                                {"Commit", operations, {"requestId", "string null"}},
                                {"Commit", operations, {"dryRun", "bool null"}},
                                {"Commit", operations, {"confirmWithinSeconds", "int null"}},
                                {"Resolve", "", {"requestId", "string"}},
                                {"Get", "", {"document", "string"}},
                                {"Get", document, {"path", "string null"}},
                                {"Get", document, {"revision", "int null"}},
                                {"List", "", {"documents", "array null"}},
                                {"List", "", {"after", "string null"}},
                                {"List", "", {"limit", "int null"}}};
  for (const auto& one : cases) {
    for (const auto& sample : samples) {
      if (std::string(one.field.good).find(sample.type) != std::string::npos) continue;
      const auto parameters =
          "{" + std::string(one.others) + "\"" + one.field.name + "\":" + sample.text + "}";
      BOOST_TEST(error_of(one.method, parameters) == std::string("InvalidParameter ") + one.field.name,
                 one.method << parameters);
    }
  }
  BOOST_TEST(error_of("List", R"({"documents":["a",1]})") == "InvalidParameter documents[1]");
  BOOST_TEST(error_of("List", R"({"limit":9223372036854775808})") == "InvalidParameter limit");
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named) {
  BOOST_TEST(error_of("Commit", "{}") == "InvalidParameter operations");
  BOOST_TEST(error_of("Commit", "null") == "InvalidParameter operations");
  BOOST_TEST(error_of("Commit", R"({"operations":[]})") == "InvalidParameter operations");
  BOOST_TEST(error_of("Commit", R"({"operations":[{"document":"a"}]})") ==
             "InvalidParameter operations[0].op");
  BOOST_TEST(error_of("Commit", R"({"operations":[{"op":"put"}]})") ==
             "InvalidParameter operations[0].document");
  BOOST_TEST(error_of("Get", "{}") == "InvalidParameter document");
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(an_unknown_field_is_refused_by_name) {
  BOOST_TEST(error_of("Get", R"({"document":"a.json","extra":1})") == "InvalidParameter extra");
  BOOST_TEST(error_of("List", R"({"extra":null})") == "InvalidParameter extra");
  BOOST_TEST(error_of("Status", R"({"extra":1})") == "InvalidParameter extra");
  const auto operation = without_brace(put_operation("a.json", "2")) + ",\"extra\":1}";
  BOOST_TEST(error_of("Commit", commit_parameters({operation})) == "InvalidParameter operations[0].extra");
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(what_a_later_version_will_do_is_not_silently_left_out) {
  const auto commit_with = [](const std::string& more) {
    return without_brace(commit_parameters({put_operation("a.json", "2\n")})) + "," + more + "}";
  };
  BOOST_TEST(error_of("Commit", commit_with(R"("confirmWithinSeconds":9)")) ==
             "InvalidParameter confirmWithinSeconds");
  BOOST_TEST(error_of("Get", R"({"document":"a.json","revision":1})") == "InvalidParameter revision");
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(an_id_that_is_none_is_refused_by_name) {
  for (const auto& id : {std::string(), std::string(129, 'x'), std::string("a b"), std::string("a\\u0000")}) {
    const auto parameter = R"("requestId":")" + id + "\"";
    BOOST_TEST(error_of("Resolve", "{" + parameter + "}") == "InvalidParameter requestId", id);
    const auto commit =
        without_brace(commit_parameters({put_operation("a.json", "2\n")})) + "," + parameter + "}";
    BOOST_TEST(error_of("Commit", commit) == "InvalidParameter requestId", id);
  }
  BOOST_TEST(error_of("Resolve", "{}") == "InvalidParameter requestId");
  check_unharmed();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
