#include "ipc/json/writer.hpp"

#include "ipc/json/string.hpp"

namespace holdfast::json {

// What was written last tells whether a comma is due: after an opening bracket or a colon none is.
void Writer::separate() {
  if (out_.empty()) return;
  const char last = out_.back();
  if (last != '{' && last != '[' && last != ':') out_.push_back(',');
}

Writer& Writer::open(char bracket) {
  separate();
  out_.push_back(bracket);
  return *this;
}

Writer& Writer::close(char bracket) {
  out_.push_back(bracket);
  return *this;
}

Writer& Writer::name(std::string_view name) {
  string(name);
  out_.push_back(':');
  return *this;
}

Writer& Writer::string(std::string_view characters) {
  separate();
  append_string(out_, characters);
  return *this;
}

Writer& Writer::raw(std::string_view json) {
  separate();
  out_.append(json);
  return *this;
}

}  // namespace holdfast::json
