#include "tests/conformance/certification_chain.hpp"

#include "ipc/json/writer.hpp"

namespace holdfast::conformance {
namespace {

constexpr std::string_view my_type = R"({"mytype":{
  "object":{"method":"org.varlink.certification.Test09","parameters":{"map":{"foo":"Foo","bar":"Bar"}}},
  "enum":"two","struct":{"first":1,"second":"2"},"array":["one","two","three"],
  "dictionary":{"foo":"Foo","bar":"Bar"},"stringset":{"one":{},"two":{},"three":{}},
  "nullable":null,"nullable_array_struct":null,
  "interface":{"foo":[null,{"Foo":"foo","Bar":"bar"},null,{"one":"foo","two":"bar"}],
               "anon":{"foo":true,"bar":false}}}})";

// The last of the four maps differs.
constexpr std::string_view broken_my_type = R"({"mytype":{
  "object":{"method":"org.varlink.certification.Test09","parameters":{"map":{"foo":"Foo","bar":"Bar"}}},
  "enum":"two","struct":{"first":1,"second":"2"},"array":["one","two","three"],
  "dictionary":{"foo":"Foo","bar":"Bar"},"stringset":{"one":{},"two":{},"three":{}},
  "nullable":null,"nullable_array_struct":null,
  "interface":{"foo":[null,{"Foo":"foo","Bar":"bar"},null,{"one":"foo","two":"baz"}],
               "anon":{"foo":true,"bar":false}}}})";

}  // namespace

const std::array<Step, plain_steps>& certification_chain() {
  static constexpr std::array<Step, plain_steps> chain{{
      {"Test01", R"({"bool":true})", R"({"bool":false})"},
      {"Test02", R"({"int":1})", R"({"int":2})"},
      {"Test03", R"({"float":1.0})", R"({"float":1.5})"},
      {"Test04", R"({"string":"ping"})", R"({"string":"Ping"})"},
      {"Test05", R"({"bool":false,"int":2,"float":3.141592653589793,"string":"a lot of string"})",
       R"({"bool":false,"int":2,"float":3.141592653589,"string":"a lot of string"})"},
      {"Test06", R"({"struct":{"bool":false,"int":2,"float":3.141592653589793,"string":"a lot of string"}})",
       R"({"struct":{"bool":false,"int":3,"float":3.141592653589793,"string":"a lot of string"}})"},
      {"Test07", R"({"map":{"bar":"Bar","foo":"Foo"}})", R"({"map":{"bar":"Bar","Foo":"Foo"}})"},
      {"Test08", R"({"set":{"one":{},"two":{},"three":{}}})", R"({"set":{"one":{},"two":{}}})"},
      {"Test09", my_type, broken_my_type},
  }};
  return chain;
}

std::string stream_reply(std::size_t number) {
  const auto text = "Reply number " + std::to_string(number);
  return json::Writer().begin_object().member("string", text).end_object().take();
}

std::string stream_summary() {
  json::Writer writer;
  writer.begin_object().name("last_more_replies").begin_array();
  for (std::size_t number = 1; number <= stream_length; ++number) {
    writer.string("Reply number " + std::to_string(number));
  }
  return writer.end_array().end_object().take();
}

std::string full_name(std::string_view method) {
  return std::string(certification_interface).append(".").append(method);
}

std::string with_client_id(std::string_view client_id, std::string_view object) {
  std::string text = json::Writer().begin_object().member("client_id", client_id).end_object().take();
  const auto members = object.substr(object.find('{') + 1);
  text.back() = members.find_first_not_of(" \n") == members.rfind('}') ? ' ' : ',';
  return text.append(members);
}

}  // namespace holdfast::conformance
