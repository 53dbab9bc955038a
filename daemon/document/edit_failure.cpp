#include "daemon/document/edit_failure.hpp"

#include "ipc/json/parse.hpp"

namespace holdfast::document {
namespace {

using Kind = EditFailure::Kind;

EditFailure invalid_path(const Pointer& path, const std::string& why) {
  return {Kind::invalid_path, quoted(path) + " names no one place: " + why};
}

}  // namespace

std::string quoted(const std::string& token) {
  return "'" + json::excerpt(token) + "'";
}
std::string quoted(const Pointer& path) {
  return quoted(path.text());
}

EditFailure no_such_path(const Pointer& path, const std::string& why) {
  return {Kind::no_such_path, "there is no value at " + quoted(path) + ": " + why};
}

EditFailure no_member(const Pointer& path, const std::string& token) {
  return no_such_path(path, "no member is named " + quoted(token));
}

EditFailure not_a_container(const Pointer& path, const std::string& token) {
  return no_such_path(path, quoted(token) + " would lie in a value that is neither an object nor an array");
}

EditFailure beyond_array(const Pointer& path, std::uint32_t count) {
  return no_such_path(path,
                      "the array has " + std::to_string(count) + (count == 1 ? " element" : " elements"));
}

EditFailure not_an_index(const Pointer& path, const std::string& token) {
  return invalid_path(path, "in an array a token is an index, '-' or key=value, not " + quoted(token));
}

EditFailure not_one_match(const Pointer& path, const std::string& token, bool none) {
  if (none) return no_such_path(path, "no element has " + json::excerpt(token));
  return invalid_path(path, "more than one element has " + json::excerpt(token));
}

EditFailure of_source(EditFailure failure) {
  failure.kind = failure.kind == Kind::no_such_path ? Kind::no_such_from : Kind::invalid_from;
  return failure;
}

}  // namespace holdfast::document
