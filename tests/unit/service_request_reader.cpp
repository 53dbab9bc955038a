// Goal: what Commit's parameters mean, and that nothing unknown or out of place is ignored. Method: calls as
// text, read into requests; refusals are compared with the interface's own declaration.
#include "daemon/service/request_reader.hpp"

#include <boost/test/unit_test.hpp>

#include "daemon/service/wire_refusal.hpp"
#include "tests/unit/service_support.hpp"

namespace holdfast::service {
namespace {

using namespace holdfast::test;
using commit::Operation;

std::variant<commit::Request, varlink::WireError> read(const std::string& parameters) {
  const auto call = make_commit_call(parameters);
  return read_commit(*call);
}

std::variant<commit::Request, varlink::WireError> read_operation(const std::string& operation) {
  return read("{\"operations\":[" + operation + "]}");
}

Operation operation_of(const std::string& operation) {
  const auto result = read_operation(operation);
  BOOST_TEST_REQUIRE(std::holds_alternative<commit::Request>(result), operation);
  return std::get<commit::Request>(result).operations.at(0);
}

// The name of the error and the field it complains of.
std::pair<std::string, std::string> complaint(
    const std::variant<commit::Request, varlink::WireError>& result) {
  BOOST_TEST_REQUIRE(std::holds_alternative<varlink::WireError>(result));
  const auto& error = std::get<varlink::WireError>(result);
  const auto parameters = json_of(error.parameters);
  const auto field = parameters.root().find(error.name.ends_with("InvalidParameter") ? "parameter" : "field");
  BOOST_TEST_REQUIRE(field.has_value(), error.parameters);
  return {short_name(error), field->string()};
}

void check_refused(const std::string& operation, const std::string& field) {
  const auto [name, where] = complaint(read_operation(operation));
  BOOST_TEST(name == "InvalidOperation", operation);
  BOOST_TEST(where == field, operation);
}

BOOST_AUTO_TEST_SUITE(service_request_reader)

BOOST_AUTO_TEST_CASE(a_put_of_text_is_those_bytes) {
  const auto operation = operation_of(R"({"op":"put","document":"a.json","text":"{ \"a\" :1}\n"})");
  BOOST_TEST((operation.kind == Operation::Kind::put));
  BOOST_TEST(operation.document.text() == "a.json");
  BOOST_TEST(*operation.bytes == "{ \"a\" :1}\n");
  BOOST_TEST(!operation.if_revision.has_value());
}

BOOST_AUTO_TEST_CASE(a_put_of_base64_is_the_decoded_bytes) {
  BOOST_TEST(*operation_of(R"({"op":"put","document":"a","base64":"AP8="})").bytes ==
             std::string("\0\xFF", 2));
  BOOST_TEST(*operation_of(R"({"op":"put","document":"a","base64":""})").bytes == "");
}

BOOST_AUTO_TEST_CASE(a_put_of_a_value_is_written_in_its_own_spelling) {
  const auto operation = operation_of(R"({"op":"put","document":"a.json","value":{"b":1.0,"a":1e3}})");
  const auto& bytes = *operation.bytes;
  BOOST_TEST(bytes.find("1.0") != std::string::npos);
  BOOST_TEST(bytes.find("1e3") != std::string::npos);
  BOOST_TEST(bytes.find("\"b\"") < bytes.find("\"a\""));
  BOOST_TEST(bytes.ends_with("}\n"));
}

BOOST_AUTO_TEST_CASE(a_delete_has_no_content) {
  const auto operation = operation_of(R"({"op":"delete","document":"a.json"})");
  BOOST_TEST((operation.kind == Operation::Kind::delete_document));
  BOOST_TEST(!operation.bytes);
}

BOOST_AUTO_TEST_CASE(a_revision_is_read_and_zero_is_not_absence) {
  BOOST_TEST(operation_of(R"({"op":"delete","document":"a","ifRevision":7})").if_revision->number == 7U);
  BOOST_TEST(operation_of(R"({"op":"put","document":"a","text":"","ifRevision":0})").if_revision->number ==
             0U);
  BOOST_TEST(!operation_of(R"({"op":"delete","document":"a","ifRevision":null})").if_revision.has_value());
}

BOOST_AUTO_TEST_CASE(null_fields_count_as_absent) {
  const auto operation = operation_of(
      R"({"op":"put","document":"a","text":"x","base64":null,"value":null,"path":null,"from":null})");
  BOOST_TEST(*operation.bytes == "x");
}

BOOST_AUTO_TEST_CASE(a_put_takes_exactly_one_content) {
  check_refused(R"({"op":"put","document":"a"})", "text");
  check_refused(R"({"op":"put","document":"a","text":"","base64":""})", "text");
  check_refused(R"({"op":"put","document":"a","text":"","value":1})", "text");
  check_refused(R"({"op":"put","document":"a","text":"","base64":"","value":1})", "text");
}

BOOST_AUTO_TEST_CASE(what_does_not_belong_to_an_operation_is_refused_by_name) {
  check_refused(R"({"op":"put","document":"a","text":"","path":"/b"})", "path");
  check_refused(R"({"op":"put","document":"a","text":"","from":"/b"})", "from");
  check_refused(R"({"op":"delete","document":"a","path":""})", "path");
  for (const std::string field : {"text", "base64"})
    check_refused(R"({"op":"delete","document":"a",")" + field + R"(":""})", field);
  check_refused(R"({"op":"delete","document":"a","value":{}})", "value");
}

BOOST_AUTO_TEST_CASE(a_value_keeps_the_spelling_it_was_sent_in) {
  const auto operation =
      operation_of(R"({"op":"add","document":"a.json","path":"/x","value":{"b" : 1.0,"a":[1e3,"\u00e9"]}})");
  BOOST_TEST((operation.kind == Operation::Kind::add));
  BOOST_TEST(operation.value->text() == R"({"b" : 1.0,"a":[1e3,"\u00e9"]})");
  BOOST_TEST(operation.value->root().find("a")->raw() == R"([1e3,"\u00e9"])");
  BOOST_TEST(operation.path.text() == "/x");
}

BOOST_AUTO_TEST_CASE(a_value_that_is_not_given_is_null) {
  for (const std::string op : {"add", "replace", "test", "merge"}) {
    BOOST_TEST(operation_of(R"({"op":")" + op + R"(","document":"a.json","path":"/x"})").value->text() ==
               "null");
    BOOST_TEST(operation_of(R"({"op":")" + op + R"(","document":"a.json","path":"/x","value":null})")
                   .value->text() == "null");
  }
}

BOOST_AUTO_TEST_CASE(an_operation_inside_a_document_needs_its_path) {
  for (const std::string op : {"add", "remove", "replace", "move", "copy", "test"})
    check_refused(R"({"op":")" + op + R"(","document":"a.json")" +
                      (op == "move" || op == "copy" ? R"(,"from":"/b")" : "") + "}",
                  "path");
  BOOST_TEST(operation_of(R"({"op":"merge","document":"a.json","value":{}})").path.is_root());
  for (const std::string op : {"move", "copy"})
    check_refused(R"({"op":")" + op + R"(","document":"a.json","path":"/x"})", "from");
}

BOOST_AUTO_TEST_CASE(a_pointer_must_be_one) {
  for (const std::string path : {"x", "/~", "/~2", "/a~"})
    check_refused(R"({"op":"remove","document":"a.json","path":")" + path + "\"}", "path");
  check_refused(R"({"op":"copy","document":"a.json","path":"/x","from":"y"})", "from");
}

BOOST_AUTO_TEST_CASE(an_edit_takes_no_field_of_another) {
  check_refused(R"({"op":"remove","document":"a.json","path":"/x","value":1})", "value");
  check_refused(R"({"op":"add","document":"a.json","path":"/x","from":"/y","value":1})", "from");
  for (const std::string field : {"text", "base64"})
    check_refused(R"({"op":"add","document":"a.json","path":"/x","value":1,")" + field + R"(":""})", field);
  check_refused(R"({"op":"move","document":"a.json","path":"/x","from":"/y","value":1})", "value");
}

BOOST_AUTO_TEST_CASE(a_dry_run_is_asked_for_by_name) {
  const auto result = read(R"({"operations":[{"op":"delete","document":"a"}],"dryRun":true})");
  BOOST_TEST_REQUIRE(std::holds_alternative<commit::Request>(result));
  BOOST_TEST(std::get<commit::Request>(result).dry_run);
}

BOOST_AUTO_TEST_CASE(a_bad_document_name_is_refused) {
  for (const std::string name :
       {"", "../x", "/etc/passwd", "a/../../x", ".holdfast/lock", "a.tmp", "a\\u0000b", "a\\n"})
    check_refused(R"({"op":"delete","document":")" + name + "\"}", "document");
}

BOOST_AUTO_TEST_CASE(bad_base64_is_refused) {
  for (const std::string text : {"A", "AA", "AA=", "AA==AA==", "A-==", "AA==\\n", " AA=="})
    check_refused(R"({"op":"put","document":"a","base64":")" + text + "\"}", "base64");
}

BOOST_AUTO_TEST_CASE(a_negative_revision_is_refused) {
  check_refused(R"({"op":"delete","document":"a","ifRevision":-1})", "ifRevision");
}

BOOST_AUTO_TEST_CASE(the_place_of_the_bad_operation_is_told) {
  const auto result =
      read(R"({"operations":[{"op":"put","document":"a","text":""},{"op":"delete","document":"/"}]})");
  const auto parameters = json_of(std::get<varlink::WireError>(result).parameters);
  BOOST_TEST(*parameters.root().find("operation")->integer() == 1);
}

BOOST_AUTO_TEST_CASE(parameters_of_later_versions_are_refused_and_not_ignored) {
  const std::string operations = R"({"operations":[{"op":"delete","document":"a"}],)";
  const auto [name, field] = complaint(read(operations + R"("confirmWithinSeconds":5})"));
  BOOST_TEST(name == "InvalidParameter");
  BOOST_TEST(field == "confirmWithinSeconds");
  BOOST_TEST(std::holds_alternative<commit::Request>(
      read(operations + R"("dryRun":false,"confirmWithinSeconds":null})")));
}

BOOST_AUTO_TEST_CASE(a_request_id_is_kept_as_it_is) {
  const std::string operations = R"({"operations":[{"op":"delete","document":"a"}],)";
  for (const auto& id : {std::string("x"), std::string("0f9e-4_~!{}|'`<>?"), std::string(128, 'x')}) {
    const auto result = read(operations + R"("requestId":")" + id + "\"}");
    BOOST_TEST_REQUIRE(std::holds_alternative<commit::Request>(result));
    BOOST_TEST(std::get<commit::Request>(result).request_id == id);
    BOOST_TEST(!std::get<commit::Request>(result).resolve);
  }
  BOOST_TEST(std::get<commit::Request>(read(operations + R"("requestId":null})")).request_id == "");
}

BOOST_AUTO_TEST_CASE(a_request_id_that_is_empty_long_or_not_printable_is_refused) {
  const std::string operations = R"({"operations":[{"op":"delete","document":"a"}],)";
  for (const auto& id : {std::string(), std::string(129, 'x'), std::string("a b"), std::string("a\\n"),
                         std::string("\\u0000"), std::string("\\u007f"), std::string("\xC3\xA9")}) {
    const auto [name, field] = complaint(read(operations + R"("requestId":")" + id + "\"}"));
    BOOST_TEST(name == "InvalidParameter", id);
    BOOST_TEST(field == "requestId", id);
    const auto resolved = read_resolve(*make_call("Resolve", R"({"requestId":")" + id + "\"}"));
    BOOST_TEST(complaint(resolved).second == "requestId", id);
  }
}

BOOST_AUTO_TEST_CASE(a_resolution_is_a_request_without_operations) {
  const auto result = read_resolve(*make_call("Resolve", R"({"requestId":"one"})"));
  BOOST_TEST_REQUIRE(std::holds_alternative<commit::Request>(result));
  const auto& request = std::get<commit::Request>(result);
  BOOST_TEST(request.resolve);
  BOOST_TEST(request.request_id == "one");
  BOOST_TEST(request.operations.empty());
}

BOOST_AUTO_TEST_CASE(a_commit_without_operations_is_refused) {
  const auto [name, field] = complaint(read(R"({"operations":[]})"));
  BOOST_TEST(name == "InvalidParameter");
  BOOST_TEST(field == "operations");
}

BOOST_AUTO_TEST_CASE(the_message_is_kept_as_it_is) {
  const auto result = read(R"({"operations":[{"op":"delete","document":"a"}],"message":"why\n\u001b[31m"})");
  BOOST_TEST(std::get<commit::Request>(result).message == "why\n\x1b[31m");
}

BOOST_AUTO_TEST_CASE(every_refusal_of_the_reader_fits_the_interface) {
  for (const std::string operation : {R"({"op":"put","document":"a"})", R"({"op":"add","document":"a"})",
                                      R"({"op":"delete","document":".."})"})
    check_fits_interface(std::get<varlink::WireError>(read_operation(operation)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::service
